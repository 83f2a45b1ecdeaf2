"""Record what the real JupyterHub 6.1.1 does at its door: signed values, sign-ins, requests that other
sites may have made, odd paths and headers, and the names of its metrics.

    venv/bin/python tests/golden/door/record.py

writes signed.jsonl, requests.jsonl, metrics.json and handlers.json beside this script. No Node.js is needed:
the hub runs with a proxy that does nothing.
"""

import base64
import hashlib
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tornado.web import create_signed_value

HERE = Path(__file__).parent
SECRET = b"\x11" * 32
LOGIN = "jupyterhub-hub-login"
TOKEN = "the-token-of-a-service"
CONFIG = f"""
from jupyterhub.proxy import Proxy

class NoProxy(Proxy):
    should_start = False
    async def add_route(self, routespec, target, data): pass
    async def delete_route(self, routespec): pass
    async def get_all_routes(self): return {{}}

c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.hub_port = PORT
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.admin_users = {{"ada"}}
c.Authenticator.allow_all = True
c.JupyterHub.cookie_secret = {SECRET!r}
c.JupyterHub.services = [{{"name": "watch", "api_token": {TOKEN!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "watch", "scopes": ["read:hub", "read:metrics", "list:users"], "services": ["watch"]}}
]
"""


def signed(name, value, age=0, now=None):
    clock = lambda: (now or time.time()) - age
    return create_signed_value(SECRET, name, value, clock=clock).decode()


def xsrf(session_and_user, age=0):
    value = signed("_xsrf", session_and_user, age)
    return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


def anonymous(ip="127.0.0.1", agent=""):
    """What tells apart who has not signed in."""
    return base64.urlsafe_b64encode(hashlib.sha256(ip.encode() + agent.encode() + b"\xff").digest()).decode()


