//! The reasons in words, one sentence each.

use std::fmt;

use super::change::Change;
use super::explain::{Requirement, list};
use super::{Loss, Source, Target, Via, Why};

/// ``user `ada` ``; `everything`.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anything => f.write_str("everything"),
            Self::Listing => f.write_str("anything"),
            Self::User(name) => write!(f, "user `{name}`"),
            Self::Server(server) => write!(f, "server `{server}`"),
            Self::Group(name) => write!(f, "group `{name}`"),
            Self::Service(name) => write!(f, "service `{name}`"),
        }
    }
}

/// ``any of `read:users`, `list:users` on user `ada` ``
impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.any_of.len() > 1 {
            f.write_str("any of ")?;
        }
        f.write_str(&list(&self.any_of))?;
        match self.target {
            Target::Listing => Ok(()),
            _ => write!(f, " on {}", self.target),
        }
    }
}

/// `` by group `staff` ``, or nothing where it is direct.
impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direct => Ok(()),
            Self::Group(name) => write!(f, " by group `{name}`"),
        }
    }
}

/// ``role `teachers` by group `staff` ``
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role { name, via } => write!(f, "role `{name}`{via}"),
            Self::Share { server, via } => write!(f, "the share of server `{server}`{via}"),
            Self::Token => f.write_str("the token"),
            Self::Client => f.write_str("the token's OAuth client"),
            Self::Identity => f.write_str("being a token"),
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(source) = &self.source
            && !matches!(self.why, Why::Expired | Why::NoClient)
        {
            write!(f, "{source} has `{}`, but ", self.written)?;
        }
        match &self.why {
            Why::UnknownScope => f.write_str("there is no such scope"),
            Why::NamelessFilter => f.write_str("its filter names nothing"),
            Why::FilterWithoutTarget => {
                let own = self.written.split_once('!').map_or("", |(_, own)| own);
                write!(f, "there is no {own} that `!{own}` could mean")
            }
            Why::SelfOfNoUser => f.write_str("`self` means nothing for what is not a user"),
            Why::NotAboutServers => {
                f.write_str("a filter by server leaves out what is about users")
            }
            Why::GroupShareInToken => {
                f.write_str("JupyterHub does not count shares with a group for tokens of its users")
            }
            Why::ShareNotExpandedInToken => f.write_str(
                "JupyterHub does not count for tokens what a shared scope brings with it",
            ),
            Why::NotInToken => write!(
                f,
                "the owner of the token has `{}`, the token's own scopes leave it out",
                self.written
            ),
            Why::NotOfOwner => write!(
                f,
                "the token has `{}`, which its owner does not have",
                self.written
            ),
            Why::NotOfClient => f.write_str("the OAuth client may not ask for it"),
            Why::Expired => f.write_str("the token has expired"),
            Why::NoClient => f.write_str(
                "the token belongs to no OAuth client, and JupyterHub deletes it when it is used",
            ),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GrantRole { role, to } => write!(f, "grant role `{role}` to {to}"),
            Self::CreateRole { scope, to } => {
                write!(f, "create a role with `{scope}` and grant it to {to}")
            }
            Self::WidenRole { role, from, to } => {
                write!(f, "in role `{role}`, write `{to}` instead of `{from}`")
            }
            Self::JoinGroup { user, group } => write!(f, "add user `{user}` to group `{group}`"),
            Self::ShareServer {
                server,
                scope,
                with,
            } => {
                write!(f, "share server `{server}` with {with}, for `{scope}`")
            }
            Self::AddToToken { scope } => write!(f, "make the token with `{scope}` too"),
            Self::InheritInToken => {
                f.write_str("make the token with `inherit`, all that its owner may do")
            }
            Self::AddToServerRole { scope } => write!(
                f,
                "add `{scope}` to role `server`, in `load_roles` as JupyterHub puts default roles \
                 back when it starts, and restart the server for a token made from it"
            ),
            Self::AllowServers { scope } => write!(
                f,
                "let servers ask for `{scope}` (`oauth_client_allowed_scopes` of the spawner), restart \
                 the server, and log in there again"
            ),
            Self::AllowClient { service, scope } => write!(
                f,
                "let service `{service}` ask for `{scope}`, and log in there again"
            ),
            Self::UseOwnToken { scope } => write!(
                f,
                "use a token of one's own, made with `{scope}`, instead of this one"
            ),
            Self::RenewToken => f.write_str("make a new token"),
        }
    }
}
