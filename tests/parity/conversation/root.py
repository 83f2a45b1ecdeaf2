"""What needs no credentials, and the ways a request can miss every route."""

from .talk import Talk

talk = Talk("root")

for say, path in {
    "the version": "/",
    "without the slash": "",
    "with two slashes": "//",
    "with a query": "/?x=1",
    "health": "/health",
    "health with a slash": "/health/",
    "health outside the API": "/hub/health",
    "no such route": "/nothing",
    "no such route below users": "/users/bob/nothing",
    "no such route below groups": "/groups/math/nothing",
    "a slash after a listing": "/users/",
    "a slash after a name": "/users/bob/",
    "a slash after groups": "/groups/",
    "a slash after info": "/info/",
    "a slash after services": "/services/",
    "a slash after tokens": "/users/bob/tokens/",
    "upper case": "/USERS",
    "a dot segment": "/users/../groups",
    "an encoded slash for a separator": "/users%2Fbob",
    "an empty name": "/users//tokens",
    "a NUL": "/users/%00",
    "a bad escape": "/users/%zz",
    "a bad UTF-8 escape": "/users/%ff",
}.items():
    talk.get(say, path)
    talk.get(f"{say}, with a token", path, "vera:read:hub")

for method in ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get"]:
    talk.ask(f"{method} of the root", method, "/")
    talk.ask(f"{method} of health", method, "/health")
    talk.ask(f"{method} of no route", method, "/nothing")

for path in [
    "/info",
    "/user",
    "/users",
    "/users/bob",
    "/users/bob/tokens",
    "/users/bob/server",
    "/groups",
    "/groups/math",
    "/services",
    "/proxy",
    "/shares/bob",
    "/authorizations/token/x",
    "/shutdown",
]:
    for method in ["HEAD", "OPTIONS"]:
        talk.ask(f"{method} {path}", method, path)
        talk.ask(f"{method} {path} with a token", method, path, "ada")
    for method in ["PUT", "PATCH", "DELETE", "POST", "PROPFIND"]:
        if (method, path) in {
            ("POST", "/shutdown"),
            ("DELETE", "/users/bob"),
            ("DELETE", "/users/bob/server"),
            ("POST", "/users/bob/server"),
            ("POST", "/users/bob/tokens"),
            ("POST", "/proxy"),
            ("DELETE", "/groups/math"),
            ("PATCH", "/users/bob"),
        }:
            continue
        talk.ask(f"{method} {path} by nobody", method, path)

for who in [
    None,
    "vera:read:hub",
    "vera:read:users",
    "bob",
    "service:grader",
    "service:chief",
    "expired:bob",
]:
    talk.get(f"info as {who}", "/info", who)
talk.get("metrics by nobody", "/hub/metrics")
talk.get("metrics without the scope", "/hub/metrics", "bob")
talk.get("metrics of the API by nobody", "/metrics")
talk.get("metrics", "/hub/metrics", "vera:read:metrics", part="head")
talk.get("metrics of the API", "/metrics", "vera:read:metrics", part="head")

for say, origin in {
    "another site": "https://evil.test",
    "null": "null",
    "itself": "http://hub.test",
}.items():
    headers = [("Origin", origin)]
    talk.get(f"the root from {say}", "/", headers=headers)
    talk.get(f"info from {say}", "/info", headers=headers)
    talk.get(f"info with a token from {say}", "/info", "vera:read:hub", headers=headers)
    preflight = [
        *headers,
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "authorization"),
    ]
    talk.ask(f"a preflight from {say}", "OPTIONS", "/users", headers=preflight)

talk.get("no host", "/", headers=[("Host", "absent")])
talk.get("another host", "/", headers=[("Host", "evil.test")])
talk.get(
    "an etag that matches", "/", headers=[("If-None-Match", "{{root: the version|headers.Etag}}")]
)
talk.get("an etag that does not", "/", headers=[("If-None-Match", '"other"')])
talk.get("any etag", "/", headers=[("If-None-Match", "*")])
