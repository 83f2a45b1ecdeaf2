//! What several tests need.

#![expect(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod hub;
