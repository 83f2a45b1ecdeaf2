//! One database, one hub: the hold that a hub has on what it serves.
//!
//! It is a row with a heartbeat, so that it works wherever the database is. A hub that was killed on
//! this machine is known to be gone at once; of one elsewhere, or in another container, the silence
//! tells.

use std::fs;
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

use super::Hub;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::store::Ending;
use crate::store::lock::{self, Lock};

/// How often a hub says that it is there. Each time costs a write to disk, and what readers derived.
const BEAT: Duration = Duration::from_secs(10);

/// After so long a silence, a hub of which nothing else is known is taken to be gone: three beats.
const SILENCE: Duration = Duration::from_secs(30);

/// The hold of this hub on its database.
#[derive(Debug)]
pub struct Held {
    holder: String,
}

impl Hub {
    /// Take hold of the database, for a hub that listens at `address`.
    ///
    /// # Errors
    /// [`crate::error::Kind::Conflict`] where another hub serves it.
    pub async fn hold(&self, address: String) -> Result<Held> {
        let ours = self.lock_of_this_process(address);
        let holder = ours.holder.clone();
        let before = self.pool.write(Ending::Commit, move |tx| {
            let before = lock::held(tx)?;
            if let Some(other) = before.as_ref().filter(|other| serves(other, &ours)) {
                return Err(refusal(other, &ours));
            }
            lock::take(tx, &ours)?;
            Ok(before)
        });
        if let Some(gone) = before.await? {
            tracing::warn!(
                host = gone.host, process = gone.pid, last_heard = %gone.last_beat,
                "the last hub did not stop by itself: its hold on the database is taken over"
            );
        }
        Ok(Held { holder })
    }

    /// Say again and again that this hub serves, until that is no longer so.
    pub async fn keep(&self, held: &Held) -> Error {
        loop {
            tokio::time::sleep(BEAT).await;
            let (holder, now) = (held.holder.clone(), self.now());
            let beat = self
                .pool
                .write(Ending::Commit, move |tx| lock::beat(tx, &holder, now));
            match beat.await {
                Ok(true) => {}
                Ok(false) => {
                    return Error::conflict("another hub has taken over the database")
                        .hint("this one had been silent for too long: stopped, or cut off");
                }
                Err(error) => tracing::warn!(%error, "the hold on the database was not renewed"),
            }
        }
    }

    /// Let the database go. All that was written before is on disk.
    pub async fn release(&self, held: Held) -> Result<()> {
        let release = self
            .pool
            .write(Ending::Commit, move |tx| lock::release(tx, &held.holder));
        release.await
    }

    fn lock_of_this_process(&self, address: String) -> Lock {
        let now = self.now();
        let pid = std::process::id();
        Lock {
            holder: self.pool.clock().uuid_hex(),
            host: whoami::hostname().unwrap_or_else(|_| "localhost".to_owned()),
            pid,
            machine: machine(),
            process_began: began(pid),
            address,
            since: now,
            last_beat: now,
        }
    }
}

/// Whether the hub that has the hold is there.
fn serves(other: &Lock, ours: &Lock) -> bool {
    if other.machine.is_some() && other.machine == ours.machine {
        return runs(other.pid, other.process_began.as_deref());
    }
    ours.since.since(other.last_beat) < SILENCE
}

fn refusal(other: &Lock, ours: &Lock) -> Error {
    let Lock { host, pid, .. } = other;
    let silence = ours.since.since(other.last_beat).as_secs();
    let error = Error::conflict(format!(
        "another hub serves this database: process {pid} on `{host}`, at {}, since {}",
        other.address,
        seconds(other.since)
    ));
    if other.machine == ours.machine {
        return error.hint(format!("stop it: `kill {pid}`"));
    }
    error.hint(format!(
        "stop it there; if it is gone, try again in {} seconds",
        SILENCE.as_secs().saturating_sub(silence)
    ))
}

/// `time` to the second.
fn seconds(time: Timestamp) -> String {
    format!("{}Z", time.stored()[..19].replace(' ', "T"))
}

/// What the number of a process is a number in: a boot of a machine, and a process namespace, which
/// each container has of its own.
fn machine() -> Option<String> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let namespace = fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{} {}", boot.trim(), namespace.display()))
}

/// When process `pid` began, as the kernel counts (field 22 of `/proc/PID/stat`).
fn began(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name of the program, in brackets, may contain anything.
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(19).map(str::to_owned)
}

/// Whether the process `pid` that began at `time` still runs, and is not another with its number.
fn runs(pid: u32, time: Option<&str>) -> bool {
    let number = i32::try_from(pid).ok().and_then(Pid::from_raw);
    let is_there = number.is_some_and(|pid| test_kill_process(pid) != Err(Errno::SRCH));
    // Where the system hides the processes of others, its number alone must do.
    is_there && began(pid).is_none_or(|began| time.is_none_or(|time| began == time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(machine: Option<&str>, pid: u32, process_began: Option<String>, beat: &str) -> Lock {
        let beat = beat.parse().unwrap();
        Lock {
            holder: "a".to_owned(),
            host: "ada".to_owned(),
            pid,
            machine: machine.map(str::to_owned),
            process_began,
            address: String::new(),
            since: beat,
            last_beat: beat,
        }
    }

    #[test]
    fn a_process_of_this_machine_is_there_or_not_whenever_it_last_said_so() {
        let us = std::process::id();
        let ours = lock(Some("m"), us, began(us), "2026-01-01T12:00:00Z");
        let long_ago = "2026-01-01T11:00:00Z";
        assert!(serves(&lock(Some("m"), us, began(us), long_ago), &ours));
        let another = Some("1".to_owned());
        assert!(!serves(
            &lock(Some("m"), us, another, "2026-01-01T12:00:00Z"),
            &ours
        ));
        let nobody = u32::MAX / 2;
        assert!(!serves(
            &lock(Some("m"), nobody, None, "2026-01-01T12:00:00Z"),
            &ours
        ));
    }

    #[test]
    fn elsewhere_silence_tells() {
        let ours = lock(Some("m"), 1, None, "2026-01-01T12:00:30Z");
        for machine in [Some("other"), None] {
            assert!(serves(
                &lock(machine, 1, None, "2026-01-01T12:00:01Z"),
                &ours
            ));
            assert!(!serves(
                &lock(machine, 1, None, "2026-01-01T12:00:00Z"),
                &ours
            ));
            // A clock that goes before ours is no silence.
            assert!(serves(
                &lock(machine, 1, None, "2026-01-01T13:00:00Z"),
                &ours
            ));
        }
    }
}
