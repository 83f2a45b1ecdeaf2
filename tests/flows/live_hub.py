"""Run the real JupyterHub on a database, and ask its REST API.

    python live_hub.py DATABASE < REQUESTS

REQUESTS is a JSON list of `{"method", "path", "token"}`, with `path` below `/hub/api`. Prints a JSON
list of the answers: `{"status", "body"}`. What carries a body carries one that is no JSON, so that
nothing happens but for requests that take none.
"""

import json
import pathlib
import sys
import urllib.error
import urllib.request

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "docs" / "experiments"))

from restart import Hub  # noqa: E402

CONFIG = """
c.JupyterHub.custom_scopes = {"custom:grades:read": {"description": "read grades"}}
c.JupyterHub.admin_access = True
c.JupyterHub.allow_named_servers = True
c.Spawner.cmd = ["true"]
c.Spawner.start_timeout = 1
"""


def sent(method, path):
    if method in ("GET", "DELETE"):
        return None
    # That a token is asked for is seen before whether it may be.
    return b"{}" if path.endswith("/tokens") else b"no JSON"


def ask(url, request):
    method = request["method"]
    question = urllib.request.Request(
        f"{url}api{request['path']}",
        method=method,
        data=sent(method, request["path"]),
        headers={
            "Authorization": f"Bearer {request['token']}",
            "Content-Type": "application/json",
        },
    )
    try:
        with urllib.request.urlopen(question, timeout=20) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        status, body = refusal.code, refusal.read()
    try:
        return {"status": status, "body": json.loads(body)}
    except ValueError:
        return {"status": status, "body": None}


def main():
    hub = Hub(sys.executable, pathlib.Path(sys.argv[1]).parent, CONFIG)
    with hub.running() as url:
        answers = [ask(url, request) for request in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)


main()
