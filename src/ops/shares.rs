//! Shares of servers with users and groups, and the codes that give one.

mod accepting;
mod codes;
mod given;
mod granting;
mod view;

use serde::{Deserialize, Serialize};

pub use self::accepting::{AcceptShare, offered};
pub use self::codes::{
    CodesToRevoke, ListShareCodes, NewShareCode, PageShareCodes, RevokeShareCode, RevokeShareCodes,
    ShowShareCode,
};
pub use self::given::{
    LeaveGroupShare, LeaveShare, PageSharesWithGroup, PageSharesWithUser, ShowShareWithGroup,
    ShowShareWithUser,
};
pub use self::granting::{GrantShare, RevokeAllShares, RevokeScopes, ShareWith};
use self::view::View;
use super::Operation;
use super::audit::{Change, Record, Subject};
use super::find::known;
use super::request::{Method, Request};
use crate::error::{Error, Kind, Result};
use crate::model::{Listed, Page, ServerRef, Share, ShareId, UserName};
use crate::rbac::{Allowed, Caller, Needs, Scope, Target};
use crate::store::names::Noun;
pub use crate::store::shares::ShareFilter;
use crate::store::shares::SharedKey;
use crate::store::{Tx, shares, users};

const READ: &[Scope] = &[Scope::ReadShares];
const MANAGE: &[Scope] = &[Scope::Shares];
const READ_OF_USER: &[Scope] = &[Scope::ReadUsersShares];
const MANAGE_OF_USER: &[Scope] = &[Scope::UsersShares];
const READ_OF_GROUP: &[Scope] = &[Scope::ReadGroupsShares];
const MANAGE_OF_GROUP: &[Scope] = &[Scope::GroupsShares];

/// What the REST API can be asked about shares. `{user}` and `{server}` are whose server is shared.
pub const REQUESTS: &[Request] = &[
    LIST_OF_OWNER,
    LIST,
    GRANT,
    REVOKE,
    REVOKE_ALL,
    LIST_CODES_OF_OWNER,
    LIST_CODES,
    NEW_CODE,
    REVOKE_CODES,
    LIST_WITH_USER,
    SHOW_WITH_USER,
    LEAVE,
    LIST_WITH_GROUP,
    SHOW_WITH_GROUP,
    LEAVE_AS_GROUP,
];

/// The shares of all servers of a user.
pub const LIST_OF_OWNER: Request = Request::get(
    "/shares/{user}",
    "list the shares of a user's servers",
    READ,
);
/// The shares of one server.
pub const LIST: Request = Request::get(
    "/shares/{user}/{server}",
    "list the shares of a server",
    READ,
);
/// A server is shared, or more of it.
pub const GRANT: Request = Request::post("/shares/{user}/{server}", "share a server", MANAGE);
/// Less of a server is shared.
pub const REVOKE: Request = Request::new(
    Method::Patch,
    "/shares/{user}/{server}",
    "take back a share",
    MANAGE,
);
/// A server is no longer shared.
pub const REVOKE_ALL: Request = Request::delete(
    "/shares/{user}/{server}",
    "take back all shares of a server",
    MANAGE,
);
/// The share codes of all servers of a user.
pub const LIST_CODES_OF_OWNER: Request = Request::get(
    "/share-codes/{user}",
    "list the share codes of a user's servers",
    READ,
);
/// The share codes of one server.
pub const LIST_CODES: Request = Request::get(
    "/share-codes/{user}/{server}",
    "list the share codes of a server",
    READ,
);
/// A new share code.
pub const NEW_CODE: Request =
    Request::post("/share-codes/{user}/{server}", "make a share code", MANAGE);
