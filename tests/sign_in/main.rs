//! Who may sign in, and what comes of it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets what it does not expect fails, and says where"
)]

mod accounts;
mod admitted;
mod anew;
mod hub;
mod kept;
mod machine;
mod native;
mod pam;
mod recorded;
mod roles;
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/somebody.rs"]
mod somebody;
mod told;
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/venv.rs"]
mod venv;
