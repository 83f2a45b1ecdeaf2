//! Whatever people, spawners and hubs do, at whatever moment: no phase lasts, no route leads nowhere, and nothing runs
//! that no hub knows of.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hubctl::clock::Clock;
use hubctl::config::{Config, Seconds, Spawner as Settings};
use hubctl::error::{Error, Result};
use hubctl::hub::Hub;
use hubctl::model::{Address, ServerRef};
use hubctl::rbac::Catalogue;
use hubctl::spawn::{Answers, Doing, Known, Order, Spawner, Started, State, Status, Stop};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use crate::hub::{Answer, CREATED, Place, ask};

/// How long a spawner takes that takes its time.
const DAWDLES: Duration = Duration::from_millis(15);

/// How it is with one of the things that a spawner does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// It does it.
    Does,
    /// It takes its time.
    Dawdles,
    /// It does not do it, and says so.
    Refuses,
    /// It has a defect.
    Panics,
    /// It never comes back.
    Hangs,
}

/// What a spawner does that has moods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Start,
    Go,
    Poll,
    Stop,
    Answer,
}

/// A spawner that knows what runs, and has moods.
pub(crate) struct Moody {
    moods: Mutex<[Mood; 5]>,
    held: Mutex<BTreeSet<ServerRef>>,
    running: Mutex<BTreeSet<ServerRef>>,
    port: AtomicU16,
}

impl Moody {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            moods: Mutex::new([Mood::Does; 5]),
            held: Mutex::default(),
            running: Mutex::default(),
            port: AtomicU16::new(20000),
        })
    }

    pub(crate) fn set(&self, what: What, mood: Mood) {
        locked(&self.moods)[what as usize] = mood;
    }

    async fn mood(&self, what: What) -> Result<()> {
        let mood = locked(&self.moods)[what as usize];
        match mood {
            Mood::Does => Ok(()),
            Mood::Dawdles => {
                tokio::time::sleep(DAWDLES).await;
                Ok(())
            }
            Mood::Refuses => Err(Error::unreachable("it is not in the mood")),
            Mood::Panics => panic!("a defect of a test"),
            Mood::Hangs => std::future::pending().await,
        }
    }

    fn running(&self) -> BTreeSet<ServerRef> {
        locked(&self.running).clone()
    }

    /// The hub that held them is gone.
    fn forget_held(&self) {
        locked(&self.held).clear();
    }
}

