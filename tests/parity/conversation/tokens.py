"""Tokens of users: what they may do, how long, and who may make, see and take them away."""

from .talk import Talk, big

talk = Talk("tokens", "ada")

for who in [
    None,
    "bob",
    "cyd",
    "dep",
    "service:grader",
    "vera:read:tokens",
    "vera:tokens",
    "vera:read:tokens!user=bob",
    "vera:read:tokens!group=math",
    "vera:read:tokens!user=cyd",
    "vera:read:users",
    "bob:read:users!user",
    "expired:bob",
]:
    talk.get(f"dora's, as {who}", "/users/dora/tokens", who)
for name in ["nobody", "DORA", "zo%C3%AB", "o'brien%20x", "a%2Fb"]:
    talk.get(f"those of {name}", f"/users/{name}/tokens")

for say, body in {
    "no body": None,
    "an empty body": {},
    "a note": {"note": "for tests"},
    "an empty note": {"note": ""},
    "a null note": {"note": None},
    "a number for a note": {"note": 7},
    "a list for a note": {"note": ["a"]},
    "an object for a note": {"note": {"a": 1}},
    "a long note": {"note": "n" * 2000},
    "a unicode note": {"note": "für zoë 🐝"},
    "a NUL in the note": {"note": "a\x00b"},
    "expires_in 3600": {"expires_in": 3600},
    "expires_in 1": {"expires_in": 1200},
    "expires_in 0": {"expires_in": 0},
    "expires_in -1": {"expires_in": -1},
    "expires_in a float": {"expires_in": 3600.5},
    "expires_in a whole float": {"expires_in": 3600.0},
    "expires_in a string": {"expires_in": "3600"},
    "expires_in true": {"expires_in": True},
    "expires_in false": {"expires_in": False},
    "expires_in null": {"expires_in": None},
    "expires_in a list": {"expires_in": [1]},
    "expires_in an object": {"expires_in": {}},
    "expires_in a century": {"expires_in": 3_155_760_000},
    "expires_in beyond all dates": {"expires_in": 10**12},
    "expires_in beyond 64 bits": {"expires_in": 10**30},
    "roles": {"roles": ["user"]},
    "no roles": {"roles": []},
    "a role unknown": {"roles": ["nothing"]},
    "a role one has not": {"roles": ["admin"]},
    "role token": {"roles": ["token"]},
    "role server": {"roles": ["server"]},
    "roles a string": {"roles": "user"},
    "roles of numbers": {"roles": [1]},
    "roles null": {"roles": None},
    "scopes": {"scopes": ["read:users:name!user"]},
    "no scopes": {"scopes": []},
    "two scopes": {"scopes": ["self", "list:users!user"]},
    "a scope unknown": {"scopes": ["nothing"]},
    "a scope one has not": {"scopes": ["admin:users"]},
    "inherit": {"scopes": ["inherit"]},
    "inherit and more": {"scopes": ["inherit", "read:users"]},
    "a filter with no meaning": {"scopes": ["read:users!colour=red"]},
    "a filter with no name": {"scopes": ["read:users!user="]},
    "a filter on oneself": {"scopes": ["read:users!user=dora"]},
    "a filter on another": {"scopes": ["read:users!user=bob"]},
    "a filter on a server": {"scopes": ["access:servers!server=dora/"]},
    "a filter on the server": {"scopes": ["access:servers!server"]},
    "a scope twice": {"scopes": ["self", "self"]},
    "scopes a string": {"scopes": "self"},
    "scopes of numbers": {"scopes": [1]},
    "scopes an object": {"scopes": {"self": 1}},
    "scopes null": {"scopes": None},
    "an empty scope": {"scopes": [""]},
    "a custom scope": {"scopes": ["custom:grades:read"]},
    "an upper-case scope": {"scopes": ["SELF"]},
    "scopes and roles": {"scopes": ["self"], "roles": ["user"]},
    "an unknown key": {"hostile": 1},
    "auth": {"auth": {"username": "dora", "password": "x"}},
    "a list": [1],
    "a string": "x",
    "a number": 7,
    "an empty list": [],
}.items():
    talk.post(f"dora makes one with {say}", "/users/dora/tokens", body, "dora")
talk.hostile("POST", "/users/dora/tokens", "dora")
talk.post(
    "dora makes one, 10 MB",
    "/users/dora/tokens",
    big('{"note": 7, "roles": "', "x", 10_000_000, '"}'),
    "dora",
    part="status",
)
talk.post(
    "dora makes one, not as JSON",
    "/users/dora/tokens",
    {},
    "dora",
    headers=[("Content-Type", "text/plain")],
)

for who in [
    "bob",
    "cyd",
    "dep",
    "service:grader",
    "service:chief",
    "vera:tokens",
    "vera:tokens!user=dora",
    "vera:tokens!group=math",
    "vera:read:tokens",
    "vera:users:tokens",
    "expired:bob",
]:
    if who != "vera:users:tokens":
        talk.post(f"one for dora, as {who}", "/users/dora/tokens", {"note": "by another"}, who)
        talk.post(f"one for bob, as {who}", "/users/bob/tokens", {}, who)
