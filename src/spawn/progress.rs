//! What those who follow a start are told.

use serde::Serialize;
use tokio::sync::watch;

/// Something to tell of a start, as JupyterHub's pages and programs read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// How far it is, of 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<u8>,
    /// What happens.
    pub message: String,
    /// The same in HTML, where that says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html_message: Option<String>,
}

/// The end at which events are told. All are kept until the start is over: who comes late hears them too.
#[derive(Debug, Clone)]
pub struct Progress(watch::Sender<Vec<Event>>);

impl Progress {
    /// A start of which nothing has been told.
    pub fn new() -> Self {
        Self(watch::channel(Vec::new()).0)
    }

    /// Tell that a start is `progress` hundredths done, and what happens.
    pub fn say(&self, progress: u8, message: impl Into<String>) {
        self.tell(Event {
            progress: Some(progress),
            message: message.into(),
            html_message: None,
        });
    }

    /// Tell an event.
    pub fn tell(&self, event: Event) {
        self.0.send_modify(|told| told.push(event));
    }

    /// All that has been told, and will be.
    pub fn follow(&self) -> watch::Receiver<Vec<Event>> {
        self.0.subscribe()
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}
