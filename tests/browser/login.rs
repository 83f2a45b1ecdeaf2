//! Somebody signs in to the command line by a browser.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::driver;
use crate::served::{Served, file};

/// What `hubctl` opens a browser by, here: it only tells where that was to go.
const OPENER: &str = "#!/bin/sh\nprintf '%s' \"$1\" >\"$TOLD.new\" && mv \"$TOLD.new\" \"$TOLD\"\n";

#[test]
fn who_agrees_in_a_browser_is_signed_in_at_the_command_line_and_who_does_not_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let opener = file(folder.path(), "xdg-open", OPENER);
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o700)).unwrap();
    let config = file(
        folder.path(),
        "hubctl.toml",
        "[hub]\nauthenticator_class = \"dummy\"\nspawner_class = \"simple\"\nhub_port = 0\n[auth]\nallow_all = true\n",
    );
    let hub = Served::start(folder.path(), &["--config", config.to_str().unwrap()]);
    let hubctl = env!("CARGO_BIN_EXE_hubctl");
    let arguments = [hubctl, folder.path().to_str().unwrap()];
    driver::run_with("login.py", hub.url(), &arguments);
    hub.stop();
}