talk.post("one for bob with what bob has not", "/users/bob/tokens", {"scopes": ["admin:users"]})
talk.post(
    "one for bob with a scope of his", "/users/bob/tokens", {"scopes": ["custom:grades:read"]}
)
talk.post("one for bob that may do part of a role", "/users/bob/tokens", {"roles": ["grades"]})
talk.post(
    "one for an admin, as a deputy",
    "/users/ada/tokens",
    {"scopes": ["read:users:name!user"]},
    "dep",
)
talk.post("one for nobody", "/users/nobody/tokens", {})
talk.post("one for DORA", "/users/DORA/tokens", {})

# Without credentials: by those in the body.
for say, body in {
    "nothing": None,
    "auth": {"auth": {"username": "dora", "password": "x"}},
    "auth of another": {"auth": {"username": "bob", "password": "x"}},
    "auth in upper case": {"auth": {"username": "DORA", "password": "x"}},
    "auth of nobody we know": {"auth": {"username": "stranger", "password": "x"}},
    "auth without a name": {"auth": {"password": "x"}},
    "auth without a password": {"auth": {"username": "dora"}},
    "auth null": {"auth": None},
    "auth a string": {"auth": "dora"},
    "auth of an admin": {"auth": {"username": "ada", "password": "x"}},
    "an empty name": {"auth": {"username": "", "password": ""}},
    "a name as a number": {"auth": {"username": 7, "password": "x"}},
}.items():
    talk.post(f"by nobody, with {say}", "/users/dora/tokens", body, None)

talk.post(
    "one to look at",
    "/users/dora/tokens",
    {"note": "look", "scopes": ["read:users:name!user"], "expires_in": 7200},
    "dora",
)
MADE, ID = "{{tokens: one to look at|token}}", "{{tokens: one to look at|id}}"
talk.get("used at once", "/user", None, headers=[("Authorization", f"token {MADE}")])
talk.get("used for what it may not", "/users", None, headers=[("Authorization", f"token {MADE}")])
talk.get("used for its own name", "/users/dora", None, headers=[("Authorization", f"token {MADE}")])
talk.post(
    "used to make another",
    "/users/dora/tokens",
    {},
    None,
    headers=[("Authorization", f"token {MADE}")],
)
talk.get("whose it is", f"/authorizations/token/{MADE}")
for who in [
    None,
    "dora",
    "bob",
    "ada",
    "dep",
    "service:grader",
    "vera:read:tokens!user=dora",
    "vera:read:tokens!user=bob",
    "vera:read:tokens!group=math",
    "vera:read:users",
]:
    talk.get(f"one, as {who}", f"/users/dora/tokens/{ID}", who)
for say, name in {
    "without its letter": "{{tokens: one to look at|id}}".replace("{{", "x{{"),
    "none": "",
    "a word": "abc",
    "only the letter": "a",
    "another letter": "b1",
    "beyond": "a999999999",
    "beyond 64 bits": "a" + "9" * 30,
    "negative": "a-1",
    "zero": "a0",
    "a float": "a1.5",
    "spaces": "a%201",
    "underscores": "a1_0",
    "Arabic digits": "a%D9%A1",
    "its value": MADE,
    "another's": "a1",
}.items():
    talk.get(f"one by id, {say}", f"/users/dora/tokens/{name}")
    talk.delete(f"delete by id, {say}", f"/users/dora/tokens/{name}")
talk.get("one of another user", f"/users/bob/tokens/{ID}")
for method in ["POST", "PUT", "PATCH"]:
    talk.ask(f"{method} one", method, f"/users/dora/tokens/{ID}", body={})
for who in [
    None,
    "bob",
    "dep",
    "vera:read:tokens!user=dora",
    "vera:tokens!user=bob",
    "vera:tokens!user=dora",
    "dora",
]:
    talk.delete(f"delete one, as {who}", f"/users/dora/tokens/{ID}", who=who)
talk.get("a deleted one is of no use", "/user", None, headers=[("Authorization", f"token {MADE}")])
talk.get("dora's expired ones are not shown", "/users/dora/tokens")
talk.get("bob's own", "/users/bob/tokens", "cyd")
talk.get("cyd's, all of them", "/users/cyd/tokens", "vera:tokens")
talk.delete(
    "delete the token that asks",
    "/users/dora/tokens/{{tokens: dora makes one with a note|id}}",
    None,
    who=None,
    headers=[("Authorization", "token {{tokens: dora makes one with a note|token}}")],
)
talk.get(
    "it is gone",
    "/user",
    None,
    headers=[("Authorization", "token {{tokens: dora makes one with a note|token}}")],
)
talk.get(
    "dora's role token",
    "/user",
    None,
    headers=[("Authorization", "token {{tokens: dora makes one with roles|token}}")],
)
talk.get(
    "dora's token without scopes",
    "/user",
    None,
    headers=[("Authorization", "token {{tokens: dora makes one with no scopes|token}}")],
)
talk.post("one for a user to delete", "/users/fleeting")
talk.post("a token of the user to delete", "/users/fleeting/tokens", {})
talk.delete("delete its user", "/users/fleeting")
talk.get(
    "it is gone with its user",
    "/user",
    None,
    headers=[("Authorization", "token {{tokens: a token of the user to delete|token}}")],
)
