"""Services: listings, models, and those that are made while the hub runs."""

from .talk import Talk, big

talk = Talk("services", "ada")

for scopes in [
    "list:services",
    "list:services read:services",
    "list:services read:services:name",
    "list:services read:roles:services",
    "list:services!service=board read:services!service=board",
    "read:services",
    "list:services!user=bob",
    "read:hub",
    "admin:services",
]:
    talk.get(f"all, as {scopes}", "/services", f"vera:{scopes}")
for who in [None, "bob", "dep", "service:grader", "service:chief", "service:board"]:
    talk.get(f"all, as {who}", "/services", who)
for scopes in [
    "read:services",
    "read:services:name",
    "read:roles:services",
    "read:services!service=board",
    "read:services!service=grader",
    "list:services",
    "admin:services!service=board",
    "read:services!user=bob",
]:
    talk.get(f"board, as {scopes}", "/services/board", f"vera:{scopes}")
for who in [None, "bob", "service:board", "service:grader", "service:chief"]:
    talk.get(f"board, as {who}", "/services/board", who)
for name in [
    "grader",
    "chief",
    "mute",
    "nothing",
    "BOARD",
    "%00",
    "a%2Fb",
    "gr%C3%B6%C3%9Fe",
    "%3Cb%3E",
]:
    talk.get(f"one named {name}", f"/services/{name}")

for say, name, body in [
    ("nothing", "new0", None),
    ("an empty body", "new1", {}),
    ("a name", "new2", {"name": "new2"}),
    ("another name", "new3", {"name": "other"}),
    ("one that is there", "new2", {"name": "new2"}),
    ("one of the configuration", "board", {"name": "board"}),
    ("admin", "new4", {"admin": True}),
    ("admin false", "new5", {"admin": False}),
    ("admin no boolean", "new6", {"admin": "yes"}),
    ("a token", "new7", {"api_token": "a-token-that-is-given-7"}),
    ("a short token", "new8", {"api_token": "short"}),
    ("a long token", "new9", {"api_token": "t" * 65}),
    ("info and display", "new10", {"info": {"a": "é"}, "display": False}),
    ("a command", "new11", {"command": ["true"]}),
    ("no command", "new12", {"command": [], "info": {}}),
    ("a URL", "new13", {"url": "{{hub}}", "oauth_redirect_uri": "{{hub}}/callback"}),
    ("a URL that is none", "new14", {"url": "nowhere"}),
    ("an unknown key", "new15", {"x": 1}),
    (
        "a client",
        "new16",
        {
            "oauth_client_id": "service-new16",
            "oauth_redirect_uri": "http://x.test/cb",
            "oauth_no_confirm": True,
        },
    ),
    (
        "a client with a bad name",
        "new17",
        {"oauth_client_id": "nothing", "oauth_redirect_uri": "http://x.test/cb"},
    ),
    (
        "a client's scopes",
        "new18",
        {"oauth_client_allowed_scopes": ["read:users"], "oauth_redirect_uri": "http://x.test/cb"},
    ),
    ("a client's scopes unknown", "new19", {"oauth_client_allowed_scopes": ["nothing"]}),
    ("a list", "new20", [1]),
    ("a string", "new21", "x"),
    ("numbers for info", "new22", {"info": 7}),
    ("null", "new23", {"admin": None}),
    ("umlauts", "gr%C3%B6%C3%9Fe", {"info": {}}),
    ("a space", "a%20b", {"info": {}}),
    ("a slash", "a%2Fb", {"info": {}}),
    ("a tag", "%3Cb%3E", {"info": {}}),
    ("upper case", "NEW24", {"info": {}}),
]:
    talk.post(f"make with {say}", f"/services/{name}", body)
talk.hostile("POST", "/services/hostile", undo={})
talk.post("make, 10 MB", "/services/huge", big('{"admin": "', "x", 10_000_000, '"}'), part="status")
for who in [
    None,
    "bob",
    "dep",
    "vera:admin:services",
    "vera:admin:services!service=own",
    "vera:read:services",
    "service:chief",
]:
    talk.post(f"make as {who}", "/services/own", {"info": {}}, who)
    talk.post(f"make an admin as {who}", "/services/boss", {"admin": True}, who)
talk.get(
    "one made as one with a token",
    "/user",
    None,
    headers=[("Authorization", "token a-token-that-is-given-7")],
)
talk.get("all that there are", "/services")
for who in [
    None,
    "bob",
    "vera:admin:services!service=board",
    "vera:read:services",
    "vera:admin:services!service=new2",
    "ada",
]:
    talk.delete(f"delete as {who}", "/services/new2", who=who)
for name in ["board", "nothing", "new7", "new4", "new10", "new13", "gr%C3%B6%C3%9Fe", "a%20b"]:
    talk.delete(f"delete {name}", f"/services/{name}")
talk.get(
    "a deleted one's token is of no use",
    "/user",
    None,
    headers=[("Authorization", "token a-token-that-is-given-7")],
)
for method in ["PUT", "PATCH", "HEAD", "OPTIONS"]:
    talk.ask(f"{method} of one", method, "/services/grader", body={} if method[0] == "P" else None)
talk.get("all that are left", "/services")