fn locked<T>(held: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Spawner for Moody {
    fn listen(&self, _: &Settings) -> Result<Address> {
        Ok(Address {
            proto: "http".to_owned(),
            ip: "127.0.0.1".to_owned(),
            port: self.port.fetch_add(1, Ordering::Relaxed),
        })
    }

    fn start<'a>(&'a self, order: &'a Order) -> Doing<'a, Result<Started>> {
        Box::pin(async move {
            self.mood(What::Start).await?;
            locked(&self.held).insert(order.server.clone());
            // A server that is renamed with its user is still the same.
            let named = order.server.to_string();
            Ok(Started {
                address: order.listen.clone(),
                state: State::from([("name", named.into())]),
            })
        })
    }

    fn go<'a>(&'a self, server: &'a ServerRef) -> Doing<'a, Result<()>> {
        Box::pin(async move {
            self.mood(What::Go).await?;
            if !locked(&self.held).remove(server) {
                return Err(Error::unreachable("it was stopped"));
            }
            locked(&self.running).insert(server.clone());
            Ok(())
        })
    }

    fn poll<'a>(&'a self, known: Known<'a>) -> Doing<'a, Status> {
        Box::pin(async move {
            if self.mood(What::Poll).await.is_err() {
                return Status::Unknown("it is not in the mood".to_owned());
            }
            if locked(&self.running).contains(&found(known)) {
                Status::Running
            } else {
                Status::Stopped(0)
            }
        })
    }

    fn stop<'a>(&'a self, known: Known<'a>, _: Stop) -> Doing<'a, Result<()>> {
        Box::pin(async move {
            self.mood(What::Stop).await?;
            locked(&self.held).remove(&found(known));
            locked(&self.running).remove(&found(known));
            Ok(())
        })
    }

    fn answers<'a>(&'a self, _: &'a str) -> Doing<'a, Option<Answers>> {
        Box::pin(async move {
            let up = self.mood(What::Answer).await;
            up.is_ok().then_some(Answers { version: None })
        })
    }
}

/// The server that is meant; by the name it was started with, if that is known.
fn found(known: Known<'_>) -> ServerRef {
    let named = known.state.get("name").and_then(Value::as_str);
    named.map_or_else(
        || known.server.clone(),
        |name| name.parse().unwrap_or_else(|never| match never {}),
    )
}

/// What is done to a hub.
#[derive(Debug, Clone)]
enum Step {
    Ask(String, Value),
    /// Those who asked are gone.
    GiveUp,
    /// The hub looks whether its servers run.
    Look,
    Mood(What, Mood),
    Wait(u64),
    /// The hub is killed, and another started.
    Kill,
}

fn step() -> impl Strategy<Value = Step> {
    let user = prop::sample::select(vec!["bob", "rob", "eve"]);
    let server = prop::sample::select(vec!["server", "servers/lab"]);
    let ask = |method: &str, user: &str, server: &str| format!("{method} /users/{user}/{server}");
    let started = (user.clone(), server.clone());
    let stopped = started.clone();
    prop_oneof![
        6 => started.prop_map(move |(user, server)| Step::Ask(ask("POST", user, server), json!({}))),
        4 => stopped.prop_map(move |(user, server)| Step::Ask(ask("DELETE", user, server), Value::Null)),
        1 => user.clone().prop_map(move |user| {
            Step::Ask(ask("DELETE", user, "servers/lab"), json!({"remove": true}))
        }),
        1 => user.clone().prop_map(move |user| {
            Step::Ask(ask("PATCH", user, "servers/lab"), json!({"display_name": "x"}))
        }),
        2 => (user.clone(), user.clone()).prop_map(|(user, new)| {
            Step::Ask(format!("PATCH /users/{user}"), json!({"name": new}))
        }),
        1 => user.clone().prop_map(|user| Step::Ask(format!("DELETE /users/{user}"), Value::Null)),
        2 => user.prop_map(|user| Step::Ask(format!("POST /users/{user}"), json!({}))),
        1 => Just(Step::GiveUp),
        1 => Just(Step::Look),
        3 => mood(),
        6 => (0_u64..25).prop_map(Step::Wait),
        1 => Just(Step::Kill),
    ]
}

/// Those that never come back have bounds of many seconds: they have tests of their own.
fn mood() -> impl Strategy<Value = Step> {
    let what = vec![What::Start, What::Go, What::Poll, What::Stop, What::Answer];
    let moods = vec![
        Mood::Does,
        Mood::Does,
        Mood::Dawdles,
        Mood::Refuses,
        Mood::Panics,
    ];
    let what = prop::sample::select(what);
    prop_oneof![
        4 => (what, prop::sample::select(moods)).prop_map(|(what, mood)| Step::Mood(what, mood)),
        1 => prop::sample::select(vec![What::Start, What::Go]).prop_map(|what| Step::Mood(what, Mood::Hangs)),
    ]
}

/// A hub from its start to its end, which takes all that it does with it.
struct Life {
    hub: Arc<Hub>,
    runtime: Runtime,
    token: String,
}

impl Life {
    fn begin(place: &Place, config: Config, spawner: &Arc<Moody>) -> Self {
        let runtime = Runtime::new().unwrap();
        let (clock, spawner) = (Arc::new(Clock::system()), Arc::clone(spawner));
        let hub = Hub::with_spawner(config, Catalogue::undefined(), clock, spawner);
        let hub = Arc::new(hub.unwrap());
        let token = place.token("ada").to_owned();
        runtime.spawn(hub.adopt_servers().unwrap());
        Self {
            hub,
            runtime,
            token,
        }
    }

    fn ask(&self, request: &str, body: &Value) -> JoinHandle<Answer> {
        let asked = ask(Arc::clone(&self.hub), &self.token, request, body);
        self.runtime.spawn(asked)
    }

    fn answer(&self, request: &str) -> Value {
        let asked = self.ask(request, &Value::Null);
        let answer = self.runtime.block_on(asked).unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    /// The servers that are ready; none while one is in the middle of something.
    fn settled(&self) -> Option<BTreeSet<ServerRef>> {
        let mut ready = BTreeSet::new();
        for user in self.answer("GET /users").as_array().unwrap() {
            for (name, server) in user["servers"].as_object().unwrap() {
                // One that has ended since the database was asked is neither.
                if server["ready"] != true {
                    return None;
                }
                ready.insert(ServerRef {
                    user: user["name"].as_str().unwrap().into(),
                    server: name.as_str().into(),
                });
            }
        }
        // One whose rows are cleared is not listed any more, and may still have a hook to run.
        let servers = self.hub.servers();
        (servers.active() == ready.len() && servers.starting() == 0).then_some(ready)
    }

    /// The servers that are ready in the end.
    fn rest(&self) -> BTreeSet<ServerRef> {
        let ready = (0..1000).find_map(|_| {
            wait(10);
            let ready = self.settled()?;
            // One of which nobody could tell counts as ready until it is looked at again.
            self.runtime.block_on(self.hub.look_at_servers());
            self.settled().filter(|still| *still == ready)
        });
        ready.expect("something lasts")
    }

    fn routes(&self) -> usize {
        let routes = self.answer("GET /proxy");
        let routes = routes.as_object().unwrap().values();
        routes
            .filter(|route| route["data"]["user"].is_string())
            .count()
    }

    fn end(self, spawner: &Moody) {
        self.runtime.shutdown_timeout(Duration::from_secs(20));
        // What is being written is written before the next hub looks: nobody writes once they are dead.
        self.hub.close();
        spawner.forget_held();
    }
}

/// A configuration under which everything ends soon.
fn impatient(place: &Place) -> Config {
    let mut config = place.config();
    let soon = Seconds::from(Duration::from_millis(60));
    config.spawner.start_timeout = soon;
    config.spawner.http_timeout = soon;
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::from(Duration::from_millis(20));
    config.hub.tornado_settings.slow_stop_timeout = Seconds::from(Duration::from_millis(20));
    config.hub.concurrent_spawn_limit = hubctl::config::Limit::new(3);
    config
}

#[expect(
    clippy::disallowed_methods,
    reason = "moments that differ are what is tried"
)]
fn wait(milliseconds: u64) {
    std::thread::sleep(Duration::from_millis(milliseconds));
}

