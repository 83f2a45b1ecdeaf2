"""Play the conversation to a hub: record its answers, or compare them with those of JupyterHub 6.1.1.

    python3 tests/parity/play.py http://127.0.0.1:8081 record GOLDEN
    python3 tests/parity/play.py http://127.0.0.1:8081 compare GOLDEN [--differences differences.toml] [--only NOUN,NOUN]

The hub must serve the database of `seed.sql` with the configuration of `hub_config.py` or one equal
to it. `compare` prints each difference that `differences.toml` does not allow, and each entry of it that is of
no use, and exits with 1 if there is any. With `--only` it plays no more than these nouns' requests. Standard library only; nothing here knows which hub it speaks to.
"""

import argparse
import datetime
import fnmatch
import json
import pathlib
import re
import sys
import time
import tomllib
import urllib.parse

import callers
import conversation
import matrix
import wire
from normal import Normaliser, ordered, parsed

REFERENCE = re.compile(r"\{\{([^{}|]+)\|([^{}]+)\}\}")
MOMENT = re.compile(r"\{\{now(?:([+-]\d+)([smhd]))?(?: ([^{}]+))?\}\}")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
UNTIL_LIMIT_SECONDS = 20
ABSENT, PRESENT = "<absent>", "<present>"


class Player:
    """Speaks to one hub, and remembers what it said."""

    def __init__(self, base):
        parts = urllib.parse.urlsplit(base)
        self.address = (parts.hostname, parts.port)
        self.said = {}
        self.normaliser = Normaliser(utcnow().replace(microsecond=0))

    def play(self, request):
        """The normal form of the answer to one request."""
        limit = time.monotonic() + UNTIL_LIMIT_SECONDS
        while True:
            answer = self.send(request)
            value = parsed(answer)
            if self.settled(request, answer, value) or time.monotonic() > limit:
                break
            time.sleep(0.1)
        headers = {name.title(): said for name, said in answer.headers}
        self.said[request["name"]] = {"json": value, "headers": headers}
        normal = self.normaliser.answer(request["name"], answer)
        kept = {"status": ["status"], "head": ["status", "headers"]}.get(
            request.get("part"), normal
        )
        return {part: normal[part] for part in kept}

    def settled(self, request, answer, value):
        if "until" not in request:
            return True
        key, wanted = request["until"]
        return (answer.status if key == "status" else look_up(value, key)) == wanted

    def send(self, request):
        body = self.body(request)
        headers = [("Host", "hub.test"), *callers.headers_of(request["who"])]
        asked = [(name, self.filled(value)) for name, value in request.get("headers", ())]
        replaced = {name.lower() for name, _ in asked}
        headers = [(name, value) for name, value in headers if name.lower() not in replaced]
        if "content-length" not in replaced and (
            body or request["method"] in ("POST", "PUT", "PATCH")
        ):
            headers.append(("Content-Length", str(len(body))))
        headers += [(name, value) for name, value in asked if value != "absent"]
        headers.append(("Connection", "close"))
        path = re.sub(r"^http://[^/]*", "", self.filled(request["path"]))
        return wire.exchange(self.address, request["method"], path, headers, body)

    def body(self, request):
        if "json" in request:
            return self.filled(json.dumps(request["json"], ensure_ascii=False)).encode()
        if "text" in request:
            return self.filled(request["text"]).encode()
        if "bytes" in request:
            return request["bytes"].encode("latin-1")
        if "big" in request:
            before, filler, count, after = request["big"]
            return (before + filler * count + after).encode()
        return b""

    def filled(self, text):
        """The text with its references to the hub, to earlier answers and to times filled in."""
        text = text.replace("{{hub}}", "http://{}:{}".format(*self.address))
        text = REFERENCE.sub(lambda found: self.earlier(*found.groups()), text)
        return MOMENT.sub(moment, text)

    def earlier(self, name, key):
        value = look_up(self.said[name], key if key.startswith("headers.") else f"json.{key}")
        # Where the hub did not say what it should have, the requests that build on it fail, not the player.
        return "unsaid" if value is None else str(value)


def utcnow():
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def moment(found):
    off, unit, form = found.groups()
    when = utcnow() + datetime.timedelta(seconds=int(off or 0) * UNITS.get(unit, 0))
    return when.strftime(form) if form else when.isoformat() + "Z"


def look_up(value, path):
    for key in path.split("."):
        if isinstance(value, list) and key.lstrip("-").isdigit():
            value = value[int(key)] if -len(value) <= int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def dumped(entry):
    """One line of JSON; half a surrogate pair, which UTF-8 cannot hold, stays escaped."""
    text = json.dumps(entry, ensure_ascii=False)
    return re.sub(r"[\ud800-\udfff]", lambda half: f"\\u{ord(half.group()):04x}", text)


def record(player, folder):
    """Write one file for each noun, and the matrix."""
    folder.mkdir(parents=True, exist_ok=True)
    record_nouns(player, folder, conversation.nouns())
    (folder / "authz_matrix.txt").write_text(matrix.table(player))
    record_nouns(player, folder, conversation.last())


def record_nouns(player, folder, nouns):
    for noun, requests in nouns:
        entries = [{**request, "answer": player.play(request)} for request in requests]
        (folder / f"{noun}.jsonl").write_text("".join(dumped(entry) + "\n" for entry in entries))


