//! How far something long has come, on a terminal; silent in a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::ops::database::Progress;

/// What goes on and nobody knows how long, on stderr; gone when dropped.
pub(super) struct Spinner(ProgressBar);

/// How often a spinner turns.
const TURN: Duration = Duration::from_millis(100);

impl Spinner {
    /// A spinner that shows `what` goes on.
    pub(super) fn new(what: &'static str) -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(TURN);
        Self(bar)
    }

    /// Show what goes on now.
    pub(super) fn show(&self, what: &str) {
        self.0.set_message(what.to_owned());
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A bar on stderr, gone when dropped.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar that shows nothing yet.
    pub(super) fn new() -> Self {
        let bar = ProgressBar::new(1);
        if let Ok(style) = ProgressStyle::with_template("{msg:24} {wide_bar} {percent:>3}%") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Show how far an upgrade has come.
    pub(super) fn upgrade(&self, progress: Progress) {
        match progress {
            Progress::BackingUp(pages) => self.show("backing up", pages.done, pages.total),
            Progress::Step(taken, steps) => self.show("upgrading", taken, steps),
            Progress::Checking => self.show("checking", 1, 1),
        }
    }

    /// Show `done` of `total`.
    pub(super) fn show(&self, what: &'static str, done: usize, total: usize) {
        self.tell(what, done, total);
    }

    /// Be gone, until something is shown again.
    pub(super) fn hide(&self) {
        self.0.finish_and_clear();
    }

    /// Show `done` of `total`, and what somebody else says of it.
    pub(super) fn tell(&self, what: &str, done: usize, total: usize) {
        self.0.set_message(what.to_owned());
        self.0.set_length(total as u64);
        self.0.set_position(done as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
