"""Groups: listings, models, members, properties."""

from .talk import BROKEN, Talk, big

talk = Talk("groups", "ada")
PAGED = [("Accept", "application/jupyterhub-pagination+json")]

for scopes in [
    "list:groups",
    "read:groups",
    "list:groups read:groups",
    "list:groups read:groups:name",
    "list:groups read:roles:groups",
    "list:groups!group=math",
    "list:groups!group=math read:groups!group=math",
    "list:groups!user=bob",
    "groups",
    "admin:groups",
    "read:roles",
    "list:groups!group=nothing",
]:
    talk.get(f"all, as {scopes}", "/groups", f"vera:{scopes}")
for who in [None, "bob", "tim", "dep", "service:chief"]:
    talk.get(f"all, as {who}", "/groups", who)
for scopes in [
    "read:groups",
    "read:groups:name",
    "read:roles:groups",
    "read:groups!group=math",
    "read:groups!group=empty",
    "list:groups",
    "groups!group=math",
    "admin:groups!group=math",
    "read:hub",
    "read:groups!user=bob",
]:
    talk.get(f"math, as {scopes}", "/groups/math", f"vera:{scopes}")
for who in [None, "bob", "tim", "dep"]:
    talk.get(f"math, as {who}", "/groups/math", who)
for say, query in {
    "limit 1": {"limit": 1},
    "limit 0": {"limit": 0},
    "limit negative": {"limit": -2},
    "limit word": {"limit": "x"},
    "limit huge": {"limit": 10**12},
    "offset 1": {"offset": 1, "limit": 1},
    "offset beyond": {"offset": 99},
    "offset word": {"offset": "x"},
    "an unknown parameter": {"sort": "name"},
}.items():
    talk.get(f"listing, {say}", "/groups", query=query)
    talk.get(f"page, {say}", "/groups", query=query, headers=PAGED)
talk.get("page, of one group", "/groups?limit=1", "vera:list:groups!group=math", headers=PAGED)
for say, name in {
    "a space": "bio%20lab",
    "a plus": "bio+lab",
    "umlauts": "gr%C3%B6%C3%9Fe",
    "umlauts raw": "größe",
    "upper case": "MATH",
    "one that is not there": "nothing",
    "a NUL": "math%00",
    "no UTF-8": "%ff",
    "an encoded slash": "a%2Fb",
    "a tag": "%3Cb%3E",
    "dots": "%2e%2e",
}.items():
    talk.get(f"a name with {say}", f"/groups/{name}")

for say, name, body in [
    ("one", "new1", None),
    ("one that is there", "new1", None),
    ("empty", "new2", {}),
    ("users", "new3", {"users": ["bob", "cyd"]}),
    ("users in upper case", "new4", {"users": ["BOB"]}),
    ("users that are not there", "new5", {"users": ["nobody"]}),
    ("the same user twice", "new6", {"users": ["bob", "bob"]}),
    ("users no list", "new7", {"users": "bob"}),
    ("users of numbers", "new8", {"users": [7]}),
    ("users of null", "new9", {"users": [None]}),
    ("users of objects", "new10", {"users": [{}]}),
    ("users of lists", "new10a", {"users": [["bob"]]}),
    ("a name", "new11", {"name": "other"}),
    ("roles", "new12", {"roles": ["admin"]}),
    ("properties", "new13", {"properties": {"a": 1}}),
    ("an unknown key", "new14", {"x": 1}),
    ("a null for users", "new15", {"users": None}),
    ("upper case", "NEW16", {}),
    ("umlauts", "n%C3%A4chste", {}),
    ("a space", "next%20one", {}),
    ("an encoded slash", "a%2Fb", {}),
    ("a tag", "%3Cb%3E", {}),
    ("a NUL", "a%00b", {}),
    ("a long name", "g" * 300, {}),
]:
    talk.post(f"make by name, {say}", f"/groups/{name}", body)
