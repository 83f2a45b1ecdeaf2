//! Following a start, as pages and programs do while they wait.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use super::about::About;
use super::hooks;
use super::phase::{End, Phase, Start};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::hub::{Hub, Identity};
use crate::model::ServerRef;
use crate::ops::servers::LookAtServer;
use crate::spawn::Event;

/// What is told of a start, one after the other.
pub struct Follow {
    url: String,
    next: Next,
    /// What the hook is told, which may say otherwise that the server is ready.
    hook: Option<(Arc<Config>, About)>,
}

enum Next {
    /// More is to come.
    Start {
        start: Arc<Start>,
        told: watch::Receiver<Vec<Event>>,
        heard: usize,
    },
    /// This is the end.
    Last(End),
    /// It has been told.
    Nothing,
}

/// Something that is told of a start (`SpawnProgressAPIHandler`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Told {
    /// It goes on.
    Event(Event),
    /// The server is up.
    Ready {
        /// All of it.
        progress: u8,
        /// Always.
        ready: bool,
        /// Where, for a terminal.
        message: String,
        /// Where, for a page.
        html_message: String,
        /// Where.
        url: String,
    },
    /// The server is up, as a hook tells it.
    Otherwise(Value),
    /// It came to nothing.
    Failed {
        /// All of it.
        progress: u8,
        /// Always.
        failed: bool,
        /// Why.
        message: String,
    },
}

impl Hub {
    /// Follow the start of a server; what is told of one that is up, or failed, is just that.
    ///
    /// # Errors
    /// Where the server is neither.
    pub fn follow_start(&self, identity: &Identity, server: &ServerRef) -> Result<Follow> {
        self.look(identity, LookAtServer(server.clone()))?;
        let config = self.config();
        let hook = match &config.spawner.progress_ready_hook {
            Some(_) => Some(self.about(server, &self.last_options(server)?)?),
            None => None,
        };
        let board = self.servers.board();
        let next = match board.phase(server) {
            Some(Phase::Starting(start)) => Next::Start {
                told: start.progress.follow(),
                start: Arc::clone(start),
                heard: 0,
            },
            Some(Phase::Ready(_)) => Next::Last(End::Ready),
            Some(Phase::Failed(error)) => Next::Last(End::Failed(Arc::clone(error))),
            Some(Phase::Checking | Phase::Stopping(_) | Phase::Renaming) => {
                return Err(not_starting(server));
            }
            // Everybody has a default server; of another that nobody started, 6.1.1 knows nothing either.
            None if server.server.as_str().is_empty() => return Err(not_starting(server)),
            None => return Err(Error::not_found("start of a server", server)),
        };
        Ok(Follow {
            url: self.servers.site().server_url(server),
            next,
            hook: hook.map(|about| (Arc::clone(&config), about)),
        })
    }
}

impl Follow {
    /// What is told next; `None` after the end. What is given up waiting for is not lost.
    pub async fn next(&mut self) -> Option<Told> {
        loop {
            match &mut self.next {
                Next::Start { start, told, heard } => {
                    tokio::select! {
                        // What was told in the same moment is heard before the end.
                        biased;
                        event = hear(told, *heard) => {
                            *heard += 1;
                            return Some(Told::Event(event));
                        }
                        end = start.ended() => self.next = Next::Last(end),
                    }
                }
                Next::Last(end) => {
                    let last = told(&self.url, end);
                    let last = match (&self.hook, &last) {
                        (Some((config, about)), Told::Ready { .. }) => {
                            let event = serde_json::to_value(&last).unwrap_or_default();
                            Told::Otherwise(hooks::ready(config, about, event).await)
                        }
                        _ => last,
                    };
                    self.next = Next::Nothing;
                    return Some(last);
                }
                Next::Nothing => return None,
            }
        }
    }
}

/// The last that is told of the start of what is found at `url`.
fn told(url: &str, end: &End) -> Told {
    let failed = |message: String| Told::Failed {
        progress: 100,
        failed: true,
        message,
    };
    match end {
        // An escaped path has nothing in it that HTML would take for its own.
        End::Ready => Told::Ready {
            progress: 100,
            ready: true,
            message: format!("Server ready at {url}"),
            html_message: format!("Server ready at <a href=\"{url}\">{url}</a>"),
            url: url.to_owned(),
        },
        End::Failed(error) => failed(format!("Spawn failed: {error}")),
        End::Cancelled => failed("Spawn cancelled".to_owned()),
    }
}

/// Wait for the event after those that were heard; for ever where there will be none.
async fn hear(told: &mut watch::Receiver<Vec<Event>>, heard: usize) -> Event {
    if let Ok(more) = told.wait_for(|told| told.len() > heard).await
        && let Some(event) = more.get(heard)
    {
        return event.clone();
    }
    std::future::pending().await
}

fn not_starting(server: &ServerRef) -> Error {
    Error::invalid(format!("server `{server}` is not starting"))
}
