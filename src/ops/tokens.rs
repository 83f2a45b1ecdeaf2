//! API tokens.

use super::request::Request;
use crate::rbac::Scope;

/// What the REST API can be asked about tokens.
pub const REQUESTS: &[Request] = &[LIST, NEW, SHOW, REVOKE];

const LIST: Request = Request::get(
    "/users/{user}/tokens",
    "list a user's tokens",
    &[Scope::ReadTokens],
);
const NEW: Request = Request::post(
    "/users/{user}/tokens",
    "make a token for a user",
    &[Scope::Tokens],
);
const SHOW: Request = Request::get(
    "/users/{user}/tokens/{token}",
    "show a token",
    &[Scope::ReadTokens],
);
const REVOKE: Request = Request::delete(
    "/users/{user}/tokens/{token}",
    "revoke a token",
    &[Scope::Tokens],
);
