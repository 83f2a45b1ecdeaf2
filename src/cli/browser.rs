//! The person's browser.

use std::process::{Command, Stdio};

use crate::error::{Error, Result};

/// Show `url` there.
///
/// # Errors
/// Where none can be opened.
pub(super) fn browse(url: &str) -> Result<()> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let shown = Command::new(opener)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match shown {
        Ok(status) if status.success() => Ok(()),
        _ => {
            Err(Error::invalid("no browser can be opened from here").hint("open the URL yourself"))
        }
    }
}
