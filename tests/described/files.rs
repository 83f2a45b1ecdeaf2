//! Files beside a hub's database, which commands name as they are.

use std::fs;

use super::hub::Hub;

/// Write `text` into the file `name` of the folder in which `hub` has commands run.
pub(crate) fn write(hub: &Hub, name: &str, text: &str) {
    fs::write(hub.path().with_file_name(name), text).unwrap();
}

/// A course, with its people.
pub(crate) const COURSE: &str = r#"
[[users]]
name = "ada"
admin = true

[[groups]]
name = "class"
users = ["bob", "eve"]
properties = { room = "B12" }

[[roles]]
name = "grader"
description = "Sees the servers of the class"
scopes = ["read:servers!group=class"]
users = ["bob"]
groups = ["class"]
services = ["marks"]

[[services]]
name = "marks"
url = "http://127.0.0.1:10101"
oauth_no_confirm = true
"#;
