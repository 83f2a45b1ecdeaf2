"""Users: listings, models, making, renaming, deleting."""

from .talk import BROKEN, HOSTILE, Talk, big

talk = Talk("users", "ada")
PAGED = [("Accept", "application/jupyterhub-pagination+json")]

# Who sees what of whom.
for scopes in [
    "list:users",
    "read:users",
    "list:users read:users:name",
    "list:users read:users:groups",
    "list:users read:users:activity",
    "list:users read:servers",
    "list:users read:roles:users",
    "list:users read:users",
    "list:users!user=bob",
    "list:users!group=math",
    "list:users!group=math read:users!user=cyd",
    "list:users!server=bob/lab",
    "list:users!group=empty",
    "list:users!group=math list:users!user=dora",
    "list:users admin:auth_state",
    "admin:users",
    "list:users read:servers!server=bob/lab",
    "list:users admin:servers admin:server_state",
    "users",
]:
    talk.get(f"all, as {scopes}", "/users", f"vera:{scopes}", query={"include_stopped_servers": 1})
for who in [None, "bob", "tim", "dep", "service:grader", "service:chief", "expired:bob"]:
    talk.get(f"all, as {who}", "/users", who)
for scopes in [
    "read:users",
    "read:users:name",
    "read:users:groups",
    "read:users:activity",
    "read:servers",
    "read:roles:users",
    "admin:auth_state",
    "list:users",
    "read:users!user=bob",
    "read:users!user=cyd",
    "read:users!group=math",
    "read:users!group=größe",
    "read:users:name!group=math",
    "read:servers!server=bob/lab",
    "read:servers!server=bob/",
    "read:servers!user=bob",
    "read:hub",
    "read:roles",
    "admin:users",
    "users",
    "read:users!server=bob/lab",
    "read:users!service=board",
    "read:servers admin:server_state",
]:
    talk.get(
        f"bob, as {scopes}",
        "/users/bob",
        f"vera:{scopes}",
        query={"include_stopped_servers": "true"},
    )
for who in [None, "bob", "cyd", "tim", "dora", "dep", "service:grader", "service:chief"]:
    talk.get(f"bob, as {who}", "/users/bob", who)

# Names in paths.
for say, name in {
    "one that is not there": "nobody",
    "upper case": "BOB",
    "umlaut raw": "zoë",
    "umlaut encoded": "zo%C3%AB",
    "umlaut decomposed": "zoe%CC%88",
    "a quote and a space": "o'brien%20x",
    "a plus": "o'brien+x",
    "an at sign": "a.b@c.d",
    "an at sign encoded": "a.b%40c.d",
    "encoded letters": "%62ob",
    "twice encoded": "%2562ob",
    "an encoded slash": "bob%2Flab",
    "a dot": ".",
    "two dots": "..",
    "dots encoded": "%2e%2e",
    "a percent": "%25",
    "a NUL": "bob%00",
    "a line break": "bob%0A",
    "a semicolon": "bob;x=1",
    "a hash": "bob%23",
    "a question mark": "bob%3F",
    "spaces around": "%20bob%20",
    "no UTF-8": "%ff",
    "long": "x" * 300,
    "SQL": "bob'%20or%201=1--",
    "a wildcard": "b%25b",
    "a tag": "%3Cscript%3E",
    "an emoji": "%F0%9F%90%9D",
    "a full-width letter": "%EF%BD%82ob",
    "a number": "17",
    "null": "null",
}.items():
    talk.get(f"a name with {say}", f"/users/{name}")
    talk.get(f"a name with {say}, out of reach", f"/users/{name}", "vera:read:users!user=cyd")

