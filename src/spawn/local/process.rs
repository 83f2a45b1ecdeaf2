//! By what a process is known again: its number, and when it began, because numbers are given anew.
//!
//! JupyterHub keeps the number alone, and leaves the rest unread. By that alone a hub that starts after the machine has
//! would take some other process for a person's server, and end it where it does not answer.

use std::fs;

use rustix::process::{Pid, getpid};
use serde_json::Value;

use super::super::State;

const PID: &str = "pid";
const BEGUN: &str = "begun";

/// Where the kernel says how a process is and when it began, after its name (`proc_pid_stat(5)`: the 3rd and the 22nd of
/// all).
const STATUS_FIELD: usize = 0;
const BEGUN_FIELD: usize = 19;

/// What the kernel says of a process.
struct Stat {
    /// It has ended, and is only kept for whoever started it to hear of that.
    has_ended: bool,
    /// When it began, and after which start of the machine.
    begun: String,
}

/// What the process `number` is found again by.
pub(super) fn state_of(number: u32) -> State {
    let stat = i32::try_from(number).ok().and_then(stat);
    match stat {
        Some(stat) => State::from([(PID, number.into()), (BEGUN, stat.begun.into())]),
        None => State::from([(PID, number.into())]),
    }
}

/// The process that `state` is of; none where it has ended, or its number is another's by now.
pub(super) fn pid(state: &State) -> Option<Pid> {
    let number = i32::try_from(state.get(PID)?.as_i64()?).ok()?;
    let pid = Pid::from_raw(number)?;
    let noted = state.get(BEGUN).and_then(Value::as_str);
    let is_it = |stat: Stat| !stat.has_ended && noted.is_none_or(|noted| noted == stat.begun);
    // Where nobody tells, a number must do.
    (stat(number).is_none_or(is_it) && pid != getpid()).then_some(pid)
}

/// None where nobody tells.
fn stat(number: i32) -> Option<Stat> {
    let stat = fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    // A name may have anything in it, were it a bracket.
    let (_, fields) = stat.rsplit_once(')')?;
    let field = |at| fields.split_whitespace().nth(at);
    Some(Stat {
        has_ended: matches!(field(STATUS_FIELD)?, "Z" | "X"),
        begun: format!("{}/{}", boot.trim(), field(BEGUN_FIELD)?),
    })
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_number_that_is_another_processes_by_now_is_nobodys() {
        let mut child = Command::new("sleep").arg("600").spawn().unwrap();
        let number = child.id();
        let state = state_of(number);
        let found = pid(&state).map(|pid| pid.as_raw_nonzero().get());
        let of_jupyterhub = pid(&State::from([(PID, number.into())]));
        let before = [(PID, number.into()), (BEGUN, "a-start-of-old/17".into())];
        let of_another = pid(&State::from(before));
        child.kill().unwrap();
        assert_eq!(found, i32::try_from(number).ok());
        assert!(of_jupyterhub.is_some(), "which says no more");
        assert_eq!(of_another, None);
        // Whoever adopted it may take a while to hear of its end.
        let raw = i32::try_from(number).unwrap();
        while !stat(raw).unwrap().has_ended {
            std::thread::yield_now();
        }
        assert_eq!(pid(&state), None, "it has ended");
        child.wait().unwrap();
    }

    #[test]
    fn a_hub_is_no_server_of_its_own() {
        assert_eq!(pid(&state_of(std::process::id())), None);
    }
}
