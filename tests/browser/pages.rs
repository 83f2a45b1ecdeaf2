//! Every page, as a person meets it.

use std::fs;
use std::path::Path;

use crate::driver::{run, run_with};
use crate::served::{Served, file, folder, text};

/// Kinds of server: one that never answers, one that ends at once and says why, one that will not be stopped, and one
/// that nobody hears of again once it was ready.
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

[[spawner.profiles]]
display_name = "Stubborn"
description = "Has <b>600 GB</b> of memory, and takes long to be asked to go. Choose it if nothing else will do for what you have to compute."
spawner_override = { cmd = ["sh", "-c", "trap : INT TERM; while :; do sleep 1; done"] }

[[spawner.profiles]]
display_name = "Brief"
spawner_override = { cmd = ["python3", "brief.py"] }

[[services]]
name = "grades"
url = "http://127.0.0.1:9"
api_token = "00000000000000000000000000000000"
oauth_client_allowed_scopes = ["read:users!user", "access:servers!user"]
"#;

/// Answers once, and then nobody.
const BRIEF: &str = r#"
import http.server, os, time, urllib.parse
class Once(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(204)
        self.end_headers()
port = urllib.parse.urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"]).port
with http.server.HTTPServer(("127.0.0.1", port), Once) as server:
    server.handle_request()
time.sleep(600)
"#;

fn serve(folder: &Path, config: &str) -> Served {
    let config = config.replace("brief.py", &folder.join("brief.py").to_string_lossy());
    file(folder, "hubctl.toml", &config);
    file(folder, "brief.py", BRIEF);
    Served::start(folder, &[])
}

#[test]
fn every_page_can_be_used_by_everybody() {
    let folder = folder();
    run("pages.py", serve(folder.path(), CONFIG).url());
}

#[test]
fn every_page_can_be_used_by_administrators() {
    let folder = folder();
    run("administration.py", serve(folder.path(), CONFIG).url());
}

/// The hub keeps accounts, people have one server, and the site asks them something.
const ACCOUNTS: &str = r#"
[hub]
spawner_class = "simple"
hub_port = 0

[auth]
enable_signup = true

[spawner]
cmd = ["sleep", "600"]
options_form = """
<div class="form-group"><label for="memory">Memory</label>
<select id="memory" name="memory" class="form-control"><option>1 GB</option><option>2 GB</option></select></div>
<label for="note">A note</label> <input id="note" name="note" placeholder="what for">
<div class="form-check"><input class="form-check-input" type="checkbox" id="gpu" name="gpu">
<label class="form-check-label" for="gpu">With a GPU</label></div>
<label>Days <input type="number" name="days" value="1"></label>
<fieldset><legend>Where</legend><input type="radio" name="where" id="here" checked><label for="here">Here</label>
<input type="radio" name="where" id="there"><label for="there">There</label></fieldset>
<textarea name="why" aria-label="Why"></textarea>
"""
"#;

#[test]
fn the_pages_of_accounts_can_be_used_by_everybody() {
    let folder = folder();
    let mut hub = serve(folder.path(), ACCOUNTS);
    let is_told = |line: &serde_json::Value| line["file"].is_string();
    let told = hub.said().iter().find(|line| is_told(line)).cloned();
    let told = told.unwrap_or_else(|| hub.wait_until(is_told));
    let link = fs::read_to_string(folder.path().join(text(&told, "file"))).unwrap();
    let arguments = [
        link.trim(),
        env!("CARGO_BIN_EXE_hubctl"),
        folder.path().to_str().unwrap(),
    ];
    run_with("accounts.py", hub.url(), &arguments);
}

/// One start at a time; whoever signs out would be signed in again at once elsewhere; a page of the site's is broken.
const REFUSALS: &str = r#"
[hub]
authenticator_class = "dummy"
spawner_class = "simple"
hub_port = 0
concurrent_spawn_limit = 1
template_paths = ["."]
template_vars = { announcement = "Closed on <b>Sunday</b>", login_term_url = "/terms" }

[auth]
allow_all = true
auto_login = true

[spawner]
cmd = ["sleep", "600"]
"#;

#[test]
fn whoever_is_refused_is_told_why_and_what_to_do() {
    let folder = folder();
    file(
        folder.path(),
        "token.html",
        "{% extends 'templates/token.html' %}{% block main %}{{ 1 / 0 }}{% endblock %}",
    );
    run("refusals.py", serve(folder.path(), REFUSALS).url());
}
