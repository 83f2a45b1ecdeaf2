"""Servers: models, making, starting, stopping, renaming, and what is told while they start."""

from .talk import BROKEN, HOSTILE, Talk, big

talk = Talk("servers", "ada")
READY, GONE = ("ready", True), ("status", 404)

# Models of servers that do not run.
for who in [
    None,
    "bob",
    "cyd",
    "dora",
    "tim",
    "dep",
    "vera:read:servers",
    "vera:servers!user=bob",
    "vera:read:servers!server=bob/lab",
    "vera:read:servers!server=bob/",
    "vera:read:servers!group=math",
    "vera:read:servers!group=tutors",
    "vera:read:users",
    "vera:access:servers",
    "vera:admin:servers",
    "vera:admin:server_state read:servers",
    "service:grader",
]:
    talk.get(f"bob's lab, as {who}", "/users/bob/servers/lab", who)
for say, path in {
    "the default one": "/users/bob/server",
    "the default one, by its empty name": "/users/bob/servers/",
    "none of that name": "/users/bob/servers/nothing",
    "a space": "/users/cyd/servers/a%20b",
    "a plus": "/users/cyd/servers/a+b",
    "umlauts": "/users/zo%C3%AB/servers/gr%C3%B6%C3%9Fe",
    "upper case": "/users/bob/servers/LAB",
    "an encoded slash": "/users/bob/servers/a%2Fb",
    "of nobody": "/users/nobody/servers/lab",
    "default one of one who never had one": "/users/dora/server",
    "the progress of one that does not start": "/users/bob/servers/lab/progress",
    "the progress of the default one": "/users/bob/server/progress",
    "the progress of none": "/users/bob/servers/nothing/progress",
    "the progress of nobody's": "/users/nobody/server/progress",
    "servers without a name": "/users/bob/servers",
}.items():
    talk.get(f"model, {say}", path)

# Making without starting.
for say, name, body in [
    ("one", "new1", None),
    ("one that is there", "new1", None),
    ("with a name for people", "new2", {"display_name": "New & Two"}),
    ("with options", "new3", {"user_options": {"a": [1]}}),
    ("with what is no option", "new4", {"a": 1}),
    ("a fifth", "new5", None),
    ("the default", "", None),
    ("options null", "x1", {"user_options": None}),
    ("one too many", "x5", None),
    ("options a list", "x2", {"user_options": [1]}),
    ("a number for a name for people", "x3", {"display_name": 7}),
    ("a list", "x4", [1]),
]:
    talk.put(f"make, {say}", f"/users/dora/servers/{name}", body)
for say, name in {
    "upper case": "BIG",
    "a space": "a%20b",
    "umlauts": "gr%C3%B6%C3%9Fe",
    "an encoded slash": "a%2Fb",
    "a dot": "%2e",
    "two dots": "%2e%2e",
    "a NUL": "a%00b",
    "a tag": "%3Cb%3E",
    "a percent": "a%25b",
    "a quote": "a'b",
    "a line break": "a%0Ab",
    "300 letters": "n" * 300,
    "a question mark": "a%3Fb",
    "a backslash": "a%5Cb",
    "a hash": "a%23b",
    "spaces alone": "%20",
    "an emoji": "%F0%9F%90%9D",
    "no UTF-8": "%ff",
}.items():
    talk.put(f"make one named with {say}", f"/users/tim/servers/{name}")
    talk.delete(f"remove one named with {say}", f"/users/tim/servers/{name}", {"remove": True})
talk.hostile("PUT", "/users/tim/servers/hostile", undo={"remove": True})
for who in [
    None,
    "bob",
    "tim",
    "dora",
    "vera:servers!user=bob",
    "vera:servers!server=bob/own",
    "vera:servers!group=math",
    "vera:read:servers",
    "vera:start:servers",
]:
    talk.put(f"make one for bob, as {who}", "/users/bob/servers/own", who=who)
    talk.delete(f"remove one of bob, as {who}", "/users/bob/servers/own", {"remove": True}, who)
talk.put("make one for nobody", "/users/nobody/servers/x")

# Changing.
for say, body in {
    "nothing": {},
    "no body": None,
    "a name for people": {"display_name": "Renamed"},
    "an empty name for people": {"display_name": ""},
    "a number for people": {"display_name": 7},
    "options": {"user_options": {"b": 2}},
    "no options": {"user_options": {}},
    "null options": {"user_options": None},
    "options a list": {"user_options": [1]},
    "an unknown key": {"x": 1},
    "an empty name": {"name": ""},
    "its own name": {"name": "new2"},
    "a name that is taken": {"name": "new1"},
    "a number for a name": {"name": 7},
    "a list": [1],
    "a name with a slash": {"name": "a/b"},
    "a name of dots": {"name": ".."},
    "a name with a tag": {"name": "<b>"},
    "a name with a space": {"name": "a b"},
    "back": {"name": "new2"},
}.items():
    path = "/users/dora/servers/" + ("a%20b" if say == "back" else "new2")
    talk.patch(f"change, {say}", path, body)
