//! Tokens in a real keyring: gnome-keyring on a session bus of its own.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::hub::Hub;
use crate::scripted::{Person, told};
use crate::served::Served;
use crate::venv::skipped;

/// Unlocks a new keyring, signs in, asks, looks for the token in files, and signs out.
const SCRIPT: &str = r#"
printf 'password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
"$HUBCTL" login "$URL" --with-token --name kept <"$TOKEN_FILE" 2>&1
"$HUBCTL" whoami -o name
"$HUBCTL" profiles list
grep -rl "$(cat "$TOKEN_FILE")" "$XDG_CONFIG_HOME" | sed 's/^/in clear: /'
dbus-send --session --dest=org.freedesktop.secrets --print-reply /org/freedesktop/secrets \
    org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
echo locked
"$HUBCTL" whoami 2>&1 | grep '^error'
"$HUBCTL" profiles list -o name
"$HUBCTL" db status 2>&1 | grep '^error'
"$HUBCTL" logout --keep-token >/dev/null 2>&1
"$HUBCTL" profiles list -o name
"#;

fn is_there(program: &str) -> bool {
    let found = Command::new("which")
        .arg(program)
        .stdout(Stdio::null())
        .status();
    found.is_ok_and(|status| status.success())
}

#[test]
fn a_token_is_kept_in_the_keyring_and_in_no_file() {
    for program in ["dbus-run-session", "dbus-send", "gnome-keyring-daemon"] {
        if !is_there(program) {
            return skipped(&format!("there is no `{program}`"));
        }
    }
    let hub = Hub::recorded();
    let (token, _) = hub.succeed("token new ada-admin --inherit");
    let served = Served::start(hub.path().parent().unwrap(), &[]);
    let person = Person::new();
    let elsewhere = tempfile::NamedTempFile::new().unwrap();
    elsewhere
        .as_file()
        .write_all(token.trim().as_bytes())
        .unwrap();
    let mut session = Command::new("dbus-run-session");
    session
        .args(["--", "sh", "-c", SCRIPT])
        .env("HOME", person.folder())
        .env("XDG_CONFIG_HOME", person.folder())
        .env("XDG_DATA_HOME", person.folder())
        .env("XDG_RUNTIME_DIR", person.folder())
        .env("HUBCTL", env!("CARGO_BIN_EXE_hubctl"))
        .env("URL", served.url())
        .env("TOKEN_FILE", elsewhere.path())
        .stdin(Stdio::null());
    let said = told(session.output().unwrap());
    assert!(
        said.contains("the token is in the keyring of this system"),
        "{said}"
    );
    assert!(said.contains("\nada-admin\n"), "{said}");
    assert!(said.contains("keyring"), "{said}");
    assert!(!said.contains("in clear"), "{said}");
    // While it is locked, what needs no token goes on.
    let locked = said.split_once("locked\n").unwrap().1;
    let expected = "error: the keyring of this system has the token, and cannot be opened · unlock it, or put the token into `HUBCTL_TOKEN`\n\
        kept\nerror: there is no database";
    assert!(locked.starts_with(expected), "{said}");
    assert!(!locked.ends_with("kept\n"), "{said}");
}
