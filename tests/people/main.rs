//! Operations on users and their tokens, done as somebody who holds a few scopes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod activity;
mod advisories;
mod fields;
mod hub;
mod listing;
mod tokens;
