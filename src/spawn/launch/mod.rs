//! Starting a process in the place of another user, with nothing of the hub's left in it.
//!
//! Between `fork` and `exec` nothing may be done that is not `unsafe`. So the hub starts itself once more, as
//! [`child`]: that process leaves the hub's session, closes what it inherited, becomes the user, enters the
//! folder, and is then replaced by the program. It is told what to do on a socket, which is its standard input:
//! the environment of a server never is its own, and what is secret is in no argument. What goes wrong comes
//! back on the same socket, which closes by itself when the program is there.

mod account;
mod child;

use std::collections::BTreeMap;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as Socket;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Resource, getrlimit};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;

pub use self::account::Account;
pub use self::child::{child, is_child};
use crate::error::{Error, Result};

/// The argument by which the program knows that it is to be [`child`].
const WORD: &str = "become-a-server";

/// How long a process may take to become the program.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a process is to become.
#[derive(Debug)]
pub struct Launch<'a> {
    /// The program and its arguments.
    pub words: &'a [String],
    /// All of its environment.
    pub environment: BTreeMap<&'a str, &'a str>,
    /// Whose process it is; the hub's own where `None`.
    pub account: Option<&'a Account>,
    /// Where it begins.
    pub folder: Folder<'a>,
    /// Where it prints to.
    pub prints: [Stdio; 2],
}

/// Where a process begins.
#[derive(Debug, Clone, Copy)]
pub enum Folder<'a> {
    /// Where the hub is.
    Same,
    /// There and nowhere else.
    At(&'a Path),
    /// There, or as near to it as the user may come (`_try_setcwd`).
    Near(&'a Path),
}

/// What the child is told.
#[derive(Serialize, Deserialize)]
struct Task {
    words: Vec<String>,
    environment: Vec<(String, String)>,
    ids: Option<Ids>,
    folder: Option<PathBuf>,
    nearby: bool,
    files: Option<u64>,
}

/// What a process is to the kernel, and to nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Ids {
    user: u32,
    group: u32,
    groups: Vec<u32>,
}

/// Why there is no such process.
#[derive(Debug, Serialize, Deserialize)]
struct Failure {
    message: String,
    hint: Option<String>,
    /// Whether whoever chose what it was to be can mend that.
    theirs: bool,
}

/// What starts processes: this program itself.
#[derive(Debug, Clone)]
pub struct Launcher {
    program: PathBuf,
    /// How many files a process may have open, unless it asks for more.
    files: Option<u64>,
}

impl Default for Launcher {
    /// This process's own program, even where its file has been replaced since.
    fn default() -> Self {
        let own = Path::new("/proc/self/exe");
        if own.exists() {
            return Self::through(own);
        }
        Self::through(std::env::current_exe().unwrap_or_else(|_| PathBuf::from("hubctl")))
    }
}

impl Launcher {
    /// Start processes through the hubctl at `program`. They may have as many files open as this one may have now: a hub
    /// that serves lets itself have more, by which programs that look through all that could be open would be slow.
    pub fn through(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            files: getrlimit(Resource::Nofile).current,
        }
    }

    /// Have a process become what `launch` says. `born` is given it at once, to be ended if this is given up.
    ///
    /// # Errors
    /// Where it cannot become that; it has ended then.
    pub async fn launch(&self, launch: Launch<'_>, born: impl FnOnce(Child)) -> Result<()> {
        let (child, held) = self.hold(launch)?;
        born(child);
        held.go().await
    }

    /// A process that is to become what `launch` says, and waits until it is let go.
    ///
    /// # Errors
    /// Where there can be no process.
    pub fn hold(&self, launch: Launch<'_>) -> Result<(Child, Held)> {
        let task = serde_json::to_vec(&Task::of(&launch, self.files)).map_err(|error| {
            Error::internal("a server's command cannot be written down").caused_by(error)
        })?;
        let (ours, theirs) = Socket::pair().map_err(not_launched)?;
        let [stdout, stderr] = launch.prints;
        let child = Command::new(&self.program)
            .arg(WORD)
            .env_clear()
            .stdin(OwnedFd::from(theirs))
            .stdout(stdout)
            .stderr(stderr)
            .spawn()
            .map_err(not_launched)?;
        Ok((child, Held { socket: ours, task }))
    }
}

/// A process that waits to be told what to become. It ends when this is dropped, and when the hub is gone.
pub struct Held {
    socket: Socket,
    task: Vec<u8>,
}

impl Held {
    /// Let it become that.
    ///
    /// # Errors
    /// Where it cannot; it has ended then.
    pub async fn go(self) -> Result<()> {
        let failure = timeout(PATIENCE, tell(self.socket, &self.task)).await;
        let failure = failure.map_err(|_| not_launched(io::ErrorKind::TimedOut.into()))?;
        match failure.map_err(not_launched)?.as_slice() {
            [] => Ok(()),
            said => Err(said_of(said)),
        }
    }
}

/// Tell the child its task, and hear what went wrong; nothing where it has become what it was to be.
async fn tell(socket: Socket, task: &[u8]) -> io::Result<Vec<u8>> {
    socket.set_nonblocking(true)?;
    let mut socket = UnixStream::from_std(socket)?;
    let told = async {
        socket.write_all(task).await?;
        socket.shutdown().await
    };
    // One that is gone before it has heard all of it says why.
    let told = told.await;
    let mut failure = Vec::new();
    socket.read_to_end(&mut failure).await?;
    if failure.is_empty() {
        told?;
    }
    Ok(failure)
}

fn said_of(said: &[u8]) -> Error {
    let Ok(failure) = serde_json::from_slice::<Failure>(said) else {
        return Error::internal("a process that was to be a server did not say what went wrong");
    };
    let error = if failure.theirs {
        Error::invalid(failure.message)
    } else {
        Error::unreachable(failure.message)
    };
    match failure.hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

fn not_launched(error: io::Error) -> Error {
    Error::unreachable(format!("no process can be started: {error}")).caused_by(error)
}

impl Task {
    fn of(launch: &Launch<'_>, files: Option<u64>) -> Self {
        let (folder, nearby) = match launch.folder {
            Folder::Same => (None, false),
            Folder::At(folder) => (Some(folder.to_owned()), false),
            Folder::Near(folder) => (Some(folder.to_owned()), true),
        };
        let environment = launch.environment.iter();
        Self {
            words: launch.words.to_vec(),
            environment: environment
                .map(|(&name, &value)| (name.to_owned(), value.to_owned()))
                .collect(),
            ids: launch.account.map(Account::ids),
            folder,
            nearby,
            files,
        }
    }
}
