//! PAM, asked through the Python module that every JupyterHub brings for it, `pamela`.
//!
//! What PAM loads is native code of the machine, which runs in a process of its own for each question: nothing
//! of it stays in the hub, and a module that hangs or dies takes no one else along.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::unistd::geteuid;
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;

use crate::command::External;
use crate::config::{Auth, CommandLine};
use crate::error::{Error, Result};
use crate::model::Secret;

/// What is run: constant, and told everything on its standard input.
const PROGRAM: &str = include_str!("ask.py");

/// The option in whose name it is run.
const OPTION: &str = "hub.authenticator_class";

/// How much of a script's beginning says by what it is run.
const BEGINNING: u64 = 512;

/// The Python that asks PAM.
pub(super) struct Python {
    /// What people's servers are, which has an environment of JupyterHub's with it.
    server: Option<String>,
    patience: Duration,
    found: OnceCell<CommandLine>,
}

/// What PAM is asked to do, in this order, as long as it does not refuse.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Do {
    /// Compare the passwords.
    Authenticate,
    /// Tell whether the account is in order.
    Check,
    /// Open a session.
    Open,
    /// Close it.
    Close,
}

#[derive(Serialize)]
struct Asked<'a> {
    r#do: &'a [Do],
    service: &'a str,
    encoding: &'a str,
    name: &'a str,
    passwords: Vec<&'a str>,
}

/// What came of it: where all is `None`, PAM did it.
#[derive(Deserialize)]
struct Answer {
    lacks: Option<String>,
    refused: Option<String>,
    step: Option<Step>,
}

/// At which of these PAM refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Step {
    /// The name and the password.
    Password,
    /// The account.
    Account,
    /// The session.
    Session,
}

/// That PAM refuses, in its own words.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) step: Step,
    pub(super) why: String,
}

impl Python {
    /// That of people's servers, whose command this is, or of the machine; each question may take this long.
    pub(super) fn of(servers: &CommandLine, patience: Duration) -> Self {
        Self {
            server: servers.program().map(str::to_owned),
            patience,
            found: OnceCell::new(),
        }
    }

    /// Find one that can ask PAM.
    ///
    /// # Errors
    /// Where none can, with what each lacks.
    pub(super) async fn find(&self, settings: &Auth) -> Result<()> {
        self.found(settings).await.map(drop)
    }

    /// Ask PAM; whether it refuses.
    ///
    /// # Errors
    /// Where it cannot be asked, or not in time.
    pub(super) async fn ask(
        &self,
        settings: &Auth,
        actions: &[Do],
        name: &str,
        passwords: &[&Secret],
    ) -> Result<Result<(), Refusal>> {
        let python = self.found(settings).await?;
        let passwords = passwords.iter().map(|password| password.reveal());
        let asked = Asked {
            name,
            passwords: passwords.collect(),
            ..asked(settings, actions)
        };
        let answer: Answer = self.external(python).ask(&asked).await?;
        match (answer.lacks, answer.refused) {
            (Some(lacks), _) => Err(Error::unreachable(format!("PAM cannot be asked: {lacks}"))),
            (None, Some(why)) => Ok(Err(Refusal {
                step: answer.step.unwrap_or(Step::Password),
                why,
            })),
            (None, None) => Ok(Ok(())),
        }
    }

    async fn found(&self, settings: &Auth) -> Result<&CommandLine> {
        self.found.get_or_try_init(|| self.look_for(settings)).await
    }

    async fn look_for(&self, settings: &Auth) -> Result<CommandLine> {
        let mut lacking = Vec::new();
        for (python, words) in self.candidates(&mut lacking) {
            let program = words
                .into_iter()
                .chain(["-I", "-c", PROGRAM].map(str::to_owned));
            let command = CommandLine::new(program);
            let asked: Result<Answer> = self.external(&command).ask(&asked(settings, &[])).await;
            match asked.map(|answer| answer.lacks) {
                Ok(None) => {
                    tracing::debug!(python, "PAM is asked by this Python");
                    return Ok(command);
                }
                Ok(Some(lacks)) => lacking.push(format!("`{python}`: {lacks}")),
                Err(error) => lacking.push(error.to_string()),
            }
        }
        let message = "nobody could sign in by PAM: no Python was found that can ask it";
        let error = lacking
            .into_iter()
            .fold(Error::invalid(message), Error::hint);
        Err(error
            .hint("`pip install jupyterhub` brings what it takes, where `spawner.cmd` or `python3` leads; so does `apt install python3-pamela`")
            .hint("or invite people to accounts of the hub's own: `hub.authenticator_class = \"native\"`"))
    }

