"""Shares: access to a server that its owner gives to a user or a group."""

from .talk import Talk, big

talk = Talk("shares", "ada")
PAGED = [("Accept", "application/jupyterhub-pagination+json")]

for path in [
    "/shares/bob",
    "/shares/bob/lab",
    "/users/cyd/shared",
    "/groups/bio%20lab/shared",
    "/users/cyd/shared/bob/lab",
    "/groups/bio%20lab/shared/bob/lab",
    "/users/bob/shared",
]:
    for who in [
        None,
        "ada",
        "bob",
        "cyd",
        "dora",
        "dep",
        "vera:read:shares",
        "vera:read:shares!user=bob",
        "vera:read:shares!server=bob/lab",
        "vera:read:shares!group=math",
        "vera:read:users:shares!user=cyd",
        "vera:read:groups:shares!group=bio",
        "vera:read:users:shares",
        "vera:read:groups:shares",
    ]:
        talk.get(f"{path} as {who}", path, who)
for say, path in {
    "of nobody": "/shares/nobody",
    "of a server that is not there": "/shares/bob/nothing",
    "of one who shares nothing": "/shares/dora",
    "of the default server": "/shares/bob/",
    "with nobody": "/users/nobody/shared",
    "with no such group": "/groups/nothing/shared",
    "one that is not there": "/users/dora/shared/bob/lab",
    "one of a server that is not there": "/users/cyd/shared/bob/nothing",
    "one of nobody": "/users/cyd/shared/nobody/lab",
    "one with nobody": "/users/nobody/shared/bob/lab",
    "one with no such group": "/groups/nothing/shared/bob/lab",
    "one that a group has not": "/groups/empty/shared/bob/lab",
    "all": "/shares",
    "one of the default server": "/users/cyd/shared/bob/",
    "upper case": "/shares/BOB/lab",
    "umlauts": "/shares/zo%C3%AB/gr%C3%B6%C3%9Fe",
    "an encoded slash": "/shares/bob%2Flab",
}.items():
    talk.get(say, path)
for say, query in {
    "limit 1": "limit=1",
    "limit 0": "limit=0",
    "limit word": "limit=x",
    "offset 1": "offset=1&limit=1",
    "offset beyond": "offset=99",
}.items():
    talk.get(f"page, {say}", f"/shares/bob/lab?{query}")
    talk.get(f"page, {say}, asked for", f"/shares/bob/lab?{query}", headers=PAGED)

BODIES = {
    "a user": {"user": "dora"},
    "the same again": {"user": "dora"},
    "a user with more": {"user": "dora", "scopes": ["access:servers", "start:servers"]},
    "a group": {"group": "empty"},
    "both": {"user": "dora", "group": "empty"},
    "neither": {},
    "null for both": {"user": None, "group": None},
    "an empty user": {"user": ""},
    "an empty group": {"group": ""},
    "a user that is not there": {"user": "nobody"},
    "a group that is not there": {"group": "nothing"},
    "a user in upper case": {"user": "DORA"},
    "oneself": {"user": "bob"},
    "umlauts": {"user": "zoë"},
    "a group with a space": {"group": "bio lab"},
    "a number": {"user": 7},
    "a list": {"user": ["dora"]},
    "an object": {"user": {"name": "dora"}},
    "an unknown key": {"user": "dora", "x": 1},
    "expires_in": {"user": "dora", "expires_in": 3600},
    "a scope filtered to it": {"user": "dora", "scopes": ["access:servers!server=bob/lab"]},
    "a scope filtered elsewhere": {"user": "dora", "scopes": ["access:servers!server=cyd/lab"]},
    "a scope filtered by user": {"user": "dora", "scopes": ["access:servers!user=bob"]},
    "an unknown scope": {"user": "dora", "scopes": ["nothing"]},
    "an unsuitable scope": {"user": "dora", "scopes": ["read:users"]},
    "a custom scope": {"user": "dora", "scopes": ["custom:grades:read"]},
    "no scopes": {"user": "dora", "scopes": []},
    "null scopes": {"user": "dora", "scopes": None},
    "scopes a string": {"user": "dora", "scopes": "access:servers"},
    "scopes of numbers": {"user": "dora", "scopes": [1]},
    "scopes of nulls": {"user": "dora", "scopes": [None]},
    "an empty scope": {"user": "dora", "scopes": [""]},
    "inherit": {"user": "dora", "scopes": ["inherit"]},
    "a metascope": {"user": "dora", "scopes": ["self"]},
}
for say, body in BODIES.items():
    talk.post(f"give, {say}", "/shares/bob/lab", body)
    talk.post(f"give, {say}, as bob", "/shares/bob/lab", body, "bob")
