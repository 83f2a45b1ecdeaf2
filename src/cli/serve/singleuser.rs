//! What people's servers are: the `jupyterhub-singleuser` that is found, or that `--quickstart` installs.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::cli::config::Told;
use crate::cli::output::heard_by_a_person;
use crate::cli::progress::Spinner;
use crate::config::{Config, Given, SpawnerClass};
use crate::error::{Error, Result};

/// What is installed.
const PACKAGES: [&str; 2] = ["jupyterhub==6.1.1", "jupyterlab==4.*"];

/// What says that an environment is complete, and of what it is made.
const MADE: &str = "hubctl-made";

/// What says that an environment is not complete yet, and may be made anew.
const UNFINISHED: &str = "hubctl-unfinished";

/// Asks whether this Python will do, and has what it takes.
const CHECK: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

/// The environment of `--quickstart`, beside the database.
pub(super) struct Quickstart {
    folder: PathBuf,
}

impl Quickstart {
    /// That of the hub that `config` tells of.
    ///
    /// # Errors
    /// Where nobody can tell which folder this is.
    pub(super) fn of(config: &Config) -> Result<Self> {
        let database = std::path::absolute(config.hub.db_url.path());
        let database = database.map_err(|error| {
            Error::unreachable("the folder of the database is not known").caused_by(error)
        })?;
        Ok(Self {
            folder: database.with_extension("venv"),
        })
    }

    /// Have `given` say what a hub that was just installed goes by, where `told` by nothing else: servers of that
    /// environment, for whoever signs in, with homes beside the database.
    pub(super) fn add_to(&self, given: &mut Given, told: &Told) {
        let homes = self.folder.with_extension("homes");
        let mut options = vec![("spawner.cmd", self.program().display().to_string())];
        if told.sources.of("hub.spawner_class").is_none() {
            options.push(("hub.spawner_class", "simple".to_owned()));
            let homes = homes.join("{username}");
            options.push(("spawner.home_dir_template", homes.display().to_string()));
            if nix::unistd::geteuid().is_root() {
                options.push(("spawner.args", "[\"--allow-root\"]".to_owned()));
            }
        }
        for (option, value) in options {
            if told.sources.of(option).is_none() {
                given.set.push((option.to_owned(), value));
            }
        }
    }

    fn program(&self) -> PathBuf {
        self.folder.join("bin/jupyterhub-singleuser")
    }

    /// Make the environment, unless it is complete. One that is half made is made again.
    ///
    /// # Errors
    /// Where there is no Python for it, or no way to the packages.
    pub(super) fn make(&self) -> Result<()> {
        let folder = &self.folder;
        fs::create_dir_all(folder).map_err(|error| self.unusable(error))?;
        let turn = File::open(folder).map_err(|error| self.unusable(error))?;
        // Another that makes it is waited for.
        turn.lock().map_err(|error| self.unusable(error))?;
        if self.is_made() {
            return Ok(());
        }
        self.clear()?;
        let mut python = python()?;
        // The log has a thread of its own, which would write across what a terminal is shown of it.
        if !heard_by_a_person() {
            tracing::info!(folder = %folder.display(), packages = %PACKAGES.join(" "), "installing what people's servers are");
        }
        let spinner = Spinner::new("making a Python environment");
        run(python.args(["-m", "venv"]).arg(folder), &spinner)?;
        let mut pip = Command::new(folder.join("bin/python"));
        pip.args([
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
        ]);
        run(pip.args(PACKAGES), &spinner)?;
        let made = folder.join(MADE);
        fs::rename(folder.join(UNFINISHED), made).map_err(|error| self.unusable(error))?;
        tracing::info!("people's servers are installed");
        Ok(())
    }

    fn is_made(&self) -> bool {
        let made = fs::read_to_string(self.folder.join(MADE));
        made.is_ok_and(|made| made == contents()) && self.program().exists()
    }

