//! Servers that are processes of this machine: each of its person's system user, or all of the hub's own.
//!
//! What a server prints goes to a file of its own, not to a pipe: it goes on when the hub ends, and the
//! next hub finds it by its process number, as JupyterHub's `LocalProcessSpawner` does, and knows it from another that
//! has got the number since.

mod output;
mod person;
mod process;

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::process::Child;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

pub use self::person::Whose;
use super::launch::{Held, Launch, Launcher};
use super::{Doing, Known, Order, Settings, Spawner, Started, Status, Stop};
use crate::error::{Error, Result};
use crate::model::{Address, ServerRef};

/// How often a process that is to end is looked at.
const GLANCE: Duration = Duration::from_millis(50);

/// A spawner of processes.
pub struct Local {
    whose: Whose,
    output: PathBuf,
    launcher: Launcher,
    /// Those that this hub started, which it alone learns the exit status of.
    children: Mutex<BTreeMap<ServerRef, Child>>,
    /// Those that have not become servers yet.
    held: Mutex<BTreeMap<ServerRef, Held>>,
}

impl Local {
    /// A spawner whose servers run for `whose`, and print to files in `output`.
    pub fn new(whose: Whose, output: PathBuf) -> Self {
        Self {
            whose,
            output,
            launcher: Launcher::default(),
            children: Mutex::default(),
            held: Mutex::default(),
        }
    }

    /// The same, whose processes are started by `launcher`.
    #[must_use]
    pub fn with(self, launcher: Launcher) -> Self {
        Self { launcher, ..self }
    }

    fn children(&self) -> MutexGuard<'_, BTreeMap<ServerRef, Child>> {
        self.children.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<ServerRef, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn begin(&self, order: &Order) -> Result<Started> {
        let home = self.whose.home_of(order).await?;
        let prints_to = output::of(&self.output, &order.server)?;
        let words = command_line(order);
        let of_its_kind = home.variables();
        let given = order.environment.iter();
        let mut environment: BTreeMap<&str, &str> = given
            .map(|(name, value)| (name.as_str(), value.reveal()))
            .collect();
        // Who somebody is, no configuration says otherwise.
        environment.extend(
            of_its_kind
                .iter()
                .map(|(name, value)| (*name, value.as_str())),
        );
        order.progress.say(50, "Spawning server...");
        let launch = Launch {
            words: &words,
            environment,
            account: home.account(),
            folder: home.folder(),
            prints: [
                output::writer(&prints_to)?.into(),
                output::writer(&prints_to)?.into(),
            ],
        };
        let (child, held) = self.launcher.hold(launch)?;
        let state = process::state_of(child.id().unwrap_or_default());
        self.children().insert(order.server.clone(), child);
        self.held().insert(order.server.clone(), held);
        let ip = match order.listen.ip.as_str() {
            "" | "0.0.0.0" | "::" => "127.0.0.1".to_owned(),
            ip => ip.to_owned(),
        };
        Ok(Started {
            address: Address {
                ip,
                ..order.listen.clone()
            },
            state,
        })
    }

    async fn let_go(&self, server: &ServerRef) -> Result<()> {
        let held = self.held().remove(server);
        match held {
            Some(held) => held.go().await,
            None => Err(Error::unreachable("it was stopped while it was starting")),
        }
    }

    /// How `known` is; of one that this hub started, by its exit status, of another by its number.
    fn status(&self, known: Known<'_>) -> Status {
        if let Some(child) = self.children().get_mut(known.server) {
            return match child.try_wait() {
                Ok(None) => Status::Running,
                Ok(Some(ended)) => Status::Stopped(code(ended)),
                Err(error) => Status::Unknown(error.to_string()),
            };
        }
        match process::pid(known.state).map(test_kill_process) {
            None | Some(Err(Errno::SRCH)) => Status::Stopped(0),
            // It is somebody else's now, or still.
            Some(Ok(()) | Err(Errno::PERM)) => Status::Running,
            Some(Err(error)) => Status::Unknown(error.to_string()),
        }
    }

    /// Ask it to end, ever less politely (`LocalProcessSpawner.stop`).
    async fn end(&self, known: Known<'_>, how: Stop) -> Result<()> {
        let settings = known.settings;
        let gently = (how == Stop::Gently).then_some((Signal::INT, settings.interrupt_timeout));
        let steps = gently.into_iter().chain([
            (Signal::TERM, settings.term_timeout),
            (Signal::KILL, settings.kill_timeout),
        ]);
        self.held().remove(known.server);
        let pid = self.pid(known);
        for (signal, patience) in steps {
            if self.is_gone(known) {
                break;
            }
            if let Some(Err(error)) = pid.map(|pid| kill_process(pid, signal)) {
                tracing::debug!(server = %known.server, %error, ?signal, "a signal was not taken");
            }
            let end = Instant::now() + patience.duration();
            while !self.is_gone(known) && Instant::now() < end {
                sleep(GLANCE).await;
            }
        }
        if !self.is_gone(known) {
            return Err(Error::unreachable(format!(
                "the process of `{}` does not end",
                known.server
            )));
        }
        self.children().remove(known.server);
        Ok(())
    }

