//! `hubctl login` by a browser: a client without a secret, on the person's own machine.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::browser::Browser;
use crate::served::{Answer, ask_at};
use crate::world::World;

/// Somebody at a command line, who signs in.
struct Login {
    child: Child,
    stderr: BufReader<std::process::ChildStderr>,
    folder: TempDir,
    /// Where the browser is to go: the path, on the hub.
    path: String,
}

impl Login {
    fn begin(world: &World, scopes: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let mut command = hubctl(&folder);
        command.args(["login", world.served.url(), "--no-browser"]);
        for scope in scopes {
            command.args(["--scope", scope]);
        }
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.trim().starts_with("http") {
            line.clear();
            assert!(stderr.read_line(&mut line).unwrap() > 0, "it tells no URL");
        }
        let hub = format!("http://{}", world.served.address());
        let path = line.trim().strip_prefix(&hub).unwrap().to_owned();
        Self {
            child,
            stderr,
            folder,
            path,
        }
    }

    /// How it ended, and what it said since.
    fn end(mut self) -> (Option<i32>, String, TempDir) {
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).unwrap();
        let status = self.child.wait().unwrap();
        (status.code(), said, self.folder)
    }
}

/// `hubctl` of somebody whose files are in `folder`.
fn hubctl(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubctl"));
    command
        .current_dir(folder.path())
        .env_clear()
        .env("XDG_CONFIG_HOME", folder.path())
        .env("PATH", std::env::var_os("PATH").unwrap())
        .stdin(Stdio::null());
    command
}

/// What a command prints.
fn printed(folder: &TempDir, line: &str) -> String {
    let output = hubctl(folder).args(line.split(' ')).output().unwrap();
    assert!(output.status.success(), "{line}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The scopes that the page of consent sends back.
fn offered(page: &Answer) -> Vec<String> {
    let fields = page.body.split("name=\"scopes\" value=\"").skip(1);
    let fields = fields.map(|rest| rest.split('"').next().unwrap().to_owned());
    fields.collect()
}

/// Agree to what `page` asks; where that leads.
fn agree(browser: &mut Browser, path: &str, page: &Answer) -> String {
    let xsrf = browser.cookie("_xsrf").unwrap().to_owned();
    let scopes = offered(page);
    let mut form = vec![("_xsrf", xsrf.as_str())];
    form.extend(scopes.iter().map(|scope| ("scopes", scope.as_str())));
    let answer = browser.post(path, &form);
    assert_eq!(answer.status, 302, "{answer:?}");
    answer.header("location").unwrap().to_owned()
}

/// Go where the person's browser is led, on their own machine.
fn go(to: &str) -> Answer {
    let rest = to.strip_prefix("http://").unwrap();
    let (address, path) = rest.split_once('/').unwrap();
    let stream = TcpStream::connect(address).unwrap();
    ask_at(stream, address, &format!("GET /{path} HTTP/1.1"))
}

#[test]
fn who_agrees_in_a_browser_is_signed_in_at_the_command_line() {
    let world = World::new();
    let mut browser = world.signed_in("lmata");
    // Somebody who may not list users asks for it.
    let login = Login::begin(&world, &["self", "list:users"]);
    let path = login.path.clone();
    let page = browser.get(&path);
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.body.contains("a command line on your own machine"));
    assert!(page.body.contains("http://127.0.0.1:"));
    assert!(
        !offered(&page)
            .iter()
            .any(|scope| scope.starts_with("list:users"))
    );
    let to = agree(&mut browser, &path, &page);

    // Whoever does not know the state is none of its business.
    let (callback, _) = to.split_once('?').unwrap();
    assert_eq!(go(&format!("{callback}?code=x&state=y")).status, 404);
    assert_eq!(go(&to).status, 200);
    let (code, said, folder) = login.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("as user `lmata`") && said.contains(", until 20"),
        "{said}"
    );
    assert_eq!(printed(&folder, "whoami -o name"), "lmata\n");
    let token = world.database.query(
        "SELECT note, client_id, session_id IS NULL, expires_at > created, scopes FROM api_tokens",
    );
    assert!(token.starts_with("hubctl login|jupyterhub|1|1|"), "{token}");
    assert!(
        token.contains("\"self\"") && !token.contains("list:users"),
        "{token}"
    );

    // The code was for once, and for who asked.
    let (_, query) = to.split_once('?').unwrap();
    let again = format!(
        "grant_type=authorization_code&client_id=hubctl&redirect_uri={callback}&code_verifier=x&{query}"
    );
    let mut program = Browser::of_a_program(world.served.address());
    let form = Some(("application/x-www-form-urlencoded", again.as_str()));
    let answer = program.send("POST", "/hub/api/oauth2/token", form);
    assert_eq!(answer.status, 400, "{answer:?}");

    // Who signs out of the browser goes on at the command line; and is asked anew.
    browser.visit("/hub/logout");
    assert_eq!(printed(&folder, "whoami -o name"), "lmata\n");
    let mut other = world.signed_in("lmata");
    let login = Login::begin(&world, &["self"]);
    assert_eq!(other.get(&login.path).status, 200);
    let mut login = login;
    login.child.kill().unwrap();
    login.child.wait().unwrap();
}