# Parameters of the listing.
for say, query in {
    "state active": {"state": "active"},
    "state ready": {"state": "ready"},
    "state inactive": {"state": "inactive"},
    "state empty": {"state": ""},
    "state upper case": {"state": "ACTIVE"},
    "state unknown": {"state": "happy"},
    "state twice": {"state": ["active", "inactive"]},
    "state with a quote": {"state": "it's"},
    "state with a tag": {"state": "<b>"},
    "sort id": {"sort": "id"},
    "sort name": {"sort": "name"},
    "sort name down": {"sort": "-name"},
    "sort id down": {"sort": "-id"},
    "sort last_activity": {"sort": "last_activity"},
    "sort last_activity down": {"sort": "-last_activity"},
    "sort empty": {"sort": ""},
    "sort dash": {"sort": "-"},
    "sort two dashes": {"sort": "--name"},
    "sort created": {"sort": "created"},
    "sort plus": {"sort": "+name"},
    "name_filter": {"name_filter": "o"},
    "name_filter upper case": {"name_filter": "BO"},
    "name_filter umlaut": {"name_filter": "Ë"},
    "name_filter wildcard": {"name_filter": "b%b"},
    "name_filter underscore": {"name_filter": "b_b"},
    "name_filter backslash": {"name_filter": "\\"},
    "name_filter quote": {"name_filter": "'"},
    "name_filter empty": {"name_filter": ""},
    "name_filter space": {"name_filter": " "},
    "name_filter no one": {"name_filter": "qqq"},
    "name_filter and sort": {"name_filter": "o", "sort": "-name", "limit": 2},
    "stopped 0": {"include_stopped_servers": "0", "limit": 3},
    "stopped false": {"include_stopped_servers": "False", "limit": 3},
    "stopped empty": {"include_stopped_servers": "", "limit": 3},
    "stopped no": {"include_stopped_servers": "no", "limit": 3},
    "an unknown parameter": {"colour": "red", "limit": 1},
}.items():
    talk.get(f"listing, {say}", "/users", query=query)
for say, query in {
    "limit 1": {"limit": 1},
    "limit 0": {"limit": 0},
    "limit negative": {"limit": -3},
    "limit huge": {"limit": 10**12},
    "limit beyond 64 bits": {"limit": 10**30},
    "limit word": {"limit": "many"},
    "limit float": {"limit": "2.0"},
    "limit exponent": {"limit": "1e1"},
    "limit empty": {"limit": ""},
    "limit spaces": {"limit": " 2 "},
    "limit plus": {"limit": "+2"},
    "limit underscore": {"limit": "1_0"},
    "limit hex": {"limit": "0x2"},
    "limit Arabic digits": {"limit": "٢"},
    "limit full-width digits": {"limit": "２"},
    "limit superscript": {"limit": "²"},
    "limit twice": {"limit": [1, 2]},
    "limit minus zero": {"limit": "-0"},
    "offset 2": {"offset": 2},
    "offset negative": {"offset": -2},
    "offset beyond": {"offset": 1000},
    "offset huge": {"offset": 10**12},
    "offset word": {"offset": "x"},
    "offset float": {"offset": "1.5"},
    "offset empty": {"offset": ""},
    "offset NaN": {"offset": "NaN"},
    "offset and limit": {"offset": 1, "limit": 2},
    "both wrong": {"offset": "x", "limit": "y"},
    "all at once": {
        "state": "inactive",
        "sort": "-name",
        "name_filter": "o",
        "offset": 1,
        "limit": 1,
        "x": ["é", "&="],
        "empty": "",
    },
}.items():
    talk.get(f"listing, {say}", "/users", query=query)
    talk.get(f"page, {say}", "/users", query=query, headers=PAGED)
talk.get("offset beyond 64 bits", "/users", query={"offset": 10**30})
for say, accept in {
    "upper case": "APPLICATION/JUPYTERHUB-PAGINATION+JSON",
    "among others": "text/html, application/jupyterhub-pagination+json",
    "with a quality": "application/jupyterhub-pagination+json;q=0.9",
    "JSON": "application/json",
    "anything": "*/*",
    "empty": "",
    "nothing we have": "image/png",
}.items():
    talk.get(f"listing, accepting {say}", "/users?limit=1", headers=[("Accept", accept)])
talk.get("page, of a group", "/users?limit=1", "vera:list:users!group=math", headers=PAGED)
talk.get("page, the next one", "{{users: page, limit 1|_pagination.next.url}}", headers=PAGED)
talk.get(
    "page, from behind a proxy",
    "/users?limit=1",
    headers=[*PAGED, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "outside.test")],
)
talk.get(
    "page, from another host", "/users?limit=1", headers=[*PAGED, ("Host", "outside.test:8443")]
)

