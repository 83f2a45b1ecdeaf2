//! Sharing a server, and taking that back.

use std::collections::BTreeSet;

use super::view::View;
use super::{GRANT, MANAGE, REVOKE, REVOKE_ALL, find_server};
use crate::error::{Error, Result};
use crate::model::{GroupName, ServerRef, Share, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::who::holder_id;
use crate::rbac::{
    Allowed, Caller, Catalogue, Filter, Holder, Needs, RawFilter, Scope, Target, require,
};
use crate::store::roles::{HolderId, find_holder};
use crate::store::shares::SharedKey;
use crate::store::{Tx, shares};

/// With whom a server is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShareWith {
    /// A user.
    User(UserName),
    /// All who are in a group.
    Group(GroupName),
}

impl ShareWith {
    pub(super) fn holder(&self) -> Holder {
        match self {
            Self::User(name) => Holder::User(name.clone()),
            Self::Group(name) => Holder::Group(name.clone()),
        }
    }

    /// What it takes to name them.
    fn scope(&self) -> Scope {
        match self {
            Self::User(_) => Scope::ReadUsersName,
            Self::Group(_) => Scope::ReadGroupsName,
        }
    }

    fn target(&self) -> Target {
        match self {
            Self::User(name) => Target::User(name.clone()),
            Self::Group(name) => Target::Group(name.clone()),
        }
    }
}

/// Scopes on one server and on nothing else.
pub(super) struct Shared {
    /// What may be done.
    named: Vec<Scope>,
    /// With what.
    server: ServerRef,
    /// The same as stored, sorted.
    pub(super) scopes: Vec<String>,
}

impl Shared {
    /// `written` on `server`, or access to it; any filter but just this server is refused
    /// (`_Share._apply_filter`).
    pub(super) fn read(
        server: &ServerRef,
        written: &[String],
        catalogue: &Catalogue,
    ) -> Result<Self> {
        let access = [Scope::AccessServers.to_string()];
        let written = if written.is_empty() { &access } else { written };
        let only = Filter::Server(server.clone());
        let mut named = BTreeSet::new();
        for raw in catalogue
            .check_all(written)
            .map_err(Error::among_what_was_given)?
        {
            match &raw.filter {
                RawFilter::Everything => {}
                RawFilter::Named(filter) if *filter == only => {}
                _ => {
                    return Err(Error::invalid(format!(
                        "`{raw}` cannot be shared: it is not about the server `{server}`"
                    ))
                    .hint(format!("write `{}`, or `{}!{only}`", raw.scope, raw.scope)));
                }
            }
            named.insert(raw.scope);
        }
        let scopes: BTreeSet<_> = named
            .iter()
            .map(|scope| format!("{scope}!{only}"))
            .collect();
        Ok(Self {
            named: named.into_iter().collect(),
            server: server.clone(),
            scopes: scopes.into_iter().collect(),
        })
    }

    /// Refuse what `caller` may not do with the server.
    pub(super) fn refuse_excess(&self, caller: &Caller, tx: &Tx<'_>) -> Result<()> {
        let target = Target::Server(self.server.clone());
        let mut scopes = self.named.iter();
        scopes.try_for_each(|scope| require(caller, std::slice::from_ref(scope), &target, tx))
    }
}

/// Share a server with a user or a group, or more of it (`Share.grant`).
#[derive(Debug, Clone)]
pub struct GrantShare {
    /// Which server.
    pub server: ServerRef,
    /// With whom.
    pub with: ShareWith,
    /// What they may do with it, besides what they may already; none is access to it.
    pub scopes: Vec<String>,
}