talk.hostile("PATCH", "/users/dora/servers/new2", bodies=BROKEN)
talk.patch("change one that is not there", "/users/dora/servers/nothing", {"display_name": "x"})
talk.patch("rename the default", "/users/dora/server", {"name": "was-default"})
talk.patch("change of nobody", "/users/nobody/server", {"display_name": "x"})
for who in [
    None,
    "bob",
    "dora",
    "vera:start:servers!user=dora",
    "vera:start:servers!server=dora/new3",
    "vera:delete:servers!user=dora",
]:
    talk.patch(f"change, as {who}", "/users/dora/servers/new3", {"display_name": f"by {who}"}, who)
talk.get("all of dora's", "/users/dora?include_stopped_servers=1", "ada")

# Starting and stopping the default one.
for who in [
    None,
    "cyd",
    "tim",
    "dora",
    "dep",
    "vera:servers!user=cyd",
    "vera:read:servers",
    "vera:delete:servers",
    "bob",
]:
    talk.post(f"start bob's, as {who}", "/users/bob/server", who=who)
talk.get("bob's runs", "/users/bob/server", until=READY)
talk.get(
    "bob's runs, seen with its state", "/users/bob/server", "vera:read:servers admin:server_state"
)
talk.get("bob, with a server", "/users/bob")
talk.get("bob, seen by a reader", "/users/bob", "vera:read:users")
talk.get("bob, seen by a reader of servers", "/users/bob", "vera:read:servers!server=bob/lab")
talk.get("all that are active", "/users?state=active")
talk.get("all that are ready", "/users?state=ready")
talk.get("none that are inactive of that name", "/users?state=inactive&name_filter=bob")
talk.post("start what runs", "/users/bob/server")
talk.get("progress of what runs", "/users/bob/server/progress")
talk.get("progress of what runs, as bob", "/users/bob/server/progress", "bob")
talk.get("progress of what runs, by nobody", "/users/bob/server/progress", None)
talk.patch("change what runs", "/users/bob/server", {"display_name": "x"})
talk.patch("rename what runs", "/users/bob/server", {"name": "y"})
talk.delete("remove the default", "/users/bob/server", {"remove": True})
for who in [None, "cyd", "tim", "vera:start:servers", "vera:delete:servers!user=cyd", "bob"]:
    talk.delete(f"stop bob's, as {who}", "/users/bob/server", who=who)
talk.get("bob's has stopped", "/users/bob/server", until=("stopped", True))
talk.delete("stop what has stopped", "/users/bob/server")
talk.delete("stop nobody's", "/users/nobody/server")
talk.post("start nobody's", "/users/nobody/server")
for name in ["zo%C3%AB", "o'brien%20x", "a.b@c.d"]:
    talk.post(f"start {name}'s", f"/users/{name}/server")
    talk.get(f"{name}'s runs", f"/users/{name}/server", until=READY)
    talk.delete(f"stop {name}'s", f"/users/{name}/server")

# Named ones.
for say, name, body in [
    ("lab", "lab", None),
    ("with a space", "a%20b", {"display_name": "A & B"}),
    ("a new one", "fresh", {"user_options": {"image": "r"}}),
    ("with umlauts", "gr%C3%B6%C3%9Fe", {"image": "r"}),
]:
    talk.post(f"start cyd's {say}", f"/users/cyd/servers/{name}", body)
    talk.get(f"cyd's {say} runs", f"/users/cyd/servers/{name}", until=READY)
talk.get("cyd with all of them", "/users/cyd")
talk.get("cyd, as one who sees one of them", "/users/cyd", "vera:read:servers!server=cyd/lab")
talk.delete("stop cyd's lab", "/users/cyd/servers/lab")
talk.delete("stop and remove cyd's fresh", "/users/cyd/servers/fresh", {"remove": True})
talk.get("cyd's fresh is gone", "/users/cyd/servers/fresh", until=GONE)
talk.delete("stop what is not there", "/users/cyd/servers/nothing")
talk.put("make cyd's idle", "/users/cyd/servers/idle")
talk.delete("remove what never ran", "/users/cyd/servers/idle", {"remove": True})
talk.get("cyd's idle is gone", "/users/cyd/servers/idle")
talk.delete("remove with a word", "/users/cyd/servers/a%20b", {"remove": "no"})
talk.delete("remove, a list", "/users/cyd/servers/gr%C3%B6%C3%9Fe", [1])
for who in [
    "vera:start:servers!server=cyd/own",
    "vera:servers!group=math",
    "vera:start:servers!server=cyd/",
    "vera:access:servers",
]:
    talk.post(f"start cyd's own, as {who}", "/users/cyd/servers/own", who=who)
    talk.get(f"cyd's own, as {who}", "/users/cyd/servers/own", who)
    talk.delete(f"stop cyd's own, as {who}", "/users/cyd/servers/own", who=who)

