"""The authorization matrix: each route, asked by callers who differ in nothing but what they may do.

The columns: no credentials; an unknown token; a scope that is of no use here; the right scope on somebody else;
filtered to this user (group, service); by a group of the user's; filtered to this server; the right scope, unfiltered.
A route that takes no filter of a kind has `-` there. Where more than one scope will do, each has a row.

Bodies are no JSON where a route reads one before it acts, so that the right caller is told `400` and
nothing has changed for the next; what acts without a body has a target of its own in each column.
"""

import re

COLUMNS = ("none", "unknown", "wrong", "elsewhere", "own", "by group", "server", "right")

# A target for each column that may act: of users, servers and shares, and of groups.
USERS = [f"m{number}" for number in range(len(COLUMNS))]
GROUPS = {"matrix": USERS, **{f"mg{number}": [] for number in range(len(COLUMNS))}}

NO_JSON = "no JSON"
READ_USER = [
    "read:users", "read:users:name", "read:users:groups", "read:users:activity", "read:roles:users",
    "read:servers",
]  # fmt: skip
# A route, its scopes, the kind of its target, and its body where it has one. `{}` is the target's name.
ROUTES = [
    ("GET", "/", [], None, None),
    ("GET", "/health", [], None, None),
    ("GET", "/info", ["read:hub"], None, None),
    ("GET", "/user", [], None, None),
    ("GET", "/users", ["list:users"], None, None),
    ("POST", "/users", ["admin:users"], None, NO_JSON),
    ("GET", "/users/{}", READ_USER, "user", None),
    ("POST", "/users/{}", ["admin:users"], "user", NO_JSON),
    ("PATCH", "/users/{}", ["admin:users"], "user", NO_JSON),
    ("POST", "/users/{}/activity", ["users:activity"], "user", NO_JSON),
    ("GET", "/users/{}/tokens", ["read:tokens"], "user", None),
    ("POST", "/users/{}/tokens", ["tokens"], "user", '{"note": "of the matrix", "expires_in": 0}'),
    ("GET", "/users/{}/tokens/a0", ["read:tokens"], "user", None),
    ("DELETE", "/users/{}/tokens/a0", ["tokens"], "user", None),
    ("GET", "/users/{}/server", ["read:servers"], "default", None),
    ("POST", "/users/{}/server", ["start:servers"], "default", NO_JSON),
    ("PUT", "/users/{}/server", ["start:servers"], "default", NO_JSON),
    ("PATCH", "/users/{}/server", ["start:servers"], "default", NO_JSON),
    ("DELETE", "/users/{}/server", ["delete:servers"], "default", NO_JSON),
    ("GET", "/users/{}/server/progress", ["read:servers"], "default", None),
    ("GET", "/users/{}/servers/lab", ["read:servers"], "server", None),
    ("POST", "/users/{}/servers/lab", ["start:servers"], "server", NO_JSON),
    ("PUT", "/users/{}/servers/lab", ["start:servers"], "server", NO_JSON),
    ("PATCH", "/users/{}/servers/lab", ["start:servers"], "server", NO_JSON),
    ("DELETE", "/users/{}/servers/lab", ["delete:servers"], "server", NO_JSON),
    ("GET", "/users/{}/servers/lab/progress", ["read:servers"], "server", None),
    ("POST", "/users/{}/admin-access", ["servers"], "user", None),
    ("GET", "/users/{}/shared", ["read:users:shares"], "user", None),
    ("GET", "/users/bob/shared/{}/lab", ["read:users:shares"], "user bob", None),
    ("DELETE", "/users/bob/shared/{}/lab", ["users:shares"], "user bob", None),
    ("GET", "/shares/{}", ["read:shares"], "user", None),
    ("GET", "/shares/{}/lab", ["read:shares"], "server", None),
    ("POST", "/shares/{}/lab", ["shares"], "server", NO_JSON),
    ("PATCH", "/shares/{}/lab", ["shares"], "server", NO_JSON),
    ("DELETE", "/shares/{}/lab", ["shares"], "server", None),
    ("GET", "/share-codes/{}", ["read:shares"], "user", None),
    ("GET", "/share-codes/{}/lab", ["read:shares"], "server", None),
    ("POST", "/share-codes/{}/lab", ["shares"], "server", NO_JSON),
    ("DELETE", "/share-codes/{}/lab", ["shares"], "server", None),
    ("GET", "/groups", ["list:groups"], None, None),
    ("POST", "/groups", ["admin:groups"], None, NO_JSON),
    ("GET", "/groups/{}", ["read:groups", "read:groups:name", "read:roles:groups"], "group", None),
    ("POST", "/groups/{}", ["admin:groups"], "group", NO_JSON),
    ("POST", "/groups/{}/users", ["groups"], "group", NO_JSON),
    ("DELETE", "/groups/{}/users", ["groups"], "group", NO_JSON),
    ("PUT", "/groups/{}/properties", ["groups"], "group", NO_JSON),
    ("GET", "/groups/{}/shared", ["read:groups:shares"], "group", None),
    ("GET", "/groups/{}/shared/cyd/lab", ["read:groups:shares"], "group", None),
    ("DELETE", "/groups/{}/shared/cyd/lab", ["groups:shares"], "group", None),
    ("DELETE", "/groups/{}", ["delete:groups"], "group", None),
    ("GET", "/services", ["list:services"], None, None),
    ("GET", "/services/grader", ["read:services", "read:services:name", "read:roles:services"], "service grader", None),
    ("POST", "/services/grader", ["admin:services"], "service grader", NO_JSON),
    ("DELETE", "/services/grader", ["admin:services"], "service grader", None),
    ("GET", "/proxy", ["proxy"], None, None),
    ("POST", "/proxy", ["proxy"], None, None),
    ("PATCH", "/proxy", ["proxy"], None, NO_JSON),
    ("POST", "/shutdown", ["shutdown"], None, NO_JSON),
    ("GET", "/authorizations/token/x", [], None, None),
    ("POST", "/authorizations/token", [], None, NO_JSON),
    ("GET", "/authorizations/cookie/x", [], None, None),
    ("GET", "/authorizations/cookie/x/y", [], None, None),
    ("GET", "/metrics", ["read:metrics"], None, None),
    ("DELETE", "/users/{}", ["delete:users"], "user", None),
]  # fmt: skip


