//! One page of a listing.

use serde::{Deserialize, Serialize};

/// Which part of a listing is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// How many to pass over.
    pub offset: u64,
    /// How many to show at most.
    pub limit: u64,
}

/// What a listing shows, and how much there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed<T> {
    /// Those of the page asked for, or all.
    pub items: Vec<T>,
    /// How many there are on all pages, as JupyterHub counts them.
    pub total: u64,
}