# Bodies of a start.
for kind, body in HOSTILE.items():
    talk.post(f"start dep's with {kind}", "/users/dep/servers/bodies", body)
    talk.delete(f"and stop it, {kind}", "/users/dep/servers/bodies", {"remove": True})
talk.post(
    "start dep's, 10 MB",
    "/users/dep/servers/bodies",
    big('{"user_options": "', "x", 10_000_000, '"}'),
    part="status",
)

# What a start can come to.
talk.post("start one that fails", "/users/dora/server", {"fake": "fail"})
talk.get("it failed", "/users/dora/server")
talk.get("progress of what failed", "/users/dora/server/progress")
talk.get("dora after it failed", "/users/dora")
talk.post("start it again, well", "/users/dora/server", {"user_options": {}})
talk.get("it runs now", "/users/dora/server", until=READY)
talk.delete("stop it again", "/users/dora/server")
talk.post("start one that is slow", "/users/dora/servers/new1", {"user_options": {"fake": "slow"}})
talk.get("it is pending", "/users/dora/servers/new1")
talk.get("dora, while it is pending", "/users/dora")
talk.get("dora among the active", "/users?state=active")
talk.get("dora not among the ready", "/users?state=ready")
talk.post("start what is pending", "/users/dora/servers/new1")
talk.patch("change what is pending", "/users/dora/servers/new1", {"display_name": "x"})
talk.get("its progress to the end", "/users/dora/servers/new1/progress")
talk.get("it runs at last", "/users/dora/servers/new1", until=READY)
talk.delete("stop what was slow", "/users/dora/servers/new1")
talk.post("start one that hangs", "/users/dora/servers/new3", {"user_options": {"fake": "hang"}})
talk.get("it hangs", "/users/dora/servers/new3")
talk.delete("stop what hangs", "/users/dora/servers/new3")
talk.get("what hung has stopped", "/users/dora/servers/new3", until=("stopped", True))
talk.get("progress of what was cancelled", "/users/dora/servers/new3/progress")
talk.post(
    "start one that never comes up", "/users/dora/servers/new3", {"user_options": {"fake": "hang"}}
)
talk.get("its progress until it is given up", "/users/dora/servers/new3/progress")
talk.get("it was given up", "/users/dora/servers/new3", until=("stopped", True))
talk.post("start one that dies", "/users/tim/server", {"fake": "die"})
talk.get("it seems to run", "/users/tim/server")
talk.delete("stop what is dead", "/users/tim/server")
talk.get("it is known to be dead", "/users/tim/server")
talk.post("start one that stops slowly", "/users/tim/server", {"fake": "slow-stop"})
talk.delete("stop it slowly", "/users/tim/server")
talk.get("it is stopping", "/users/tim/server")
talk.delete("stop what is stopping", "/users/tim/server")
talk.post("start what is stopping", "/users/tim/server")
talk.delete("delete a user whose server is stopping", "/users/tim")
talk.get("it has stopped slowly", "/users/tim/server", until=("stopped", True))
talk.post("a user to delete with a server", "/users/leaver")
talk.post("start the leaver's", "/users/leaver/server")
talk.post("start the leaver's second", "/users/leaver/servers/second")
talk.delete("delete the leaver", "/users/leaver")
talk.get("the leaver after that", "/users/leaver")
talk.delete("stop the leaver's second", "/users/leaver/servers/second")
talk.delete("delete the leaver again", "/users/leaver")
talk.get("the leaver is gone", "/users/leaver")
talk.post("start the server of a user to rename", "/users/a.b@c.d/server")
talk.patch("rename a user whose server runs", "/users/a.b@c.d", {"name": "mover"})
talk.get("a renamed user's server", "/users/mover/server")
talk.delete("stop a renamed user's server", "/users/mover/server")
talk.patch("rename the user back", "/users/mover", {"name": "a.b@c.d"})
talk.delete("remove bob's own", "/users/bob/servers/own", {"remove": True})

for method in ["GET", "PUT", "PATCH", "HEAD", "OPTIONS"]:
    talk.ask(
        f"{method} of the default one",
        method,
        "/users/dep/server",
        body={} if method in ("PUT", "PATCH") else None,
    )
for method in ["POST", "PUT", "DELETE", "HEAD"]:
    talk.ask(f"{method} of progress", method, "/users/dep/server/progress")
for who in [None, "bob", "ada", "vera:servers!user=cyd"]:
    talk.post(f"admin access, as {who}", "/users/bob/admin-access", who=who)
talk.post("admin access to nobody", "/users/nobody/admin-access")
