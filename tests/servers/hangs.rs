//! Spawners that never come back, or have defects: each phase has its bound, and what is not known to have stopped keeps
//! its route.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use hubctl::config::Seconds;
use serde_json::{Value, json};

use crate::hub::{Asked, CREATED, Place};
use crate::stress::{Mood, Moody, What};

const NULL: Value = Value::Null;

/// Longer than any bound of a phase: ten seconds for a look, ten for a stop besides its own times.
const BOUND: Duration = Duration::from_mins(1);

fn hub<'a>(place: &'a Place, spawner: &Arc<Moody>) -> Asked<'a> {
    let mut config = place.config();
    config.spawner.start_timeout = Seconds::new(1);
    config.spawner.http_timeout = Seconds::new(1);
    let times = &mut config.spawner;
    for time in [
        &mut times.interrupt_timeout,
        &mut times.term_timeout,
        &mut times.kill_timeout,
    ] {
        *time = Seconds::from(Duration::from_millis(1));
    }
    place.hub_with(config, spawner.clone())
}

async fn comes_to(hub: &Asked<'_>, phase: &str) {
    let comes = async {
        while hub.phase("").await != phase {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let came = tokio::time::timeout(BOUND, comes).await;
    assert!(came.is_ok(), "it stays {}", hub.phase("").await);
}

#[tokio::test]
async fn a_start_ends_whatever_of_the_spawner_hangs() {
    tokio::join!(
        ends_though_it_hangs(What::Start),
        ends_though_it_hangs(What::Go),
        ends_though_it_hangs(What::Answer)
    );
}

async fn ends_though_it_hangs(what: What) {
    let place = Place::new();
    let spawner = Moody::new();
    let hub = hub(&place, &spawner);
    spawner.set(what, Mood::Hangs);
    hub.admin("POST /users/bob/server", NULL).await;
    if what == What::Answer {
        // It is asked whether it runs, too.
        spawner.set(What::Poll, Mood::Hangs);
    }
    assert_eq!(hub.phase("").await, "spawn", "{what:?}");
    comes_to(&hub, "stopped").await;
    assert!(hub.routes().await.is_empty(), "{what:?}");
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "0", "{what:?}");
    spawner.set(what, Mood::Does);
    spawner.set(What::Poll, Mood::Does);
    hub.admin("POST /users/bob/server", NULL).await;
    comes_to(&hub, "ready").await;
}

#[tokio::test]
async fn a_start_whose_spawner_hangs_in_everything_is_given_up() {
    let place = Place::new();
    let spawner = Moody::new();
    let hub = hub(&place, &spawner);
    for what in [What::Go, What::Poll, What::Stop] {
        spawner.set(what, Mood::Hangs);
    }
    hub.admin("POST /users/bob/server", NULL).await;
    assert_eq!(hub.status("DELETE /users/bob/server", NULL).await, 202);
    assert_eq!(hub.phase("").await, "stop");
    comes_to(&hub, "stopped").await;
}

#[tokio::test]
async fn what_cannot_be_stopped_and_of_which_nobody_can_tell_goes_on() {
    tokio::join!(
        goes_on(Mood::Refuses),
        goes_on(Mood::Panics),
        goes_on(Mood::Hangs)
    );
}

async fn goes_on(mood: Mood) {
    let place = Place::new();
    let spawner = Moody::new();
    let hub = hub(&place, &spawner);
    hub.admin("POST /users/bob/server", NULL).await;
    comes_to(&hub, "ready").await;
    spawner.set(What::Poll, mood);
    spawner.set(What::Stop, mood);
    let status = hub.status("DELETE /users/bob/server", NULL).await;
    assert_ne!(status, 204, "{mood:?}");
    comes_to(&hub, "ready").await;
    assert_eq!(hub.routes().await, ["/user/bob/"], "{mood:?}");
    hub.hub.look_at_servers().await;
    assert_eq!(hub.routes().await, ["/user/bob/"], "{mood:?}");
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "1");
    spawner.set(What::Poll, Mood::Does);
    spawner.set(What::Stop, Mood::Does);
    let status = hub.status("DELETE /users/bob/server", NULL).await;
    assert!([202, 204].contains(&status), "{mood:?}");
    comes_to(&hub, "stopped").await;
    assert!(hub.routes().await.is_empty(), "{mood:?}");
}

