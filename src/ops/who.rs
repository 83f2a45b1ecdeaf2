//! Whom a question is about.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::find::known;
use crate::error::{Error, Kind, Result};
use crate::model::TokenId;
use crate::rbac::{Caller, Holder, Scope, Subject, Target, require};
use crate::store::Tx;
use crate::store::names::Noun;
use crate::store::roles::{self, HolderId, find_holder};
use crate::store::subjects;

/// Whom a question is about: `NAME` or `user=NAME`, `group=NAME`, `service=NAME`, `token=a12`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// A user, group or service.
    Holder(Holder),
    /// Whoever uses this token.
    Token(TokenId),
    /// Whoever asks.
    Me,
}

impl FromStr for Who {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        let Some((kind, name)) = given.split_once('=') else {
            return Ok(Self::Holder(Holder::User(given.into())));
        };
        Ok(match kind {
            "user" => Self::Holder(Holder::User(name.into())),
            "group" => Self::Holder(Holder::Group(name.into())),
            "service" => Self::Holder(Holder::Service(name.into())),
            "token" => Self::Token(name.parse()?),
            _ => {
                return Err(
                    Error::invalid(format!("there is no kind `{kind}` of holder")).hint(
                        "write the name of a user, or `group=NAME`, `service=NAME`, `token=ID`",
                    ),
                );
            }
        })
    }
}

impl Who {
    /// Who it is, with all that decides what they may do, for a caller who may know that: of others it
    /// takes a scope that reads their roles, and of a token one that reads tokens too.
    pub(super) fn subject(&self, caller: &Caller, tx: &Tx<'_>) -> Result<Subject> {
        match (self, caller) {
            (Self::Me, Caller::Granted(granted) | Caller::Remote(granted)) => {
                Ok(granted.subject().clone())
            }
            (Self::Me, Caller::Operator) => {
                Err(Error::invalid("whoever holds the database may do anything")
                    .hint("name the user, group, service or token that the question is about"))
            }
            (Self::Holder(holder), _) => {
                let_read_roles(caller, holder, tx)?;
                let id = holder_id(tx, caller, holder)?;
                subjects::of_holder(tx, holder.clone(), id)
            }
            (Self::Token(id), _) => of_token(caller, *id, tx),
        }
    }
}

fn of_token(caller: &Caller, id: TokenId, tx: &Tx<'_>) -> Result<Subject> {
    let found = subjects::of_token(tx, id)?;
    if let Some(subject) = &found {
        let owner = &subject.holdings.holder;
        let_read_roles(caller, owner, tx)?;
        require(caller, &[Scope::ReadTokens], &Target::of(owner), tx)?;
    } else {
        require(caller, &[Scope::ReadTokens], &Target::Anything, tx)?;
    }
    found.ok_or_else(|| {
        Error::new(Kind::NotFound, format!("no token has the id `{id}`"))
            .hint("see `hubctl token list`")
    })
}

fn let_read_roles(caller: &Caller, holder: &Holder, tx: &Tx<'_>) -> Result<()> {
    let scope = match holder {
        Holder::User(_) => Scope::ReadRolesUsers,
        Holder::Group(_) => Scope::ReadRolesGroups,
        Holder::Service(_) => Scope::ReadRolesServices,
    };
    require(caller, &[scope], &Target::of(holder), tx)
}

/// The key of `holder`.
pub(super) fn holder_id(tx: &Tx<'_>, caller: &Caller, holder: &Holder) -> Result<HolderId> {
    let noun = match holder {
        Holder::User(_) => Noun::User,
        Holder::Group(_) => Noun::Group,
        Holder::Service(_) => Noun::Service,
    };
    known(tx, caller, noun, holder.name(), find_holder(tx, holder)?)
}

/// Whether `caller` has the admin flag, which no scope gives; the operator may do what admins may.
pub(super) fn is_admin(caller: &Caller, tx: &Tx<'_>) -> Result<bool> {
    let Some(holder) = caller.holder() else {
        return Ok(true);
    };
    match find_holder(tx, holder)? {
        Some(id) => roles::is_admin(tx, id),
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_is_a_user() {
        let who = |given: &str| given.parse::<Who>();
        assert_eq!(who("ada").unwrap(), Who::Holder(Holder::User("ada".into())));
        assert_eq!(
            who("group=a=b").unwrap(),
            Who::Holder(Holder::Group("a=b".into()))
        );
        assert_eq!(who("token=a12").unwrap(), Who::Token(TokenId(12)));
        assert!(who("token=x").is_err());
        assert!(who("server=x").is_err());
    }
}
