//! A configuration as people are shown it.

/// A configuration as people are shown it.
#[derive(Debug)]
pub struct Shown;
