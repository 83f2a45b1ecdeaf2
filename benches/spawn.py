#!/usr/bin/env python3
"""Measure how `hubctl serve` and the real JupyterHub start and stop people's servers, in one run (standard library).

    python3 benches/spawn.py --hubctl target/release/hubctl --jupyterhub path/to/venv

The hubs take turns, each in a folder of its own: servers one after the other, many at once, and a hub that ends and starts again while
many run. JupyterHub has configurable-http-proxy, which must be in the folder of its `jupyterhub` or on the `PATH`. Each server is a
trivial one, which answers as soon as it runs (`--server` for another); what it takes is its own, and counted nowhere. Prints Markdown:
median [least – most] of the repeats.

With the real JupyterHub a repeat takes half a minute on an idle machine, and a minute more where the hub is started again while 200
servers run: it takes a fifth of a second to start each. What is being done is said on the standard error.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

TOKEN = "a-token-of-this-benchmark-only"
TICK = os.sysconf("SC_CLK_TCK")
# Seconds that anything may take before all is given up.
PATIENCE = 120
BEGUN = time.monotonic()

SERVER = r"""
import os, socket
host, port = os.environ["JUPYTERHUB_SERVICE_URL"].split("/")[2].rsplit(":", 1)
with socket.create_server((host, int(port)), backlog=64) as listener:
    while True:
        talk, _ = listener.accept()
        with talk:
            talk.recv(65536)
            talk.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
"""

JUPYTERHUB_CONFIG = """
c.JupyterHub.bind_url = "http://127.0.0.1:%(outer)d"
c.JupyterHub.hub_port = %(inner)d
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:%(proxy)d"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "%(homes)s/{username}"
c.Spawner.cmd = %(server)s
c.JupyterHub.concurrent_spawn_limit = 0
c.JupyterHub.cleanup_servers = False
c.JupyterHub.log_level = 30
c.JupyterHub.services = [{"name": "bench", "api_token": "%(token)s"}]
c.JupyterHub.load_roles = [{"name": "bench", "scopes": ["admin:users", "admin:servers"], "services": ["bench"]}]
"""

HUBCTL_CONFIG = """
[hub]
bind_url = "http://127.0.0.1:%(outer)d"
hub_port = %(inner)d
authenticator_class = "dummy"
spawner_class = "simple"
concurrent_spawn_limit = 0
cleanup_servers = false
[auth]
allow_all = true
[spawner]
cmd = %(server)s
home_dir_template = "%(homes)s/{username}"
[log]
level = "warn"
[[services]]
name = "bench"
api_token = "%(token)s"
[[roles]]
name = "bench"
scopes = ["admin:users", "admin:servers"]
services = ["bench"]
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


class Hub:
    """A hub in a folder of its own, whose users are `user0` and so on."""

    def __init__(self, name, command, config, server, folder):
        self.name, self.command, self.folder = name, command, folder / name
        self.folder.mkdir()
        self.outer = free_port()
        file = "hubctl.toml" if name == "hubctl" else "jupyterhub_config.py"
        said = {
            "outer": self.outer, "inner": free_port(), "proxy": free_port(), "token": TOKEN,
            "homes": self.folder / "homes", "server": json.dumps(server),
        }
        (self.folder / file).write_text(config % said)

    def start(self):
        """Start it; the seconds to its first answer through its proxy."""
        self.begun = time.monotonic()
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, env=dict(os.environ, JUPYTERHUB_CRYPT_KEY=""),
                stdout=log, stderr=log, start_new_session=True,
            )
        self.until(lambda: self.ask("GET", "/hub/api/")[0] == 200)
        return time.monotonic() - self.begun

    def until(self, done, pause=0.002):
        end = time.monotonic() + PATIENCE
        while not done():
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"{self.name} did not come so far:\n{(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(pause)

    def ask(self, method, path, body=None):
        """The status, 0 where nobody answers, and what was answered."""
        headers = {"Authorization": f"token {TOKEN}"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.outer}{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except OSError:
            return 0, b""

    def servers(self, user):
        return json.loads(self.ask("GET", f"/hub/api/users/{user}")[1])["servers"]

    def start_server(self, user):
        """Seconds until the server of `user` is ready."""
        begun = time.monotonic()
        status, said = self.ask("POST", f"/hub/api/users/{user}/server", {})
        if status not in (201, 202):
            sys.exit(f"{self.name} does not start a server: {status} {said[:300]}")
        if status == 202:
            self.until(lambda: self.servers(user).get("", {}).get("ready"), 0.02)
        return time.monotonic() - begun

    def stop_server(self, user):
        begun = time.monotonic()
        if self.ask("DELETE", f"/hub/api/users/{user}/server")[0] == 202:
            self.until(lambda: "" not in self.servers(user), 0.02)
        return time.monotonic() - begun

    def processes(self):
        """The hub, and a proxy that it has started: not people's servers."""
        found = [self.process.pid]
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                head, _, rest = stat.read_text().rpartition(")")
            except OSError:
                continue
            is_proxy = head.partition("(")[2].startswith(("node", "configurable"))
            if is_proxy and int(rest.split()[1]) == self.process.pid:
                found.append(int(stat.parent.name))
        return found

    def processor(self):
        """Processor time so far, in milliseconds."""
        used = 0
        for pid in self.processes():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used * 1000 / TICK

    def memory(self):
        """Resident memory of the hub and its proxy, in megabytes."""
        total = 0
        for pid in self.processes():
            lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
        return total / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)