    /// Empty the folder, if it is one of ours; it is not complete from here on.
    fn clear(&self) -> Result<()> {
        let unusable = |error| self.unusable(error);
        let found: Vec<PathBuf> = fs::read_dir(&self.folder)
            .and_then(|entries| {
                entries
                    .map(|entry| entry.map(|entry| entry.path()))
                    .collect()
            })
            .map_err(unusable)?;
        let is_ours = [MADE, UNFINISHED].map(|name| self.folder.join(name));
        if !found.is_empty() && !found.iter().any(|path| is_ours.contains(path)) {
            return Err(Error::conflict(format!(
                "`{}` is not of hubctl's making, and is left alone",
                self.folder.display()
            ))
            .hint("move it away for `--quickstart`, or set `spawner.cmd` to what is in it"));
        }
        fs::write(self.folder.join(UNFINISHED), contents()).map_err(unusable)?;
        let mut leftovers = found.iter().filter(|path| !path.ends_with(UNFINISHED));
        leftovers
            .try_for_each(|path| {
                if path.symlink_metadata()?.is_dir() {
                    fs::remove_dir_all(path)
                } else {
                    fs::remove_file(path)
                }
            })
            .map_err(unusable)
    }

    fn unusable(&self, error: std::io::Error) -> Error {
        Error::unreachable(format!(
            "`{}` cannot be made or used: {error}",
            self.folder.display()
        ))
        .caused_by(error)
    }
}

/// What a complete environment says that it is made of.
fn contents() -> String {
    PACKAGES.join("\n") + "\n"
}

/// The Python of this machine.
fn python() -> Result<Command> {
    let checked = Command::new("python3").args(["-c", CHECK]).output();
    let output = checked.map_err(|error| {
        Error::unreachable("there is no `python3`, which `--quickstart` needs")
            .hint("install Python 3.10 or newer, as with `apt install python3-venv`")
            .caused_by(error)
    })?;
    if output.status.success() {
        return Ok(Command::new("python3"));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(if said.contains("No module named") {
        Error::unreachable(
            "this machine's Python cannot make environments: it has no `venv` or `ensurepip`",
        )
        .hint("install them, as with `apt install python3-venv`")
    } else {
        Error::unreachable("this machine's `python3` is too old, or does not run")
            .hint("JupyterHub needs Python 3.10 or newer")
    })
}

/// Run `command` to its end, and show what it says last.
fn run(command: &mut Command, spinner: &Spinner) -> Result<()> {
    let program = command.get_program().display().to_string();
    let failed = |why: String| {
        Error::unreachable(format!(
            "`{program}` could not make the Python environment: {why}"
        ))
    };
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let mut complaints = child.stderr.take();
    let complaints = thread::spawn(move || {
        let mut said = String::new();
        // Half of it is better than none.
        let _ = complaints
            .as_mut()
            .map(|stderr| stderr.read_to_string(&mut said));
        said
    });
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            tracing::debug!(line, "installing");
            spinner.show(line.trim());
        }
    }
    let ended = child.wait().map_err(|error| failed(error.to_string()))?;
    let said = complaints.join().unwrap_or_default();
    if ended.success() {
        return Ok(());
    }
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    Err(
        failed(last.unwrap_or("it did not say why").trim().to_owned())
            .hint("a network that reaches Python's package index is needed once"),
    )
}

/// Say so where no server can be started, and what to do; the hub serves all the same.
pub(super) fn say_what_lacks(config: &Config) {
    if let Some(lacking) = lacking(config) {
        tracing::warn!("{lacking}");
    }
}

/// Say so where everybody's servers run as root: Jupyter refuses that by itself, unless it is told not to.
pub(super) fn say_whose_they_are(config: &Config) {
    let all_as_own = config.hub.spawner_class == SpawnerClass::Simple;
    if all_as_own && nix::unistd::geteuid().is_root() {
        let warned = Error::unreachable(
            "people's servers run as root: whoever may start one can do everything on this machine",
        )
        .hint("run the hub as another user")
        .hint("or set `hub.spawner_class = \"local\"`, for each to run as the system user of its person");
        tracing::warn!("{warned}");
    }
}

/// What to do where the program that people's servers are is not found; `None` where it is, or nobody can tell.
fn lacking(config: &Config) -> Option<Error> {
    let program = config.spawner.cmd.program()?;
    let told =
        config.hub.spawner_class != SpawnerClass::Fake && config.spawner.shell_cmd.is_empty();
    if !told || is_found(program) {
        return None;
    }
    let lacking = Error::unreachable(format!(
        "there is no `{program}`, which people's servers are: none can be started"
    ));
    Some(if program == "jupyterhub-singleuser" {
        lacking
            .hint("`hubctl serve --quickstart` installs one beside the database")
            .hint("or `pip install jupyterhub==6.1.1 jupyterlab` where the hub's `PATH` leads")
    } else {
        lacking.hint("see `spawner.cmd`")
    })
}

fn is_found(program: &str) -> bool {
    if program.contains('/') {
        return Path::new(program).exists();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
