//! Killed at any moment, an apply has done all or nothing.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hubctl::clock::Clock;

use super::files::write;
use super::hub::Hub;
use super::meaning;
use super::served::Served;

const KILLS: usize = 10;
const USERS: usize = 1500;

fn apply(hub: &Hub) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubctl"));
    command
        .args(["apply", "-f", "many.toml", "--db"])
        .arg(hub.path())
        .current_dir(hub.path().parent().unwrap())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the moment of the kill is what is tried"
)]
fn a_kill_in_the_middle_leaves_all_or_nothing() {
    let hub = Hub::fresh();
    let mut text = String::from("[[groups]]\nname = \"all\"\nusers = [");
    for number in 0..USERS {
        let _ = write!(text, "\"user-{number}\", ");
    }
    write(&hub, "many.toml", &(text + "]\n"));
    let (empty, before) = (fs::read(hub.path()).unwrap(), meaning::of(&hub));
    let begun = Instant::now();
    assert!(apply(&hub).status().unwrap().success());
    let (whole, after) = (begun.elapsed(), meaning::of(&hub));
    assert_ne!(before, after);

    let mut killed = 0;
    for _ in 0..KILLS {
        let _ = fs::remove_file(hub.path().with_extension("sqlite-journal"));
        fs::write(hub.path(), &empty).unwrap();
        let mut child = apply(&hub).spawn().unwrap();
        let [part] = Clock::system().random();
        std::thread::sleep(whole * u32::from(part) / 255);
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        // The next to open it rolls back what was begun.
        hub.succeed("users list");
        let left = meaning::of(&hub);
        assert!(left == before || left == after, "{left}");
    }
    assert!(killed > 0, "no kill came in time");
}

/// The same where the hub that was asked for it is killed.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the moment of the kill is what is tried"
)]
fn a_hub_that_is_killed_in_the_middle_has_done_all_or_nothing() {
    let mut text = String::from("[[groups]]\nname = \"all\"\nusers = [");
    for number in 0..USERS {
        let _ = write!(text, "\"user-{number}\", ");
    }
    let text = text + "]\n";
    let (mut states, mut whole) = (Vec::new(), Duration::from_secs(2));
    for round in 0..4_u32 {
        let hub = Hub::fresh();
        hub.succeed("users add ada --admin");
        let (token, _) = hub.succeed("token new ada --inherit");
        write(&hub, "many.toml", &text);
        let served = Served::start(hub.path().parent().unwrap(), &[]);
        let before = meaning::of(&hub);
        let begun = Instant::now();
        let mut asked = Command::new(env!("CARGO_BIN_EXE_hubctl"))
            .args(["apply", "-f", "many.toml", "--hub", served.url()])
            .env("HUBCTL_TOKEN", token.trim())
            .current_dir(hub.path().parent().unwrap())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if round == 0 {
            assert!(asked.wait().unwrap().success());
            whole = begun.elapsed();
            states = vec![before, meaning::of(&hub)];
            continue;
        }
        std::thread::sleep(whole * round / 4);
        drop(served);
        asked.wait().unwrap();
        hub.succeed("users list");
        assert!(states.contains(&meaning::of(&hub)));
    }
}
