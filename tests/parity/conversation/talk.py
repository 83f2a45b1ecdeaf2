"""How a request of the conversation is written down."""

import urllib.parse

OWN = object()


class Talk:
    """The requests about one noun, in order. `who` is a caller of `callers.py`.

    A request's path is below `/hub/api` unless it begins with `/hub`. In paths, headers and bodies
    `{{hub}}` is the hub's address, `{{NAME|key.key}}` a part of the answer to the request of that
    name, and `{{now-90m}}` a time (off by a multiple of ten minutes: see `normal.py`). A body may be
    a JSON value, text, bytes, or `big(before, filler, count, after)`.
    """

    def __init__(self, noun, who=None):
        self.noun, self.who, self.requests = noun, who, []

    def ask(
        self,
        say,
        method,
        path,
        who=OWN,
        *,
        body=None,
        headers=(),
        until=None,
        query=None,
        part=None,
    ):
        """One request named `say`.

        `until` repeats it until a field of the answer has a value; `part="status"` keeps that alone
        of the answer, `part="head"` all but its body.
        """
        who = self.who if who is OWN else who
        if query:
            path += "?" + urllib.parse.urlencode(query, doseq=True)
        request = {
            "name": f"{self.noun}: {say}",
            "method": method,
            "path": path if path.startswith(("/hub", "{{")) else f"/hub/api{path}",
            "who": who,
        }
        if headers:
            request["headers"] = [list(pair) for pair in headers]
        if body is not None:
            request |= written(body)
        if until:
            request["until"] = list(until)
        if part:
            request["part"] = part
        self.requests.append(request)

    def get(self, say, path, who=OWN, **more):
        self.ask(say, "GET", path, who, **more)

    def post(self, say, path, body=None, who=OWN, **more):
        self.ask(say, "POST", path, who, body=body, **more)

    def put(self, say, path, body=None, who=OWN, **more):
        self.ask(say, "PUT", path, who, body=body, **more)

    def patch(self, say, path, body=None, who=OWN, **more):
        self.ask(say, "PATCH", path, who, body=body, **more)

    def delete(self, say, path, body=None, who=OWN, **more):
        self.ask(say, "DELETE", path, who, body=body, **more)

    def hostile(self, method, path, who=OWN, bodies=None, undo=None):
        """The same request with bodies of each wrong kind; `undo` is the body of a DELETE after each."""
        for kind, body in (bodies or HOSTILE).items():
            self.ask(f"{method} {path} with {kind}", method, path, who, body=body)
            if undo is not None:
                self.delete(f"undo {method} {path} with {kind}", path, undo, part="status")


class Text(str):
    """A body that is sent as it is."""


def big(before, filler, count, after):
    """A body that is long, and short to write down."""
    return {"big": [before, filler, count, after]}


def written(body):
    if isinstance(body, Text):
        return {"text": str(body)}
    if isinstance(body, bytes):
        return {"bytes": body.decode("latin-1")}
    if isinstance(body, dict) and set(body) == {"big"}:
        return body
    return {"json": body}


def deep(levels):
    return Text("[" * levels + "]" * levels)


HOSTILE = {
    "no JSON": Text("no JSON"),
    "half an object": Text('{"name": '),
    "two values": Text("{} {}"),
    "spaces": Text("   "),
    "bytes that are no UTF-8": b'{"name": "\xff\xfe"}',
    "null": Text("null"),
    "true": Text("true"),
    "a number": Text("17"),
    "a string": Text('"bob"'),
    "an empty list": [],
    "a list of nulls": [None, None],
    "a list of objects": [{}],
    "an unknown key": {"hostile": 1},
    "not a number": Text('{"hostile": NaN}'),
    "a key twice": Text('{"name": "x", "name": 7}'),
    "a NUL": Text('{"name": "a\\u0000b"}'),
    "half a surrogate pair": Text('{"name": "\\ud800"}'),
    "a byte order mark": "\ufeff{}".encode(),
}
# For requests that would do harm with `null`, empty or unknown keys: what is no JSON at all.
BROKEN = {
    kind: HOSTILE[kind]
    for kind in ("no JSON", "half an object", "two values", "bytes that are no UTF-8")
}
