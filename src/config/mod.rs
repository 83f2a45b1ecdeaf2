//! Settings, resolved once: file → environment → flags.

pub mod database;