/// Do `steps`, and see that it all comes to rest, in an order that makes sense.
fn try_out(steps: &[Step]) {
    let place = Place::new();
    let spawner = Moody::new();
    let mut life = Life::begin(&place, impatient(&place), &spawner);
    let mut asked = Vec::new();
    for step in steps {
        match step {
            Step::Ask(request, body) => asked.push(life.ask(request, body)),
            Step::GiveUp => asked.drain(..).for_each(|asked| asked.abort()),
            Step::Look => {
                let hub = Arc::clone(&life.hub);
                life.runtime
                    .spawn(async move { hub.look_at_servers().await });
            }
            Step::Mood(what, mood) => spawner.set(*what, *mood),
            Step::Wait(milliseconds) => wait(*milliseconds),
            Step::Kill => {
                asked.drain(..).for_each(|asked| asked.abort());
                life.end(&spawner);
                life = Life::begin(&place, impatient(&place), &spawner);
            }
        }
    }
    for what in [What::Start, What::Go, What::Poll, What::Stop, What::Answer] {
        spawner.set(what, Mood::Does);
    }
    // Whatever was answered, it was.
    for asked in asked {
        life.runtime.block_on(asked).unwrap();
    }
    let ready = life.rest();
    assert_eq!(life.routes(), ready.len(), "routes and servers");
    let count = |of: &str| place.rows(&format!("SELECT count(*) FROM {of}"));
    let rows = [
        count("servers"),
        count("spawners WHERE server_id IS NOT NULL"),
        count("api_tokens WHERE note LIKE 'Server%'"),
        count("oauth_clients WHERE identifier LIKE 'jupyterhub-user-%'"),
    ];
    assert_eq!(rows, std::array::from_fn(|_| ready.len().to_string()));
    assert!(spawner.running().len() >= ready.len());
    // Whatever is ready can be stopped, and started again.
    for server in &ready {
        let at = match server.server.as_str() {
            "" => format!("/users/{}/server", server.user),
            name => format!("/users/{}/servers/{name}", server.user),
        };
        for (method, wanted) in [("DELETE", [204, 202]), ("POST", [CREATED, 202])] {
            while life.settled().is_none() {
                wait(5);
            }
            let asked = life.ask(&format!("{method} {at}"), &Value::Null);
            let answer = life.runtime.block_on(asked).unwrap();
            assert!(wanted.contains(&answer.status), "{method} {at}: {answer:?}");
        }
    }
    life.end(&spawner);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_it_comes_to_rest(steps in prop::collection::vec(step(), 10..50)) {
        let before = [
            Step::Ask("POST /users/rob".to_owned(), json!({})),
            Step::Wait(5),
        ];
        try_out(&[&before[..], &steps].concat());
    }
}