def requests(cookie_id):
    """Name, first line and headers of each request."""
    good = f"{LOGIN}={signed(LOGIN, cookie_id)}"
    session = "jupyterhub-session-id=s1"
    both = f"{good}; {session}"
    mine = xsrf(f"s1:{cookie_id}")
    # Older, so that it is not by chance what a hub signs at this very moment.
    other = xsrf(f"s2:{cookie_id}", 60)
    info, change, make = "GET /hub/api/info", "PATCH /hub/api/info", "POST /hub/api/info"

    def cookie(text):
        return ("Cookie", text)

    yield "sign-in: good", info, [cookie(both)]
    yield "sign-in: between quotes", info, [cookie(f'{LOGIN}="{signed(LOGIN, cookie_id)}"; {session}')]
    yield "sign-in: without a session", info, [cookie(good)]
    yield "sign-in: with an empty session", info, [cookie(f"{good}; jupyterhub-session-id=")]
    yield "sign-in: changed", info, [cookie(f"{good[:-1]}g; {session}")]
    yield "sign-in: empty", info, [cookie(f"{LOGIN}=; {session}")]
    yield "sign-in: nonsense", info, [cookie(f"{LOGIN}=nonsense")]
    yield "sign-in: of nobody", info, [cookie(f"{LOGIN}={signed(LOGIN, 'nobody')}")]
    yield "sign-in: signed as something else", info, [cookie(f"{LOGIN}={signed('other', cookie_id)}")]
    for days in (13, 15, -1):
        age = f"{LOGIN}={signed(LOGIN, cookie_id, days * 86400)}"
        yield f"sign-in: {days} days old", info, [cookie(f"{age}; {session}")]
    yield "sign-in: the last of several counts", info, [cookie(f"{LOGIN}=bad; {both}")]
    yield "sign-in: the last of several is bad", info, [cookie(f"{both}; {LOGIN}=bad")]
    yield "sign-in: a wrong token beside it", info, [cookie(both), ("Authorization", "token wrong-token")]
    yield "sign-in: a token comes before it", "GET /hub/api/user", [
        cookie(both),
        ("Authorization", f"token {TOKEN}"),
    ]

    for mode in ("cors", "no-cors", "navigate", "websocket", "same-origin", "other"):
        fetch = ("Sec-Fetch-Mode", mode)
        yield f"xsrf: GET, {mode}", info, [cookie(both), fetch]
        yield f"xsrf: PATCH, {mode}", change, [cookie(both), fetch]
        yield f"xsrf: PATCH, {mode}, shown", change, [cookie(f"{both}; _xsrf={mine}"), fetch, ("X-XSRFToken", mine)]
    for site in ("same-origin", "same-site", "cross-site"):
        fetch = [("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Site", site)]
        yield f"xsrf: GET, no-cors, {site}", info, [cookie(both), *fetch]
    cors = ("Sec-Fetch-Mode", "cors")
    kept = cookie(f"{both}; _xsrf={mine}")
    yield "xsrf: header", info, [kept, cors, ("X-XSRFToken", mine)]
    yield "xsrf: other header", info, [kept, cors, ("X-CSRFToken", mine)]
    yield "xsrf: argument", f"{info}?_xsrf={mine}", [kept, cors]
    yield "xsrf: empty argument", f"{info}?_xsrf=", [kept, cors, ("X-XSRFToken", mine)]
    yield "xsrf: the argument comes first", f"{info}?_xsrf=x", [kept, cors, ("X-XSRFToken", mine)]
    yield "xsrf: between quotes", info, [cookie(f'{both}; _xsrf="{mine}"'), cors, ("X-XSRFToken", mine)]
    yield "xsrf: of another session", info, [cookie(f"{both}; _xsrf={other}"), cors, ("X-XSRFToken", other)]
    yield "xsrf: of another session, no mode", change, [cookie(f"{both}; _xsrf={other}"), ("X-XSRFToken", other)]
    tossed = cookie(f"{both}; _xsrf={other}; _xsrf={xsrf(f's1:{cookie_id}', 60)}")
    yield "xsrf: tossed before ours", change, [tossed, ("X-XSRFToken", xsrf(f"s1:{cookie_id}", 60))]
    yield "xsrf: nonsense before ours", change, [cookie(f"{both}; _xsrf=bad; _xsrf={mine}"), ("X-XSRFToken", mine)]
    yield "xsrf: nonsense", change, [cookie(f"{both}; _xsrf=bad"), ("X-XSRFToken", "bad")]
    old = xsrf(f"s1:{cookie_id}", 32 * 86400)
    yield "xsrf: 32 days old", change, [cookie(f"{both}; _xsrf={old}"), ("X-XSRFToken", old)]
    yield "xsrf: cookie alone", change, [kept]
    yield "xsrf: header alone", change, [cookie(both), ("X-XSRFToken", xsrf(f"s1:{cookie_id}", 60))]
    origin = ("Origin", "https://evil.example")
    yield "xsrf: another site, signed in", change, [cookie(both), origin]
    yield "xsrf: another site, nobody", change, [origin]
    yield "xsrf: another site, nobody, GET", info, [origin]
    yield "xsrf: another site, nobody, fetch", info, [origin, cors]
    for name, who, headers in (
        ("without a session", f":{anonymous()}", []),
        # 6.1.1 writes what is not there as Python does.
        ("shown", f"None:{anonymous()}", []),
        ("of a session", f"s1:{anonymous()}", []),
        ("of another session", f"s2:{anonymous()}", []),
        ("of a browser", f"s1:{anonymous(agent='Mozilla/5.0')}", [("User-Agent", "Mozilla/5.0")]),
        ("of another browser", f"s1:{anonymous(agent='curl')}", [("User-Agent", "Mozilla/5.0")]),
        ("by a proxy", f"s1:{anonymous('10.1.2.3')}", [("X-Real-IP", "10.1.2.3")]),
        ("by a proxy that says nothing", f"s1:{anonymous('10.1.2.3')}", []),
    ):
        shown = xsrf(who, 60)
        sent = cookie(f"{session}; _xsrf={shown}" if who.startswith("s") else f"_xsrf={shown}")
        yield f"xsrf: another site, nobody, {name}", change, [sent, ("X-XSRFToken", shown), origin, *headers]
    yield "xsrf: nobody", change, []
    yield "xsrf: a token needs none", change, [origin, cors, ("Authorization", f"token {TOKEN}")]
    yield "xsrf: the root needs none", "GET /hub/api/", [cookie(both), cors]
    yield "xsrf: OPTIONS", "OPTIONS /hub/api/info", [cookie(both), cors]
    yield "xsrf: HEAD", "HEAD /hub/api/info", [cookie(both), cors]
    yield "xsrf: nothing there", "GET /hub/api/none", [cookie(both), cors]
    for kind in ("text/plain", "application/json", "application/x-www-form-urlencoded", "x; application/json", ""):
        sent = [kept, ("X-XSRFToken", mine), ("Content-Type", kind), ("Content-Length", "0")]
        yield f"content type: `{kind}`", make, sent

    report, empty = "POST /hub/security/csp-report", ("Content-Length", "0")
    yield "report: nobody", report, [empty]
    nobody = xsrf(f"None:{anonymous()}")
    yield "report: nobody, shown", report, [cookie(f"_xsrf={nobody}"), ("X-XSRFToken", nobody), empty]
    yield "report: signed in", report, [cookie(both), empty]
    yield "report: signed in, by the browser itself", report, [cookie(both), ("Sec-Fetch-Mode", "no-cors"), empty]
    yield "report: signed in, shown", report, [kept, ("X-XSRFToken", mine), empty]
    yield "report: signed in, shown, of its own type", report, [
        kept, ("X-XSRFToken", mine), ("Content-Type", "application/csp-report"), empty,
    ]  # fmt: skip
    yield "report: by token", report, [("Authorization", f"token {TOKEN}"), empty]
    yield "report: by a wrong token", report, [("Authorization", "token wrong-token"), empty]
    for method in ("GET", "HEAD", "PUT", "OPTIONS"):
        yield f"report: {method}", f"{method} /hub/security/csp-report", [("Authorization", f"token {TOKEN}"), empty]
        yield f"report: {method}, nobody", f"{method} /hub/security/csp-report", [empty]

    for value in (
        f"token  {TOKEN}", f"TOKEN {TOKEN}", f"Bearer {TOKEN}", f"bearer\t{TOKEN}", f"Basic {TOKEN}", f"token{TOKEN}",
        "token", "token ", f"token {TOKEN} x", f"token {TOKEN},x", f" token {TOKEN} ",
    ):  # fmt: skip
        yield f"authorization: `{value}`", info, [("Authorization", value)]
    known = ("Authorization", f"token {TOKEN}")
    yield "authorization: twice", info, [known, known]
    yield "authorization: two kinds", info, [known, ("Authorization", "Basic x")]
    yield "authorization: in the query", f"{info}?token={TOKEN}", []

    for line in (
        "GET /hub/api", "GET /hub/api/", "GET /hub/api//", "HEAD /hub/api/", "HEAD /hub/api/users", "OPTIONS /hub/api/",
        "OPTIONS /hub/api/users/x", "OPTIONS /hub/api/none", "GET /hub/api/users/", "GET /hub/api/users//",
        "GET /hub//api/users", "GET //hub/api/users", "GET /hub/api/users/a%2Fb", "GET /hub/api/users/%zz",
        "GET /hub/api/users/%ff", "GET /hub/api/users?limit=%ff", "GET /hub/api/users?limit=%zz",
        "GET /hub/api/users?limit=", "GET /hub/api/users?limit=3&limit=x", "GET /hub/api/users?limit=x&limit=%201%01",
        "PUT /hub/api/users", "DELETE /hub/api/", "TRACE /hub/api/", "FOO /hub/api/users", "PATCH /hub/api/info",
        "GET /hub/api/none", "PUT /hub/api/none", "GET /hub/api/users/%00", "GET /hub/api/%75sers", "GET /hub/apiary",
        "GET /hub/api/authorizations/token/unknown-token", "GET /hub/api/authorizations/cookie/none/none",
        "POST /hub/api/authorizations/token",
        "GET /", "GET /foo/bar", "GET /foo/", "GET /foo?x=1&next=//e", "GET /hub", "GET /hub?x=1", "GET //example.com",
        "GET //example.com/%2f..", "GET ///example.com", "GET /%5cexample.com", "GET /hub%2fapi/", "HEAD /foo",
        "GET /user/ada", "GET /user/ada?x=//e", "GET /services/watch", "GET /hub/none", "GET /hub/%2e%2e/api",
        "GET /hub/health", "HEAD /hub/health", "GET /hub/api/health", "GET /hub/health/", "GET /hub/metrics",
        "GET /hub/api/metrics", "GET /hub/metrics/",
    ):  # fmt: skip
        yield f"path: {line}", line, [known]
    yield "metrics: nobody", "GET /hub/metrics", []
    yield "metrics: signed in", "GET /hub/metrics", [cookie(both)]


