//! What is shared with a user or a group, as they see it themselves.

use super::view::View;
use super::{LEAVE, LEAVE_AS_GROUP, MANAGE_OF_GROUP, MANAGE_OF_USER, READ_OF_GROUP, READ_OF_USER};
use crate::error::{Error, Kind, Result};
use crate::model::{GroupName, Listed, Page, ServerRef, Share, ShareId, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::who::holder_id;
use crate::rbac::{Allowed, Caller, Holder, Needs, Scope, Target};
use crate::store::shares::ShareFilter;
use crate::store::{Tx, shares};

/// List what is shared with a user, directly or by a group, page by page.
#[derive(Debug, Clone)]
pub struct PageSharesWithUser {
    /// With which.
    pub user: UserName,
    /// Only these of them.
    pub page: Page,
}

impl Needs for PageSharesWithUser {
    const ANY_OF: &'static [Scope] = READ_OF_USER;

    fn target(&self) -> Target {
        Target::User(self.user.clone())
    }
}

impl Operation for PageSharesWithUser {
    type Output = Listed<Share>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Listed<Share>> {
        let view = View::of(&allowed);
        holder_id(
            tx,
            allowed.caller(),
            &Holder::User(allowed.op().user.clone()),
        )?;
        let (asked, _) = allowed.into_parts();
        let filter = ShareFilter {
            reaching: Some(asked.user),
            ..ShareFilter::default()
        };
        Ok(view.seen_all(shares::page(tx, &filter, asked.page)?))
    }
}

/// Show the share of a server with a user, but for what comes by a group.
#[derive(Debug, Clone)]
pub struct ShowShareWithUser {
    /// With which.
    pub user: UserName,
    /// Which server.
    pub server: ServerRef,
}

impl Needs for ShowShareWithUser {
    const ANY_OF: &'static [Scope] = READ_OF_USER;

    fn target(&self) -> Target {
        Target::User(self.user.clone())
    }
}

impl Operation for ShowShareWithUser {
    type Output = Share;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Share> {
        let view = View::of(&allowed);
        let asked = allowed.op();
        let holder = Holder::User(asked.user.clone());
        let (_, share) = find(tx, allowed.caller(), &holder, &asked.server)?;
        Ok(view.seen(share))
    }
}

/// End the share of a server with a user.
#[derive(Debug, Clone)]
pub struct LeaveShare {
    /// With which.
    pub user: UserName,
    /// Which server.
    pub server: ServerRef,
}

impl Needs for LeaveShare {
    const ANY_OF: &'static [Scope] = MANAGE_OF_USER;

    fn target(&self) -> Target {
        Target::User(self.user.clone())
    }
}

impl Operation for LeaveShare {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let asked = allowed.op();
        let holder = Holder::User(asked.user.clone());
        let (id, _) = find(tx, allowed.caller(), &holder, &asked.server)?;
        shares::delete(tx, id)
    }
}

impl Change for LeaveShare {
    fn record(&self) -> Option<Record> {
        let with = Holder::User(self.user.clone());
        Some(Record::of(
            &LEAVE,
            Subject::ShareWith(self.server.clone(), with),
        ))
    }
}

/// List what is shared with a group, page by page.
#[derive(Debug, Clone)]
pub struct PageSharesWithGroup {
    /// With which.
    pub group: GroupName,
    /// Only these of them.
    pub page: Page,
}

impl Needs for PageSharesWithGroup {
    const ANY_OF: &'static [Scope] = READ_OF_GROUP;

    fn target(&self) -> Target {
        Target::Group(self.group.clone())
    }
}

impl Operation for PageSharesWithGroup {
    type Output = Listed<Share>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Listed<Share>> {
        let view = View::of(&allowed);
        holder_id(
            tx,
            allowed.caller(),
            &Holder::Group(allowed.op().group.clone()),
        )?;
        let (asked, _) = allowed.into_parts();
        let filter = ShareFilter {
            group: Some(asked.group),
            ..ShareFilter::default()
        };
        Ok(view.seen_all(shares::page(tx, &filter, asked.page)?))
    }
}

/// Show the share of a server with a group.
#[derive(Debug, Clone)]
pub struct ShowShareWithGroup {
    /// With which.
    pub group: GroupName,
    /// Which server.
    pub server: ServerRef,
}

impl Needs for ShowShareWithGroup {
    const ANY_OF: &'static [Scope] = READ_OF_GROUP;

    fn target(&self) -> Target {
        Target::Group(self.group.clone())
    }
}

impl Operation for ShowShareWithGroup {
    type Output = Share;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Share> {
        let view = View::of(&allowed);
        let asked = allowed.op();
        let holder = Holder::Group(asked.group.clone());
        let (_, share) = find(tx, allowed.caller(), &holder, &asked.server)?;
        Ok(view.seen(share))
    }
}

/// End the share of a server with a group.
#[derive(Debug, Clone)]
pub struct LeaveGroupShare {
    /// With which.
    pub group: GroupName,
    /// Which server.
    pub server: ServerRef,
}

impl Needs for LeaveGroupShare {
    const ANY_OF: &'static [Scope] = MANAGE_OF_GROUP;

    fn target(&self) -> Target {
        Target::Group(self.group.clone())
    }
}

impl Operation for LeaveGroupShare {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let asked = allowed.op();
        let holder = Holder::Group(asked.group.clone());
        let (id, _) = find(tx, allowed.caller(), &holder, &asked.server)?;
        shares::delete(tx, id)
    }
}

impl Change for LeaveGroupShare {
    fn record(&self) -> Option<Record> {
        let with = Holder::Group(self.group.clone());
        Some(Record::of(
            &LEAVE_AS_GROUP,
            Subject::ShareWith(self.server.clone(), with),
        ))
    }
}

/// The share of `server` with `holder`, and its key. A server that does not exist is no more told from
/// one that is not shared than by JupyterHub (`UserShareAPIHandler._lookup_share`).
fn find(
    tx: &Tx<'_>,
    caller: &Caller,
    holder: &Holder,
    server: &ServerRef,
) -> Result<(ShareId, Share)> {
    let key = holder_id(tx, caller, holder)?;
    let share = match shares::find_server(tx, server)? {
        Some(server) => shares::with(tx, server, key)?,
        None => None,
    };
    share
        .and_then(|share| Some((share.id.shown().copied()?, share)))
        .ok_or_else(|| {
            let message = format!("the server `{server}` is not shared with {holder}");
            Error::new(Kind::NotFound, message)
        })
}
