#!/usr/bin/env python3
"""Measure `hubctl serve` beside the real JupyterHub, in one run (standard library, and `wrk`).

    python3 benches/generate.py target/benches/10k.sqlite --users 10000 --groups 100 --tokens 20000
    python3 benches/serve.py target/benches/10k.sqlite \\
        --hubctl target/release/hubctl --jupyterhub path/to/venv

Each hub serves its own copy of the database, and the hubs take turns, so that both see the same
machine. JupyterHub runs without its proxy, and is asked directly: what is measured is the hub. Prints
Markdown: how long each takes to its first answer, its memory, and requests a second, median [least –
most]. An answer that is no success ends the measurement.
"""

import argparse
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

JUPYTERHUB_CONFIG = """
from jupyterhub.proxy import Proxy

class NoProxy(Proxy):
    should_start = False
    async def add_route(self, routespec, target, data): pass
    async def delete_route(self, routespec): pass
    async def get_all_routes(self): return {}

c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.bind_url = "http://127.0.0.1:%(outer)d"
c.JupyterHub.hub_port = %(inner)d
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.log_level = 30
"""

HUBCTL_CONFIG = """
[hub]
bind_url = "http://127.0.0.1:%(outer)d"
hub_port = %(inner)d
db_url = "hub.sqlite"
authenticator_class = "dummy"
[auth]
allow_all = true
[log]
level = "warn"
"""

CASES = {
    "`GET /`": 'path = function() return "/" end',
    "`GET /user`": 'path = function() return "/user" end',
    "`GET /users/NAME`": 'path = function() return "/users/" .. somebody() end',
    "`GET /users?limit=50`": 'path = function() return "/users?limit=50" end',
    "`GET /groups?limit=50`": 'path = function() return "/groups?limit=50" end',
    "`POST /users/NAME/tokens`": """
        method, body = "POST", "{}"
        path = function() return "/users/" .. somebody() .. "/tokens" end""",
    "`POST /users/NAME/activity`": """
        method = "POST"
        path = function()
            second = second + 1
            body = os.date('!{"last_activity": "%%Y-%%m-%%dT%%H:%%M:%%SZ"}', began + second % 3000)
            return "/users/" .. somebody() .. "/activity"
        end""",
}

SCRIPT = """
math.randomseed(os.time())
began, second, method, body = os.time(), 0, "GET", nil
headers = {["Authorization"] = "token %(token)s", ["Content-Type"] = "application/json"}
somebody = function() return string.format("user%%05d", math.random(%(users)d)) end
%(case)s
request = function()
    local where = path()
    return wrk.format(method, "/hub/api" .. where, headers, body)
end
"""


class Hub:
    """A hub that serves a copy of the database in a folder of its own."""

    def __init__(self, name, command, config, database, folder):
        self.name, self.folder = name, folder / name
        self.folder.mkdir()
        self.inner = free_port()
        shutil.copy(database, self.folder / "hub.sqlite")
        file = "hubctl.toml" if name == "hubctl" else "jupyterhub_config.py"
        (self.folder / file).write_text(config % {"outer": free_port(), "inner": self.inner})
        self.command = command
        self.api = f"http://127.0.0.1:{self.inner}/hub/api"

    def start(self):
        """Start it; the seconds to its first answer."""
        environment = dict(os.environ, JUPYTERHUB_CRYPT_KEY="")
        began = time.monotonic()
        self.process = subprocess.Popen(self.command, cwd=self.folder, env=environment)
        while True:
            try:
                urllib.request.urlopen(self.api + "/", timeout=30).close()
                return time.monotonic() - began
            except urllib.error.URLError:
                if self.process.poll() is not None:
                    sys.exit(f"{self.name} did not start")
                time.sleep(0.001)

    def memory(self):
        """Resident memory in megabytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def load(hub, script, connections, seconds, threads=1):
    """Requests a second."""
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}", "--timeout", "30s", "-s", script]
    said = subprocess.run([*command, f"http://127.0.0.1:{hub.inner}"], capture_output=True, text=True)
    if said.returncode:
        sys.exit(f"{hub.name}: {said.stdout}{said.stderr}")
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", said.stdout)
    if failed:
        sys.exit(f"{hub.name}: {failed[0]} in {script}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said.stdout)[1])


def shown(values, digits=0):
    """median [least – most]"""
    written = [f"{value:,.{digits}f}" for value in (statistics.median(values), min(values), max(values))]
    return f"{written[0]} [{written[1]} – {written[2]}]"


def measure_starts(hubs, repeat):
    for hub in hubs:
        times = []
        for last in range(repeat):
            times.append(hub.start() * 1000)
            if last + 1 < repeat:
                hub.stop()
        print(f"| {hub.name} | {shown(times)} | {hub.memory():.1f} |", flush=True)


def measure_load(hubs, arguments, token, folder):
    for case, lines in CASES.items():
        script = folder / "case.lua"
        script.write_text(SCRIPT % {"token": token, "users": arguments.users, "case": lines.replace("%%", "%")})
        for connections in arguments.connections:
            figures = {hub.name: [] for hub in hubs}
            for _ in range(arguments.repeat):
                for hub in hubs:
                    figures[hub.name].append(load(hub, script, connections, arguments.seconds))
            medians = [statistics.median(figures[hub.name]) for hub in hubs]
            times = f"{medians[0] / medians[-1]:,.0f}" if len(hubs) > 1 else ""
            columns = " | ".join(shown(figures[hub.name]) for hub in hubs)
            print(f"| {case} | {connections} | {columns} | {times} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=pathlib.Path)
    parser.add_argument("--hubctl", type=pathlib.Path, required=True)
    parser.add_argument("--jupyterhub", type=pathlib.Path, help="a virtual environment with jupyterhub")
    parser.add_argument("--users", type=int, default=10_000)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    hubctl = arguments.hubctl.resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        database = folder / "hub.sqlite"
        shutil.copy(arguments.database, database)
        token = subprocess.check_output([hubctl, "--db", database, "token", "new", "admin", "--inherit"], text=True).strip()
        hubs = [Hub("hubctl", [hubctl, "serve"], HUBCTL_CONFIG, database, folder)]
        if arguments.jupyterhub:
            program = arguments.jupyterhub.resolve() / "bin" / "jupyterhub"
            hubs.append(Hub("JupyterHub", [program], JUPYTERHUB_CONFIG, database, folder))
        print("| | first answer, ms | resident, MB |\n| --- | --- | --- |", flush=True)
        measure_starts(hubs, arguments.repeat)
        names = " | ".join(hub.name for hub in hubs)
        print(f"\n| requests a second | connections | {names} | times |")
        print("| --- | --- |" + " --- |" * (len(hubs) + 1), flush=True)
        try:
            measure_load(hubs, arguments, token, folder)
        finally:
            for hub in hubs:
                print(f"{hub.name} afterwards: {hub.memory():.1f} MB", file=sys.stderr)
                hub.stop()


if __name__ == "__main__":
    main()