talk.hostile("POST", "/groups/hostile", bodies=BROKEN)
for say, body in {
    "one": {"groups": ["many1"]},
    "two with users": {"groups": ["many2", "many3"], "users": ["bob"]},
    "one that is there": {"groups": ["many1"]},
    "one new and one that is there": {"groups": ["many4", "many1"]},
    "none": {"groups": []},
    "no list": {"groups": "xy"},
    "numbers": {"groups": [7]},
    "nulls": {"groups": [None]},
    "objects": {"groups": [{}]},
    "a user that is not there": {"groups": ["many5"], "users": ["nobody"]},
    "an unknown key": {"groups": ["many6"], "x": 1},
    "an empty name": {"groups": [""]},
    "the same twice": {"groups": ["many7", "many7"]},
    "a NUL": {"groups": ["a\x00c"]},
    "an object for the list": {"groups": {"obj": 1}},
}.items():
    talk.post(f"make, {say}", "/groups", body)
talk.hostile("POST", "/groups")
for who in [None, "bob", "dep", "vera:admin:groups", "vera:admin:groups!group=math", "vera:groups"]:
    talk.post(f"make, as {who}", "/groups", {"groups": [f"by {who}"]}, who)
    talk.post(f"make by name, as {who}", "/groups/mine", None, who)
talk.post("make by name, as one for that name", "/groups/own", None, "vera:admin:groups!group=own")

for method, say in [("POST", "add"), ("DELETE", "remove")]:
    for what, body in {
        "one": {"users": ["dora"]},
        "one again": {"users": ["dora"]},
        "two": {"users": ["dora", "bob"]},
        "upper case": {"users": ["DORA"]},
        "nobody": {"users": []},
        "one that is not there": {"users": ["bob", "nobody"]},
        "no users": {},
        "numbers": {"users": [7]},
        "nulls": {"users": [None]},
        "no list": {"users": "bob"},
        "an unknown key": {"users": [], "x": 1},
        "a name": {"users": [], "name": "math"},
        "objects": {"users": [{}]},
        "umlauts": {"users": ["zoë"]},
    }.items():
        talk.ask(f"{say}, {what}", method, "/groups/empty/users", body=body)
    talk.hostile(method, "/groups/empty/users")
    talk.ask(f"{say}, without a body", method, "/groups/empty/users")
    talk.ask(
        f"{say}, a group that is not there",
        method,
        "/groups/nothing/users",
        body={"users": ["bob"]},
    )
    for who in [
        None,
        "bob",
        "dep",
        "vera:groups!group=empty",
        "vera:groups!group=math",
        "vera:admin:groups",
        "vera:read:groups",
    ]:
        talk.ask(f"{say}, as {who}", method, "/groups/empty/users", who, body={"users": ["tim"]})
talk.post(
    "add, 10 MB", "/groups/empty/users", big('{"users": ["', "x", 10_000_000, '"]}'), part="status"
)
talk.get("who is in it now", "/groups/empty")
talk.get("GET of users", "/groups/empty/users")

for say, body in {
    "some": {"a": 1, "b": [None, {"c": "é"}]},
    "none": {},
    "others": {"z": 2.5, "big": 10**20},
    "a key of its own": {"users": ["bob"]},
    "a key that is empty": {"": 0},
}.items():
    talk.put(f"properties, {say}", "/groups/empty/properties", body)
talk.hostile("PUT", "/groups/empty/properties")
talk.put("properties, without a body", "/groups/empty/properties")
talk.put("properties, of a group that is not there", "/groups/nothing/properties", {})
for who in [
    None,
    "bob",
    "dep",
    "vera:groups!group=empty",
    "vera:groups!group=math",
    "vera:read:groups",
]:
    talk.put(f"properties, as {who}", "/groups/empty/properties", {"by": str(who)}, who)
for method in ["GET", "POST", "DELETE", "PATCH"]:
    talk.ask(f"{method} of properties", method, "/groups/empty/properties", body={})

for who in [
    None,
    "bob",
    "vera:groups",
    "vera:delete:groups!group=math",
    "vera:delete:groups!group=new1",
    "dep",
]:
    talk.delete(f"delete, as {who}", "/groups/new1", who=who)
for name in [
    "nothing",
    "new2",
    "new3",
    "new4",
    "new6",
    "many1",
    "n%C3%A4chste",
    "next%20one",
    "a%2Fb",
]:
    talk.delete(f"delete {name}", f"/groups/{name}")
talk.delete("delete with a body", "/groups/many2", {"hostile": 1})
talk.get("all that are left", "/groups", "vera:list:groups read:groups:name")
