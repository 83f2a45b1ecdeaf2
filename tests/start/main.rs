//! What a hub does at its start with what its configuration declares.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot set up what it needs fails, and says where"
)]

mod declared;
mod provenance;
mod recorded;
mod tables;