def rows():
    """Each row's label and its requests, one for each column; `None` where a column does not apply."""
    for method, template, scopes, kind, body in ROUTES:
        for scope in scopes or ["(any token)"]:
            cells = [cell(column, method, template, scope, kind, body) for column in COLUMNS]
            yield f"{method} {template}", scope, cells


def cell(column, method, template, scope, kind, body):
    target = target_of(kind, column)
    who = who_asks(column, scope, kind, target)
    if who == "-":
        return None
    request = {
        "name": f"matrix: {method} {template} by {scope}, {column}",
        "method": method,
        "path": "/hub/api" + template.format(target),
        "who": who,
        "part": "status",
    }
    if column == "unknown":
        request["headers"] = [["Authorization", f"Bearer {'0' * 32}"]]
    return request | ({"text": body} if body else {})


def target_of(kind, column):
    number = COLUMNS.index(column)
    return f"mg{number}" if kind == "group" else f"m{number}"


def who_asks(column, scope, kind, target):
    """The caller of a column, `-` where there is none."""
    if column in ("none", "unknown"):
        return None
    if column == "wrong":
        return "vera:read:metrics" if scope == "read:hub" else "vera:read:hub"
    if scope.startswith("("):
        return "vera:read:hub" if column == "right" else "-"
    if column == "right":
        return f"vera:{scope}"
    filters = filters_of(kind, target)
    return f"vera:{scope}!{filters[column]}" if column in filters else "-"


def filters_of(kind, target):
    if kind is None:
        return {}
    if kind == "group":
        return {"elsewhere": "group=math", "own": f"group={target}"}
    if kind.startswith("service"):
        return {"elsewhere": "service=board", "own": f"service={kind.split()[1]}"}
    if kind == "user bob":
        return {"elsewhere": "user=cyd", "own": "user=bob", "by group": "group=math"}
    filters = {"elsewhere": "user=cyd", "own": f"user={target}", "by group": "group=matrix"}
    servers = {"default": f"server={target}/", "server": f"server={target}/lab"}
    return {**filters, **({"server": servers[kind]} if kind in servers else {})}


def cells(text):
    """Each cell of a table by the name that its request has, with its status."""
    for line in text.splitlines()[1:]:
        route, scope, *statuses = re.split(r" {2,}", line)
        for column, status in zip(COLUMNS, statuses, strict=True):
            yield f"matrix: {route} by {scope}, {column}", status


def requests():
    return [request for _, _, cells in rows() for request in cells if request]


def table(player):
    """The statuses of all cells, as text."""
    lines = []
    for route, scope, cells in rows():
        statuses = [str(player.play(cell)["status"]) if cell else "-" for cell in cells]
        lines.append([route, scope, *statuses])
    header = ["route", "scope", *COLUMNS]
    widths = [max(len(line[column]) for line in [header, *lines]) for column in range(len(header))]
    return "".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in [header, *lines]
    )
