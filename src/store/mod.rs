//! The cellar: the only SQL in the house.
//!
//! One file a noun, each with its SQL in `const`s beside the functions that run it. SQL keeps to
//! the subset that SQLite and PostgreSQL share: `?1` placeholders, `RETURNING`, `ON CONFLICT`, time
//! as a parameter, case folding in Rust, JSON as text; no `INSERT OR REPLACE`, no `rowid`, no
//! double-quoted strings. Only `migrations/`, `migrate`, `open`, `backup` and `check` speak SQLite's
//! own dialect.

pub mod accounts;
pub mod activity;
pub mod applied;
pub mod audit;
pub mod backup;
pub mod census;
pub mod check;
pub mod counts;
pub mod credentials;
mod delete;
mod filter;
pub mod groups;
pub mod holders;
pub mod holdings;
pub mod lock;
pub mod migrate;
pub mod names;
pub mod oauth;
pub mod oauth_clients;
mod open;
pub mod ours;
mod pool;
pub mod provenance;
pub mod purge;
pub mod roles;
pub mod servers;
pub mod services;
pub mod shares;
pub mod sign_ins;
pub mod start;
pub mod subjects;
pub mod tokens;
mod tx;
pub mod users;
mod value;
pub mod written;

pub use open::{Access, Ending, Store};
pub use pool::Pool;
pub use tx::{Row, Tx};
