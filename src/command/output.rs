//! What a command says: its answer, and what it prints besides.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

use crate::error::Error;

/// The longest answer that is read.
const MOST: u64 = 1 << 20;

/// How many of the last lines of the standard error are kept, and how much of each.
const LINES: usize = 5;
const LINE: usize = 500;

/// What a command answers.
pub(super) enum Answer {
    /// Nothing but white space.
    Nothing,
    /// This.
    Said(Vec<u8>),
    /// More than is read.
    TooMuch,
}

/// Read an answer to its end.
pub(super) async fn answer(stdout: Option<impl AsyncRead + Unpin>) -> std::io::Result<Answer> {
    let Some(mut stdout) = stdout else {
        return Ok(Answer::Nothing);
    };
    let mut said = Vec::new();
    (&mut stdout).take(MOST + 1).read_to_end(&mut said).await?;
    Ok(if said.len() as u64 > MOST {
        // Whoever says too much may say it to the end: what is wrong is that, not a pipe that broke.
        tokio::io::copy(&mut stdout, &mut tokio::io::sink()).await?;
        Answer::TooMuch
    } else if said.trim_ascii().is_empty() {
        Answer::Nothing
    } else {
        Answer::Said(said)
    })
}

/// The last lines that a command prints on its standard error.
#[derive(Default)]
pub(super) struct LastLines(Mutex<VecDeque<String>>);

impl LastLines {
    /// Read all that is printed, and keep the end of it.
    pub(super) async fn keep(&self, stderr: Option<impl AsyncRead + Unpin>) {
        let Some(stderr) = stderr else {
            return;
        };
        let mut stderr = BufReader::new(stderr);
        let mut line = Vec::new();
        // No line is read whole that goes on for ever.
        while matches!(
            (&mut stderr).take(MOST).read_until(b'\n', &mut line).await,
            Ok(1..)
        ) {
            self.add(&line);
            line.clear();
        }
    }

    fn add(&self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let mut lines = self.lines();
        if lines.len() == LINES {
            lines.pop_front();
        }
        lines.push_back(text.chars().take(LINE).collect());
    }

    fn lines(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Write them to the log, as the words of `option`'s command.
    pub(super) fn log(&self, option: &str) {
        for line in &*self.lines() {
            tracing::info!(option, line, "a command says");
        }
    }

    /// Add them to what went wrong.
    pub(super) fn tell(&self, error: Error) -> Error {
        let lines = self.lines();
        if lines.is_empty() {
            return error;
        }
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        error.hint(format!("it said: {}", lines.join(" | ")))
    }
}
