//! Shares of servers with users and groups, and the codes that give one.

use super::Operation;
use super::request::{Method, Request};
use crate::error::{Error, Kind, Result};
use crate::model::{Share, ShareCode, ShareCodeId, ShareId};
use crate::rbac::{Allowed, Needs, Scope, Target};
pub use crate::store::shares::ShareFilter;
use crate::store::{Tx, shares};

const READ: &[Scope] = &[Scope::ReadShares];
const MANAGE: &[Scope] = &[Scope::Shares];

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
        &[Scope::ReadUsersShares],
    ),
    Request::get(
        "/users/{user}/shared/{owner}/{owned}",
        "show a share with a user",
        &[Scope::ReadUsersShares],
    ),
    Request::delete(
        "/users/{user}/shared/{owner}/{owned}",
        "leave a share",
        &[Scope::UsersShares],
    ),
    Request::get(
        "/groups/{group}/shared",
        "list what is shared with a group",
        &[Scope::ReadGroupsShares],
    ),
    Request::get(
        "/groups/{group}/shared/{owner}/{owned}",
        "show a share with a group",
        &[Scope::ReadGroupsShares],
    ),
    Request::delete(
        "/groups/{group}/shared/{owner}/{owned}",
        "end a share with a group",
        &[Scope::GroupsShares],
    ),
];

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
        let (ListShares(filter), reach) = allowed.into_parts();
        shares::list(tx, &reach, &filter)
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
        let (ShowShare(id), reach) = allowed.into_parts();
        shares::find(tx, &reach, id)?.ok_or_else(|| no_share(id))
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
        let (RevokeShare(id), reach) = allowed.into_parts();
        let share = shares::find(tx, &reach, id)?.ok_or_else(|| no_share(id))?;
        shares::delete(tx, id)?;
        Ok(share)
    }
}

/// List the share codes that a filter chooses.
pub struct ListShareCodes(pub ShareFilter);

impl Needs for ListShareCodes {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ListShareCodes {
    type Output = Vec<ShareCode>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<ShareCode>> {
        let (ListShareCodes(filter), reach) = allowed.into_parts();
        shares::list_codes(tx, &reach, &filter)
    }
}

/// Show one share code.
pub struct ShowShareCode(pub ShareCodeId);

impl Needs for ShowShareCode {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ShowShareCode {
    type Output = ShareCode;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ShareCode> {
        let (ShowShareCode(id), reach) = allowed.into_parts();
        shares::find_code(tx, &reach, id)?.ok_or_else(|| no_code(id))
    }
}

/// Revoke one share code. The shares it gave stay.
pub struct RevokeShareCode(pub ShareCodeId);

impl Needs for RevokeShareCode {
    const ANY_OF: &'static [Scope] = MANAGE;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for RevokeShareCode {
    type Output = ShareCode;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ShareCode> {
        let (RevokeShareCode(id), reach) = allowed.into_parts();
        let code = shares::find_code(tx, &reach, id)?.ok_or_else(|| no_code(id))?;
        shares::delete_code(tx, id)?;
        Ok(code)
    }
}

fn no_share(id: ShareId) -> Error {
    Error::new(Kind::NotFound, format!("no share `{id}`")).hint("see `hubctl shares list`")
}

fn no_code(id: ShareCodeId) -> Error {
    Error::new(Kind::NotFound, format!("no share code `{id}`"))
        .hint("see `hubctl shares codes list`")
}