impl Needs for GrantShare {
    const ANY_OF: &'static [Scope] = MANAGE;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for GrantShare {
    type Output = Share;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Share> {
        let view = View::of(&allowed);
        let caller = allowed.caller().clone();
        let (asked, _) = allowed.into_parts();
        let shared = Shared::read(&asked.server, &asked.scopes, caller.catalogue())?;
        let server = find_server(tx, &asked.server)?;
        shared.refuse_excess(&caller, tx)?;
        require(&caller, &[asked.with.scope()], &asked.with.target(), tx)?;
        let holder =
            holder_id(tx, &caller, &asked.with.holder()).map_err(Error::among_what_was_given)?;
        grant(tx, server, holder, &shared.scopes)?;
        shares::with(tx, server, holder)?
            .map(|share| view.seen(share))
            .ok_or_else(|| Error::internal("a share is gone as it is made"))
    }
}

impl Change for GrantShare {
    fn record(&self) -> Option<Record> {
        let share = Subject::ShareWith(self.server.clone(), self.with.holder());
        Some(Record::of(&GRANT, share))
    }
}

pub(super) fn grant(
    tx: &Tx<'_>,
    server: SharedKey,
    holder: HolderId,
    scopes: &[String],
) -> Result<()> {
    let Some(share) = shares::with(tx, server, holder)? else {
        return shares::insert(tx, server, holder, scopes);
    };
    let all: BTreeSet<_> = share.scopes.iter().chain(scopes).cloned().collect();
    match share.id.shown() {
        Some(id) if all.len() > share.scopes.len() => {
            let all: Vec<_> = all.into_iter().collect();
            shares::set_scopes(tx, *id, &all)
        }
        _ => Ok(()),
    }
}

/// Take back some of what is shared with a user or group, or all of it (`Share.revoke`).
#[derive(Debug, Clone)]
pub struct RevokeScopes {
    /// Which server.
    pub server: ServerRef,
    /// With whom it is shared.
    pub with: ShareWith,
    /// What to take back, written as it is shared; none is everything.
    pub scopes: Vec<String>,
}

impl Needs for RevokeScopes {
    const ANY_OF: &'static [Scope] = MANAGE;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for RevokeScopes {
    /// What is left of the share. Where nobody is called so, that is nothing, too.
    type Output = Option<Share>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Option<Share>> {
        let view = View::of(&allowed);
        let catalogue = allowed.caller().catalogue().clone();
        let (asked, _) = allowed.into_parts();
        catalogue
            .check_all(&asked.scopes)
            .map_err(Error::among_what_was_given)?;
        let server = find_server(tx, &asked.server)?;
        let Some(holder) = find_holder(tx, &asked.with.holder())? else {
            return Ok(None);
        };
        let Some(share) = shares::with(tx, server, holder)? else {
            return Ok(None);
        };
        revoke(tx, share, &asked.scopes).map(|left| left.map(|share| view.seen(share)))
    }
}

impl Change for RevokeScopes {
    fn record(&self) -> Option<Record> {
        let share = Subject::ShareWith(self.server.clone(), self.with.holder());
        Some(Record::of(&REVOKE, share))
    }
}

fn revoke(tx: &Tx<'_>, mut share: Share, scopes: &[String]) -> Result<Option<Share>> {
    let Some(id) = share.id.shown().copied() else {
        return Ok(Some(share));
    };
    let before = share.scopes.len();
    share.scopes.retain(|scope| !scopes.contains(scope));
    if scopes.is_empty() || share.scopes.is_empty() {
        shares::delete(tx, id)?;
        return Ok(None);
    }
    if share.scopes.len() < before {
        shares::set_scopes(tx, id, &share.scopes)?;
    }
    Ok(Some(share))
}

/// Take back all shares of a server.
#[derive(Debug, Clone)]
pub struct RevokeAllShares(pub ServerRef);

impl Needs for RevokeAllShares {
    const ANY_OF: &'static [Scope] = MANAGE;

    fn target(&self) -> Target {
        Target::Server(self.0.clone())
    }
}

impl Operation for RevokeAllShares {
    /// How many there were.
    type Output = usize;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<usize> {
        let (RevokeAllShares(server), _) = allowed.into_parts();
        let server = find_server(tx, &server)?;
        shares::delete_of(tx, server)
    }
}

impl Change for RevokeAllShares {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&REVOKE_ALL, Subject::SharesOf(self.0.clone())))
    }
}
