//! Shares of servers with users and groups, and the codes that give one.

mod codes;
mod given;
mod granting;
mod view;

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
use super::find::known;
use super::request::{Method, Request};
use crate::error::{Error, Kind, Result};
use crate::model::{Listed, Page, ServerRef, Share, ShareId, UserName};
use crate::rbac::{Allowed, Needs, Scope, Target};
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
    Request::get(
        "/shares/{user}",
        "list the shares of a user's servers",
        READ,
    ),
    Request::get(
        "/shares/{user}/{server}",
        "list the shares of a server",
        READ,
    ),
    Request::post("/shares/{user}/{server}", "share a server", MANAGE),
    Request::new(
        Method::Patch,
        "/shares/{user}/{server}",
        "take back a share",
        MANAGE,
    ),
    Request::delete(
        "/shares/{user}/{server}",
        "take back all shares of a server",
        MANAGE,
    ),
    Request::get(
        "/share-codes/{user}",
        "list the share codes of a user's servers",
        READ,
    ),
    Request::get(
        "/share-codes/{user}/{server}",
        "list the share codes of a server",
        READ,
    ),
    Request::post("/share-codes/{user}/{server}", "make a share code", MANAGE),
    Request::delete(
        "/share-codes/{user}/{server}",
        "revoke share codes of a server",
        MANAGE,
    ),
    Request::get(
        "/users/{user}/shared",
        "list what is shared with a user",
        READ_OF_USER,
    ),
    Request::get(
        "/users/{user}/shared/{owner}/{owned}",
        "show a share with a user",
        READ_OF_USER,
    ),
    Request::delete(
        "/users/{user}/shared/{owner}/{owned}",
        "leave a share",
        MANAGE_OF_USER,
    ),
    Request::get(
        "/groups/{group}/shared",
        "list what is shared with a group",
        READ_OF_GROUP,
    ),
    Request::get(
        "/groups/{group}/shared/{owner}/{owned}",
        "show a share with a group",
        READ_OF_GROUP,
    ),
    Request::delete(
        "/groups/{group}/shared/{owner}/{owned}",
        "end a share with a group",
        MANAGE_OF_GROUP,
    ),
];

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
    fn filter(self, tx: &Tx<'_>) -> Result<ShareFilter> {
        Ok(match self {
            Self::Owner(name) => {
                known(tx, Noun::User, name.as_str(), users::find(tx, &name)?)?;
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
        let (PageShares { of, page }, _) = allowed.into_parts();
        Ok(view.seen_all(shares::page(tx, &of.filter(tx)?, page)?))
    }
}

/// List the shares that a filter chooses.
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

fn no_share(id: ShareId) -> Error {
    Error::new(Kind::NotFound, format!("no share `{id}`")).hint("see `hubctl shares list`")
}

/// The keys of the server `name`.
fn find_server(tx: &Tx<'_>, name: &ServerRef) -> Result<SharedKey> {
    shares::find_server(tx, name)?.ok_or_else(|| Error::not_found("server", name))
}
