//! Servers that run as the system users of their persons, which takes root and a machine to add one to.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hubctl::config::{CommandLine, Config, Seconds};
use hubctl::spawn::launch::Launcher;
use hubctl::spawn::local::{Local, Whose};
use serde_json::{Value, json};

use crate::hub::Place;
use crate::somebody::Somebody;

const HUBCTL: &str = env!("CARGO_BIN_EXE_hubctl");

/// What a process says of itself, and then ends.
const CONFESSION: &str = "cat /proc/self/status; cut -d' ' -f6 /proc/$$/stat | sed 's/^/Session: /'; \
    echo Process: $$; echo Open: $(ls /proc/self/fd); echo Folder: $(pwd); echo Home: $HOME $SHELL; \
    echo Variables: $(cut -d= -f1 -z /proc/$$/environ | tr '\\0' ' ')";

fn config(place: &Place, words: &[&str]) -> Config {
    let mut config = place.config();
    config.spawner.cmd = CommandLine::new(words.iter().copied());
    config.spawner.start_timeout = Seconds::new(20);
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::new(20);
    config
}

/// A program that is `hubctl` after `before`.
fn wrapped(place: &Place, before: &str) -> PathBuf {
    let path = place.folder().join("wrapped");
    fs::write(&path, format!("#!/bin/sh\n{before} {HUBCTL} \"$@\"\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// Start the server of `who` through `hubctl`; what it printed, and the refusal.
async fn start(place: &Place, who: &str, words: &[&str], hubctl: &Path) -> (String, Value) {
    let output = place.folder().join("output");
    let local = Local::new(Whose::OwnUser, output.clone()).with(Launcher::through(hubctl));
    let hub = place.hub_with(config(place, words), Arc::new(local));
    let added = hub
        .admin("POST /users", json!({ "usernames": [who] }))
        .await;
    assert_eq!(added.status, 201, "{added:?}");
    let answer = hub
        .admin(&format!("POST /users/{who}/server"), Value::Null)
        .await;
    assert_eq!(answer.status, 500, "none of these goes on: {answer:?}");
    let log = fs::read_to_string(output.join(format!("{who}=.log")));
    (log.unwrap_or_default(), answer.json())
}

fn said<'a>(confession: &'a str, what: &str) -> Vec<&'a str> {
    let line = confession.lines().find_map(|line| line.strip_prefix(what));
    let line = line.unwrap_or_else(|| panic!("no {what} in {confession}"));
    line.split_whitespace().collect()
}

#[tokio::test]
async fn a_server_is_its_persons_and_has_nothing_of_the_hub() {
    let Some(somebody) = Somebody::new("own") else {
        return;
    };
    let place = Place::new();
    // Whoever starts the hub may leave it descriptors, and be in groups.
    let through = wrapped(&place, "exec 9</etc/shadow; exec setpriv --groups 0,4,27");
    let words = ["sh", "-c", CONFESSION];
    let (told, _) = start(&place, &somebody.name, &words, &through).await;
    let (user, group) = (somebody.id("-u"), somebody.id("-g"));
    assert_eq!(said(&told, "Uid:"), [user.as_str(); 4]);
    assert_eq!(said(&told, "Gid:"), [group.as_str(); 4]);
    let mut groups = said(&told, "Groups:");
    groups.sort_unstable();
    let all = somebody.id("-G");
    let mut all: Vec<&str> = all.split(' ').collect();
    all.sort_unstable();
    assert_eq!(groups, all);
    for capabilities in ["CapInh:", "CapPrm:", "CapEff:", "CapAmb:"] {
        assert_eq!(
            said(&told, capabilities),
            ["0000000000000000"],
            "{capabilities}"
        );
    }
    assert_eq!(said(&told, "Session:"), said(&told, "Process:"));
    assert_eq!(
        said(&told, "Open:"),
        ["0", "1", "2", "3"],
        "and what `ls` looks at"
    );
    let home = somebody.home.to_str().unwrap();
    assert_eq!(said(&told, "Folder:"), [home]);
    assert_eq!(said(&told, "Home:"), [home, "/bin/sh"]);
    let own = fs::read_to_string("/proc/self/status").unwrap();
    assert_eq!(said(&told, "Umask:"), said(&own, "Umask:"));
    // What root has besides (`LOGNAME`, `MAIL`, `SUDO_USER`, and what cargo sets for this test) is root's.
    let known = ["JUPYTERHUB_", "JPY_", "MEM_", "CPU_"];
    let kept = Config::default().spawner.env_keep;
    for variable in said(&told, "Variables:") {
        let is_known = known.iter().any(|prefix| variable.starts_with(prefix))
            || ["HOME", "SHELL", "USER"].contains(&variable)
            || kept.iter().any(|kept| kept == variable);
        assert!(is_known, "{variable}");
    }
}

/// GHSA-5jhc-4h3c-q97h
#[tokio::test]
async fn nothing_is_started_where_groups_cannot_be_given_up() {
    let Some(somebody) = Somebody::new("groups") else {
        return;
    };
    let place = Place::new();
    // In such a namespace the kernel refuses `setgroups`.
    let through = wrapped(&place, "exec unshare --user --map-root-user");
    let words = ["sh", "-c", "echo it runs"];
    let (told, refusal) = start(&place, &somebody.name, &words, &through).await;
    let message = refusal["message"].as_str().unwrap();
    assert!(
        message.starts_with("the hub's groups cannot be given up: EPERM"),
        "{message}"
    );
    assert_eq!(told, "");
}

#[tokio::test]
async fn a_person_whose_home_is_gone_begins_above_it() {
    let Some(somebody) = Somebody::new("home") else {
        return;
    };
    fs::remove_dir_all(&somebody.home).unwrap();
    let place = Place::new();
    let words = ["sh", "-c", CONFESSION];
    let (told, _) = start(&place, &somebody.name, &words, Path::new(HUBCTL)).await;
    assert_eq!(
        said(&told, "Folder:"),
        [std::env::temp_dir().to_str().unwrap()]
    );
}

#[tokio::test]
async fn what_the_person_may_not_run_is_not_run() {
    let Some(somebody) = Somebody::new("may") else {
        return;
    };
    let place = Place::new();
    let program = place.folder().join("secret");
    fs::write(&program, "#!/bin/sh\necho it runs\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    let words = [program.to_str().unwrap()];
    let (told, refusal) = start(&place, &somebody.name, &words, Path::new(HUBCTL)).await;
    let message = refusal["message"].as_str().unwrap();
    assert!(
        message.contains("cannot be started: Permission denied"),
        "{message}"
    );
    assert_eq!(told, "");
}
