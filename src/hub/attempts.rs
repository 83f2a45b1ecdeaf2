//! How often somebody has failed to sign in, and whether they may try again.
//!
//! Failures are counted in three ways, each a bucket that empties with time:
//!
//! - of one person at one address: guessing at an account comes to an end soon;
//! - of everybody at one address: so does trying one password on many;
//! - of one person at all addresses: so does guessing from many places. It takes ten addresses at their
//!   limit to come to this one, and whoever has signed in from an address lately is not held to it there: no
//!   stranger can lock somebody out.
//!
//! What is remembered is bounded, and what has failed least is forgotten first.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::config::Auth;

/// How many buckets are kept.
const MOST: usize = 24 * 1024;

/// How many pairs of a person and an address are remembered to have signed in.
const MOST_AT_HOME: usize = 8 * 1024;

/// Failures to sign in, by whom and from where.
#[derive(Default)]
pub(super) struct Attempts {
    failed: Mutex<HashMap<Key, Bucket>>,
    at_home: Mutex<HashSet<Key>>,
}

/// What failures are counted by: a kind, and of whom or where.
type Key = (Kind, [u8; 16]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    PersonAtAddress,
    Address,
    Person,
}

/// As many failures as there are still to be forgotten.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    full: f64,
    at: Instant,
}

/// How many failures there may be, and how long it takes until so many are forgotten.
#[derive(Debug, Clone, Copy)]
struct Limit {
    most: u32,
    period: Duration,
}

/// An attempt that counts as failed until it is said to have gone well.
pub(super) struct Attempt(Vec<Key>);

impl Attempts {
    /// Somebody who calls themselves `name` tries to sign in at `address`.
    ///
    /// # Errors
    /// Where that was tried too often: how long they must wait.
    pub(super) fn begin(
        &self,
        settings: &Auth,
        name: &str,
        address: Option<IpAddr>,
        now: Instant,
    ) -> Result<Attempt, Duration> {
        let period = settings.seconds_before_next_try.duration();
        let pair = key(Kind::PersonAtAddress, name, address);
        let is_home = lock(&self.at_home).contains(&pair);
        let per_person = settings.allowed_failed_logins_per_person;
        let counted = [
            (pair, settings.allowed_failed_logins),
            (
                key(Kind::Address, "", address),
                settings.allowed_failed_logins_per_address,
            ),
            (
                key(Kind::Person, name, None),
                if is_home { 0 } else { per_person },
            ),
        ];
        let limits: Vec<_> = counted
            .into_iter()
            .filter(|(_, most)| *most > 0 && !period.is_zero())
            .map(|(key, most)| (key, Limit { most, period }))
            .collect();
        let mut failed = lock(&self.failed);
        let wait = |(key, limit): &(Key, Limit)| {
            let bucket = failed.get(key)?;
            limit.wait(bucket.after(*limit, now))
        };
        if let Some(wait) = limits.iter().filter_map(wait).max() {
            return Err(wait);
        }
        for (key, limit) in &limits {
            make_room(&mut failed, now, period);
            let bucket = failed.entry(*key).or_insert(Bucket { full: 0.0, at: now });
            bucket.full = bucket.after(*limit, now) + 1.0;
            bucket.at = now;
        }
        Ok(Attempt(limits.into_iter().map(|(key, _)| key).collect()))
    }

    /// An attempt of `name` at `address` went well: it is none that failed.
    pub(super) fn went_well(&self, attempt: &Attempt, name: &str, address: Option<IpAddr>) {
        let mut failed = lock(&self.failed);
        for key in &attempt.0 {
            if let Some(bucket) = failed.get_mut(key) {
                bucket.full = (bucket.full - 1.0).max(0.0);
            }
        }
        let mut at_home = lock(&self.at_home);
        if at_home.len() >= MOST_AT_HOME {
            at_home.clear();
        }
        at_home.insert(key(Kind::PersonAtAddress, name, address));
    }
}

impl Bucket {
    /// How full it is at `now`.
    fn after(self, limit: Limit, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at);
        let forgotten = f64::from(limit.most) * passed.div_duration_f64(limit.period);
        (self.full - forgotten).max(0.0)
    }
}

impl Limit {
    /// How long until one more failure may come to `full`; `None` where it may now.
    fn wait(self, full: f64) -> Option<Duration> {
        let over = full + 1.0 - f64::from(self.most);
        let parts = over / f64::from(self.most);
        (over > 0.0).then(|| self.period.mul_f64(parts))
    }
}

/// Forget what has failed least, if there is no room for more.
fn make_room(failed: &mut HashMap<Key, Bucket>, now: Instant, period: Duration) {
    if failed.len() < MOST {
        return;
    }
    failed.retain(|_, bucket| now.saturating_duration_since(bucket.at) < period);
    if failed.len() < MOST {
        return;
    }
    let mut levels: Vec<_> = failed
        .iter()
        .map(|(key, bucket)| (bucket.full, *key))
        .collect();
    levels.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    for (_, key) in levels.into_iter().take(MOST / 2) {
        failed.remove(&key);
    }
}

