//! What a server is in the middle of, and the ways from there. Pure: who moves it is elsewhere.
//!
//! ```text
//!              begin                up
//!  (stopped) ────────► Starting ─────────► Ready ◄──── Checking ◄── (ran when the last hub ended)
//!      ▲                  │ fails, cancelled │ asked, found dead │ gone
//!      │                  ▼                  ▼                   ▼
//!      └────────────── Stopping ◄────────────┴───────────────────┘
//!      └──── Renaming       └──► Failed, where a start was the reason; begin starts it anew
//! ```
//!
//! What cannot be stopped, and is not known to have, goes from Stopping back to Ready.
//!
//! Every way out has a bound: `start_timeout` and `http_timeout`, the times to end of the spawner, and
//! `CHECK` for what adoption asks.

use std::sync::Arc;

use tokio::sync::watch;

use crate::config::Spawner;
use crate::error::Error;
use crate::model::{Address, Pending, ServerState, SpawnerId, TokenId};
use crate::proxy::Spec;
use crate::spawn::{Progress, State};

/// What a server that does not just lie there is doing.
#[derive(Debug, Clone)]
pub(super) enum Phase {
    /// It ran when the last hub ended; this one is looking for it.
    Checking,
    /// It is being started.
    Starting(Arc<Start>),
    /// It runs and answers.
    Ready(Arc<Running>),
    /// It is being stopped, and its rows cleared.
    Stopping(Arc<Ending>),
    /// It is given another name.
    Renaming,
    /// It does not run: its last start failed.
    Failed(Arc<Error>),
}

impl Phase {
    /// What JupyterHub calls it (`Spawner.pending`).
    pub(super) fn pending(&self) -> Option<Pending> {
        match self {
            Self::Checking => Some(Pending::Check),
            Self::Starting(_) => Some(Pending::Spawn),
            Self::Stopping(_) => Some(Pending::Stop),
            Self::Renaming => Some(Pending::Rename),
            Self::Ready(_) | Self::Failed(_) => None,
        }
    }

    /// Whether it runs, or is in the middle of something (`Spawner.active`).
    pub(super) fn is_active(&self) -> bool {
        !matches!(self, Self::Failed(_))
    }

    /// As whoever watches the hub is told.
    pub(super) fn state(&self) -> ServerState {
        match self {
            Self::Ready(_) => ServerState::Running,
            Self::Failed(_) => ServerState::Failed,
            pending => pending
                .pending()
                .map_or(ServerState::Stopped, ServerState::from),
        }
    }

    pub(super) fn is_starting(&self) -> bool {
        matches!(self, Self::Starting(_))
    }
}

/// A start, for those who wait for its end, follow it, or give it up.
#[derive(Debug)]
pub(super) struct Start {
    /// What is told of it.
    pub(super) progress: Progress,
    ended: watch::Sender<Option<End>>,
    cancelled: watch::Sender<bool>,
}

/// How a start ended.
#[derive(Debug, Clone)]
pub(super) enum End {
    /// The server is up.
    Ready,
    /// It could not be started, or never answered.
    Failed(Arc<Error>),
    /// Somebody stopped it meanwhile.
    Cancelled,
}

impl Start {
    pub(super) fn new() -> Arc<Self> {
        let progress = Progress::new();
        progress.say(0, "Server requested");
        Arc::new(Self {
            progress,
            ended: watch::channel(None).0,
            cancelled: watch::channel(false).0,
        })
    }

    /// It is over.
    pub(super) fn end(&self, end: End) {
        self.ended.send_replace(Some(end));
    }

    /// How it ended, once it has.
    pub(super) async fn ended(&self) -> End {
        let mut ended = self.ended.subscribe();
        let end = ended.wait_for(Option::is_some).await;
        end.ok()
            .and_then(|end| end.clone())
            .unwrap_or(End::Cancelled)
    }

    /// Give it up.
    pub(super) fn cancel(&self) {
        self.cancelled.send_replace(true);
    }

    /// Wait until somebody gives it up.
    pub(super) async fn cancelled(&self) {
        let mut cancelled = self.cancelled.subscribe();
        let _ = cancelled.wait_for(|given_up| *given_up).await;
    }
}

/// A server that runs.
#[derive(Debug)]
pub(super) struct Running {
    /// Its row.
    pub(super) id: SpawnerId,
    /// Where it is reached.
    pub(super) address: Address,
    /// What its spawner finds it by.
    pub(super) state: State,
    /// How it was started, and is stopped.
    pub(super) settings: Arc<Spawner>,
    /// The tokens that the hub made for it.
    pub(super) tokens: Vec<TokenId>,
    /// Its path on the hub's host, which it keeps as long as it runs.
    pub(super) route: Spec,
}

/// The end of a server, for those who wait for it.
#[derive(Debug)]
pub(super) struct Ending {
    ended: watch::Sender<Option<Result<(), Arc<Error>>>>,
}

impl Ending {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            ended: watch::channel(None).0,
        })
    }

    /// It has ended, or goes on for this reason.
    pub(super) fn end(&self, how: Result<(), Arc<Error>>) {
        self.ended.send_replace(Some(how));
    }

    /// Wait until it has ended.
    pub(super) async fn ended(&self) -> Result<(), Arc<Error>> {
        let mut ended = self.ended.subscribe();
        let end = ended.wait_for(Option::is_some).await;
        end.ok().and_then(|end| end.clone()).unwrap_or(Ok(()))
    }
}
