//! Events that a hub sends as they come (`text/event-stream`).

use serde::Deserialize;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::Remote;
use super::answer::Answer;
use super::http::Question;
use crate::error::{Error, Result};
use crate::model::ServerRef;
use crate::ops::servers::{FOLLOW, FOLLOW_DEFAULT};

/// One of a server's start.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Event {
    /// How far it has come, in percent.
    #[serde(default)]
    pub progress: f64,
    /// What is being done.
    #[serde(default)]
    pub message: String,
    /// Whether it is up.
    #[serde(default)]
    pub ready: bool,
    /// Whether it has failed.
    #[serde(default)]
    pub failed: bool,
    /// Where it is found, once it is up.
    #[serde(default)]
    pub url: Option<String>,
}

/// What came next.
#[derive(Debug)]
pub enum Next {
    /// An event.
    Event(Event),
    /// Nothing: that was the last.
    End,
    /// Nothing yet: somebody pressed Ctrl-C.
    Interrupted,
}

/// Events of one start, until it has come to an end.
pub struct Events<'a> {
    remote: &'a Remote,
    response: reqwest::Response,
    text: Vec<u8>,
    /// Heard from the beginning, so that none is missed between two events.
    interrupts: Signal,
}

impl Remote {
    /// Follow how a server starts. From here on, Ctrl-C ends nothing by itself.
    ///
    /// # Errors
    /// Where it is not starting, or may not be seen.
    pub fn follow(&self, server: &ServerRef) -> Result<Events<'_>> {
        let question = if server.server.as_str().is_empty() {
            Question::of(&FOLLOW_DEFAULT, &[server.user.as_str()])
        } else {
            Question::of(&FOLLOW, &[server.user.as_str(), server.server.as_str()])
        };
        let question = question.accepting("text/event-stream");
        let interrupts = self.interrupts()?;
        let begun = self.http.runtime().block_on(self.http.begin(&question));
        let response = begun.map_err(|error| self.http.told(&error))?;
        if !response.status().is_success() {
            let answer = self.http.runtime().block_on(Answer::read(response));
            let answer = answer.map_err(|error| self.http.told(&error))?;
            return Err(answer.refusal(self.place()));
        }
        Ok(Events {
            remote: self,
            response,
            text: Vec::new(),
            interrupts,
        })
    }

    fn interrupts(&self) -> Result<Signal> {
        let _within = self.http.runtime().enter();
        signal(SignalKind::interrupt())
            .map_err(|error| Error::internal("Ctrl-C cannot be heard").caused_by(error))
    }
}

impl Events<'_> {
    /// Wait for what comes next.
    ///
    /// # Errors
    /// Where the hub goes away.
    pub fn wait(&mut self) -> Result<Next> {
        let remote = self.remote;
        remote.http.runtime().block_on(async {
            loop {
                if let Some(event) = self.take() {
                    return Ok(Next::Event(event));
                }
                tokio::select! {
                    chunk = self.response.chunk() => match chunk {
                        Ok(Some(more)) => self.text.extend_from_slice(&more),
                        Ok(None) => return Ok(Next::End),
                        Err(error) => return Err(remote.http.told(&error)),
                    },
                    _ = self.interrupts.recv() => return Ok(Next::Interrupted),
                }
            }
        })
    }

    /// The first whole event of what has come, if there is one.
    fn take(&mut self) -> Option<Event> {
        loop {
            let end = self.text.windows(2).position(|two| two == b"\n\n")?;
            let whole: Vec<u8> = self.text.drain(..end + 2).collect();
            let whole = String::from_utf8_lossy(&whole);
            let data: String = whole
                .lines()
                .filter_map(|line| line.strip_prefix("data:"))
                .collect();
            // What is no event keeps the connection alive.
            if let Ok(event) = serde_json::from_str(&data) {
                return Some(event);
            }
        }
    }
}
