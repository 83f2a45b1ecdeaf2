//! For each request: what its query, body and answers are. Names are those in `components.json`.

use crate::ops::Request;

/// What goes with a request.
pub(super) struct Shape {
    /// Parameters of the query.
    pub(super) query: &'static [&'static str],
    /// What is sent.
    pub(super) body: Option<&'static str>,
    /// Whether that is a form, and not JSON.
    pub(super) form: bool,
    /// Whether it must be sent.
    pub(super) must_have_body: bool,
    /// What is answered by status, where it is done; empty is nothing.
    pub(super) answers: &'static [(u16, &'static str)],
    /// Whether it is answered without a token, too.
    pub(super) for_anybody: bool,
}

/// The shape of `request`.
pub(super) fn shape_of(request: &Request) -> Option<&'static Shape> {
    let key = key(request);
    let (_, shape) = SHAPES.iter().find(|(known, _)| *known == key)?;
    Some(shape)
}

/// How shapes are found: `GET /users`.
pub(super) fn key(request: &Request) -> String {
    format!("{} {}", request.method, request.path)
}

#[cfg(test)]
pub(super) fn keys() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|(key, _)| *key)
}

type Answers = &'static [(u16, &'static str)];

const fn plain(answers: Answers) -> Shape {
    Shape {
        query: &[],
        body: None,
        form: false,
        must_have_body: false,
        answers,
        for_anybody: false,
    }
}

const fn open(answers: Answers) -> Shape {
    Shape {
        for_anybody: true,
        ..plain(answers)
    }
}

const fn query(query: &'static [&'static str], answers: Answers) -> Shape {
    Shape {
        query,
        ..plain(answers)
    }
}

/// With a body that may be left out.
const fn may(body: &'static str, answers: Answers) -> Shape {
    Shape {
        body: Some(body),
        ..plain(answers)
    }
}

/// With a body that must be there.
const fn must(body: &'static str, answers: Answers) -> Shape {
    Shape {
        must_have_body: true,
        ..may(body, answers)
    }
}

const GRANT: Shape = plain(&[(200, "GrantedRole")]);

const REVOKE: Shape = plain(&[(200, "RevokedRole")]);

/// Started, starting, or it could not be.
const STARTED: Answers = &[(201, ""), (202, ""), (500, "Refusal")];

const PAGE: &[&str] = &["offset", "limit"];

const AUTHORIZE: &[&str] = &[
    "client_id",
    "response_type",
    "redirect_uri",
    "oauth_state",
    "oauth_scope",
    "code_challenge",
    "code_challenge_method",
];

