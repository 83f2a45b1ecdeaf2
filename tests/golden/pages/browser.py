"""A browser as far as a hub can tell: what it sends, which cookies it keeps, what it finds in a page."""

import email.utils
import html.parser
import json
import re
import time
import urllib.parse

HOST = "hub.test"
AGENT = "Mozilla/5.0 ({})"
# What a browser says of a request by which somebody goes somewhere, and of one by a script of the page.
GOING = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "same-origin",
}
FETCHING = {
    "Accept": "application/json",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Site": "same-origin",
}
BOUNDARY = "----a-boundary-between-fields"
TOKEN = re.compile(r'"?xsrf_token"?: ?"([^"]*)"')


class Browser:
    """The cookies of one browser, and the token that its last page has for forms and scripts."""

    def __init__(self, name):
        self.agent = AGENT.format(name)
        self.jar = {}
        self.token = ""

    def headers(self, request, host):
        """What is sent with `request`, what it says itself before all else."""
        said = {"Host": host, "User-Agent": self.agent, **(FETCHING if request.get("fetch") else GOING)}
        if request["method"] not in ("GET", "HEAD"):
            said["Origin"] = f"http://{host}"
        if cookies := self.cookies(request["path"]):
            said["Cookie"] = cookies
        said |= request.get("headers", {})
        return [(name, value) for name, value in said.items() if value is not None]

    def cookies(self, path):
        """Those of the path, as browsers order them: the longest first."""
        path = path.split("?")[0]
        fits = [key for key in self.jar if is_below(path, key[1])]
        fits.sort(key=lambda key: -len(key[1]))
        return "; ".join(f"{key[0]}={self.jar[key]}" for key in fits)

    def keep(self, path, answer):
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                cookie = Cookie(value)
                key = (cookie.name, cookie.said.get("path") or "/")
                self.jar.pop(key, None)
                if not cookie.is_cleared():
                    self.jar[key] = cookie.value
        # A page that a proxy shows for the hub is nobody's.
        found = TOKEN.search(answer.body.decode("utf-8", "replace"))
        if found and "/hub/" in path:
            self.token = found.group(1)


class Cookie:
    """One `Set-Cookie`."""

    def __init__(self, text):
        pair, *attributes = [part.strip() for part in text.split(";")]
        self.name, _, self.value = pair.partition("=")
        parts = (attribute.partition("=") for attribute in attributes)
        self.said = {name.lower(): value for name, _, value in parts}

    def days(self):
        """How long it is kept, in days; `None` is as long as the browser runs."""
        if "max-age" in self.said:
            return int(self.said["max-age"]) / 86400
        if "expires" in self.said:
            until = email.utils.parsedate_to_datetime(self.said["expires"])
            return (until.timestamp() - time.time()) / 86400
        return None

    def is_cleared(self):
        days = self.days()
        return self.value in ("", '""') or (days is not None and days <= 0)

    def told(self):
        """Its name and attributes, in one order, with how long it is kept in place of a date."""
        left = {**self.said}
        days = self.days()
        left.pop("expires", None)
        left.pop("max-age", None)
        if self.is_cleared():
            left["cleared"] = ""
        elif days is not None:
            left["kept"] = f"{round(days * 24)}h"
        return "; ".join([self.name, *(f"{key}={left[key]}" if left[key] else key for key in sorted(left))])


class Page(html.parser.HTMLParser):
    """The forms of a page, and the links that have names which scripts and tests know."""

    LINKS = ("start", "login", "logout", "refresh")

    def __init__(self, text):
        super().__init__()
        self.forms, self.links, self.form = {}, {}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            where = [said.get("method", "get").lower(), said.get("action", ""), said.get("enctype", "")]
            self.form = self.forms.setdefault(" ".join(where).strip(), {})
        elif self.form is not None and said.get("name") and tag in ("input", "select", "textarea", "button"):
            self.form.setdefault(said["name"], set()).add(kind(tag, said))
        if tag == "a" and said.get("id") in self.LINKS:
            self.links[said["id"]] = said.get("href")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None

    def told(self):
        told = {}
        if self.forms:
            told["forms"] = {
                where: {name: ", ".join(sorted(kinds)) for name, kinds in sorted(form.items())}
                for where, form in sorted(self.forms.items())
            }
        if self.links:
            told["links"] = self.links
        return told


def kind(tag, said):
    """The kind of a field, with what is in it where nobody writes that."""
    kind = said.get("type", "text") if tag == "input" else tag
    value = said.get("value", "")
    return kind + (f" {value}" if kind in ("hidden", "radio", "checkbox") and value else "")


def in_parts(fields):
    """A form as browsers send one that may have files in it."""
    head = '--{}\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    parts = [head.format(BOUNDARY, name, value) for name, value in fields]
    return "".join([*parts, f"--{BOUNDARY}--\r\n"]).encode()


def is_below(path, folder):
    return path == folder or path.startswith(folder if folder.endswith("/") else folder + "/")


def encoded(request, token):
    """The body of `request` and its type; `token` is what shows that a page of the hub sent it."""
    if "json" in request:
        return json.dumps(request["json"]).encode(), "application/json"
    if "form" in request:
        fields = [*request["form"].items()]
        fields += [("_xsrf", token)] if request.get("xsrf") == "form" else []
        if request.get("multipart"):
            return in_parts(fields), f"multipart/form-data; boundary={BOUNDARY}"
        return urllib.parse.urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded"
    return b"", None
