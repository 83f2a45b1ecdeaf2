//! The file that says which process the hub is.

use std::fs;
use std::path::PathBuf;
use std::process;

use crate::error::{Error, Result};

/// The file; removed when the hub has stopped, unless another hub has written its own number.
pub(super) struct PidFile(PathBuf);

impl PidFile {
    pub(super) fn write(path: PathBuf) -> Result<Self> {
        fs::write(&path, process::id().to_string()).map_err(|error| {
            let path = path.display();
            Error::unreachable(format!(
                "cannot write `{path}`, which `hub.pid_file` names: {error}"
            ))
        })?;
        Ok(Self(path))
    }
}

impl Drop for PidFile {
    fn drop(&mut self) {
        if fs::read_to_string(&self.0).is_ok_and(|pid| pid == process::id().to_string()) {
            let _ = fs::remove_file(&self.0);
        }
    }
}
