//! From any database that a JupyterHub of 0.5 to 6.1 made to the schema of 6.1.
//!
//! 1. `identify` finds which of the revisions (`revision`) the file is of, by its tables and columns
//!    (`layout`), and `plan` says what will happen and what will be lost.
//! 2. `run` does it in one transaction: `enter` brings the file to exactly the tables and columns of
//!    its revision, whatever an upgrade that stopped left there; `runner` takes the steps in
//!    `migrations/` from there; `keep` puts back what was set aside; `converge` ends at exactly
//!    `migrations/schema.sql`, or the transaction is undone.
//!
//! To add a revision: write its migration, add it to `revision::HISTORY`, record `schema.sql`.

mod converge;
mod enter;
mod functions;
mod identify;
mod keep;
mod layout;
mod plan;
mod revision;
mod run;
mod runner;
mod tables;

pub use converge::Settled;
pub(super) use identify::{identify, require_current};
pub use plan::{Loss, Plan, Rows, State, Step, Tokens};
pub use revision::{HISTORY, RELEASE, Revision, newest};
pub(super) use run::create_schema;
pub use run::{Outcome, Progress, Upgrade, plan};
