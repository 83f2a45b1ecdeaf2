//! Places for connections: so many at a time, and of one address no more than its share of them, so that nobody can take
//! all.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::Limits;

/// How many are told at a time that there is no place for them; others wait with the system until it is their turn.
const TURNED_AWAY: usize = 48;

/// How long a place is waited for before somebody is turned away.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the log says the same.
const SELDOM: Duration = Duration::from_mins(1);

/// The places of one listener.
pub(super) struct Places {
    free: Arc<Semaphore>,
    limits: Limits,
    /// How many each address has.
    taken: Mutex<HashMap<IpAddr, usize>>,
    turns: Arc<Semaphore>,
    said: Seldom,
    said_of_addresses: Seldom,
}

/// The place of a connection, free again when it is dropped.
pub(in crate::http) struct Place {
    _one: OwnedSemaphorePermit,
    _share: Option<Share>,
}

/// That an address has one more.
struct Share {
    places: Arc<Places>,
    address: IpAddr,
}

/// Why there is no place for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Lack {
    /// All are taken.
    Places,
    /// Their address has its share.
    Share,
}

impl Places {
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(limits.connections)),
            limits,
            taken: Mutex::default(),
            turns: Arc::new(Semaphore::new(TURNED_AWAY)),
            said: Seldom::default(),
            said_of_addresses: Seldom::default(),
        })
    }

    /// A place for whoever is at `address`; none is one of many, as whom a proxy speaks.
    ///
    /// # Errors
    /// Where there is none, once that was waited for.
    pub(super) async fn wait(self: &Arc<Self>, address: Option<IpAddr>) -> Result<Place, Lack> {
        let share = self.share(address)?;
        let waited = timeout(PATIENCE, Arc::clone(&self.free).acquire_owned()).await;
        let Ok(Ok(one)) = waited else {
            self.say_that_all_are_taken();
            return Err(Lack::Places);
        };
        Ok(Place {
            _one: one,
            _share: share,
        })
    }

    /// The same, without waiting.
    pub(super) fn take(self: &Arc<Self>, address: Option<IpAddr>) -> Result<Place, Lack> {
        let share = self.share(address)?;
        let one = Arc::clone(&self.free).try_acquire_owned();
        one.map(|one| Place {
            _one: one,
            _share: share,
        })
        .map_err(|_| Lack::Places)
    }

    /// Wait for a turn to be told that there is no place.
    pub(super) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.turns).acquire_owned().await.ok()
    }

    /// Wait until all are free.
    pub(super) async fn all_free(&self) {
        let all = u32::try_from(self.limits.connections).unwrap_or(u32::MAX);
        let _ = self.free.acquire_many(all).await;
    }

    /// One more for `address`, if it may have it.
    fn share(self: &Arc<Self>, address: Option<IpAddr>) -> Result<Option<Share>, Lack> {
        let Some(address) = address.map(customer) else {
            return Ok(None);
        };
        let mut taken = lock(&self.taken);
        let has = taken.entry(address).or_default();
        if *has >= self.limits.per_address {
            let connections = *has;
            drop(taken);
            self.say_that_an_address_has_its_share(address, connections);
            return Err(Lack::Share);
        }
        *has += 1;
        Ok(Some(Share {
            places: Arc::clone(self),
            address,
        }))
    }

    fn say_that_all_are_taken(&self) {
        if !self.said.is_time() {
            return;
        }
        let connections = self.limits.connections;
        if let Some(files) = self.limits.for_want_of_files {
            tracing::warn!(
                connections,
                files,
                mend = "let the hub have more files open: `LimitNOFILE=` of systemd, or `ulimit -n` before it is started",
                "all connections are taken: whoever comes is turned away"
            );
        } else {
            tracing::warn!(
                connections,
                "all connections are taken: whoever comes is turned away"
            );
        }
    }

    fn say_that_an_address_has_its_share(&self, address: IpAddr, connections: usize) {
        if self.said_of_addresses.is_time() {
            tracing::warn!(
                %address,
                connections,
                mend = "if it is a proxy before the hub, name it in `hub.trusted_downstream_ips`",
                "an address has its share of the connections: who comes from there is turned away"
            );
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = lock(&self.places.taken);
        if let Some(has) = taken.get_mut(&self.address) {
            *has -= 1;
            if *has == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

/// Something that the log says at most once in a while.
#[derive(Default)]
pub(super) struct Seldom(Mutex<Option<Instant>>);

impl Seldom {
    /// Whether to say it now.
    pub(super) fn is_time(&self) -> bool {
        let now = Instant::now();
        let mut last = lock(&self.0);
        let is_time = last.is_none_or(|last| now.saturating_duration_since(last) >= SELDOM);
        if is_time {
            *last = Some(now);
        }
        is_time
    }
}

/// Of an address of version 6 the first half, which is all of one customer's.
fn customer(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).into(),
        address @ IpAddr::V4(_) => address,
    }
}

/// What a panicking thread held is whole: nothing here panics while it holds a lock.
fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::Purpose;
    use super::*;

    fn places(connections: usize, per_address: usize) -> Arc<Places> {
        Places::new(Limits {
            connections,
            per_address,
            ..Limits::of_this_process(Purpose::People)
        })
    }

    #[test]
    fn nobody_takes_all_places_and_what_is_given_back_is_free() {
        let places = places(4, 2);
        let at = |address: &str| places.take(Some(address.parse().unwrap()));
        let held = [at("192.0.2.1"), at("192.0.2.1")].map(|taken| taken.ok().unwrap());
        assert_eq!(at("192.0.2.1").err(), Some(Lack::Share));
        let others = [at("2001:db8::1"), at("2001:db8::2")].map(|taken| taken.ok().unwrap());
        assert_eq!(
            at("2001:db8::3").err(),
            Some(Lack::Share),
            "one customer has many addresses of version 6"
        );
        assert_eq!(places.take(None).err(), Some(Lack::Places));
        drop((held, others));
        assert!(at("192.0.2.1").is_ok());
        assert!(lock(&places.taken).is_empty(), "nothing is kept of them");
    }

    #[test]
    fn a_proxy_speaks_for_many() {
        let places = places(4, 2);
        let taken: Vec<_> = (0..4).map(|_| places.take(None)).collect();
        assert!(taken.iter().all(Result::is_ok));
    }
}
