//! External commands, which stand where JupyterHub takes a Python function.
//!
//! There is one way to run them, whatever option names them: a command gets one JSON object on its standard
//! input, and answers on its standard output with JSON, or with nothing where it has nothing to say. It is
//! no shell's business, has a bounded time, and nothing secret in its arguments. What it says on its
//! standard error goes to the log, and its last lines into the error where it fails.
//!
//! `{"error": "a sentence"}` is how a command refuses: whoever waits for it is shown just that.
//! `docs/commands.md` has what each is given, and what it may answer.

mod ended;
mod output;

use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, Command};

use self::output::{Answer, LastLines};
use crate::config::CommandLine;
use crate::error::{Error, Result};

/// Variables of the hub's environment that commands do not inherit: what only the hub should know.
const KEPT: [&str; 3] = [
    "CONFIGPROXY_AUTH_TOKEN",
    "JPY_COOKIE_SECRET",
    "JUPYTERHUB_CRYPT_KEY",
];

/// A command that an option names.
#[derive(Debug, Clone, Copy)]
pub struct External<'a> {
    /// The option, for whoever reads what went wrong: `spawner.pre_spawn_hook`.
    pub option: &'a str,
    /// What is run.
    pub command: &'a CommandLine,
    /// How long it may take.
    pub patience: Duration,
}

impl External<'_> {
    /// Run it, told `told`, for an answer that must be there.
    ///
    /// # Errors
    /// Where it cannot be run, fails, refuses, takes too long, or says something else than a `T`.
    pub async fn ask<T: DeserializeOwned>(&self, told: &impl Serialize) -> Result<T> {
        let answer = self.tell(told).await?;
        self.read(answer.unwrap_or(Value::Null))
    }

    /// The same, where no answer will do too.
    ///
    /// # Errors
    /// As [`External::ask`].
    pub async fn maybe<T: DeserializeOwned>(&self, told: &impl Serialize) -> Result<Option<T>> {
        let answer = self.tell(told).await?.filter(|answer| !answer.is_null());
        answer.map(|answer| self.read(answer)).transpose()
    }

    /// Run it, told `told`; what it answers.
    ///
    /// # Errors
    /// Where it cannot be run, fails, refuses, takes too long, or says what is no JSON.
    pub async fn tell(&self, told: &impl Serialize) -> Result<Option<Value>> {
        let said = serde_json::to_vec(told).map_err(|error| {
            Error::internal(format!(
                "what `{}` is told cannot be written down",
                self.option
            ))
            .caused_by(error)
        })?;
        let answer = self.run(Some(&said)).await?;
        self.answer(answer)
    }

    /// Run it, told nothing: whatever it says, what counts is that it ends well.
    ///
    /// # Errors
    /// Where it cannot be run, fails, or takes too long.
    pub async fn finish(&self) -> Result<()> {
        self.run(None).await.map(drop)
    }

    /// Run it to its end, and hear its answer to what it is told; told nothing, it has none.
    async fn run(&self, said: Option<&[u8]>) -> Result<Answer> {
        let mut child = self.start()?;
        let _group = Group::of(&child);
        let printed = LastLines::default();
        let talk = talk(&mut child, said, &printed);
        let ended = tokio::time::timeout(self.patience, talk).await;
        let ended = ended.map_err(|_| self.too_slow(&printed))?;
        let (status, answer) = ended.map_err(|error| self.unusable(&error.to_string()))?;
        printed.log(self.option);
        if !status.success() {
            return Err(self.failed(&ended::how(status), &printed));
        }
        Ok(answer)
    }

    fn start(&self) -> Result<Child> {
        let (program, arguments) = self
            .command
            .words()
            .split_first()
            .ok_or_else(|| self.unusable("it names no program"))?;
        let mut command = Command::new(program);
        for name in KEPT {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // What ends the hub at its terminal does not end a command half-way; nor does one outlive its time.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| {
                self.unusable(&format!("`{program}`: {error}"))
                    .hint("is it installed, and on the `PATH` of the hub?")
                    .caused_by(error)
            })
    }

    fn answer(&self, answer: Answer) -> Result<Option<Value>> {
        let answer = match answer {
            Answer::Nothing => return Ok(None),
            Answer::Said(text) => serde_json::from_slice::<Value>(&text)
                .map_err(|error| self.unreadable(&error.to_string()))?,
            Answer::TooMuch => return Err(self.unreadable("it is longer than a mebibyte")),
        };
        match refusal(&answer) {
            Some(refusal) => Err(Error::invalid(refusal)),
            None => Ok(Some(answer)),
        }
    }

    fn read<T: DeserializeOwned>(&self, answer: Value) -> Result<T> {
        serde_json::from_value(answer).map_err(|error| self.unreadable(&error.to_string()))
    }

    fn unusable(&self, why: &str) -> Error {
        Error::unreachable(format!(
            "the command of `{}` cannot be run: {why}",
            self.option
        ))
    }

    fn unreadable(&self, why: &str) -> Error {
        Error::unreachable(format!(
            "the command of `{}` gave no answer of use: {why}",
            self.option
        ))
        .hint("see `docs/commands.md` for what it may answer")
    }

    fn failed(&self, how: &str, printed: &LastLines) -> Error {
        let error = format!("the command of `{}` failed: {how}", self.option);
        printed.tell(Error::unreachable(error))
    }

    fn too_slow(&self, printed: &LastLines) -> Error {
        let (option, seconds) = (self.option, self.patience.as_secs_f64());
        printed.log(option);
        let error = format!("the command of `{option}` did not end in {seconds} seconds");
        printed.tell(Error::unreachable(error).hint("see `hub.command_timeout`"))
    }
}

/// The sentence of `{"error": "a sentence"}`.
fn refusal(answer: &Value) -> Option<&str> {
    let fields = answer.as_object().filter(|fields| fields.len() == 1)?;
    fields.get("error")?.as_str()
}

/// Tell a child `said`, and hear it to its end. What it prints where it is told nothing is no answer.
async fn talk(
    child: &mut Child,
    said: Option<&[u8]>,
    printed: &LastLines,
) -> std::io::Result<(std::process::ExitStatus, Answer)> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (answers, prints) = match said {
        Some(_) => (stdout, None),
        None => (None, stdout),
    };
    let (status, answer, (), ()) = tokio::join!(
        async {
            say(stdin, said.unwrap_or_default()).await;
            child.wait().await
        },
        output::answer(answers),
        printed.keep(prints),
        printed.keep(stderr),
    );
    Ok((status?, answer?))
}

/// A child that does not want to hear what it is told ends without it.
async fn say(stdin: Option<ChildStdin>, said: &[u8]) {
    if let Some(mut stdin) = stdin {
        let _ = stdin.write_all(said).await;
    }
}

/// All that a command has started, which ends with it.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        let pid = child.id().and_then(|id| i32::try_from(id).ok());
        Self(pid.and_then(Pid::from_raw))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            // Mostly there is nothing left.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests;
