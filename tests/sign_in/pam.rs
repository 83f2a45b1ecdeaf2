//! People of this machine, by PAM: how it is asked, by a stand-in for Python; and what it says, by the real one.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::hub::Hub;
use crate::somebody::Somebody;
use crate::venv;

const WRONG: &str = "The name or the password is wrong.";
const FAILED: &str = "Signing in does not work at the moment.";
const SECRET: &str = "a pass-word 'of' \"somebody\"";

fn executable(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A stand-in for the Python of people's servers, which answers `answer` and keeps what it is told.
struct StandIn(TempDir);

impl StandIn {
    fn new(answer: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let place = folder.path().display();
        let keep = format!("echo \"$@\" > {place}/words; env > {place}/env; cat > {place}/told");
        // As root, nothing is run of an environment that others can change, as `/tmp` would be.
        let python = folder.path().join("bin/python3");
        fs::create_dir(folder.path().join("bin")).unwrap();
        executable(
            &python,
            &format!("#!/bin/sh\n{keep}\nprintf '%s' '{answer}'\n"),
        );
        let server = folder.path().join("jupyterhub-singleuser");
        executable(&server, &format!("#!{}\n", python.display()));
        Self(folder)
    }

    fn hub(&self, auth: &str) -> Hub {
        let server = self.0.path().join("jupyterhub-singleuser");
        hub(&server, auth)
    }

    fn kept(&self, what: &str) -> String {
        fs::read_to_string(self.0.path().join(what)).unwrap()
    }

    fn told(&self) -> Value {
        serde_json::from_str(&self.kept("told")).unwrap()
    }
}

/// A hub of people of this machine, whose servers are `server`.
fn hub(server: &Path, auth: &str) -> Hub {
    Hub::new(&format!(
        "[hub]\nauthenticator_class = 'pam'\n[spawner]\ncmd = ['{}']\n[auth]\nallow_all = true\n{auth}",
        server.display()
    ))
}

/// Whoever runs the tests.
fn own() -> String {
    let user = nix::unistd::User::from_uid(nix::unistd::geteuid());
    user.unwrap().unwrap().name
}

#[test]
fn pam_is_told_everything_where_nobody_else_hears_it() {
    let python = StandIn::new("{}");
    let hub = python.hub("service = 'sesame'\nencoding = 'latin-1'\nrequest_otp = true");
    assert_eq!(hub.tells(&own(), SECRET), own());
    assert_eq!(
        python.told(),
        json!({
            "do": ["authenticate", "check"], "service": "sesame", "encoding": "latin-1",
            "name": own(), "passwords": [SECRET],
        })
    );
    for what in ["words", "env"] {
        let kept = python.kept(what);
        assert!(
            !kept.contains("pass-word") && !kept.contains("sesame"),
            "{kept}"
        );
    }
    assert!(
        python.kept("words").starts_with("-I -c "),
        "no folder of this hub's is imported from"
    );
}

#[test]
fn the_account_is_not_asked_about_where_that_is_said() {
    let python = StandIn::new("{}");
    python.hub("check_account = false").tells(&own(), SECRET);
    assert_eq!(python.told()["do"], json!(["authenticate"]));
}

#[test]
fn what_pam_refuses_is_a_wrong_password_or_told_of_an_account() {
    let refused = |step: &str| {
        let answer = format!(r#"{{"refused": "[PAM Error 13] It expired", "step": "{step}"}}"#);
        // The question whether it can be asked is answered well, in that no step is a lack.
        StandIn::new(&answer).hub("").tells(&own(), SECRET)
    };
    assert_eq!(refused("password"), WRONG);
    assert_eq!(
        refused("account"),
        "This machine does not let you in: It expired"
    );
}

#[test]
fn what_c_would_cut_off_is_not_asked_about() {
    let python = StandIn::new("{}");
    let hub = python.hub("");
    fs::remove_file(python.0.path().join("told")).unwrap();
    for (name, password) in [("root\0x", "a"), ("root", "a\0b"), ("", "a")] {
        assert_eq!(hub.tells(name, password), WRONG);
    }
    assert!(!python.0.path().join("told").exists());
}

#[test]
fn whoever_this_machine_does_not_know_becomes_no_user() {
    let python = StandIn::new("{}");
    let hub = python.hub("");
    assert_eq!(hub.tells("nobody-here", SECRET), FAILED);
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "0");
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('nobody-here', 'a')");
    assert_eq!(
        hub.tells("nobody-here", SECRET),
        "nobody-here",
        "who was here before"
    );
}

#[test]
fn the_machine_says_how_a_name_is_written_where_it_is_to() {
    let python = StandIn::new("{}");
    let hub = python.hub(&format!(
        "pam_normalize_username = true\nusername_map = {{ {} = 'ada' }}",
        own()
    ));
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('ada', 'a')");
    assert_eq!(hub.tells(&own(), SECRET), "ada");
    assert_eq!(hub.tells("nobody-here", SECRET), FAILED);
}

#[test]
fn users_of_the_machine_are_made_as_it_is_said() {
    let folder = TempDir::new().unwrap();
    let add = folder.path().join("add");
    let told = folder.path().join("told");
    executable(
        &add,
        &format!(
            "#!/bin/sh\necho \"$@\" >> {}\necho no room >&2\nexit 3\n",
            told.display()
        ),
    );
    let hub = Hub::new(&format!(
        "[hub]\nauthenticator_class = 'dummy'\n[auth]\ncreate_system_users = true\n\
         add_user_cmd = ['{}', '--home', '/home/USERNAME']\nuids = {{ nobody-here = 4711 }}",
        add.display()
    ));
    assert_eq!(hub.tells("nobody-here", ""), FAILED);
    assert_eq!(hub.tells("--help", ""), FAILED);
    assert_eq!(
        fs::read_to_string(&told).unwrap(),
        "--home /home/nobody-here --uid 4711 nobody-here\n",
        "no option of the program comes from a stranger"
    );
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "0");
    assert_eq!(hub.tells(&own(), ""), own(), "who is there is not made");
}

