//! Every page, as a person meets it.

use std::fs;

use crate::driver::run;
use crate::served::{Served, folder};

/// Two kinds of server: one that never answers, and one that ends at once and says why.
const CONFIG: &str = r#"
[hub]
authenticator_class = "dummy"
spawner_class = "simple"
allow_named_servers = true
hub_port = 0

[auth]
admin_users = ["ada"]
allow_all = true
password = "a password"

[[spawner.profiles]]
display_name = "Slow"
description = "Never answers"
spawner_override = { cmd = ["sleep", "600"] }

[[spawner.profiles]]
display_name = "Broken"
spawner_override = { cmd = ["sh", "-c", "echo there is no memory left >&2; exit 3"] }
"#;

#[test]
fn every_page_can_be_used_by_everybody() {
    let folder = folder();
    let config = folder.path().join("hubctl.toml");
    fs::write(&config, CONFIG).unwrap();
    let hub = Served::start(folder.path(), &["--config", config.to_str().unwrap()]);
    run("pages.py", hub.url());
}