def ask(port, line, headers):
    head = [f"{line} HTTP/1.1", "Host: hub", "Connection: close", *(f"{k}: {v}" for k, v in headers)]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    return int(status.split()[1]), [line.split(": ", 1) for line in lines], body


KEPT = (
    "content-type", "location", "access-control-allow-origin", "access-control-allow-headers",
    "content-security-policy", "x-jupyterhub-version",
)  # fmt: skip


def answer(status, headers, body):
    seen = {name.lower(): value for name, value in headers}
    kept = {name: seen[name] for name in KEPT if name in seen}
    kept["cookies"] = sorted(
        re.sub(r"expires=[^;]*", "expires=…", re.sub(r"=[^;]*", "=…" if len(value) > 3 else value, value, count=1))
        for name, value in headers
        if name.lower() == "set-cookie"
    )
    if status >= 400 and seen.get("content-type") == "application/json" and body:
        kept["message"] = json.loads(body)["message"]
    return {"status": status, **kept}


def metrics(text):
    from prometheus_client.parser import text_string_to_metric_families

    return {
        family.name: {
            "type": family.type,
            "series": sorted(
                {json.dumps({k: v for k, v in s.labels.items() if k != "le"}, sort_keys=True) for s in family.samples}
            ),
            "buckets": sorted({s.labels["le"] for s in family.samples if "le" in s.labels}),
        }
        for family in text_string_to_metric_families(text)
        if family.name.startswith(("jupyterhub_", "process_"))
    }