#[test]
fn whom_the_machine_does_not_know_is_deleted_and_whom_it_has_no_room_for_just_now_is_not() {
    let users = "SELECT group_concat(name) FROM users";
    let row = "INSERT INTO users (name, cookie_id) VALUES ('nobody-here', 'n')";
    let python = StandIn::new("{}");
    let strict = python.hub("delete_invalid_users = true");
    strict.write(row);
    strict.start_again();
    assert_eq!(strict.stored(users), "NULL");
    let making =
        "create_system_users = true\ndelete_invalid_users = true\nadd_user_cmd = ['false']";
    let full = python.hub(making);
    full.write(row);
    full.start_again();
    assert_eq!(full.stored(users), "nobody-here");
}

/// A service of PAM of a test's own.
struct Service(PathBuf);

impl Service {
    fn new(name: &str, stack: &str) -> Option<Self> {
        let path = Path::new("/etc/pam.d").join(name);
        if let Err(error) = fs::write(&path, stack) {
            venv::skipped(&format!("no service of PAM can be made: {error}"));
            return None;
        }
        Some(Self(path))
    }

    fn name(&self) -> &str {
        self.0.file_name().unwrap().to_str().unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// What people's servers are, in an environment that has `pamela`.
fn with_pamela(folder: &TempDir) -> Option<PathBuf> {
    let python = venv::python("pamela", &["pamela==1.2.0"])?;
    let server = folder.path().join("jupyterhub-singleuser");
    executable(&server, &format!("#!{}\n", python.display()));
    Some(server)
}

fn set_password(name: &str, password: &str) {
    let mut child = Command::new("chpasswd")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{name}:{password}").unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_user_of_this_machine_comes_in_by_their_password() {
    let folder = TempDir::new().unwrap();
    let Some(somebody) = Somebody::new("pam") else {
        return;
    };
    let name = somebody.name.as_str();
    let stack = "auth required pam_unix.so nodelay\naccount required pam_unix.so\n";
    let Some(service) = Service::new(name, stack) else {
        return;
    };
    let Some(server) = with_pamela(&folder) else {
        return;
    };
    set_password(name, SECRET);
    let auth = format!("service = '{}'", service.name());
    let strict = hub(&server, &auth);
    assert_eq!(strict.tells(name, SECRET), name);
    assert_eq!(strict.tells(name, "guess"), WRONG);
    assert_eq!(strict.tells("nobody-here", SECRET), WRONG);
    assert!(
        Command::new("chage")
            .args(["-E", "0", name])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(
        strict.tells(name, SECRET),
        "This machine does not let you in: User account has expired"
    );
    assert_eq!(
        strict.tells(name, "guess"),
        WRONG,
        "nobody learns of an account without its password"
    );
    let lax = hub(&server, &format!("{auth}\ncheck_account = false"));
    assert_eq!(lax.tells(name, SECRET), name);
}

#[test]
fn nobody_comes_in_as_another_whose_name_is_theirs_in_lower_case() {
    let folder = TempDir::new().unwrap();
    let Some(somebody) = Somebody::new("twin") else {
        return;
    };
    let Some(service) = Service::new(
        &somebody.name,
        "auth required pam_permit.so\naccount required pam_permit.so\n",
    ) else {
        return;
    };
    let Some(server) = with_pamela(&folder) else {
        return;
    };
    let twin = somebody.name.to_uppercase();
    let added = Command::new("useradd")
        .args(["--badname", &twin])
        .output()
        .unwrap();
    if !added.status.success() {
        return venv::skipped(&String::from_utf8_lossy(&added.stderr));
    }
    let hub = hub(&server, &format!("service = '{}'", service.name()));
    let told = [hub.tells(&somebody.name, "x"), hub.tells(&twin, "x")];
    let _ = Command::new("userdel").arg(&twin).output();
    assert_eq!(told[0], somebody.name);
    assert!(
        told[1].starts_with("This machine has another user of your name"),
        "{}",
        told[1]
    );
    assert_eq!(
        hub.tells(&twin, "x"),
        somebody.name,
        "only the case is other"
    );
}

#[test]
fn a_user_of_this_machine_is_made_for_whoever_signs_in() {
    let Some(somebody) = Somebody::new("made") else {
        return;
    };
    let name = format!("{}-too", somebody.name);
    let hub = Hub::new(
        "[hub]\nauthenticator_class = 'dummy'\n[auth]\ncreate_system_users = true\n\
         add_user_cmd = ['useradd', '--no-create-home']",
    );
    let told = hub.tells(&name, "");
    let id = Command::new("id").arg(&name).output().unwrap();
    let _ = Command::new("userdel").arg(&name).output();
    assert_eq!(told, name);
    assert!(id.status.success(), "{id:?}");
}
