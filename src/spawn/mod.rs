//! What starts people's servers: one small trait, and one file for each kind.
//!
//! A spawner knows nothing of users, tokens or the database. What it must know of a server that runs
//! to find it again is its [`State`], which the hub keeps; in the form of JupyterHub's spawner of the
//! same name, so that each finds what the other has started.
//!
//! To add a kind: 1. its file, with the trait; 2. its name in
//! [`SpawnerClass`]; 3. a line in [`build`].

pub mod fake;
pub mod launch;
pub mod local;
mod progress;
mod up;

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Map, Value};

pub use self::progress::{Event, Progress};
pub use self::up::{Answers, is_up};
use crate::config::{Spawner as Settings, SpawnerClass};
use crate::error::Result;
use crate::model::{Address, Secret, ServerRef, UserId};

/// Something that takes its time.
pub type Doing<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A way to start, watch and stop servers.
pub trait Spawner: Send + Sync {
    /// Where the next server is to listen (`Spawner.ip`, `Spawner.port`).
    ///
    /// # Errors
    /// Where there is no port left.
    fn listen(&self, settings: &Settings) -> Result<Address>;

    /// Start a server. It need not answer yet when this is done, nor even run: it may be held back until it is let
    /// [go](Spawner::go), once the hub has written down what it is found again by.
    ///
    /// The hub may give this up at any moment; it then calls [`Spawner::stop`] with an empty state.
    ///
    /// # Errors
    /// Where it cannot be started, with what its person can do about it.
    fn start<'a>(&'a self, order: &'a Order) -> Doing<'a, Result<Started>>;

    /// Let a server go that was held back. Where the hub ends before that, the server ends too: none runs that no hub
    /// knows of.
    ///
    /// # Errors
    /// As [`Spawner::start`].
    fn go<'a>(&'a self, _server: &'a ServerRef) -> Doing<'a, Result<()>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Whether a server runs.
    fn poll<'a>(&'a self, known: Known<'a>) -> Doing<'a, Status>;

    /// Stop a server, and return when it has ended: at once, or after the time it is given to end by
    /// itself. Nothing to stop is no error.
    ///
    /// # Errors
    /// Where it goes on in spite of all.
    fn stop<'a>(&'a self, known: Known<'a>, how: Stop) -> Doing<'a, Result<()>>;

    /// The last `lines` that a server printed, now or when it last ran; `None` where they are not kept.
    fn printed(&self, _server: &ServerRef, _lines: usize) -> Option<Vec<String>> {
        None
    }

    /// The last lines that say why a server ended, where they are kept.
    fn last_words(&self, _server: &ServerRef) -> Vec<String> {
        Vec::new()
    }

    /// Whether a server answers HTTP below `url`, which ends in `/`.
    fn answers<'a>(&'a self, url: &'a str) -> Doing<'a, Option<Answers>> {
        Box::pin(up::answers(url))
    }
}

/// What it takes to start a server.
#[derive(Debug)]
pub struct Order {
    /// Which.
    pub server: ServerRef,
    /// Whose.
    pub user: UserId,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// All of its environment, besides what is the spawner's own affair.
    pub environment: BTreeMap<String, Secret>,
    /// Where it is to listen.
    pub listen: Address,
    /// What its person chose.
    pub user_options: Map<String, Value>,
    /// How servers are started.
    pub settings: Arc<Settings>,
    /// Whoever follows the start is told by this.
    pub progress: Progress,
}

/// A server that was started.
#[derive(Debug)]
pub struct Started {
    /// Where it is reached.
    pub address: Address,
    /// What it is found again by.
    pub state: State,
}

/// A server that may run.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Which.
    pub server: &'a ServerRef,
    /// What it is found again by; empty where its start was given up.
    pub state: &'a State,
    /// How servers are started and stopped.
    pub settings: &'a Settings,
}

/// What a spawner finds a server again by; the hub stores it and knows no more of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct State(Map<String, Value>);

impl State {
    /// What `name` is.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// As it is stored.
    pub fn as_json(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl From<Map<String, Value>> for State {
    fn from(stored: Map<String, Value>) -> Self {
        Self(stored)
    }
}

impl<const N: usize> From<[(&str, Value); N]> for State {
    fn from(pairs: [(&str, Value); N]) -> Self {
        let owned = pairs.map(|(name, value)| (name.to_owned(), value));
        Self(owned.into_iter().collect())
    }
}

/// Names only: a kind of spawner may keep a secret there.
impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Whether a server runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Running,
    /// It does not; its exit status, or 0 where that cannot be known.
    Stopped(i32),
    /// Nobody can tell now, for this reason.
    Unknown(String),
}

/// How a server is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It is asked to end, and has the time that the settings give it.
    Gently,
    /// It is made to end.
    Now,
}

/// Where what servers print is kept: beside the database.
pub fn output_beside(database: &Path) -> PathBuf {
    database.with_extension("servers")
}

/// The spawner that the configuration names. What its servers print is kept in `output`.
pub fn build(class: SpawnerClass, output: PathBuf) -> Arc<dyn Spawner> {
    let local = |whose| -> Arc<dyn Spawner> { Arc::new(local::Local::new(whose, output)) };
    match class {
        SpawnerClass::LocalProcess => local(local::Whose::OwnUser),
        SpawnerClass::Simple => local(local::Whose::Anybody),
        SpawnerClass::Fake => Arc::<fake::Fake>::default(),
    }
}
