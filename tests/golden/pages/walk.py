"""Go through the pages of a hub as browsers do, and record what it answers, or compare that with JupyterHub 6.1.1.

    python3 tests/golden/pages/walk.py usual=http://127.0.0.1:8000 prefixed=http://127.0.0.1:8001 …

compares, and prints each difference that `differences.toml` does not allow, and, where all worlds are given, each entry
of it that is of no use. Standard library only; nothing here knows which hub it speaks to.
"""

import argparse
import json
import pathlib
import re
import sys
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
PARITY = HERE.parents[1] / "parity"
sys.path[:0] = [str(PARITY), str(HERE)]

import browser  # noqa: E402
import visits  # noqa: E402
import wire  # noqa: E402
from play import Differences, differing, dumped  # noqa: E402

LIMIT_SECONDS = 20
HEADERS = (
    "Access-Control-Allow-Headers", "Allow", "Cache-Control", "Content-Security-Policy", "Content-Type", "Etag",
    "Location", "Referrer-Policy", "Retry-After", "Vary", "WWW-Authenticate", "X-JupyterHub-Version",
)  # fmt: skip
# What every answer has; an answer's entry has only what is different in it.
USUAL = {
    "Access-Control-Allow-Headers": "accept, content-type, authorization",
    "Content-Type": "text/html",
    "X-JupyterHub-Version": "6.1.1",
}
REFERENCE = re.compile(r"\{\{([^{}|]+)\|([^{}]+)\}\}")
# What differs from run to run, and what stands for it.
SECRETS = (
    (re.compile(r'(_xsrf(?:=|%3D|": "hidden ))[\w%-]{40,}'), r"\1<xsrf>"),
    (re.compile(r"((?:[?&]|%3F|%26)code(?:=|%3D))[\w-]{20,}"), r"\1<code>"),
    (re.compile(r'("code": "hidden )[\w-]{20,}'), r"\1<code>"),
)


class Player:
    """Browsers at one hub, and what it answered."""

    def __init__(self, base):
        parts = urllib.parse.urlsplit(base)
        self.address = (parts.hostname, parts.port)
        self.browsers, self.answers = {}, {}

    def browser(self, name):
        return self.browsers.setdefault(name, browser.Browser(name))

    def play(self, request):
        """What is compared of the answer to one request."""
        answer = self.send(request)
        self.answers[request["name"]] = answer
        self.browser(request["by"]).keep(request["path"], answer)
        return self.told(answer)

    def settle(self, step):
        """Wait until a server is as it is to be; what the hub answers meanwhile is not compared."""
        limit = time.monotonic() + LIMIT_SECONDS
        user, server = step["server"]
        request = {"method": "GET", "path": f"{step['base']}hub/api/users/{user}?include_stopped_servers",
                   "by": step["by"], "fetch": True, "xsrf": "header"}  # fmt: skip
        while True:
            answer = self.send(request)
            if answer.status != 200:
                raise SystemExit(f"{step['by']} may not see the servers of {user}: {answer.body!r}")
            servers = json.loads(answer.body).get("servers") or {}
            state = servers.get(server) or {"ready": False, "pending": None, "stopped": True}
            if step["until"](state):
                return
            if time.monotonic() > limit:
                raise SystemExit(f"{user}/{server} does not become as it should be: {answer.body!r}")
            time.sleep(0.1)

    def send(self, request):
        visitor = self.browser(request["by"])
        filled = {**request, "path": self.filled(request["path"])}
        if request.get("xsrf") == "query":
            mark = "&" if "?" in filled["path"] else "?"
            filled["path"] += f"{mark}_xsrf={visitor.token}"
        if "form" in request:
            filled["form"] = {name: self.filled(value) for name, value in request["form"].items()}
        body, kind = browser.encoded(filled, visitor.token)
        headers = visitor.headers(filled, request.get("host", browser.HOST))
        if request.get("xsrf") == "header":
            headers.append(("X-XSRFToken", visitor.token))
        if kind:
            headers.append(("Content-Type", kind))
        if body or request["method"] in ("POST", "PUT", "PATCH"):
            headers.append(("Content-Length", str(len(body))))
        headers.append(("Connection", "close"))
        return wire.exchange(self.address, request["method"], filled["path"], headers, body)

    def filled(self, text):
        """With its references to JSON that was answered before, and to what a browser's page has."""

        def found(reference):
            name, key = reference.groups()
            if name == "token":
                return self.browser(key).token
            said = json.loads(self.answers[name].body or b"{}")
            return str(said.get(key, "unsaid"))

        return REFERENCE.sub(found, text) if isinstance(text, str) else text

    def told(self, answer):
        headers = {}
        for wanted in HEADERS:
            values = [value for key, value in answer.headers if key.lower() == wanted.lower()]
            if values:
                headers[wanted] = "<etag>" if wanted == "Etag" else ", ".join(values)
        missing = {name: None for name in USUAL if name not in headers}
        told = {
            "status": answer.status,
            "headers": {name: said for name, said in headers.items() if USUAL.get(name) != said} | missing,
        }
        set_cookies = [value for key, value in answer.headers if key.lower() == "set-cookie"]
        if set_cookies:
            told["cookies"] = {cookie.name: cookie.told() for cookie in map(browser.Cookie, set_cookies)}
        text = answer.body.decode("utf-8", "replace")
        if "<form" in text or 'id="' in text:
            told |= browser.Page(text).told()
        return json.loads(masked(json.dumps(told, ensure_ascii=False)))


def masked(text):
    for pattern, words in SECRETS:
        text = pattern.sub(words, text)
    return re.sub(r"127\.0\.0\.1:\d+", "<loopback>", text)


def played(base, world):
    """Each request of a world's visit, with what is compared of its answer."""
    player = Player(base)
    for step in visits.WORLDS[world]():
        if "until" in step:
            player.settle(step)
        else:
            yield step, player.play(step)


def golden(world):
    return HERE / f"{world}.jsonl"


def record(base, world):
    entries = ({**request, "answer": answer} for request, answer in played(base, world))
    golden(world).write_text("".join(dumped(entry) + "\n" for entry in entries))


def compare(base, world, differences):
    """Print what differs and is not allowed; how much that was."""
    lines = golden(world).read_text().splitlines()
    recorded = {entry["name"]: entry for entry in map(json.loads, lines)}
    found = 0
    for request, ours in played(base, world):
        name = request["name"]
        entry = recorded.pop(name, None)
        if entry is None or {**entry, "answer": None} != {**json.loads(dumped(request)), "answer": None}:
            raise SystemExit(f"`{name}` is not recorded as it is now: record again")
        theirs = entry["answer"]
        left = [one for one in differing(theirs, ours) if not differences.allow(name, *one)]
        found += bool(left)
        for key, there, here in left:
            print(f"{name}\n    {request['method']} {request['path']} by {request['by']}")
            print(f"    {key}: {there!r} there, {here!r} here")
    if recorded:
        raise SystemExit(f"recorded and not asked any more: {', '.join(recorded)}")
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("worlds", nargs="+", metavar="WORLD=URL", help="a world and where a hub of it is")
    given = arguments.parse_args()
    differences = Differences(HERE / "differences.toml")
    found = 0
    for world, _, base in (world.partition("=") for world in given.worlds):
        found += compare(base, world, differences)
    unused = differences.unused if len(given.worlds) == len(visits.WORLDS) else []
    for entry in unused:
        print(f"of no use any more: the difference of {entry['requests']}: {entry['reason']}")
    sys.exit(1 if found or unused else 0)


if __name__ == "__main__":
    main()
