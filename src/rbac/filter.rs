//! Filters: what a scope may be used on, as in `read:users!group=class`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Scope;
use crate::error::Error;
use crate::model::{GroupName, ServerRef, ServiceName, UserName};

/// What a scope is narrowed to: one thing, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    /// `!user=NAME`: a user, and the servers of that user.
    User(UserName),
    /// `!group=NAME`: a group, and the users in it with their servers.
    Group(GroupName),
    /// `!server=USER/NAME`: one server.
    Server(ServerRef),
    /// `!service=NAME`: one service.
    Service(ServiceName),
    /// A filter that JupyterHub stores and lists but that can match nothing: a server without a
    /// user (`server=lab`), or a kind it does not know. Kept as written.
    Unmatchable(Arc<str>),
}

impl Filter {
    /// The filter `kind=value`; `value` is not empty.
    fn named(kind: &str, value: &str, whole: &str) -> Self {
        match kind {
            "user" => Self::User(value.into()),
            "group" => Self::Group(value.into()),
            "service" => Self::Service(value.into()),
            "server" if value.contains('/') => {
                let Ok(server) = value.parse();
                Self::Server(server)
            }
            _ => Self::Unmatchable(whole.into()),
        }
    }

    /// What kind of thing it names, as in `!kind=name`.
    pub fn kind(&self) -> &str {
        match self {
            Self::User(_) => "user",
            Self::Group(_) => "group",
            Self::Server(_) => "server",
            Self::Service(_) => "service",
            Self::Unmatchable(whole) => whole.split_once('=').map_or(whole, |(kind, _)| kind),
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(name) => write!(f, "user={name}"),
            Self::Group(name) => write!(f, "group={name}"),
            Self::Server(server) => write!(f, "server={server}"),
            Self::Service(name) => write!(f, "service={name}"),
            Self::Unmatchable(whole) => f.write_str(whole),
        }
    }
}

impl Serialize for Filter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        Ok(match given.split_once('=') {
            Some((kind, value)) => Self::named(kind, value, &given),
            None => Self::Unmatchable(given.into()),
        })
    }
}

/// Whose server an unmatchable filter names: to JupyterHub, one without a name is its user's.
pub(super) fn owner_of_nameless(unmatchable: &str) -> Option<UserName> {
    unmatchable.strip_prefix("server=").map(UserName::from)
}

/// A filter without a name, which whoever holds the scope fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Own {
    /// `!user`: the user who holds it, or owns the token.
    User,
    /// `!server`: the server whose OAuth client the token is of.
    Server,
    /// `!service`: the service that holds it, or whose OAuth client the token is of.
    Service,
}

impl fmt::Display for Own {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::User => "user",
            Self::Server => "server",
            Self::Service => "service",
        })
    }
}

/// The part after `!`, as written in a role or token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RawFilter {
    /// None: everything. (`scope!` is read so too.)
    Everything,
    /// Without a name.
    Own(Own),
    /// With one.
    Named(Filter),
}

impl Own {
    /// Whether JupyterHub leaves `scope` out when a scope with a filter of this kind is expanded:
    /// what is about users makes no sense narrowed to a server (`_expand_scope`).
    pub(super) fn leaves_out(self, scope: &Scope) -> bool {
        self == Self::Server && scope.as_str().starts_with("read:user")
    }
}

impl RawFilter {
    /// Whether JupyterHub leaves `scope` out when a scope with this filter is expanded.
    pub(super) fn leaves_out(&self, scope: &Scope) -> bool {
        match self {
            Self::Everything => false,
            Self::Own(own) => own.leaves_out(scope),
            Self::Named(filter) => {
                filter.kind().starts_with("server") && Own::Server.leaves_out(scope)
            }
        }
    }
}

/// A scope as written in a role or token: `scope[!kind[=name]]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RawScope {
    /// What may be done.
    pub scope: Scope,
    /// On what.
    pub filter: RawFilter,
}

/// Why a scope as written means nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// There is no scope of this name.
    UnknownScope(String),
    /// This filter needs a name and has none (`!group`, `!user=`).
    NamelessFilter(String),
}

impl FromStr for RawScope {
    type Err = Fault;

    /// Takes what JupyterHub's resolution takes, which is more than may be written:
    /// [`Catalogue::check`](super::Catalogue::check) is for that.
    fn from_str(written: &str) -> Result<Self, Fault> {
        let (name, filter) = written.split_once('!').unwrap_or((written, ""));
        let scope = Scope::named(name).ok_or_else(|| Fault::UnknownScope(name.to_owned()))?;
        let filter = match (filter, filter.split_once('=')) {
            ("", _) => RawFilter::Everything,
            ("user", _) => RawFilter::Own(Own::User),
            ("server", _) => RawFilter::Own(Own::Server),
            ("service", _) => RawFilter::Own(Own::Service),
            (_, None | Some((_, ""))) => return Err(Fault::NamelessFilter(filter.to_owned())),
            (_, Some((kind, value))) => RawFilter::Named(Filter::named(kind, value, filter)),
        };
        Ok(Self { scope, filter })
    }
}

impl fmt::Display for RawScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.filter {
            RawFilter::Everything => write!(f, "{}", self.scope),
            RawFilter::Own(own) => write!(f, "{}!{own}", self.scope),
            RawFilter::Named(filter) => write!(f, "{}!{filter}", self.scope),
        }
    }
}

impl Serialize for RawScope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RawScope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        given
            .parse()
            .map_err(|_| serde::de::Error::custom("no scope as it is written"))
    }
}

/// The error for a filter that may not be written.
pub(super) fn refused(written: &str, filter: &str) -> Error {
    let (kind, _) = filter.split_once('=').unwrap_or((filter, ""));
    Error::invalid(format!(
        "`{}` has no filter that exists",
        written.escape_debug()
    ))
    .did_you_mean(kind, ["user", "service", "group", "server"])
    .hint("filters are `!user`, `!service`, `!server`, `!user=NAME`, `!group=NAME`, `!server=USER/NAME` and `!service=NAME`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_as_written() {
        for written in [
            "read:users",
            "read:users!user",
            "access:servers!server",
            "read:users!group=a b",
            "access:servers!server=ada/",
            "access:servers!server=ada/lab/x",
            "access:servers!server=lab",
            "custom:a:b!service=x=y",
            "read:users!user=a!b",
            "read:users!moon=x",
        ] {
            let raw: RawScope = written.parse().unwrap();
            assert_eq!(raw.to_string(), written);
        }
    }

    #[test]
    fn a_filter_of_nothing_is_no_filter() {
        let raw: RawScope = "read:users!".parse().unwrap();
        assert_eq!(raw.filter, RawFilter::Everything);
    }

    #[test]
    fn a_filter_that_needs_a_name_says_so() {
        for written in ["read:groups!group", "read:users!user=", "read:users!="] {
            let fault = written.parse::<RawScope>().unwrap_err();
            assert!(matches!(fault, Fault::NamelessFilter(_)), "{written}");
        }
    }
}
