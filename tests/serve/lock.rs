//! One database, one hub.

use std::fs;

use crate::served::{Served, folder, refused};

#[test]
fn a_second_hub_is_refused_and_told_of_the_first() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let (said, code) = refused(folder.path(), &["--bind", "127.0.0.1:0"]);
    let (url, process) = (hub.url(), hub.pid());
    assert!(
        said.starts_with("error: another hub serves this database: process"),
        "{said}"
    );
    assert!(said.contains(&format!("process {process} on ")), "{said}");
    assert!(said.contains(&format!("at {url}, since ")), "{said}");
    assert!(
        said.ends_with(&format!(" · stop it: `kill {process}`\n")),
        "{said}"
    );
    assert_eq!(code, Some(5));
    assert_eq!(hub.get("/hub/health").status, 200);
}

#[test]
fn a_hub_that_stopped_left_no_hold() {
    let folder = folder();
    Served::start(folder.path(), &[]).stop();
    let mut hub = Served::start(folder.path(), &[]);
    hub.signal("TERM");
    hub.wait_for("stopped");
}

#[test]
fn a_hub_that_was_killed_is_followed_at_once() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let killed = hub.pid();
    hub.signal("KILL");
    assert!(!hub.end().0.success());
    let hub = Served::start(folder.path(), &[]);
    let said = hub.said();
    let line = said.iter().find(|line| line["process"] == killed);
    let message = line.unwrap()["message"].as_str().unwrap();
    assert!(
        message.ends_with("its hold on the database is taken over"),
        "{message}"
    );
}

#[test]
fn the_tables_of_hubctl_are_no_finding_and_no_obstacle() {
    let folder = folder();
    Served::start(folder.path(), &[]).stop();
    let database = folder.path().join("jupyterhub.sqlite");
    for command in ["db check", "upgrade-db --yes", "users list"] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_hubctl"))
            .args(command.split(' '))
            .arg("--db")
            .arg(&database)
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}: {output:?}");
    }
    assert!(fs::metadata(database).unwrap().len() > 0);
}
