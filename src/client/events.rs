//! Events that a hub sends as they come (`text/event-stream`).

use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::Remote;
use super::answer::Answer;
use super::http::Question;
use crate::error::{Error, Result};
use crate::model::{Happening, ServerRef};
use crate::ops::hub::EVENTS;
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
    stream: Stream,
    /// Heard from the beginning, so that none is missed between two events.
    interrupts: Signal,
}

/// What happens on a hub, as long as it tells.
pub struct Happenings<'a> {
    remote: &'a Remote,
    stream: Stream,
}

/// Something that happened, and all that the hub says of it, in JSON.
pub struct Heard {
    /// As far as it is known here.
    pub happening: Happening,
    /// As it was said.
    pub said: Value,
}

/// An answer that goes on.
struct Stream {
    response: reqwest::Response,
    text: Vec<u8>,
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
        let interrupts = self.interrupts()?;
        Ok(Events {
            remote: self,
            stream: self.stream(question)?,
            interrupts,
        })
    }

    /// Hear what happens on a hub of hubctl's: first what there is, and of the audit log, what comes `after` an
    /// event.
    ///
    /// # Errors
    /// Where the hub refuses, or is out of reach.
    pub fn happenings(&self, after: Option<i64>) -> Result<Happenings<'_>> {
        let mut question = Question::of(&EVENTS, &[]);
        if let Some(after) = after {
            question = question.asking("after", &after);
        }
        Ok(Happenings {
            remote: self,
            stream: self.stream(question)?,
        })
    }

    fn stream(&self, question: Question) -> Result<Stream> {
        let question = question.accepting("text/event-stream");
        let begun = self.http.runtime().block_on(self.http.begin(&question));
        let response = begun.map_err(|error| self.http.told(&error))?;
        let kind = response.headers().get(CONTENT_TYPE);
        let tells = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        if !response.status().is_success() || !tells {
            let answer = self.http.runtime().block_on(Answer::read(response));
            let answer = answer.map_err(|error| self.http.told(&error))?;
            return Err(answer.refusal(self.place()));
        }
        Ok(Stream {
            response,
            text: Vec::new(),
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
            tokio::select! {
                next = self.stream.next() => match next {
                    Ok(Some(event)) => Ok(Next::Event(event)),
                    Ok(None) => Ok(Next::End),
                    Err(error) => Err(remote.http.told(&error)),
                },
                _ = self.interrupts.recv() => Ok(Next::Interrupted),
            }
        })
    }
}

impl Happenings<'_> {
    /// Wait for what comes next; `None` where the hub tells no more.
    ///
    /// # Errors
    /// Where the hub goes away.
    pub fn wait(&mut self) -> Result<Option<Heard>> {
        let remote = self.remote;
        remote.http.runtime().block_on(async {
            loop {
                match self.stream.next::<Value>().await {
                    Ok(None) => return Ok(None),
                    Err(error) => return Err(remote.http.told(&error)),
                    // A newer hub may tell what this hubctl does not know.
                    Ok(Some(said)) => {
                        if let Ok(happening) = Happening::deserialize(&said) {
                            return Ok(Some(Heard { happening, said }));
                        }
                    }
                }
            }
        })
    }
}

impl Stream {
    /// The next event; `None` after the last. What is given up waiting for is not lost.
    async fn next<T: DeserializeOwned>(&mut self) -> reqwest::Result<Option<T>> {
        loop {
            if let Some(event) = self.take() {
                return Ok(Some(event));
            }
            match self.response.chunk().await? {
                Some(more) => self.text.extend_from_slice(&more),
                None => return Ok(None),
            }
        }
    }

    /// The first whole event of what has come, if there is one.
    fn take<T: DeserializeOwned>(&mut self) -> Option<T> {
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