/// Of an address of version 6 the first half, which is all of one customer's.
fn key(kind: Kind, name: &str, address: Option<IpAddr>) -> Key {
    let address = match address {
        Some(IpAddr::V6(address)) => {
            let customer = u128::from(address) >> 64 << 64;
            Some(IpAddr::V6(Ipv6Addr::from(customer)))
        }
        address => address,
    };
    let mut digest = Sha256::new();
    digest.update(name);
    digest.update([0]);
    if let Some(address) = address {
        digest.update(address.to_string());
    }
    let mut half = [0; 16];
    half.copy_from_slice(&digest.finalize()[..16]);
    (kind, half)
}

/// What a panicking thread held is whole: nothing here panics while it holds a lock.
fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Seconds;

    fn settings() -> Auth {
        Auth {
            allowed_failed_logins: 3,
            allowed_failed_logins_per_address: 10,
            allowed_failed_logins_per_person: 20,
            seconds_before_next_try: Seconds::new(60),
            ..Auth::default()
        }
    }

    struct Tried {
        attempts: Attempts,
        settings: Auth,
        now: Instant,
    }

    impl Tried {
        fn new() -> Self {
            Self {
                attempts: Attempts::default(),
                settings: settings(),
                now: Instant::now(),
            }
        }

        fn attempt(&self, name: &str, address: &str) -> Result<Attempt, Duration> {
            let address = Some(address.parse().unwrap());
            self.attempts.begin(&self.settings, name, address, self.now)
        }

        /// How often of `times` they may try.
        fn fail(&self, times: usize, name: &str, address: &str) -> usize {
            let tries = (0..times).map(|_| self.attempt(name, address));
            tries.flatten().count()
        }

        fn succeed(&self, name: &str, address: &str) {
            let attempt = self.attempt(name, address).ok().unwrap();
            let address = Some(address.parse().unwrap());
            self.attempts.went_well(&attempt, name, address);
        }

        fn pass(&mut self, seconds: u64) {
            self.now += Duration::from_secs(seconds);
        }
    }

    #[test]
    fn guessing_at_one_person_ends_soon_and_goes_on_slowly() {
        let mut tried = Tried::new();
        assert_eq!(tried.fail(9, "ada", "192.0.2.1"), 3);
        assert_eq!(
            tried.attempt("ada", "192.0.2.1").err(),
            Some(Duration::from_secs(20))
        );
        tried.pass(20);
        assert_eq!(tried.fail(9, "ada", "192.0.2.1"), 1);
        tried.pass(3600);
        assert_eq!(tried.fail(9, "ada", "192.0.2.1"), 3);
    }

    #[test]
    fn a_stranger_locks_nobody_out() {
        let tried = Tried::new();
        tried.fail(99, "ada", "192.0.2.1");
        tried.succeed("ada", "192.0.2.2");
        tried.succeed("bob", "192.0.2.1");
    }

    #[test]
    fn an_address_may_not_try_everybody() {
        let tried = Tried::new();
        let passed: usize = (0..99)
            .map(|person| tried.fail(1, &format!("person{person}"), "192.0.2.1"))
            .sum();
        assert_eq!(passed, 10);
        assert_eq!(tried.fail(1, "somebody", "192.0.2.2"), 1);
    }

    #[test]
    fn many_addresses_may_not_try_one_person_who_goes_on_from_where_they_were() {
        let tried = Tried::new();
        tried.succeed("ada", "198.51.100.1");
        let passed: usize = (0..99)
            .map(|host| tried.fail(3, "ada", &format!("192.0.2.{host}")))
            .sum();
        assert_eq!(passed, 20);
        tried.succeed("ada", "198.51.100.1");
    }

    #[test]
    fn whoever_signs_in_spends_nothing() {
        let tried = Tried::new();
        for _ in 0..99 {
            tried.succeed("ada", "192.0.2.1");
        }
    }

    #[test]
    fn all_addresses_of_one_customer_are_one() {
        let tried = Tried::new();
        let passed: usize = (0..99)
            .map(|host| tried.fail(1, "ada", &format!("2001:db8::{host}")))
            .sum();
        assert_eq!(passed, 3);
        assert_eq!(tried.fail(1, "ada", "2001:db8:0:1::1"), 1);
    }

    #[test]
    fn without_limits_there_are_none() {
        let mut tried = Tried::new();
        tried.settings.allowed_failed_logins = 0;
        tried.settings.allowed_failed_logins_per_address = 0;
        tried.settings.allowed_failed_logins_per_person = 0;
        assert_eq!(tried.fail(999, "ada", "192.0.2.1"), 999);
    }

    #[test]
    fn a_flood_of_strangers_is_forgotten_before_a_guesser() {
        let mut tried = Tried::new();
        tried.settings.allowed_failed_logins_per_address = 0;
        tried.fail(3, "ada", "192.0.2.1");
        for person in 0..MOST {
            tried.fail(1, &format!("person{person}"), "192.0.2.9");
        }
        assert!(lock(&tried.attempts.failed).len() <= MOST);
        assert_eq!(tried.fail(3, "ada", "192.0.2.1"), 0);
    }
}