/// Share codes of a server are of no more use.
pub const REVOKE_CODES: Request = Request::delete(
    "/share-codes/{user}/{server}",
    "revoke share codes of a server",
    MANAGE,
);
/// What is shared with a user.
pub const LIST_WITH_USER: Request = Request::get(
    "/users/{user}/shared",
    "list what is shared with a user",
    READ_OF_USER,
);
/// One share with a user.
pub const SHOW_WITH_USER: Request = Request::get(
    "/users/{user}/shared/{owner}/{owned}",
    "show a share with a user",
    READ_OF_USER,
);
/// A user no longer has a share.
pub const LEAVE: Request = Request::delete(
    "/users/{user}/shared/{owner}/{owned}",
    "leave a share",
    MANAGE_OF_USER,
);
/// What is shared with a group.
pub const LIST_WITH_GROUP: Request = Request::get(
    "/groups/{group}/shared",
    "list what is shared with a group",
    READ_OF_GROUP,
);
/// One share with a group.
pub const SHOW_WITH_GROUP: Request = Request::get(
    "/groups/{group}/shared/{owner}/{owned}",
    "show a share with a group",
    READ_OF_GROUP,
);
/// A group no longer has a share.
pub const LEAVE_AS_GROUP: Request = Request::delete(
    "/groups/{group}/shared/{owner}/{owned}",
    "end a share with a group",
    MANAGE_OF_GROUP,
);

/// Of whose servers shares or share codes are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SharesOf {
    /// All of a user's.
    Owner(UserName),
    /// One.
    Server(ServerRef),
}

impl SharesOf {
    fn target(&self) -> Target {
        match self {
            Self::Owner(name) => Target::User(name.clone()),
            Self::Server(server) => Target::Server(server.clone()),
        }
    }

    /// The filter for it, once it is known to exist.
    fn filter(self, tx: &Tx<'_>, caller: &Caller) -> Result<ShareFilter> {
        Ok(match self {
            Self::Owner(name) => {
                known(
                    tx,
                    caller,
                    Noun::User,
                    name.as_str(),
                    users::find(tx, &name)?,
                )?;
                ShareFilter {
                    owner: Some(name),
                    ..ShareFilter::default()
                }
            }
            Self::Server(server) => {
                find_server(tx, &server)?;
                ShareFilter {
                    server: Some(server),
                    ..ShareFilter::default()
                }
            }
        })
    }
}

/// List the shares of a user's servers, or of one server, page by page.
#[derive(Debug, Clone)]
pub struct PageShares {
    /// Of which.
    pub of: SharesOf,
    /// Only these of them.
    pub page: Page,
}

impl Needs for PageShares {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        self.of.target()
    }
}

impl Operation for PageShares {
    type Output = Listed<Share>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Listed<Share>> {
        let view = View::of(&allowed);
        let filter = allowed.op().of.clone().filter(tx, allowed.caller())?;
        Ok(view.seen_all(shares::page(tx, &filter, allowed.op().page)?))
    }
}

/// List the shares that a filter chooses.
#[derive(Serialize, Deserialize)]
pub struct ListShares(pub ShareFilter);

impl Needs for ListShares {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ListShares {
    type Output = Vec<Share>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Share>> {
        let view = View::of(&allowed);
        let (ListShares(filter), reach) = allowed.into_parts();
        let mut found = shares::list(tx, &reach, &filter)?;
        for share in &mut found {
            view.cut(share);
        }
        Ok(found)
    }
}

/// Show one share.
#[derive(Serialize, Deserialize)]
pub struct ShowShare(pub ShareId);

impl Needs for ShowShare {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ShowShare {
    type Output = Share;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Share> {
        let view = View::of(&allowed);
        let (ShowShare(id), reach) = allowed.into_parts();
        let share = shares::find(tx, &reach, id)?.ok_or_else(|| no_share(id))?;
        Ok(view.seen(share))
    }
}

/// End one share.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RevokeShare(pub ShareId);

impl Needs for RevokeShare {
    const ANY_OF: &'static [Scope] = MANAGE;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for RevokeShare {
    type Output = Share;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Share> {
        let view = View::of(&allowed);
        let (RevokeShare(id), reach) = allowed.into_parts();
        let share = shares::find(tx, &reach, id)?.ok_or_else(|| no_share(id))?;
        shares::delete(tx, id)?;
        Ok(view.seen(share))
    }
}

impl Change for RevokeShare {
    fn record(&self) -> Option<Record> {
        Some(Record::named("revoke share", Subject::Share(self.0)))
    }
}

fn no_share(id: ShareId) -> Error {
    Error::new(Kind::NotFound, format!("no share `{id}`")).hint("see `hubctl shares list`")
}

/// The keys of the server `name`.
fn find_server(tx: &Tx<'_>, name: &ServerRef) -> Result<SharedKey> {
    shares::find_server(tx, name)?.ok_or_else(|| Error::not_found("server", name))
}