# Making users.
for say, body in {
    "one": {"usernames": ["new1"]},
    "two": {"usernames": ["new2", "new3"]},
    "one that is there": {"usernames": ["new1"]},
    "some that are there": {"usernames": ["new1", "new4"]},
    "the same twice": {"usernames": ["new5", "new5"]},
    "upper case": {"usernames": ["NEW6"]},
    "unicode": {"usernames": ["größe"]},
    "a space": {"usernames": ["new seven"]},
    "spaces around": {"usernames": [" new8 "]},
    "a slash": {"usernames": ["new/9"]},
    "an empty name": {"usernames": [""]},
    "two bad names": {"usernames": ["a/b", "c/d"]},
    "dots": {"usernames": [".."]},
    "a dot": {"usernames": ["."]},
    "a backslash": {"usernames": ["a\\b"]},
    "a question mark": {"usernames": ["a?b"]},
    "a hash": {"usernames": ["a#b"]},
    "a percent": {"usernames": ["a%b"]},
    "a tag": {"usernames": ["<b>"]},
    "a NUL": {"usernames": ["a\x00b"]},
    "a line break": {"usernames": ["new\n"]},
    "a number": {"usernames": [7]},
    "null": {"usernames": [None]},
    "an object": {"usernames": [{}]},
    "a list": {"usernames": [["x"]]},
    "no list": {"usernames": "xyz"},
    "an object for the list": {"usernames": {"obj1": 1}},
    "a number for the list": {"usernames": 7},
    "none": {"usernames": []},
    "admin": {"usernames": ["new10"], "admin": True},
    "admin that is no boolean": {"usernames": ["new11"], "admin": "yes"},
    "admin null": {"usernames": ["new12"], "admin": None},
    "with groups": {"usernames": ["new13"], "groups": ["math"]},
    "with roles": {"usernames": ["new14"], "roles": ["admin"]},
    "with an unknown key": {"usernames": ["new15"], "hostile": 1},
    "with a name": {"usernames": ["new16"], "name": "x"},
    "a long name": {"usernames": ["n" * 300]},
    "an emoji": {"usernames": ["bee🐝"]},
}.items():
    talk.post(f"make, {say}", "/users", body)
talk.hostile("POST", "/users")
for who in [
    None,
    "bob",
    "dep",
    "vera:admin:users",
    "vera:admin:users!group=math",
    "vera:list:users",
    "service:chief",
]:
    talk.post(
        f"make, as {who}",
        "/users",
        {
            "usernames": [
                "made by " + str(who).replace(":", " ").replace("!", " ").replace("=", " ")
            ]
        },
        who,
    )
    talk.post(
        f"make an admin, as {who}",
        "/users",
        {
            "usernames": [
                "admin by " + str(who).replace(":", " ").replace("!", " ").replace("=", " ")
            ],
            "admin": True,
        },
        who,
    )
talk.post(
    "make, 10 MB",
    "/users",
    big('{"usernames": ["big1"], "admin": "', "x", 10_000_000, '"}'),
    part="status",
)
talk.post(
    "make, more than the hub reads",
    "/users",
    {},
    headers=[("Content-Length", str(200 * 1024 * 1024))],
)
talk.post(
    "make, a wrong content type",
    "/users",
    {"usernames": ["new20"]},
    headers=[("Content-Type", "text/plain")],
)

for say, name in {
    "one": "one",
    "one that is there": "one",
    "upper case": "ONE",
    "another in upper case": "TWO",
    "unicode": "%C3%BCnal",
    "a space": "a%20b",
    "an encoded slash": "a%2Fb",
    "dots": "%2e%2e",
    "a NUL": "a%00b",
    "a tag": "%3Cb%3E",
    "a percent": "a%25b",
    "long": "y" * 300,
}.items():
    talk.post(f"make by name, {say}", f"/users/{name}")