    /// The Pythons that may do, each with what runs it; what is wrong with others goes to `lacking`.
    fn candidates(&self, lacking: &mut Vec<String>) -> Vec<(String, Vec<String>)> {
        let mut candidates = Vec::new();
        let script = self.server.as_deref().and_then(on_path);
        let of_servers = script.and_then(|script| Some((interpreter(&script)?, script)));
        if let Some((words, script)) = of_servers {
            let shown = words.join(" ");
            match unsafe_part(&script, &words) {
                None => candidates.push((shown, words)),
                Some(part) => lacking.push(format!(
                    "`{shown}` is not run as root: others than root can change `{}`",
                    part.display()
                )),
            }
        }
        if !candidates.iter().any(|(shown, _)| shown == "python3") {
            candidates.push(("python3".to_owned(), vec!["python3".to_owned()]));
        }
        candidates
    }

    fn external<'a>(&self, command: &'a CommandLine) -> External<'a> {
        External {
            option: OPTION,
            command,
            patience: self.patience,
        }
    }
}

fn asked<'a>(settings: &'a Auth, actions: &'a [Do]) -> Asked<'a> {
    Asked {
        r#do: actions,
        service: &settings.service,
        encoding: &settings.encoding,
        name: "",
        passwords: Vec::new(),
    }
}

/// Where `program` is.
fn on_path(program: &str) -> Option<PathBuf> {
    if program.contains('/') {
        return Some(PathBuf::from(program));
    }
    let path = std::env::var_os("PATH")?;
    let mut found = std::env::split_paths(&path).map(|folder| folder.join(program));
    found.find(|file| file.is_file())
}

/// The Python that runs `script`, if it is one's.
fn interpreter(script: &Path) -> Option<Vec<String>> {
    let mut beginning = String::new();
    let file = File::open(script).ok()?;
    file.take(BEGINNING).read_to_string(&mut beginning).ok()?;
    let mut lines = beginning.lines();
    let first = lines.next()?.strip_prefix("#!")?;
    // A path that is too long for the kernel is in the second line, as pip writes it.
    let line = lines
        .next()
        .and_then(|second| second.strip_prefix("'''exec' "))
        .and_then(|second| second.split(" \"$0\"").next())
        .unwrap_or(first);
    let words: Vec<String> = line
        .split_whitespace()
        .map(|word| word.trim_matches('"').to_owned())
        .collect();
    let is_python = |word: &String| {
        let name = Path::new(word).file_name().and_then(OsStr::to_str);
        name.is_some_and(|name| name.starts_with("python"))
    };
    words.iter().take(2).any(is_python).then_some(words)
}

/// What root should not run: the part of an environment that somebody else can change. People's servers run as
/// themselves, so that nobody else minds whose their Python is.
fn unsafe_part(script: &Path, words: &[String]) -> Option<PathBuf> {
    if !geteuid().is_root() {
        return None;
    }
    let python = Path::new(words.first()?);
    let mut parts = vec![script.to_owned(), python.to_owned()];
    if let Some(environment) = python.parent().and_then(Path::parent) {
        let library = environment.join("lib");
        let of_python = fs::read_dir(&library).into_iter().flatten().flatten();
        parts.extend(of_python.map(|entry| entry.path().join("site-packages")));
        parts.extend([environment.to_owned(), library]);
    }
    parts.into_iter().find(|part| match fs::metadata(part) {
        Ok(data) => data.uid() != 0 || data.mode() & 0o002 != 0,
        Err(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Vec<String>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        interpreter(file.path())
    }

    #[test]
    fn the_python_of_a_script_is_the_one_that_runs_it() {
        let words = |text| of(text).map(|words| words.join(" "));
        assert_eq!(
            words("#!/opt/venv/bin/python3.11\nx").unwrap(),
            "/opt/venv/bin/python3.11"
        );
        assert_eq!(
            words("#!/usr/bin/env python3\n").unwrap(),
            "/usr/bin/env python3"
        );
        let long = "#!/bin/sh\n'''exec' \"/a/long/bin/python\" \"$0\" \"$@\"\n' '''\n";
        assert_eq!(words(long).unwrap(), "/a/long/bin/python");
        for other in ["", "#!/bin/sh\necho", "\x7fELF", "#!/bin/bash -e\n"] {
            assert_eq!(words(other), None, "{other:?}");
        }
    }
}
