//! A spawner that starts nothing, and keeps what it was told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use hubctl::config::Spawner as Settings;
use hubctl::error::Result;
use hubctl::model::Address;
use hubctl::spawn::{Answers, Doing, Known, Order, Spawner, Started, State, Status, Stop};
use serde_json::Value;

/// What a spawner was told of one start.
#[derive(Clone)]
pub(crate) struct Told {
    pub(crate) command: Vec<String>,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) listen: Address,
    pub(crate) settings: Arc<Settings>,
}

/// A spawner whose servers run as soon as they are started.
#[derive(Default)]
pub(crate) struct Recorder {
    told: Mutex<Vec<Told>>,
    /// Panic in place of starting anything.
    breaks: bool,
}

impl Recorder {
    /// One with a defect.
    pub(crate) fn broken() -> Self {
        Self {
            told: Mutex::default(),
            breaks: true,
        }
    }

    /// What it was told last.
    pub(crate) fn last(&self) -> Told {
        self.told.lock().unwrap().last().unwrap().clone()
    }
}

impl Spawner for Recorder {
    fn listen(&self, settings: &Settings) -> Result<Address> {
        Ok(Address {
            proto: "http".to_owned(),
            ip: settings.ip.clone(),
            port: settings.port,
        })
    }

    fn start<'a>(&'a self, order: &'a Order) -> Doing<'a, Result<Started>> {
        let variables = order.environment.iter();
        let told = Told {
            command: order.command.clone(),
            environment: variables
                .map(|(name, value)| (name.clone(), value.reveal().to_owned()))
                .collect(),
            listen: order.listen.clone(),
            settings: Arc::clone(&order.settings),
        };
        Box::pin(async move {
            assert!(!self.breaks, "told to break");
            self.told.lock().unwrap().push(told);
            Ok(Started {
                address: order.listen.clone(),
                state: State::from([("up", true.into())]),
            })
        })
    }

    fn poll<'a>(&'a self, known: Known<'a>) -> Doing<'a, Status> {
        let up = known.state.get("up") == Some(&Value::Bool(true));
        Box::pin(async move {
            if up {
                Status::Running
            } else {
                Status::Stopped(0)
            }
        })
    }

    fn stop<'a>(&'a self, _: Known<'a>, _: Stop) -> Doing<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    fn answers<'a>(&'a self, _: &'a str) -> Doing<'a, Option<Answers>> {
        Box::pin(async { Some(Answers { version: None }) })
    }
}