for say, body in {
    "empty": {},
    "admin": {"admin": True},
    "admin no boolean": {"admin": 1},
    "groups": {"groups": []},
    "groups of math": {"groups": ["math"]},
    "roles": {"roles": ["admin"]},
    "a name": {"name": "else"},
    "auth state": {"auth_state": {"a": 1}},
    "an unknown key": {"x": 1},
    "a list": [1],
    "a string": "x",
}.items():
    talk.post(f"make by name, with {say}", f"/users/with-{say.replace(' ', '-')}", body)
talk.hostile("POST", "/users/hostile", bodies=BROKEN)
for who in [
    None,
    "bob",
    "dep",
    "vera:admin:users!user=bob",
    "vera:admin:users!user=ownself",
    "vera:admin:users!group=math",
]:
    talk.post(f"make by name, as {who}", "/users/ownself", {}, who)
talk.post("make an admin by name, as one who is none", "/users/ambitious", {"admin": True}, "dep")

# Changing users.
talk.post("one to change", "/users/mutable")
for say, body in {
    "nothing": {},
    "admin": {"admin": True},
    "admin again": {"admin": True},
    "no admin": {"admin": False},
    "admin null": {"admin": None},
    "admin 1": {"admin": 1},
    "a name in upper case": {"name": "MUTABLE"},
    "a name that is taken": {"name": "bob"},
    "a name taken in upper case": {"name": "BOB"},
    "an empty name": {"name": ""},
    "a bad name": {"name": "a/b"},
    "a name of dots": {"name": ".."},
    "a tag": {"name": "<b>"},
    "a number for a name": {"name": 7},
    "a null name": {"name": None},
    "groups": {"groups": ["math"]},
    "no groups": {"groups": []},
    "roles": {"roles": ["admin"]},
    "no roles": {"roles": []},
    "auth state": {"auth_state": {"a": 1}},
    "auth state null": {"auth_state": None},
    "an unknown key": {"x": 1},
    "created": {"created": "2019-01-01T00:00:00Z"},
}.items():
    who = "mutable" if "name" not in body else "rename-" + say.replace(" ", "-")
    if "name" in body:
        talk.post(f"one to change, {say}", f"/users/{who}", part="status")
    talk.patch(f"change, {say}", f"/users/{who}", body)
NAMING = ["bytes that are no UTF-8", "a NUL", "half a surrogate pair"]
talk.hostile(
    "PATCH",
    "/users/mutable",
    bodies={kind: body for kind, body in HOSTILE.items() if kind not in NAMING},
)
for number, kind in enumerate(NAMING):
    odd = f"/users/odd{number}"
    talk.post(f"one to rename to {kind}", odd, part="status")
    talk.patch(f"rename to {kind}", odd, HOSTILE[kind])
    talk.get(f"after renaming to {kind}", odd)
talk.patch("change the name", "/users/mutable", {"name": "Renamed"})
talk.get("by the old name", "/users/mutable")
talk.get("by the new name", "/users/renamed")
talk.patch("change nobody", "/users/nobody", {"admin": True})
for who in [
    None,
    "bob",
    "dep",
    "vera:admin:users!user=renamed",
    "vera:admin:users!user=bob",
    "vera:users",
]:
    talk.patch(f"change, as {who}", "/users/renamed", {"groups": []}, who)
    talk.patch(f"change to admin, as {who}", "/users/renamed", {"admin": True}, who)
talk.patch("change an admin, as one who is none", "/users/ada", {"name": "other"}, "dep")
talk.patch("change oneself to admin", "/users/bob", {"admin": True}, "bob")

# Deleting users.
for who in [
    None,
    "bob",
    "dep",
    "vera:delete:users!user=bob",
    "vera:delete:users!user=renamed",
    "vera:admin:users",
]:
    talk.delete(f"delete, as {who}", "/users/renamed", who=who)
talk.delete("delete oneself", "/users/ada")
talk.delete("delete nobody", "/users/nobody")
talk.delete("delete with a body", "/users/new1", {"hostile": 1})
talk.delete("delete again", "/users/new1")
for name in ["new2", "new3", "new4", "new5", "new6", "new10", "one", "two"]:
    talk.delete(f"delete {name}", f"/users/{name}")
talk.get("all that are left", "/users", "vera:list:users read:users:name read:roles:users")
