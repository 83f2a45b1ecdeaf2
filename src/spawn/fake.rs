//! A spawner that starts nothing and follows a script, for tests.
//!
//! The script is what the user options of a server say of `fake`:
//!
//! | script | what happens |
//! | --- | --- |
//! | (none) | it starts at once, answers at once, stops at once |
//! | `fail` | it cannot be started |
//! | `slow` | it says `half way`, and has started after three seconds |
//! | `hang` | it never has: it ends when it is stopped, or after `start_timeout` |
//! | `mute` | it starts at once and never answers |
//! | `die` | it starts, and is found dead (exit status 1) |
//! | `lost` | it starts, and then nobody can tell whether it runs |
//! | `slow-stop` | it takes three seconds to stop |
//! | `stay` | it cannot be stopped |

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use super::{Answers, Doing, Known, Order, Settings, Spawner, Started, State, Status, Stop};
use crate::error::{Error, Result};
use crate::model::{Address, ServerRef};

/// What takes its time takes this long.
const SLOW: Duration = Duration::from_secs(3);
const NEVER: Duration = Duration::from_hours(1);

/// The first port that a fake server has; nothing listens there.
const FIRST_PORT: u16 = 40000;

/// A spawner that follows scripts.
#[derive(Debug)]
pub struct Fake {
    slow: Duration,
    started: Mutex<BTreeMap<ServerRef, Part>>,
    ports: AtomicU16,
}

/// What a server plays.
#[derive(Debug)]
struct Part {
    script: String,
    port: u16,
}

impl Default for Fake {
    fn default() -> Self {
        Self::as_slow_as(SLOW)
    }
}

impl Fake {
    /// A spawner whose servers take `slow` where they take their time, in place of three seconds.
    pub fn as_slow_as(slow: Duration) -> Self {
        Self {
            slow,
            started: Mutex::default(),
            ports: AtomicU16::default(),
        }
    }

    fn started(&self) -> MutexGuard<'_, BTreeMap<ServerRef, Part>> {
        self.started.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn script(&self, server: &ServerRef) -> Option<String> {
        self.started().get(server).map(|part| part.script.clone())
    }

    async fn begin(&self, order: &Order) -> Result<Started> {
        let script = order.user_options.get("fake").and_then(Value::as_str);
        match script {
            Some("fail") => return Err(Error::unreachable("told to fail")),
            Some("slow") => {
                order.progress.say(50, "half way");
                sleep(self.slow).await;
            }
            Some("hang") => sleep(NEVER).await,
            _ => {}
        }
        let part = Part {
            script: script.unwrap_or_default().to_owned(),
            port: order.listen.port,
        };
        self.started().insert(order.server.clone(), part);
        Ok(Started {
            address: order.listen.clone(),
            state: State::from([("fake", "up".into())]),
        })
    }

    fn status(&self, known: Known<'_>) -> Status {
        match self.script(known.server).as_deref() {
            Some("die") => Status::Stopped(1),
            Some("lost") => Status::Unknown("told to be lost".to_owned()),
            _ if known.state.get("fake").is_some() => Status::Running,
            _ => Status::Stopped(0),
        }
    }

    async fn end(&self, server: &ServerRef) -> Result<()> {
        match self.script(server).as_deref() {
            Some("stay") => return Err(Error::unreachable("told to stay")),
            Some("slow-stop") => sleep(self.slow).await,
            _ => {}
        }
        self.started().remove(server);
        Ok(())
    }
}

impl Spawner for Fake {
    fn listen(&self, _: &Settings) -> Result<Address> {
        Ok(Address {
            proto: "http".to_owned(),
            ip: "127.0.0.1".to_owned(),
            port: FIRST_PORT.saturating_add(self.ports.fetch_add(1, Ordering::Relaxed)),
        })
    }

    fn start<'a>(&'a self, order: &'a Order) -> Doing<'a, Result<Started>> {
        Box::pin(self.begin(order))
    }

    fn poll<'a>(&'a self, known: Known<'a>) -> Doing<'a, Status> {
        Box::pin(async move { self.status(known) })
    }

    fn stop<'a>(&'a self, known: Known<'a>, _: Stop) -> Doing<'a, Result<()>> {
        Box::pin(self.end(known.server))
    }

    fn answers<'a>(&'a self, url: &'a str) -> Doing<'a, Option<Answers>> {
        let is_mute =
            |part: &Part| part.script == "mute" && url.contains(&format!(":{}/", part.port));
        let mute = self.started().values().any(is_mute);
        Box::pin(async move { (!mute).then_some(Answers { version: None }) })
    }
}
