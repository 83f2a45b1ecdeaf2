//! `[audit]`: how long the audit log is kept.

use super::section::section;

section! {
    /// How long the audit log is kept.
    pub struct Audit in "audit" {
        /// How many days what was changed and what was refused is kept for; 0 is for ever. The last day is kept
        /// whatever is said here.
        live keep_days: u32 = 365;
    }
}
