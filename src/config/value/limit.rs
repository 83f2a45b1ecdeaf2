//! How many there may be.

use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most there may be of something; 0 is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Limit(u32);

impl Limit {
    /// At most so many; 0 is no limit.
    pub const fn new(most: u32) -> Self {
        Self(most)
    }

    /// The limit, if there is one.
    pub fn get(self) -> Option<NonZeroU32> {
        NonZeroU32::new(self.0)
    }

    /// Whether `count` are as many as there may be.
    pub fn is_reached_by(self, count: usize) -> bool {
        self.get()
            .is_some_and(|most| usize::try_from(most.get()).is_ok_and(|most| count >= most))
    }
}
