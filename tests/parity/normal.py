"""What is left of an answer when what differs from run to run is taken out.

- A time between the start of the run and now is `<now>`; one that is off by minutes or more is
  `<now+3600s>`, in steps of ten minutes from the start. Times before 2020 and after 2180 are the
  seed's or the conversation's own, and stay. The way of writing stays: `<now>` is ISO 8601 with
  microseconds and `Z`; other forms say so, as `<now no fraction>`.
- A secret (token, share code, session) becomes `<token of NAME>`, where NAME is the first request whose
  answer held it; the same secret is the same words everywhere. So do ids that are not the seed's.
- Process ids, ports on loopback and what `/info` says about Python are named by what they are.
- Of the headers, only those that matter, and of these only what is not as `USUAL`; `null` is one that is missing.
- Pages for people are `<a page>`: what they say is no part of the API.
- JSON is compared as values: keys in alphabetical order, a set of scopes in order. What 6.1.1 gives in no
  order of its own (a group's users, a user's tokens: as the database finds them) is put in one for the comparison.
"""

import datetime
import json
import re

# Of each kind of id, the last one that the seed or the hub's start has given away.
SEEDED = 100_000
STEP_SECONDS = 600

HEADERS = (
    "Access-Control-Allow-Headers", "Access-Control-Allow-Origin", "Allow", "Cache-Control",
    "Content-Security-Policy", "Content-Type", "Etag", "Location", "Retry-After", "Vary",
    "WWW-Authenticate", "X-JupyterHub-Version",
)  # fmt: skip
# What every answer of the API has; an answer's entry has only what is different in it.
USUAL = {
    "Access-Control-Allow-Headers": "accept, content-type, authorization",
    "Content-Security-Policy": "frame-ancestors 'none'; report-uri /hub/security/csp-report; default-src 'none'",
    "Content-Type": "application/json",
    "X-JupyterHub-Version": "6.1.1",
}
TIME = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?")
ID = re.compile(r"^(?:a|sc_)(\d+)$")
SECRET_KEYS = {"token": "token", "code": "code", "session_id": "session"}
PAGE = "<a page>"
UNORDERED_KEYS = {"users", "groups", "roles", "api_tokens"}
MACHINE_KEYS = {"python", "sys_executable"}
TEXT_RULES = (
    (re.compile(r"https?://127\.0\.0\.1:\d+"), "<loopback>"),
    (re.compile(r"errors\.pydantic\.dev/[\d.]+/"), "errors.pydantic.dev/<version>/"),
)


class Normaliser:
    """Knows, during one run, which values have been met and where first."""

    def __init__(self, started):
        self.started = started
        self.known = {}

    def answer(self, name, answer):
        """The parts of an answer that two hubs must have in common."""
        headers = {}
        for wanted in HEADERS:
            values = [value for key, value in answer.headers if key.lower() == wanted.lower()]
            if values:
                headers[wanted] = "<etag>" if wanted == "Etag" else ", ".join(values)
        cookies = [value for key, value in answer.headers if key.lower() == "set-cookie"]
        if cookies:
            headers["Set-Cookie"] = sorted(self.cookie(cookie) for cookie in cookies)
        headers = {
            name: self.text(value) if isinstance(value, str) else value
            for name, value in headers.items()
        }
        normal = {"status": answer.status, "headers": unusual(headers)}
        if answer.body:
            value = parsed(answer)
            if value is None:
                text = answer.body.decode("utf-8", "replace")
                normal["text"] = PAGE if text.lstrip().startswith("<") else self.stream(text)
            else:
                self.learn(name, value)
                normal["json"] = self.value(value)
        return normal

    def cookie(self, text):
        """A cookie by its name, path and whether it is taken away."""
        name, _, rest = text.partition("=")
        value, _, attributes = rest.partition(";")
        path = re.search(r"path=([^;]*)", attributes, re.IGNORECASE)
        gone = "cleared" if value in ("", '""') else "set"
        return f"{name} {gone} path={path and path.group(1)}"

    def learn(self, name, value, key=None):
        if isinstance(value, dict):
            for key, inner in value.items():
                self.learn(name, inner, key)
        elif isinstance(value, list):
            for inner in value:
                self.learn(name, inner, key)
        elif isinstance(value, str):
            made = ID.match(value)
            if key in SECRET_KEYS and len(value) >= 20:
                self.known.setdefault(value, f"<{SECRET_KEYS[key]} of {name}>")
            elif key in ("id", "token_id") and made and int(made.group(1)) > SEEDED:
                self.known.setdefault(value, f"<id of {name}>")

    def value(self, value, key=None):
        if isinstance(value, dict):
            return {self.text(k): self.value(v, k) for k, v in sorted(value.items())}
        if isinstance(value, list):
            values = [self.value(inner) for inner in value]
            return (
                sorted(values)
                if key == "scopes" and all(isinstance(v, str) for v in values)
                else values
            )
        if key in MACHINE_KEYS:
            return f"<{key}>"
        if key == "pid" and value:
            return "<pid>"
        return self.text(value) if isinstance(value, str) else value

    def text(self, text):
        for known, name in self.known.items():
            if known in text:
                text = re.sub(rf"(?<![\w-]){re.escape(known)}(?![\w-])", name, text)
        for pattern, replacement in TEXT_RULES:
            text = pattern.sub(replacement, text)
        return TIME.sub(self.time, text)

    def time(self, found):
        second, fraction, zone = found.groups()
        try:
            when = datetime.datetime.fromisoformat(second.replace(" ", "T"))
        except ValueError:
            return found.group(0)
        if not 2020 <= when.year < 2180:
            return found.group(0)
        off = (when - self.started).total_seconds() + 1
        steps = int(off // STEP_SECONDS) * STEP_SECONDS
        form = (
            []
            if fraction and len(fraction) == 7
            else ["no fraction" if not fraction else "fraction"]
        )
        form += [] if zone == "Z" else [zone or "no zone"]
        return f"<{' '.join(['now' + (f'{steps:+d}s' if steps else ''), *form])}>"

    def stream(self, text):
        """An event stream without the empty lines that keep it alive; any other text as it is."""
        lines = [line for line in text.splitlines() if line]
        if lines and all(line.startswith("data: ") for line in lines):
            text = "\n".join(lines)
        return self.text(text)


def ordered(value, key=None):
    """The same answer, with what is in no order of its own in one."""
    if isinstance(value, dict):
        return {k: ordered(inner, k) for k, inner in value.items()}
    if isinstance(value, list):
        values = [ordered(inner) for inner in value]
        return sorted(values, key=json.dumps) if key in UNORDERED_KEYS else values
    return value


def unusual(headers):
    """Without those that have the usual value; one that is missing is `null`."""
    missing = {name: None for name in USUAL if name not in headers}
    return {
        **{name: value for name, value in headers.items() if USUAL.get(name) != value},
        **missing,
    }


def parsed(answer):
    try:
        # `NaN` is no JSON, and equals nothing: it is compared by its name.
        return json.loads(answer.body, parse_constant=lambda name: f"<{name}>")
    except ValueError:
        return None