class Differences:
    """The differences that are allowed: which requests, which part of the answer, and why."""

    def __init__(self, path):
        entries = tomllib.loads(path.read_text()).get("difference", []) if path else []
        for entry in entries:
            if not entry.get("reason"):
                raise SystemExit(f"{path}: a difference without a reason: {entry}")
        self.unused = entries
        self.entries = entries

    def allow(self, name, key, theirs, ours):
        """Whether an entry covers this part, and both hubs answer what it says of them."""
        for entry in self.entries:
            if (
                matches(name, entry["requests"])
                and matches(key, entry.get("parts", ()))
                and says(entry, "there", theirs)
                and says(entry, "here", ours)
            ):
                self.use(entry)
                return True
        return False

    def allow_answers(self, name, theirs, ours):
        """Whether an entry covers these two as answers of different kinds, and ours is one of its status."""
        statuses = [theirs["status"], ours["status"]]
        for entry in self.entries:
            if matches(name, entry["requests"]) and statuses in entry.get("answers", ()):
                self.use(entry)
                return is_whole(ours)
        return False

    def use(self, entry):
        self.unused = [other for other in self.unused if other is not entry]


def is_whole(answer):
    """Whether an answer is what its status says: a refusal says so again, and why."""
    said = answer.get("json")
    if said is None:
        return "text" not in answer
    if answer["status"] < 400:
        return "message" not in said
    return said.get("status") == answer["status"] and bool(said.get("message"))


def matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def says(entry, side, value):
    """Whether an answer is what an entry says of it; `<present>` is anything that is there."""
    said = entry.get(side, value)
    return value != ABSENT if said == PRESENT else said == value


def parts(value, path=()):
    """An answer taken apart, so that a difference can be named: `json.0.name`, `headers.Etag`."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from parts(inner, (*path, key))
    elif isinstance(value, list) and value:
        yield ".".join((*path, "length")), len(value)
        for index, inner in enumerate(value):
            yield from parts(inner, (*path, str(index)))
    else:
        yield ".".join(path), value


def differing(theirs, ours):
    theirs, ours = dict(parts(theirs)), dict(parts(ours))
    for key in sorted({*theirs, *ours}):
        there, here = theirs.get(key, ABSENT), ours.get(key, ABSENT)
        # By the way they are written: `1` is not `true`.
        if dumped(there) != dumped(here):
            yield key, there, here


def compare(player, folder, differences, only=None):
    """Print what differs and is not allowed; how much that was."""
    found = compare_nouns(player, folder, differences, chosen(conversation.nouns(), only))
    if not only or "matrix" in only:
        found += compare_matrix(player, folder, differences)
    return found + compare_nouns(player, folder, differences, chosen(conversation.last(), only))


def chosen(nouns, only):
    return [(noun, requests) for noun, requests in nouns if not only or noun in only]


def compare_nouns(player, folder, differences, nouns):
    found = 0
    for noun, requests in nouns:
        lines = (folder / f"{noun}.jsonl").read_text().splitlines()
        golden = {entry["name"]: entry for entry in map(json.loads, lines)}
        for request in requests:
            entry = golden.get(request["name"])
            if entry is None or {**entry, "answer": None} != {
                **json.loads(dumped(request)),
                "answer": None,
            }:
                raise SystemExit(f"`{request['name']}` is not recorded as it is now: record again")
            ours = json.loads(dumped(player.play(request)))
            if differences.allow_answers(request["name"], entry["answer"], ours):
                continue
            left = [
                d
                for d in differing(ordered(entry["answer"]), ordered(ours))
                if not differences.allow(request["name"], *d)
            ]
            found += bool(left)
            for key, theirs, here in left:
                print(request["name"])
                print(f"    {request['method']} {request['path']} as {request['who']}")
                print(f"    {key}: {theirs!r} there, {here!r} here")
    return found


def compare_matrix(player, folder, differences):
    golden = dict(matrix.cells((folder / "authz_matrix.txt").read_text()))
    ours = dict(matrix.cells(matrix.table(player)))
    if golden.keys() != ours.keys():
        raise SystemExit("the matrix is not recorded as it is now: record again")
    found = 0
    for name, status in ours.items():
        if status != golden[name] and not differences.allow(name, "status", golden[name], status):
            found += 1
            print(f"{name}\n    status: {golden[name]} there, {status} here")
    return found


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("base", help="the hub's address, as http://127.0.0.1:8081")
    arguments.add_argument("what", choices=["record", "compare"])
    arguments.add_argument("golden", type=pathlib.Path)
    arguments.add_argument("--differences", type=pathlib.Path)
    arguments.add_argument("--only", type=lambda nouns: nouns.split(","))
    given = arguments.parse_args()
    player = Player(given.base)
    if given.what == "record":
        record(player, given.golden)
        return
    differences = Differences(given.differences)
    found = compare(player, given.golden, differences, given.only)
    unused = [] if given.only else differences.unused
    for entry in unused:
        print(f"of no use any more: the difference of {entry['requests']}: {entry['reason']}")
    sys.exit(1 if found or unused else 0)


if __name__ == "__main__":
    main()
