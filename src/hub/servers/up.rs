//! Waiting until a server answers.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use crate::error::{Error, Result};
use crate::hub::caught;
use crate::model::Address;
use crate::spawn::{Answers, Known, Spawner, Status};

/// How long a spawner may take to tell whether a server runs.
const GLANCE: Duration = Duration::from_secs(10);

/// How soon a server is asked again at first.
const SOON: Duration = Duration::from_millis(5);

/// How soon a server is asked again at last.
const LATER: Duration = Duration::from_secs(1);

/// Whether a server runs, as `spawner` says within a bounded time.
pub(super) async fn glance(spawner: &dyn Spawner, known: Known<'_>) -> Status {
    let asked = timeout(GLANCE, caught("looking at a server", spawner.poll(known))).await;
    match asked {
        Ok(said) => said.unwrap_or_else(|error| Status::Unknown(error.to_string())),
        Err(_) => Status::Unknown(format!(
            "the spawner said nothing in {} seconds",
            GLANCE.as_secs()
        )),
    }
}

/// Wait until the server at `address` answers below `path` (`User._wait_up`).
///
/// # Errors
/// Where it has not in `http_timeout`, or has ended before.
pub(super) async fn wait(
    spawner: &dyn Spawner,
    known: Known<'_>,
    address: &Address,
    path: &str,
) -> Result<Answers> {
    let url = format!("{address}{path}");
    let patience = known.settings.http_timeout.duration();
    let end = Instant::now() + patience;
    let mut pause = SOON;
    loop {
        // However long a question may take, it is one of those that are asked in this time.
        let asked = timeout(end + GLANCE - Instant::now(), spawner.answers(&url)).await;
        if let Ok(Some(answers)) = asked {
            return Ok(answers);
        }
        if let Status::Stopped(code) = glance(spawner, known).await {
            return Err(told(
                spawner,
                known,
                format!("it ended with exit status {code} before it answered"),
            ));
        }
        if Instant::now() >= end {
            let seconds = patience.as_secs_f64();
            return Err(told(
                spawner,
                known,
                format!("it did not answer at {url} in {seconds} seconds"),
            )
            .hint("see `spawner.http_timeout`"));
        }
        sleep(pause.min(end.saturating_duration_since(Instant::now()))).await;
        pause = (pause * 2).min(LATER);
    }
}

/// What went wrong, with the last that the server had to say.
fn told(spawner: &dyn Spawner, known: Known<'_>, message: String) -> Error {
    let error = Error::unreachable(message);
    match spawner.last_words(known.server).as_slice() {
        [] => error,
        lines => error.hint(format!("its last words: {}", lines.join(" | "))),
    }
}
