//! What follows from options, and what of them cannot be together.

use super::reading::Reading;

/// Settle `reading`: fill in the defaults that hang on other options, and name what is wrong.
pub(super) fn apply(_reading: &mut Reading) {}