def handlers():
    """What answers each path of the API, its parts in the way named as `{0}`."""
    from jupyterhub import apihandlers

    return {
        pattern: f"{handler.__module__}.{handler.__name__}" for pattern, handler, *_ in apihandlers.default_handlers
    }


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def write_lines(name, values):
    lines = [json.dumps(value, ensure_ascii=False) for value in values]
    (HERE / name).write_text("\n".join(lines) + "\n")


def record_signed():
    cases = [("jupyterhub-hub-login", "3a0037f2f52a4bd8b4cf5dff52b850b2"), ("_xsrf", "s1:ü|:"), ("n", ""), ("a b", "=")]
    at = 1_700_000_000
    write_lines(
        "signed.jsonl",
        [{"name": n, "value": v, "at": at, "signed": signed(n, v, now=at)} for n, v in cases],
    )


def record(folder):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = Path(folder, "jupyterhub_config.py")
    config.write_text(CONFIG.replace("PORT", str(port)))
    hub = subprocess.Popen(
        [sys.executable, "-m", "jupyterhub", "-f", str(config)],
        cwd=folder,
        env={**os.environ, "PROMETHEUS_DISABLE_CREATED_SERIES": "True"},
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                ask(port, "GET /hub/health", [])
                break
            except OSError:
                assert time.monotonic() < deadline, "the hub does not come up"
                time.sleep(0.2)
        database = sqlite3.connect(Path(folder, "jupyterhub.sqlite"))
        (cookie_id,) = database.execute("SELECT cookie_id FROM users WHERE name = 'ada'").fetchone()
        _, _, fresh = ask(port, "GET /hub/metrics", [("Authorization", f"token {TOKEN}")])
        write("metrics.json", metrics(fresh.decode()))
        first = {"now": int(time.time()), "cookie_id": cookie_id, "secret": SECRET.hex(), "token": TOKEN}
        asked = [
            {"name": name, "line": line, "headers": headers, "answer": answer(*ask(port, line, headers))}
            for name, line, headers in requests(cookie_id)
        ]
        write_lines("requests.jsonl", [first, *asked])
    finally:
        hub.terminate()
        hub.wait()


if __name__ == "__main__":
    record_signed()
    write("handlers.json", handlers())
    with tempfile.TemporaryDirectory() as folder:
        record(folder)
