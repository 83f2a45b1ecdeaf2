//! A hub takes over from JupyterHub, and JupyterHub from it: with its database and its cookie secret, nobody
//! notices.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::browser::Browser;
use crate::jupyterhub;
use crate::served::Served;
use crate::theirs::Theirs;
use crate::world::{LOGIN, SESSION};

/// What people's servers are here: something that answers.
const SERVER: &str = r#"
import http.server, os, threading, urllib.parse
# Whatever becomes of the test, it does not go on for ever.
threading.Timer(600, os._exit, [1]).start()
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *what):
        pass
url = urllib.parse.urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
http.server.HTTPServer((url.hostname, url.port), Answer).serve_forever()
"#;

/// A folder with a database and a secret, which both serve in turn.
struct Site {
    python: &'static Path,
    folder: TempDir,
    server: PathBuf,
}

impl Site {
    /// A new one; `None` where JupyterHub cannot be had.
    fn new() -> Option<Self> {
        let python = jupyterhub::python()?;
        let folder = TempDir::new().unwrap();
        let server = folder.path().join("server.py");
        fs::write(&server, SERVER).unwrap();
        Some(Self {
            python,
            folder,
            server,
        })
    }

    fn theirs(&self) -> Theirs {
        Theirs::start(self.python, self.folder.path(), &self.server)
    }

    fn ours(&self) -> Served {
        let config = self.folder.path().join("hubctl.toml");
        let (python, server) = (self.python.display(), self.server.display());
        let said = format!(
            "[hub]\nauthenticator_class = \"dummy\"\nspawner_class = \"simple\"\nhub_port = 0\n\
             [auth]\nallow_all = true\n[spawner]\ncmd = [\"{python}\", \"{server}\"]\n"
        );
        fs::write(&config, said).unwrap();
        Served::start(self.folder.path(), &["--config", config.to_str().unwrap()])
    }
}

/// Sign in by the form.
fn sign_in(browser: &mut Browser, name: &str) {
    browser.get("/hub/login");
    let xsrf = browser.cookie("_xsrf").unwrap().to_owned();
    let form = [("username", name), ("password", "x"), ("_xsrf", &xsrf)];
    let answer = browser.post("/hub/login", &form);
    assert_eq!(answer.status, 302, "{answer:?}");
    assert!(browser.cookie(LOGIN).is_some() && browser.cookie(SESSION).is_some());
}

/// Who the hub says it is, and what else it says of them.
fn me(browser: &mut Browser) -> Value {
    let answer = browser.get("/hub/api/user");
    serde_json::from_str(&answer.body).unwrap()
}

/// Make a token, as the page for that does: the request shows the cookie that it was given.
fn make_token(browser: &Browser) -> String {
    let xsrf = browser.cookie("_xsrf").unwrap().to_owned();
    let mut page = browser
        .clone()
        .saying("sec-fetch-mode", "cors")
        .saying("x-xsrftoken", &xsrf);
    let body = Some(("application/json", "{}"));
    let answer = page.send("POST", "/hub/api/users/lmata/tokens", body);
    assert_eq!(answer.status, 201, "{answer:?}");
    let made: Value = serde_json::from_str(&answer.body).unwrap();
    made["token"].as_str().unwrap().to_owned()
}

/// Whose `token` is.
fn whose(address: &str, token: &str) -> Value {
    let program = Browser::of_a_program(address);
    me(&mut program.saying("authorization", &format!("token {token}")))
}

#[test]
fn a_session_a_token_a_form_and_a_server_outlive_a_change_of_hubs_and_back() {
    let Some(site) = Site::new() else { return };
    let theirs = site.theirs();
    let mut browser = Browser::at(&theirs.address());
    sign_in(&mut browser, "lmata");
    let token = make_token(&browser);
    let start = "POST /hub/api/users/lmata/server";
    let (method, path) = start.split_once(' ').unwrap();
    let started = Browser::of_a_program(&theirs.address())
        .saying("authorization", &format!("token {token}"))
        .send(method, path, None);
    assert!(
        [201, 202].contains(&started.status),
        "{started:?}\n{}",
        theirs.log()
    );
    theirs.stop();

    let ours = site.ours();
    let mut browser = browser.turned_to(ours.address());
    let mine = me(&mut browser);
    assert_eq!(mine["name"], "lmata");
    assert_eq!(mine["servers"][""]["ready"], true, "{mine}");
    assert_eq!(whose(ours.address(), &token)["name"], "lmata");
    let of_ours = make_token(&browser);
    ours.stop();

    let theirs = site.theirs();
    let mut browser = browser.turned_to(&theirs.address());
    let mine = me(&mut browser);
    assert_eq!(mine["name"], "lmata");
    assert_eq!(
        mine["servers"][""]["ready"],
        true,
        "{mine}\n{}",
        theirs.log()
    );
    for token in [&token, &of_ours] {
        assert_eq!(whose(&theirs.address(), token)["name"], "lmata");
    }
    make_token(&browser);
    let stopped = Browser::of_a_program(&theirs.address())
        .saying("authorization", &format!("token {token}"))
        .send("DELETE", path, None);
    assert!([202, 204].contains(&stopped.status), "{stopped:?}");
    theirs.stop();
}

#[test]
fn who_signed_in_to_ours_is_signed_in_to_theirs_and_a_copy_from_before_signing_out_opens_neither() {
    let Some(site) = Site::new() else { return };
    let ours = site.ours();
    let mut browser = Browser::at(ours.address());
    sign_in(&mut browser, "lmata");
    let token = make_token(&browser);
    let kept = browser.clone();
    ours.stop();

    let theirs = site.theirs();
    assert_eq!(me(&mut kept.turned_to(&theirs.address()))["name"], "lmata");
    // In 6.1.1 itself a copy goes on opening everything.
    browser.turned_to(&theirs.address()).get("/hub/logout");
    assert_eq!(me(&mut kept.turned_to(&theirs.address()))["name"], "lmata");
    theirs.stop();

    let ours = site.ours();
    browser.turned_to(ours.address()).get("/hub/logout");
    assert_eq!(me(&mut kept.turned_to(ours.address()))["name"], Value::Null);
    ours.stop();

    let theirs = site.theirs();
    assert_eq!(
        me(&mut kept.turned_to(&theirs.address()))["name"],
        Value::Null
    );
    let mut again = Browser::at(&theirs.address());
    sign_in(&mut again, "lmata");
    assert_eq!(me(&mut again)["name"], "lmata");
    assert_eq!(whose(&theirs.address(), &token)["name"], "lmata");
    theirs.stop();
}
