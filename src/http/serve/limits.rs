//! What clients may have and take, so that some leave the hub to others.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::Purpose;

/// File descriptors that are kept for the database, for pipes and for files, and to tell people that there is no place.
const KEPT: u64 = 128;

/// The most connections that are worth their memory.
const MOST: u64 = 16_384;

/// The fewest that are of any use.
const FEWEST: u64 = 16;

/// What clients may have and take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many connections there are at a time; who comes then waits for a moment, and is turned away.
    pub connections: usize,
    /// How many of them one address may have, which is no proxy's.
    pub per_address: usize,
    /// How many files this process may have open, where there would be more connections with more of them.
    pub for_want_of_files: Option<u64>,
    /// How long the head of a request may take; so long a connection may be idle too.
    pub head: Duration,
    /// How many bytes the head of a request may have.
    pub head_bytes: usize,
    /// How long the body of a request may take, however it trickles.
    pub body: Duration,
    /// How long TLS may take to be agreed on.
    pub handshake: Duration,
    /// How long a client may take nothing of what it is sent.
    pub stall: Duration,
    /// How long a client may send nothing of a body that is passed on, however long that takes in all.
    pub pause: Duration,
    /// How long requests have that are being answered when the hub stops.
    pub grace: Duration,
}

impl Limits {
    /// Those of hubctl, with as many connections as this process may have files for this `purpose`. The system's soft
    /// limit, made for programs that do not know better, is raised to the hard one.
    pub fn of_this_process(purpose: Purpose) -> Self {
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let raised = Rlimit {
            current: maximum,
            maximum,
        };
        let files = match setrlimit(Resource::Nofile, raised) {
            Ok(()) => maximum,
            Err(_) => current,
        };
        Self::with(files.unwrap_or(u64::MAX), purpose)
    }

    fn with(files: u64, purpose: Purpose) -> Self {
        let sixteenth = files.saturating_sub(KEPT) / 16;
        let wanted = match purpose {
            // Each that is passed on has another, to a server.
            Purpose::People => sixteenth.saturating_mul(12) / 2,
            Purpose::Hub => sixteenth.saturating_mul(3),
            Purpose::Routes => sixteenth,
        };
        let connections = usize::try_from(wanted.clamp(FEWEST, MOST)).unwrap_or(usize::MAX);
        Self {
            connections,
            per_address: connections / 2,
            for_want_of_files: (wanted < MOST).then_some(files),
            head: Duration::from_secs(30),
            head_bytes: 64 << 10,
            body: Duration::from_mins(1),
            handshake: Duration::from_secs(10),
            stall: Duration::from_mins(1),
            pause: Duration::from_mins(5),
            grace: Duration::from_secs(5),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_connections_together_have_files_enough() {
        for files in [512, 1024, 4096, 65_536] {
            let most = |purpose| Limits::with(files, purpose).connections;
            let [people, hub, routes] = [Purpose::People, Purpose::Hub, Purpose::Routes].map(most);
            let taken = 2 * people + hub + routes;
            assert!(
                taken as u64 <= files - KEPT,
                "{files}: {people} {hub} {routes}"
            );
        }
        let plenty = Limits::with(1 << 20, Purpose::People);
        assert_eq!(plenty.connections, 16_384);
        assert_eq!(plenty.for_want_of_files, None);
        let few = Limits::with(1024, Purpose::People);
        assert_eq!(few.for_want_of_files, Some(1024));
    }
}
