//! Which programs have a file open. A hub that is idle holds no lock on its database, so locks alone
//! do not show it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::error::{Error, Result};

/// Refuse to go on while another program has the file open, where the system tells (Linux, and
/// processes that this user may look into).
pub(super) fn refuse_if_held(path: &Path) -> Result<()> {
    match holder(path) {
        None => Ok(()),
        Some((process, name)) => Err(Error::unreachable(format!(
            "process {process} (`{name}`) has the database open"
        ))
        .hint("stop the hub first: it would go on with the old database")),
    }
}

/// Number and name of another process that has `path` open, where the system tells.
pub fn holder(path: &Path) -> Option<(u32, String)> {
    let file = path.metadata().ok()?;
    let is_it = |found: fs::Metadata| (found.dev(), found.ino()) == (file.dev(), file.ino());
    fs::read_dir("/proc")
        .ok()?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|process| !is_ours(*process))
        .find(|process| {
            fs::read_dir(format!("/proc/{process}/fd"))
                .into_iter()
                .flatten()
                .flatten()
                .filter_map(|descriptor| fs::metadata(descriptor.path()).ok())
                .any(is_it)
        })
        .map(|process| (process, name_of(process)))
}

/// This process, or a child of it, which has our files until it becomes another program.
fn is_ours(process: u32) -> bool {
    let me = std::process::id();
    let parent = format!("PPid:\t{me}");
    process == me
        || fs::read_to_string(format!("/proc/{process}/status"))
            .is_ok_and(|status| status.lines().any(|line| line == parent))
}

fn name_of(process: u32) -> String {
    fs::read_to_string(format!("/proc/{process}/comm"))
        .map_or_else(|_| "?".to_owned(), |name| name.trim().to_owned())
}
