//! When a request is made once more, and after how long.

use std::time::Duration;

use reqwest::StatusCode;

use crate::clock::Clock;

/// How often it is made at most.
const TRIES: u32 = 4;

/// The longest wait that a hub may ask for.
const LONGEST: Duration = Duration::from_secs(30);

/// Whether and when to make a request again that was answered with `status`, for the time `tried` so
/// far. What a hub was too busy for (429) it has not done; other answers leave that open, and then only
/// what is `repeatable` is made again.
pub(super) fn after_answer(
    status: StatusCode,
    said: Option<&str>,
    tried: u32,
    repeatable: bool,
    clock: &Clock,
) -> Option<Duration> {
    let helps = match status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            repeatable
        }
        _ => false,
    };
    if !helps || tried >= TRIES {
        return None;
    }
    let asked = said.and_then(|said| said.trim().parse().ok());
    match asked.map(Duration::from_secs) {
        Some(asked) if asked > LONGEST => None,
        Some(asked) => Some(asked),
        None => Some(backoff(tried, clock)),
    }
}

/// Whether and when to make a request again that had no answer. One that could not even be sent has
/// not been done.
pub(super) fn after_failure(tried: u32, may: bool, clock: &Clock) -> Option<Duration> {
    (may && tried < TRIES).then(|| backoff(tried, clock))
}

/// 0.2 s, twice that, and so on, with up to half as much again by chance: those who failed together do
/// not come back together.
fn backoff(tried: u32, clock: &Clock) -> Duration {
    let base = Duration::from_millis(100 << tried.min(6));
    let [chance] = clock.random::<1>();
    base + base * u32::from(chance) / 512
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(status: u16, said: Option<&str>, repeatable: bool) -> Option<Duration> {
        let status = StatusCode::from_u16(status).unwrap();
        after_answer(status, said, 1, repeatable, &Clock::system())
    }

    #[test]
    fn only_what_may_help_and_is_safe_is_repeated() {
        assert!(after(429, None, false).is_some());
        assert!(after(503, None, true).is_some());
        assert!(after(503, None, false).is_none());
        assert!(after(500, None, true).is_none());
        assert!(after(404, None, true).is_none());
        assert!(after_failure(TRIES, true, &Clock::system()).is_none());
    }

    #[test]
    fn what_the_hub_asks_for_is_waited_for_within_reason() {
        assert_eq!(after(429, Some("2"), false), Some(Duration::from_secs(2)));
        assert_eq!(after(503, Some("3600"), true), None);
    }
}