#[tokio::test]
async fn a_server_that_the_next_hub_can_neither_reach_nor_stop_is_not_forgotten() {
    let place = Place::new();
    let spawner = Moody::new();
    let last = hub(&place, &spawner);
    last.admin("POST /users/bob/server", NULL).await;
    comes_to(&last, "ready").await;
    drop(last);
    spawner.set(What::Answer, Mood::Hangs);
    spawner.set(What::Stop, Mood::Refuses);
    let next = hub(&place, &spawner);
    let adopting = next.hub.adopt_servers().unwrap();
    tokio::time::timeout(BOUND, adopting).await.unwrap();
    assert_eq!(next.phase("").await, "ready");
    assert_eq!(next.routes().await, ["/user/bob/"]);
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "1");
}

/// A browser that is closed in the middle of a change leaves nothing behind that nobody ends.
#[tokio::test]
async fn a_change_is_done_to_its_end_though_nobody_waits_for_it() {
    let place = Place::new();
    let mut config = place.config();
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::new(60);
    config.hub.tornado_settings.slow_stop_timeout = Seconds::new(60);
    let hub = place.hub_with(config, Moody::new());
    hub.admin("PUT /users/bob/servers/lab", NULL).await;
    for (request, body, after) in [
        (
            "PATCH /users/bob/servers/lab",
            json!({"name": "gpu"}),
            "bob/servers/gpu",
        ),
        (
            "PATCH /users/bob",
            json!({"name": "rob"}),
            "rob/servers/gpu",
        ),
        (
            "DELETE /users/rob/servers/gpu",
            json!({"remove": true}),
            "rob/servers/gpu",
        ),
        ("DELETE /users/rob", NULL, "ada/server"),
    ] {
        let mut asked = Box::pin(hub.admin(request, body));
        // It has begun when it was looked at once.
        let looked = poll_fn(|context| Poll::Ready(asked.as_mut().poll(context).is_ready()));
        assert!(!looked.await, "{request}");
        drop(asked);
        let goes_on = async {
            // It is refused for as long as the change goes on, and not longer.
            let start = format!("POST /users/{after}");
            while hub.status(&start, NULL).await != CREATED {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let goes_on = tokio::time::timeout(BOUND, goes_on).await;
        assert!(goes_on.is_ok(), "{request}");
        assert_eq!(
            hub.status(&format!("DELETE /users/{after}"), NULL).await,
            204
        );
    }
    assert_eq!(hub.status("GET /users/rob", NULL).await, 404);
}

#[tokio::test]
async fn nothing_is_begun_with_servers_of_a_user_who_is_being_deleted() {
    let place = Place::new();
    let spawner = Moody::new();
    let mut config = place.config();
    config.hub.tornado_settings.slow_stop_timeout = Seconds::new(60);
    let hub = place.hub_with(config, spawner.clone());
    hub.admin("POST /users/bob/server", NULL).await;
    comes_to(&hub, "ready").await;
    spawner.set(What::Stop, Mood::Hangs);
    let mut deleting = Box::pin(hub.admin("DELETE /users/bob", NULL));
    let looked = poll_fn(|context| Poll::Ready(deleting.as_mut().poll(context).is_ready()));
    assert!(!looked.await);
    let answer = hub.admin("POST /users/bob/servers/lab", NULL).await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "user `bob` is being renamed or deleted")
    );
    let again = hub.admin("DELETE /users/bob", NULL).await;
    assert_eq!(again.status, 400, "{again:?}");
    assert_eq!(hub.hub.servers().starting(), 0);
}