const SHAPES: &[(&str, Shape)] = &[
    ("GET /", open(&[(200, "Version")])),
    ("GET /info", plain(&[(200, "Info")])),
    ("GET /openapi.json", open(&[(200, "Any")])),
    ("GET /proxy", query(PAGE, &[(200, "RoutesOrPage")])),
    ("POST /proxy", plain(&[(200, "")])),
    ("PATCH /proxy", must("ProxyAddress", &[(200, "")])),
    ("POST /shutdown", may("Shutdown", &[(202, "Message")])),
    ("GET /user", plain(&[(200, "Self")])),
    (
        "GET /users",
        query(
            &[
                "state",
                "sort",
                "name_filter",
                "include_stopped_servers",
                "offset",
                "limit",
            ],
            &[(200, "UsersOrPage")],
        ),
    ),
    ("POST /users", must("NewUsers", &[(201, "[User]")])),
    (
        "GET /users/{user}",
        query(&["include_stopped_servers"], &[(200, "User")]),
    ),
    ("POST /users/{user}", may("NewUser", &[(201, "User")])),
    ("PATCH /users/{user}", must("UserChange", &[(200, "User")])),
    ("DELETE /users/{user}", plain(&[(204, "")])),
    (
        "POST /users/{user}/activity",
        must("Activity", &[(200, "")]),
    ),
    ("POST /users/{user}/admin-access", plain(&[(200, "")])),
    ("GET /users/{user}/tokens", plain(&[(200, "Tokens")])),
    (
        "POST /users/{user}/tokens",
        may("NewToken", &[(201, "MadeToken")]),
    ),
    ("GET /users/{user}/tokens/{token}", plain(&[(200, "Token")])),
    ("DELETE /users/{user}/tokens/{token}", plain(&[(204, "")])),
    ("POST /users/{user}/server", may("StartServer", STARTED)),
    ("GET /users/{user}/server", plain(&[(200, "Server")])),
    (
        "PUT /users/{user}/server",
        may("NewServer", &[(201, "Server")]),
    ),
    (
        "PATCH /users/{user}/server",
        must("ServerChange", &[(200, "Server")]),
    ),
    (
        "DELETE /users/{user}/server",
        may("StopServer", &[(202, ""), (204, "")]),
    ),
    (
        "GET /users/{user}/server/progress",
        plain(&[(200, "Events")]),
    ),
    (
        "GET /users/{user}/servers/{server}",
        plain(&[(200, "Server")]),
    ),
    (
        "PUT /users/{user}/servers/{server}",
        may("NewServer", &[(201, "Server")]),
    ),
    (
        "POST /users/{user}/servers/{server}",
        may("StartServer", STARTED),
    ),
    (
        "PATCH /users/{user}/servers/{server}",
        must("ServerChange", &[(200, "Server")]),
    ),
    (
        "DELETE /users/{user}/servers/{server}",
        may("StopServer", &[(202, ""), (204, "")]),
    ),
    (
        "GET /users/{user}/servers/{server}/progress",
        plain(&[(200, "Events")]),
    ),
    (
        "GET /users/{user}/server/logs",
        query(&["lines"], &[(200, "Printed")]),
    ),
    (
        "GET /users/{user}/servers/{server}/logs",
        query(&["lines"], &[(200, "Printed")]),
    ),
    ("GET /groups", query(PAGE, &[(200, "GroupsOrPage")])),
    ("POST /groups", must("NewGroups", &[(201, "[Group]")])),
    ("GET /groups/{group}", plain(&[(200, "Group")])),
    ("POST /groups/{group}", may("NewGroup", &[(201, "Group")])),
    ("DELETE /groups/{group}", plain(&[(204, "")])),
    (
        "POST /groups/{group}/users",
        must("GroupUsers", &[(200, "Group")]),
    ),
    (
        "DELETE /groups/{group}/users",
        must("GroupUsers", &[(200, "Group")]),
    ),
    (
        "PUT /groups/{group}/properties",
        must("Properties", &[(200, "Group")]),
    ),
    (
        "GET /authorizations/token/{presented}",
        plain(&[(200, "Any")]),
    ),
    ("POST /authorizations/token", plain(&[])),
    (
        "GET /authorizations/cookie/{cookie}",
        may("Any", &[(200, "Any")]),
    ),
    (
        "GET /authorizations/cookie/{cookie}/{value}",
        plain(&[(200, "Any")]),
    ),
    (
        "GET /oauth2/authorize",
        Shape {
            for_anybody: true,
            ..query(AUTHORIZE, &[(200, "Page"), (302, "")])
        },
    ),
    (
        "POST /oauth2/token",
        Shape {
            form: true,
            for_anybody: true,
            ..must(
                "OAuthExchange",
                &[
                    (200, "OAuthToken"),
                    (400, "OAuthError"),
                    (401, "OAuthError"),
                ],
            )
        },
    ),
    ("GET /services", plain(&[(200, "Services")])),
    ("GET /services/{service}", plain(&[(200, "Service")])),
    (
        "POST /services/{service}",
        must("NewService", &[(201, "Service")]),
    ),
    ("DELETE /services/{service}", plain(&[(200, "")])),
    ("GET /shares/{user}", query(PAGE, &[(200, "SharePage")])),
    (
        "GET /shares/{user}/{server}",
        query(PAGE, &[(200, "SharePage")]),
    ),
    (
        "POST /shares/{user}/{server}",
        must("ShareGrant", &[(200, "Share")]),
    ),
    (
        "PATCH /shares/{user}/{server}",
        must("ShareGrant", &[(200, "ShareOrNothing")]),
    ),
    ("DELETE /shares/{user}/{server}", plain(&[(204, "")])),
    (
        "GET /share-codes/{user}",
        query(PAGE, &[(200, "ShareCodePage")]),
    ),
    (
        "GET /share-codes/{user}/{server}",
        query(PAGE, &[(200, "ShareCodePage")]),
    ),
    (
        "POST /share-codes/{user}/{server}",
        may("NewShareCode", &[(200, "MadeShareCode")]),
    ),
    (
        "DELETE /share-codes/{user}/{server}",
        query(&["code", "id"], &[(204, "")]),
    ),
    (
        "GET /users/{user}/shared",
        query(PAGE, &[(200, "SharePage")]),
    ),
    (
        "GET /users/{user}/shared/{owner}/{owned}",
        plain(&[(200, "Share")]),
    ),
    (
        "DELETE /users/{user}/shared/{owner}/{owned}",
        plain(&[(204, "")]),
    ),
    (
        "GET /groups/{group}/shared",
        query(PAGE, &[(200, "SharePage")]),
    ),
    (
        "GET /groups/{group}/shared/{owner}/{owned}",
        plain(&[(200, "Share")]),
    ),
    (
        "DELETE /groups/{group}/shared/{owner}/{owned}",
        plain(&[(204, "")]),
    ),
    ("POST /apply", must("Descriptions", &[(200, "Plan")])),
    ("POST /compare", must("Compared", &[(200, "Plan")])),
    ("GET /description", plain(&[(200, "Description")])),
    ("GET /events", query(&["after"], &[(200, "Happenings")])),
    (
        "GET /audit",
        query(
            &[
                "author",
                "target",
                "operation",
                "since",
                "until",
                "refused",
                "offset",
                "limit",
            ],
            &[(200, "AuditedOrPage")],
        ),
    ),
    (
        "GET /roles",
        query(
            &["managed", "scope_granted", "unheld", "count"],
            &[(200, "[Role]")],
        ),
    ),
    ("GET /accounts", plain(&[(200, "[Account]")])),
    (
        "PUT /users/{user}/password",
        must("NewPassword", &[(204, "")]),
    ),
    (
        "POST /users/{user}/invitation",
        may("Invite", &[(201, "Invitation")]),
    ),
    ("GET /sign-ups", plain(&[(200, "[SignUp]")])),
    ("POST /sign-ups/{user}", plain(&[(201, "")])),
    ("DELETE /sign-ups/{user}", plain(&[(204, "")])),
    ("GET /roles/{role}", plain(&[(200, "RoleMembers")])),
    ("POST /roles/{role}", may("NewRole", &[(201, "Role")])),
    ("PATCH /roles/{role}", must("RoleChange", &[(200, "Role")])),
    ("DELETE /roles/{role}", plain(&[(204, "")])),
    ("PUT /roles/{role}/users/{user}", GRANT),
    ("DELETE /roles/{role}/users/{user}", REVOKE),
    ("PUT /roles/{role}/groups/{group}", GRANT),
    ("DELETE /roles/{role}/groups/{group}", REVOKE),
    ("PUT /roles/{role}/services/{service}", GRANT),
    ("DELETE /roles/{role}/services/{service}", REVOKE),
    ("GET /scopes", plain(&[(200, "[Scope]")])),
    ("GET /scopes/{scope}", plain(&[(200, "ScopeDetail")])),
    ("GET /explain", query(&["who"], &[(200, "Explanation")])),
    (
        "GET /explain/can",
        query(&["who", "scope", "on"], &[(200, "Verdict")]),
    ),
    (
        "GET /explain/request",
        query(&["who", "method", "path"], &[(200, "RequestVerdict")]),
    ),
    ("POST /reload", plain(&[(202, "Message")])),
    (
        "POST /operations/look",
        must("Operation", &[(200, "Outcome")]),
    ),
    (
        "POST /operations/change",
        must("Operations", &[(200, "[Outcome]")]),
    ),
    (
        "GET /explain/roles/{role}",
        plain(&[(200, "RoleExplanation")]),
    ),
];
