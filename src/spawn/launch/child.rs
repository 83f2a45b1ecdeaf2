//! The process that becomes a server. It runs nothing of the hub's, and has one thread.

use std::convert::Infallible;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use nix::unistd::{
    Gid, Uid, close, getgroups, getresgid, getresuid, setgroups, setresgid, setresuid,
};
use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::stdio::dup2_stdin;

use super::{Failure, Ids, Task, WORD};

/// The exit status of a shell that found no program; nobody but the hub sees it.
const NOT_BECOME: u8 = 127;

/// Whether this process was started to become a server.
pub fn is_child() -> bool {
    std::env::args_os().nth(1).is_some_and(|word| word == WORD)
}

/// Become what the hub says on the standard input; where that fails, say so there.
pub fn child() -> ExitCode {
    let Ok(mut hub) = socket() else {
        return ExitCode::from(NOT_BECOME);
    };
    let Err(failure) = become_it(&mut hub);
    if let Ok(said) = serde_json::to_vec(&failure) {
        // If the hub is gone, there is nobody to tell.
        let _ = hub.write_all(&said);
    }
    ExitCode::from(NOT_BECOME)
}

/// The socket that is the standard input, which nothing is from here on.
fn socket() -> io::Result<UnixStream> {
    let socket = io::stdin().as_fd().try_clone_to_owned()?;
    dup2_stdin(File::open("/dev/null")?)?;
    Ok(UnixStream::from(socket))
}

fn become_it(hub: &mut UnixStream) -> Result<Infallible, Failure> {
    close_all_but(hub).map_err(|error| failure("what the hub has open cannot be closed", error))?;
    let mut said = Vec::new();
    hub.read_to_end(&mut said)
        .map_err(|error| failure("the hub does not say what to become", error))?;
    let task: Task = serde_json::from_slice(&said)
        .map_err(|error| failure("what the hub says makes no sense", error))?;
    rustix::process::setsid().map_err(|error| failure("there is no session of its own", error))?;
    if let Some(files) = task.files {
        limit_files(files)
            .map_err(|error| failure("the hub's limits cannot be given up", error))?;
    }
    if let Some(ids) = &task.ids {
        become_user(ids)?;
    }
    if let Some(folder) = &task.folder {
        enter(folder, task.nearby).map_err(|error| {
            failure(&format!("`{}` cannot be entered", folder.display()), error)
        })?;
    }
    let Some((program, arguments)) = task.words.split_first() else {
        return Err(failure(
            "there is nothing to start",
            "`spawner.cmd` is empty",
        ));
    };
    let error = Command::new(program)
        .args(arguments)
        .env_clear()
        .envs(task.environment)
        .exec();
    Err(not_found(program, &error))
}

/// What is open besides the socket and where the server prints to is the hub's affair, or that of whoever
/// started it.
fn close_all_but(hub: &UnixStream) -> io::Result<()> {
    let open: Vec<i32> = fs::read_dir("/proc/self/fd")?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    for descriptor in open {
        if descriptor > 2 && descriptor != hub.as_raw_fd() {
            // The list itself was open too, and is not any more.
            let _ = close(descriptor);
        }
    }
    Ok(())
}

/// Let the process have so many files open, until it asks for more.
fn limit_files(files: u64) -> io::Result<()> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let limits = Rlimit {
        current: Some(maximum.map_or(files, |most| most.min(files))),
        maximum,
    };
    Ok(setrlimit(Resource::Nofile, limits)?)
}

/// Become another user, and keep nothing of the one before; or fail, whatever of it does not go
/// (GHSA-5jhc-4h3c-q97h).
fn become_user(ids: &Ids) -> Result<(), Failure> {
    let (user, group) = (Uid::from_raw(ids.user), Gid::from_raw(ids.group));
    let groups: Vec<Gid> = ids.groups.iter().copied().map(Gid::from_raw).collect();
    let refused = |what: &'static str| {
        move |error: nix::Error| Failure {
            hint: Some("the hub must run as root to start servers as other users".to_owned()),
            ..failure(what, error)
        }
    };
    setgroups(&groups).map_err(refused("the hub's groups cannot be given up"))?;
    setresgid(group, group, group).map_err(refused("the hub's group cannot be given up"))?;
    setresuid(user, user, user).map_err(refused("the hub's user cannot be given up"))?;
    if has_become(user, group, &groups).unwrap_or(false) {
        return Ok(());
    }
    Err(failure(
        "the hub's privileges are not given up",
        "nothing is started",
    ))
}

/// What the kernel says of this process now.
fn has_become(user: Uid, group: Gid, groups: &[Gid]) -> nix::Result<bool> {
    let (users, own) = (getresuid()?, getresgid()?);
    let is_user = [users.real, users.effective, users.saved] == [user; 3];
    let is_group = [own.real, own.effective, own.saved] == [group; 3];
    let extra = getgroups()?
        .iter()
        .any(|one| *one != group && !groups.contains(one));
    // Whoever could go back has given nothing up.
    let can_return = !user.is_root() && setresuid(user, Uid::from_raw(0), user).is_ok();
    Ok(is_user && is_group && !extra && !can_return)
}

/// Enter `folder`; where `nearby` will do, the nearest above it that can be entered, else a new one.
fn enter(folder: &Path, nearby: bool) -> io::Result<()> {
    let entered = std::env::set_current_dir(folder);
    if entered.is_ok() || !nearby {
        return entered;
    }
    let above = folder.ancestors().skip(1);
    let above = above.filter(|above| above.parent().is_some());
    for above in above {
        if std::env::set_current_dir(above).is_ok() {
            return Ok(());
        }
    }
    std::env::set_current_dir(temporary()?)
}

/// A new folder that nobody else can enter.
fn temporary() -> io::Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("hubctl-{}", std::process::id()));
    let mut builder = fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    Ok(folder)
}

fn not_found(program: &str, error: &io::Error) -> Failure {
    let errno = error.raw_os_error().map(Errno::from_raw_os_error);
    let hint = match errno {
        Some(Errno::NOENT) => "is it installed, and on the `PATH` of the hub? see `spawner.cmd`",
        Some(Errno::ACCESS) => "may the user run it, and enter the folders that it is in?",
        _ => "see `spawner.cmd`",
    };
    Failure {
        hint: Some(hint.to_owned()),
        // Arguments and environment are as long as somebody chose them to be.
        theirs: errno == Some(Errno::TOOBIG),
        ..failure(&format!("`{program}` cannot be started"), error)
    }
}

fn failure(what: &str, why: impl std::fmt::Display) -> Failure {
    Failure {
        message: format!("{what}: {why}"),
        hint: None,
        theirs: false,
    }
}