def say(what):
    print(f"{time.monotonic() - BEGUN:7.1f} s  {what}", file=sys.stderr, flush=True)


def at_once(work, users, most):
    with concurrent.futures.ThreadPoolExecutor(most) as workers:
        return list(workers.map(work, users))


def measure(hub, arguments, with_restart):
    """What one hub takes for each part, by the name of the part."""
    found = {}

    def timed(name, work, users, unit):
        say(f"{hub.name}: {name.rpartition(',')[0]}")
        processor, begun = hub.processor(), time.monotonic()
        each = work()
        whole = time.monotonic() - begun
        found[name] = statistics.median(each) * 1000 if unit == "ms" else whole
        return (hub.processor() - processor) / len(users)

    say(f"{hub.name}: first start")
    hub.start()
    names = [f"user{number}" for number in range(max(arguments.at_once, arguments.running, arguments.one_by_one))]
    assert hub.ask("POST", "/hub/api/users", {"usernames": names})[0] == 201
    hub.start_server("user0"), hub.stop_server("user0")
    one_by_one, many = names[: arguments.one_by_one], names[: arguments.at_once]
    takes = timed("a start, one after the other, ms", lambda: [hub.start_server(one) for one in one_by_one], one_by_one, "ms")
    found["processor of a start, ms"] = takes
    takes = timed("a stop, one after the other, ms", lambda: [hub.stop_server(one) for one in one_by_one], one_by_one, "ms")
    found["processor of a stop, ms"] = takes
    count = len(many)
    takes = timed(f"{count} starts at once, s", lambda: at_once(hub.start_server, many, count), many, "s")
    found[f"processor of a start, of {count}, ms"] = takes
    timed(f"{count} stops at once, s", lambda: at_once(hub.stop_server, many, count), many, "s")
    found["memory after that, MB"] = hub.memory()
    if with_restart:
        restart(hub, names[: arguments.running], found)
    hub.stop()
    return found


def restart(hub, running, found):
    """The hub ends and starts again while servers run, which go on."""
    say(f"{hub.name}: {len(running)} servers for the next hub")
    at_once(hub.start_server, running, 10)
    hub.stop()
    count = len(running)
    found[f"started again with {count} running: first answer, s"] = hub.start()
    ready = "/hub/api/users?state=ready&limit=200"
    hub.until(lambda: len(json.loads(hub.ask("GET", ready)[1] or "[]")) >= min(count, 200))
    found["all of them known to be ready, s"] = time.monotonic() - hub.begun
    hub.until(lambda: hub.ask("GET", f"/user/{running[-1]}/")[0] == 200)
    found["the last of them reached, s"] = time.monotonic() - hub.begun
    found["processor of that start, ms"] = hub.processor()
    at_once(hub.stop_server, running, 10)


def shown(figures):
    middle, least, most = statistics.median(figures), min(figures), max(figures)
    digits = 0 if middle >= 100 else 1 if middle >= 10 else 2
    return f"{middle:,.{digits}f} [{least:,.{digits}f} – {most:,.{digits}f}]"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hubctl", default="target/release/hubctl")
    parser.add_argument("--jupyterhub", type=pathlib.Path, help="the virtual environment of the real one; left out without it")
    parser.add_argument("--server", help="the program of a server, in place of a trivial one")
    parser.add_argument("--one-by-one", type=int, default=10)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--running", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--restarts", type=int, default=1, help="in how many repeats the hub is started again")
    arguments = parser.parse_args()
    server = shlex.split(arguments.server) if arguments.server else [sys.executable, "-ISc", SERVER]
    hubs = {"hubctl": ([os.path.abspath(arguments.hubctl), "serve", "--config", "hubctl.toml"], HUBCTL_CONFIG)}
    if arguments.jupyterhub:
        programs = arguments.jupyterhub.absolute() / "bin"
        os.environ["PATH"] = f"{programs}:{os.environ['PATH']}"
        hubs["JupyterHub"] = ([str(programs / "jupyterhub"), "-f", "jupyterhub_config.py"], JUPYTERHUB_CONFIG)
    found = {name: [] for name in hubs}
    for turn in range(arguments.repeat):
        for name, (command, config) in hubs.items():
            with tempfile.TemporaryDirectory() as folder:
                hub = Hub(name, command, config, server, pathlib.Path(folder))
                try:
                    found[name].append(measure(hub, arguments, turn < arguments.restarts))
                finally:
                    if hub.process.poll() is None:
                        hub.stop()
    print("| | " + " | ".join(hubs) + " |\n| --- |" + " --- |" * len(hubs))
    for part in found["hubctl"][0]:
        figures = [shown([one[part] for one in found[name] if part in one]) for name in hubs]
        print(f"| {part} | " + " | ".join(figures) + " |")


if __name__ == "__main__":
    main()
