//! Pages in a real browser: Chromium without a screen, driven by Selenium from Python.
//!
//! To add a test: a script beside these that gets what it needs from `browser.py`, and a `#[test]` that serves a
//! hub and runs it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/served.rs"]
mod served;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/venv.rs"]
mod venv;

mod driver;
mod login;
mod pages;
mod works;