talk.hostile("POST", "/shares/bob/lab")
talk.post("give, 10 MB", "/shares/bob/lab", big('{"user": "', "x", 10_000_000, '"}'), part="status")
talk.get("what was given", "/shares/bob/lab")
talk.get("what dora was given", "/users/dora/shared", "dora")
talk.get("dora, with what she was given", "/user", "dora")
for who in [
    None,
    "cyd",
    "dora",
    "dep",
    "vera:shares",
    "vera:shares read:users:name",
    "vera:shares!server=bob/lab read:users:name access:servers",
    "vera:shares!user=cyd",
    "vera:shares!server=bob/lab",
    "vera:read:shares",
    "service:grader",
]:
    talk.post(f"give to tim, as {who}", "/shares/bob/lab", {"user": "tim"}, who)
    talk.post(f"give to a group, as {who}", "/shares/bob/lab", {"group": "tutors"}, who)
talk.post("give a server that is not there", "/shares/bob/nothing", {"user": "dora"})
talk.post("give the default server", "/shares/bob/", {"user": "dora"})
talk.post("give what nobody has", "/shares/nobody/lab", {"user": "dora"})
for method in ["POST", "PATCH", "DELETE", "PUT"]:
    talk.ask(f"{method} without a server", method, "/shares/bob", body={"user": "dora"})
    talk.ask(
        f"{method} without a server, by nobody", method, "/shares/bob", None, body={"user": "dora"}
    )

for say, body in {
    **BODIES,
    "one scope of two": {"user": "dora", "scopes": ["start:servers!server=bob/lab"]},
    "what is left": {"user": "dora"},
}.items():
    talk.post(
        f"give before taking {say}",
        "/shares/bob/lab",
        {"user": "dora", "scopes": ["access:servers", "start:servers"]},
        part="head",
    )
    talk.patch(f"take, {say}", "/shares/bob/lab", body)
talk.hostile("PATCH", "/shares/bob/lab")
talk.patch("take one that was never given", "/shares/bob/lab", {"user": "a.b@c.d"})
for who in [
    None,
    "cyd",
    "dora",
    "bob",
    "vera:shares!user=cyd",
    "vera:shares!server=bob/lab",
    "vera:read:shares",
]:
    talk.patch(f"take from tim, as {who}", "/shares/bob/lab", {"user": "tim"}, who)

talk.post("give to dora once more", "/shares/bob/lab", {"user": "dora"})
for who in [
    None,
    "bob",
    "cyd",
    "vera:users:shares!user=cyd",
    "vera:read:users:shares",
    "dora",
    "vera:users:shares",
]:
    talk.delete(f"dora leaves it, as {who}", "/users/dora/shared/bob/lab", who=who)
for who in [
    None,
    "cyd",
    "tim",
    "vera:groups:shares!group=math",
    "vera:read:groups:shares",
    "vera:groups:shares",
]:
    talk.delete(f"a group leaves it, as {who}", "/groups/tutors/shared/bob/lab", who=who)
talk.delete("leave one that is not there", "/users/dora/shared/bob/nothing")
talk.delete("leave one as nobody", "/users/nobody/shared/bob/lab")
for method in ["POST", "PUT", "PATCH", "HEAD", "OPTIONS"]:
    talk.ask(
        f"{method} of one's share",
        method,
        "/users/cyd/shared/bob/lab",
        body={} if method[0] == "P" else None,
    )
for who in [None, "cyd", "vera:shares!user=cyd", "vera:read:shares", "bob"]:
    talk.delete(f"take all, as {who}", "/shares/bob/lab", who=who)
talk.get("all is taken", "/shares/bob/lab")
talk.delete("take all once more", "/shares/bob/lab")
talk.delete("take all of what is not there", "/shares/bob/nothing")
