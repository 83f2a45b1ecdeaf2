//! What tells the series of one metric apart. Names and values are JupyterHub's, odd ones included:
//! where it forgot to name the values of an enumeration, Python's names of them are what it shows.

use std::borrow::Cow;
use std::hash::Hash;

/// The labels of one series.
pub trait Labels: Clone + Eq + Hash {
    /// Tell each label and its value.
    fn each(&self, tell: &mut dyn FnMut(&'static str, &str));
}

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Request {
    method: &'static str,
    handler: &'static str,
    code: u16,
}

impl Request {
    pub(super) fn new(method: &str, handler: &'static str, code: u16) -> Self {
        // Methods that nobody knows must not become series without end.
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        let method = known.into_iter().find(|known| *known == method);
        Self {
            method: method.unwrap_or("other"),
            handler,
            code,
        }
    }
}

impl Labels for Request {
    fn each(&self, tell: &mut dyn FnMut(&'static str, &str)) {
        tell("code", &self.code.to_string());
        tell("handler", self.handler);
        tell("method", self.method);
    }
}

/// How a start of a server ended (`ServerSpawnStatus`, `ServerSpawnFailureReason`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Spawned {
    /// It runs.
    Success,
    /// It was refused, or did not come up, for a reason in a word; empty where there is none.
    Failure(Cow<'static, str>),
    /// Something broke.
    Error,
}

impl Spawned {
    /// Too many servers are starting.
    pub const THROTTLED: Self = Self::Failure(Cow::Borrowed("throttled"));
    /// Too many servers run.
    pub const TOO_MANY_USERS: Self = Self::Failure(Cow::Borrowed("too-many-users"));
    /// It is starting or stopping already.
    pub const ALREADY_PENDING: Self = Self::Failure(Cow::Borrowed("already-pending"));

    /// What was chosen for it cannot be.
    pub const NOT_AS_WISHED: Self = Self::Failure(Cow::Borrowed(""));

    pub(super) const KNOWN: [Self; 6] = [
        Self::Success,
        Self::NOT_AS_WISHED,
        Self::Error,
        Self::THROTTLED,
        Self::TOO_MANY_USERS,
        Self::ALREADY_PENDING,
    ];
}

impl Labels for Spawned {
    fn each(&self, tell: &mut dyn FnMut(&'static str, &str)) {
        let (status, reason) = match self {
            Self::Success => ("success", ""),
            Self::Failure(reason) => ("failure", reason.as_ref()),
            Self::Error => ("error", ""),
        };
        tell("reason", reason);
        tell("status", status);
    }
}

/// Values of the label `status`.
macro_rules! statuses {
    ($(#[$doc:meta])* $type:ident { $($(#[$about:meta])* $value:ident = $name:literal),+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $type {
            $($(#[$about])* $value,)+
        }

        impl Labels for $type {
            fn each(&self, tell: &mut dyn FnMut(&'static str, &str)) {
                tell("status", match self { $(Self::$value => $name,)+ });
            }
        }
    };
}

statuses! {
    /// How something ended.
    Ended {
        /// Well.
        Success = "success",
        /// Not well.
        Failure = "failure"
    }
}

statuses! {
    /// How a sign-in ended (`LoginStatus`).
    LoggedIn {
        /// Somebody signed in.
        Success = "LoginStatus.success",
        /// Nobody did.
        Failure = "LoginStatus.failure"
    }
}

statuses! {
    /// What was seen of a server (`ServerPollStatus`).
    Polled {
        /// It runs.
        Running = "ServerPollStatus.running",
        /// It does not.
        Stopped = "ServerPollStatus.stopped"
    }
}

impl Ended {
    pub(super) const KNOWN: [Self; 2] = [Self::Success, Self::Failure];
}

impl Polled {
    pub(super) const KNOWN: [Self; 2] = [Self::Running, Self::Stopped];
}
