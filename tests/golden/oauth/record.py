"""Record what the OAuth provider of the real JupyterHub 6.1.1 answers.

    venv/bin/python tests/golden/oauth/record.py

asks what `asked.py` says and writes `asked.json` and `answered.json` beside this script. No Node.js is needed: the
hub runs with a proxy that does nothing.
"""

import base64
import html.parser
import http.client
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
from urllib.parse import urlencode

import asked
from tornado.web import create_signed_value

HERE = Path(__file__).parent
SECRET = b"\x11" * 32
LOGIN = "jupyterhub-hub-login"
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
c.Authenticator.allowed_users = set(PEOPLE)
c.JupyterHub.allow_named_servers = True
c.JupyterHub.oauth_require_pkce = PKCE
c.JupyterHub.cookie_secret = {SECRET!r}
c.JupyterHub.load_groups = {{"class": {{"users": ["gil"]}}}}
c.JupyterHub.services = SERVICES
c.JupyterHub.load_roles = [{{"name": "visitor", "scopes": ["access:services"], "users": ["lmata"]}}]
"""


def config(port, pkce):
    services = [
        {
            "name": name, "api_token": asked.token_of(name), "oauth_redirect_uri": asked.CALLBACKS[name],
            "oauth_no_confirm": service["unasked"], "oauth_client_allowed_scopes": service["scopes"],
        }
        for name, service in asked.SERVICES.items()
    ]  # fmt: skip
    head = f"PORT, PKCE, PEOPLE, SERVICES = {port}, {pkce}, {asked.PEOPLE!r}, {services!r}\n"
    return head + CONFIG


class Hub:
    def __init__(self, world):
        self.folder = tempfile.TemporaryDirectory()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        path = Path(self.folder.name)
        (path / "config.py").write_text(config(self.port, world == "pkce"))
        self.log = (path / "log").open("wb")
        self.jars = {}
        self.start()
        self.write("; ".join(asked.servers()))
        # It looks only when it starts for servers that it did not make itself.
        self.end()
        self.start()
        self.write("; ".join(asked.clients()))
        # A hub takes servers for somebody's own that it has had to do with since it started.
        for server, (user, _) in asked.SERVERS.items():
            self.ask({"by": user, "ask": f"GET /hub{asked.path_of(server)}"}, None)

    def start(self):
        environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        command = [sys.executable, "-m", "jupyterhub", "-f", "config.py"]
        self.process = subprocess.Popen(
            command, cwd=self.folder.name, stdout=self.log, stderr=self.log, env=environment
        )
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit((Path(self.folder.name) / "log").read_text())

    def database(self):
        return sqlite3.connect(f"{self.folder.name}/jupyterhub.sqlite", timeout=20)

    def write(self, sql):
        with self.database() as database:
            database.executescript(sql)

    def jar(self, name):
        if name is None:
            return {}
        if name not in self.jars:
            with self.database() as database:
                (cookie_id,) = database.execute("SELECT cookie_id FROM users WHERE name = ?", (name,)).fetchone()
            login = create_signed_value(SECRET, LOGIN, cookie_id).decode()
            self.jars[name] = {LOGIN: f'"{login}"', "jupyterhub-session-id": f"session-of-{self.port}"}
        return self.jars[name]

    def ask(self, step, code):
        method, path = step["ask"].split(" ", 1)
        jar = self.jar(step["by"])
        headers = {"Sec-Fetch-Mode": "navigate"} if step["by"] else {}
        if jar:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        body = step.get("json")
        if "form" in step:
            form = [(name, code if value == "CODE" else value) for name, value in step["form"]]
            if step.get("show"):
                form.append(("_xsrf", jar.get("_xsrf", "")))
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for set_cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = set_cookie.split(";")[0].split("=", 1)
            if step["by"]:
                jar[name] = value
        return answer, text

    def end(self):
        self.process.terminate()
        self.process.wait()

    def stop(self):
        self.end()
        self.folder.cleanup()


class Hidden(html.parser.HTMLParser):
    """The scopes that a page would have somebody agree to."""

    def __init__(self):
        super().__init__()
        self.scopes = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "input" and attributes.get("name") == "scopes":
            self.scopes.append(attributes["value"])


def told(answer, text):
    """What of an answer is compared."""
    told = {"status": answer.status}
    if location := answer.headers.get("Location"):
        told["location"] = re.sub(r"([?&#]code=)\w{30}(&|$)", r"\1CODE\2", location)
    if challenge := answer.headers.get("WWW-Authenticate"):
        told["challenge"] = challenge
    if answer.headers.get("Content-Type") == "application/json" and text:
        body = json.loads(text)
        if "access_token" in body:
            body["access_token"] = re.sub(r"^\w{30}$", "TOKEN", body["access_token"])
            body["scope"] = sorted(body["scope"].split())
        told["body"] = {key: value for key, value in body.items() if key != "message"}
        told["cache"] = answer.headers.get("Cache-Control")
    elif text:
        page = Hidden()
        page.feed(text)
        if page.scopes:
            told["scopes"] = sorted(page.scopes)
    return told


def record(world, steps):
    hub = Hub(world)
    answers, code = {}, "none"
    try:
        for step in steps:
            if "sql" in step:
                hub.write(step["sql"])
                continue
            answer, text = hub.ask(step, code)
            found = re.search(r"[?&#]code=(\w+)", answer.headers.get("Location") or "")
            code = found.group(1) if found else code
            assert step["name"] not in answers, step["name"]
            answers[step["name"]] = told(answer, text)
    finally:
        hub.stop()
    return answers


def main():
    asked.main()
    worlds = json.loads((HERE / "asked.json").read_text())["worlds"]
    answered = {world: record(world, steps) for world, steps in worlds.items()}
    (HERE / "answered.json").write_text(json.dumps(answered, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
