//! What clients may have and take, so that some leave the hub to others.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// File descriptors that are kept for the database, for pipes and for files.
const KEPT: u64 = 128;

/// The most connections that are worth their memory.
const MOST: u64 = 16_384;

/// What clients may have and take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many connections there are at a time; others wait until one is closed.
    pub connections: usize,
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
    /// How long requests have that are being answered when the hub stops.
    pub grace: Duration,
}

impl Limits {
    /// Those of hubctl, with as many connections as this process may have files. The system's soft
    /// limit, made for programs that do not know better, is raised to the hard one.
    pub fn of_this_process() -> Self {
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let raised = Rlimit {
            current: maximum,
            maximum,
        };
        let files = match setrlimit(Resource::Nofile, raised) {
            Ok(()) => maximum,
            Err(_) => current,
        };
        let connections = files
            .unwrap_or(u64::MAX)
            .saturating_sub(KEPT)
            .clamp(16, MOST);
        Self {
            connections: usize::try_from(connections).unwrap_or(usize::MAX),
            head: Duration::from_secs(30),
            head_bytes: 64 << 10,
            body: Duration::from_mins(1),
            handshake: Duration::from_secs(10),
            stall: Duration::from_mins(1),
            grace: Duration::from_secs(5),
        }
    }
}