#[test]
fn the_least_is_asked_for_where_nothing_is_said() {
    let world = World::new();
    let mut browser = world.signed_in("ada");
    let login = Login::begin(&world, &[]);
    let path = login.path.clone();
    let page = browser.get(&path);
    assert!(
        page.body
            .contains("It will not be able to do anything else"),
        "{page:?}"
    );
    let to = agree(&mut browser, &path, &page);
    assert_eq!(go(&to).status, 200);
    let (code, said, folder) = login.end();
    assert_eq!(code, Some(0), "{said}");
    let me: serde_json::Value = serde_json::from_str(&printed(&folder, "whoami -o json")).unwrap();
    let scopes = me["who"]["scopes"].as_array().unwrap();
    assert!(
        scopes
            .iter()
            .all(|scope| scope.as_str().unwrap().ends_with("!user=ada")),
        "{me}"
    );
    let kept = fs::read_to_string(folder.path().join("hubctl/tokens.toml")).unwrap();
    let (_, token) = kept.split_once(" = ").unwrap();
    let token = token.trim().trim_matches(['"', '\'']);
    assert!(token.len() >= 30 && !said.contains(token), "{said}");
}

#[test]
fn who_does_not_agree_is_not_signed_in() {
    let world = World::new();
    let mut browser = world.signed_in("ada");
    let login = Login::begin(&world, &["inherit"]);
    let page = browser.get(&login.path);
    let denied = page.body.split("href=\"http://127.0.0.1").nth(1).unwrap();
    let denied = denied.split('"').next().unwrap();
    let denied = format!("http://127.0.0.1{denied}").replace("&amp;", "&");
    assert_eq!(go(&denied).status, 200);
    let (code, said, folder) = login.end();
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains("nobody is signed in"), "{said}");
    assert!(!folder.path().join("hubctl/tokens.toml").exists());
}

#[test]
fn a_code_is_sent_to_ones_own_machine_alone() {
    let world = World::new();
    let mut browser = world.signed_in("ada");
    let ask = |browser: &mut Browser, to: &str| {
        browser.get(&format!(
            "/hub/api/oauth2/authorize?client_id=hubctl&response_type=code&redirect_uri={to}\
             &code_challenge=c&code_challenge_method=S256&scope=inherit"
        ))
    };
    assert_eq!(ask(&mut browser, "http://127.0.0.1:1/callback").status, 200);
    for elsewhere in ["https://evil.example/", "http://localhost:1/", "/hub/home"] {
        assert_eq!(ask(&mut browser, elsewhere).status, 400, "{elsewhere}");
    }
}
