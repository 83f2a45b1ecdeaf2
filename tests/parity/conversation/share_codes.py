"""Share codes: what can be exchanged for a share."""

from callers import token_of

from .talk import Talk

talk = Talk("share codes", "ada")

for path in ["/share-codes/bob", "/share-codes/bob/lab"]:
    for who in [
        None,
        "ada",
        "bob",
        "cyd",
        "dep",
        "vera:read:shares!user=bob",
        "vera:read:shares!server=bob/lab",
        "vera:read:shares!user=cyd",
        "vera:shares!group=math",
        "vera:read:users",
    ]:
        talk.get(f"{path} as {who}", path, who)
for say, path in {
    "of nobody": "/share-codes/nobody",
    "of a server that is not there": "/share-codes/bob/nothing",
    "of one who has none": "/share-codes/dora",
    "all": "/share-codes",
    "of a NUL": "/share-codes/%00",
}.items():
    talk.get(say, path)
for say, body in {
    "nothing": None,
    "an empty body": {},
    "a scope": {"scopes": ["access:servers"]},
    "two scopes": {"scopes": ["access:servers", "read:servers"]},
    "a scope filtered elsewhere": {"scopes": ["access:servers!server=cyd/lab"]},
    "an unknown scope": {"scopes": ["nothing"]},
    "an unsuitable scope": {"scopes": ["admin:users"]},
    "no scopes": {"scopes": []},
    "scopes a string": {"scopes": "access:servers"},
    "scopes of numbers": {"scopes": [1]},
    "expires_in 60": {"expires_in": 60},
    "expires_in 59": {"expires_in": 59},
    "expires_in 0": {"expires_in": 0},
    "expires_in -1": {"expires_in": -1},
    "expires_in a year": {"expires_in": 31536000},
    "expires_in more": {"expires_in": 31536001},
    "expires_in a float": {"expires_in": 3600.5},
    "expires_in a whole float": {"expires_in": 3600.0},
    "expires_in text": {"expires_in": "3600"},
    "expires_in a word": {"expires_in": "day"},
    "expires_in null": {"expires_in": None},
    "expires_in true": {"expires_in": True},
    "expires_in a list": {"expires_in": [60]},
    "expires_in beyond 64 bits": {"expires_in": 10**30},
    "a user": {"user": "dora"},
    "an unknown key": {"x": 1},
}.items():
    talk.post(f"make with {say}", "/share-codes/bob/lab", body, "bob")
talk.hostile("POST", "/share-codes/bob/lab", "bob")
for who in [
    None,
    "ada",
    "cyd",
    "dora",
    "dep",
    "vera:shares!user=bob",
    "vera:shares!server=bob/lab",
    "vera:shares!server=bob/lab access:servers!server=bob/lab",
    "vera:shares!user=cyd",
    "vera:read:shares",
]:
    talk.post(f"make as {who}", "/share-codes/bob/lab", {}, who)
talk.post("make for a server that is not there", "/share-codes/bob/nothing", {})
talk.post("make for nobody's", "/share-codes/nobody/lab", {})
for method in ["POST", "DELETE", "PATCH", "PUT"]:
    talk.ask(f"{method} without a server", method, "/share-codes/bob", body={})
talk.patch("PATCH of one", "/share-codes/bob/lab", {})
talk.get("all of them", "/share-codes/bob/lab")
talk.get(
    "two of them",
    "/share-codes/bob/lab?limit=2&offset=1",
    headers=[("Accept", "application/jupyterhub-pagination+json")],
)

CODE, ID = "{{share codes: make with a scope|code}}", "{{share codes: make with two scopes|id}}"
for who in [None, "cyd", "vera:read:shares", "vera:shares!user=cyd"]:
    talk.delete(f"delete as {who}", f"/share-codes/bob/lab?code={CODE}", who=who)
talk.delete("delete by code", f"/share-codes/bob/lab?code={CODE}", who="bob")
talk.delete("delete by code again", f"/share-codes/bob/lab?code={CODE}", who="bob")
talk.delete("delete by id", f"/share-codes/bob/lab?id={ID}", who="bob")
talk.delete("delete by id again", f"/share-codes/bob/lab?id={ID}", who="bob")
talk.delete(
    "delete by a code that the seed holds",
    f"/share-codes/bob/lab?code={token_of('code:bob/lab')}",
    who="bob",
)
for say, query in {
    "id a number": "id=1",
    "id a word": "id=x",
    "id with a tail": "id=sc_99999x",
    "id beyond": "id=sc_999999999",
    "id beyond 64 bits": "id=sc_" + "9" * 30,
    "id Arabic": "id=sc_%D9%A1",
    "id negative": "id=sc_-1",
    "code unknown": "code=x",
    "code and id": "code=x&id=sc_1",
    "code with a NUL": "code=%00",
}.items():
    talk.delete(f"delete, {say}", f"/share-codes/bob/lab?{query}", who="bob")
talk.delete("delete one of another server", f"/share-codes/cyd/a%20b?id={ID}")
talk.delete("delete of a server that is not there", "/share-codes/bob/nothing")
talk.get("those that are left", "/share-codes/bob/lab")
talk.delete("delete all", "/share-codes/bob/lab", who="bob")
talk.delete("delete all, empty parameters", "/share-codes/bob/lab?code=&id=", who="bob")
talk.get("none is left", "/share-codes/bob/lab")
