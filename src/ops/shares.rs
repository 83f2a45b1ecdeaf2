//! Shares of servers with users and groups, and the codes that give one.

use super::request::{Method, Request};
use crate::rbac::Scope;

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