    fn is_gone(&self, known: Known<'_>) -> bool {
        matches!(self.status(known), Status::Stopped(_))
    }

    fn pid(&self, known: Known<'_>) -> Option<Pid> {
        let own = self.children().get(known.server).map(Child::id);
        match own {
            Some(own) => own.and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?)),
            None => process::pid(known.state),
        }
    }
}

impl Spawner for Local {
    /// A free port, where none is set.
    fn listen(&self, settings: &Settings) -> Result<Address> {
        let port = match settings.port {
            0 => free_port(&settings.ip)?,
            port => port,
        };
        Ok(Address {
            proto: "http".to_owned(),
            ip: settings.ip.clone(),
            port,
        })
    }

    fn start<'a>(&'a self, order: &'a Order) -> Doing<'a, Result<Started>> {
        Box::pin(self.begin(order))
    }

    fn go<'a>(&'a self, server: &'a ServerRef) -> Doing<'a, Result<()>> {
        Box::pin(self.let_go(server))
    }

    fn poll<'a>(&'a self, known: Known<'a>) -> Doing<'a, Status> {
        let path = output::path(&self.output, known.server);
        Box::pin(async move {
            if output::is_too_long(&path)
                && let Ok(Err(error)) = spawn_blocking(move || output::bound(&path)).await
            {
                tracing::warn!(server = %known.server, %error, "what a server prints is not kept from growing");
            }
            self.status(known)
        })
    }

    fn stop<'a>(&'a self, known: Known<'a>, how: Stop) -> Doing<'a, Result<()>> {
        Box::pin(self.end(known, how))
    }

    fn printed(&self, server: &ServerRef, lines: usize) -> Option<Vec<String>> {
        printed(&self.output, server, lines)
    }

    fn last_words(&self, server: &ServerRef) -> Vec<String> {
        output::last_lines(&output::path(&self.output, server))
    }
}

/// The last `lines` that `server` printed, as is kept in `folder`; `None` where nothing is.
pub fn printed(folder: &Path, server: &ServerRef, lines: usize) -> Option<Vec<String>> {
    output::lines_of(&output::path(folder, server), lines)
}

/// The server's command, run by the shell where there is one (`LocalProcessSpawner.shell_cmd`).
fn command_line(order: &Order) -> Vec<String> {
    let shell = order.settings.shell_cmd.words();
    if shell.is_empty() {
        return order.command.clone();
    }
    let quoted: Vec<String> = order.command.iter().map(|word| quote(word)).collect();
    let mut words = shell.to_vec();
    words.push(quoted.join(" "));
    words
}

/// `word` as a shell reads it back.
fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@%+=:,./-_".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r#"'"'"'"#))
}

/// A port that nothing listens on now.
fn free_port(ip: &str) -> Result<u16> {
    let ip = if ip.is_empty() { "127.0.0.1" } else { ip };
    let port = TcpListener::bind((ip, 0)).and_then(|listener| listener.local_addr());
    port.map(|address| address.port()).map_err(|error| {
        Error::unreachable(format!("no port is free on `{ip}`"))
            .hint("see `spawner.ip`")
            .caused_by(error)
    })
}

/// As Python tells it: negative for the signal that ended it.
fn code(ended: ExitStatus) -> i32 {
    ended
        .code()
        .or_else(|| ended.signal().map(|signal| -signal))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        assert_eq!(quote("--ip=127.0.0.1"), "--ip=127.0.0.1");
        assert_eq!(quote("a b"), "'a b'");
        assert_eq!(quote("it's"), r#"'it'"'"'s'"#);
        assert_eq!(quote(""), "''");
    }

    #[test]
    fn what_has_no_number_does_not_run() {
        let local = Local::new(Whose::Anybody, PathBuf::from("/nonexistent"));
        let server: ServerRef = "ada/".parse().unwrap_or_else(|never| match never {});
        let settings = Settings::default();
        for state in [
            State::default(),
            State::from([("pid", "12".into())]),
            State::from([("pid", 0.into())]),
            State::from([("pid", i64::MAX.into())]),
        ] {
            let known = Known {
                server: &server,
                state: &state,
                settings: &settings,
            };
            assert_eq!(local.status(known), Status::Stopped(0), "{state:?}");
        }
    }
}
