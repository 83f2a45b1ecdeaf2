#!/usr/bin/env python3
"""What of a JupyterHub's database survives the hub's next start: ask the real hub.

    python3 docs/experiments/restart.py --jupyterhub 6.1.1 --jupyterhub 5.5.4

Each release is installed into a virtual environment of its own under `target/experiments/`. For
every `Setting` of `cases.py` a database that this release made is copied, the cases' rows are
written to it as an administrator's tool would, the hub is run once with the setting's
configuration, and each case's question is asked of the database before and after. Prints a
Markdown table with a column for each release. Standard library only; a release takes two minutes.
"""

import argparse
import contextlib
import http.cookiejar
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import venv

from cases import BLANK, SETTINGS, Bearer, LogIn, MakeToken

PROJECT = pathlib.Path(__file__).resolve().parents[2]
START_LIMIT_SECONDS = 90

# A hub without a proxy: everything here speaks to the hub's own port.
CONFIG = """
from jupyterhub.auth import DummyAuthenticator
from jupyterhub.proxy import Proxy


class NoProxy(Proxy):
    should_start = False
    routes = {}

    async def add_route(self, routespec, target, data):
        self.routes[routespec] = {"routespec": routespec, "target": target, "data": data}

    async def delete_route(self, routespec):
        self.routes.pop(routespec, None)

    async def get_all_routes(self):
        return self.routes


c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.Authenticator.allow_all = True
"""


class Refused(Exception):
    """The hub did not start; says why, in the hub's words."""


class Hub:
    """A directory with a JupyterHub's configuration and database, and ways to run it."""

    def __init__(self, python, folder, config=""):
        self.python, self.folder = python, pathlib.Path(folder)
        (self.folder / "jupyterhub_config.py").write_text(CONFIG + config)
        self.environment = {
            **{k: v for k, v in os.environ.items() if "PROXY" not in k.upper()},
            "PATH": f"{pathlib.Path(python).parent}:{os.environ['PATH']}",
        }

    @property
    def database(self):
        return self.folder / "jupyterhub.sqlite"

    def ask(self, sql):
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            row = connection.execute(sql).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def write(self, sql):
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            connection.executescript(f"PRAGMA foreign_keys = ON; BEGIN; {sql} COMMIT;")

    def command(self, *arguments):
        with open(self.folder / "log", "ab") as log:
            return subprocess.Popen(
                [self.python, "-m", "jupyterhub", *arguments],
                cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log,
            )

    def make_token(self, user):
        if self.command("token", user).wait():
            raise Refused(self.last_error())

    @contextlib.contextmanager
    def running(self):
        port = free_port()
        process = self.command(f"--JupyterHub.hub_port={port}", f"--port={free_port()}")
        url = f"http://127.0.0.1:{port}/hub/"
        try:
            self.wait_until_up(process, url)
            yield url
        finally:
            process.terminate()
            process.wait()

    def wait_until_up(self, process, url):
        limit = time.monotonic() + START_LIMIT_SECONDS
        while time.monotonic() < limit:
            if process.poll() is not None:
                raise Refused(self.last_error())
            if status(url + "api/") == 200:
                return
            time.sleep(0.2)
        raise Refused(f"not up after {START_LIMIT_SECONDS} s")

    def last_error(self):
        """The exception that ended the last traceback of the log."""
        raised = re.findall(r"^ *([\w.]+: .*)$", (self.folder / "log").read_text(), re.MULTILINE)
        return raised[-1] if raised else "exit without an exception"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status(url, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return None


def log_in(url, user):
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    browser.open(url + "login").read()
    xsrf = next(cookie.value for cookie in cookies if cookie.name == "_xsrf")
    form = {"username": user, "password": "any", "_xsrf": xsrf}
    with contextlib.suppress(urllib.error.HTTPError):  # where it leads afterwards is no matter
        browser.open(url + "login?next=/hub/home", urllib.parse.urlencode(form).encode()).read()
    if not any(cookie.name.startswith("jupyterhub-session-id") for cookie in cookies):
        raise Refused(f"{user} could not log in")


def run_once(hub, setting):
    """Do to `hub` what `setting` says; returns the answers of the cases that need a live hub."""
    if isinstance(setting.event, MakeToken):
        hub.make_token(setting.event.user)
        return {}
    with hub.running() as url:
        if isinstance(setting.event, LogIn):
            log_in(url, setting.event.user)
        return {
            case: f"HTTP {status(url + 'api/' + case.ask.path, case.ask.token)}"
            for case in setting.cases
            if isinstance(case.ask, Bearer)
        }


def verdict(before, after):
    if after is None:
        return "deleted" if before is not None else "still absent"
    if before is None:
        return f"appears: {after}"
    return "kept" if before == after else f"changed: {after}"


def results(python, blank, setting):
    """What became of each of the setting's cases: a list of words, in the cases' order."""
    with tempfile.TemporaryDirectory(prefix="restart-") as folder:
        shutil.copy(blank, folder)
        hub = Hub(python, folder, setting.config)
        hub.write("".join(case.write for case in setting.cases))
        recorded = [case for case in setting.cases if isinstance(case.ask, str)]
        before = {case: hub.ask(case.ask) for case in recorded}
        try:
            live = run_once(hub, setting)
        except Refused as why:
            return [f"no start: {why}"] * len(setting.cases)
        after = {case: verdict(before[case], hub.ask(case.ask)) for case in recorded}
        return [{**live, **after}[case] for case in setting.cases]


def environment_of(release):
    """The Python of a virtual environment that has JupyterHub `release`."""
    folder = PROJECT / "target" / "experiments" / f"jupyterhub-{release}"
    python = folder / "bin" / "python"
    if not (folder / "bin" / "jupyterhub").exists():
        print(f"installing jupyterhub {release} into {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", f"jupyterhub=={release}"],
            check=True, stdout=sys.stderr,
        )
    return str(python)


def observe(release):
    """The results of all settings under one release, in order."""
    python = environment_of(release)
    with tempfile.TemporaryDirectory(prefix="blank-") as folder:
        blank = Hub(python, folder, BLANK)
        with blank.running():
            pass
        found = []
        for setting in SETTINGS:
            print(f"{release}: {setting.name}", file=sys.stderr)
            found.extend(results(python, blank.database, setting))
        return found


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--jupyterhub", action="append", required=True, metavar="RELEASE", help="repeatable"
    )
    releases = parser.parse_args().jupyterhub
    columns = [observe(release) for release in releases]
    print("| configuration | written to the database | " + " | ".join(releases) + " |")
    print("| --- " * (2 + len(releases)) + "|")
    cases = [(setting, case) for setting in SETTINGS for case in setting.cases]
    for (setting, case), *found in zip(cases, *columns, strict=True):
        print(f"| {setting.name} | {case.name} | " + " | ".join(found) + " |")


if __name__ == "__main__":
    main()
