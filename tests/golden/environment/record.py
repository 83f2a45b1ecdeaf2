"""Record the environment that JupyterHub 6.1.1 gives to servers, for hubctl to foretell.

    python3 -m venv venv && venv/bin/pip install jupyterhub==6.1.1
    venv/bin/python record.py

Starts a real hub for each of HUBS, with a proxy that routes nothing, and spawns every one of SERVERS
with a command that writes its environment down. Writes beside itself `recorded.json`, with all
variables that JupyterHub sets (the values of tokens as `…`), and of a hub its database while the
servers run and after they have stopped. The first hub has its default address, so the port 8081
must be free.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote, unquote

import jupyterhub
from jupyterhub import orm

assert jupyterhub.__version__ == "6.1.1", jupyterhub.__version__

HERE = Path(__file__).resolve().parent
TOKEN = "a-token-of-this-recording-only"
SECRETS = {"JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN"}

USERS = ["plain", "zoë", "a@b.edu", "with space", "o'brien", "50%~+ü.日本"]
# the last name is one that 6.1.1 starts only because the database holds it already
SERVERS = [(user, name) for user in USERS for name in ("", "lab-2", "Dâta läb")]

# Each hub with what its configuration has besides CONFIG, and the flags by which hubctl learns what
# the database of the moment does not say; a database that no flags go with is not kept.
HUBS = {
    "root": {
        "base_url": "/",
        "port": 8081,
        "flags": {"running": [], "stopped": []},
    },
    "prefixed": {
        "base_url": "/hubs/a/",
        "port": 28081,
        "config": """
c.JupyterHub.hub_bind_url = "http://127.0.0.1:28081"
c.JupyterHub.hub_connect_url = "http://hub.internal:28081"
c.JupyterHub.public_url = "https://hub.example.org/hubs/a/"
c.Spawner.oauth_client_allowed_scopes = ["read:users:name", "access:services"]
""",
        "flags": {
            "running": [
                "--hub-url=http://hub.internal:28081",
                "--public-url=https://hub.example.org",
            ],
        },
    },
    "user-in-base": {
        "base_url": "/user/x/",
        "port": 28082,
        "config": 'c.Spawner.hub_connect_url = "http://elsewhere:80"\n',
        "flags": {
            "running": ["--hub-url=http://elsewhere:80/ignored/"],
            "stopped": ["--hub-url=http://elsewhere:80", "--base-url=user/x"],
        },
    },
    "subdomains": {
        "base_url": "/hubs/b/",
        "port": 28083,
        "config": 'c.JupyterHub.subdomain_host = "https://hub.example.org:8443"\n',
        "flags": {"running": ["--hub-url=http://127.0.0.1:28083"]},
    },
    "configured": {
        "base_url": "/",
        "port": 28084,
        "config": """
c.JupyterHub.admin_access = True
c.JupyterHub.cookie_host_prefix_enabled = True
c.JupyterHub.tornado_settings = {"cookie_options": {"SameSite": "None", "Secure": True}}
c.Spawner.mem_limit = "1G"
c.Spawner.mem_guarantee = "512M"
c.Spawner.cpu_limit = 2
c.Spawner.cpu_guarantee = 0.5
c.Spawner.notebook_dir = "/srv/{username}"
c.Spawner.default_url = "{base_url}lab"
c.Spawner.debug = True
c.Spawner.disable_user_config = True
c.Spawner.environment = {"JUPYTERHUB_SITE": "öst", "JUPYTERHUB_USER": "somebody"}
""",
        "flags": {},
    },
}

CONFIG = """
import sys
from jupyterhub.proxy import Proxy


class NoProxy(Proxy):
    should_start = False
    routes = {{}}

    async def add_route(self, routespec, target, data):
        self.routes[routespec] = {{"routespec": routespec, "target": target, "data": data}}

    async def delete_route(self, routespec):
        self.routes.pop(routespec, None)

    async def get_all_routes(self):
        return dict(self.routes)


c = get_config()  # noqa: F821
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.allow_named_servers = True
c.JupyterHub.allow_invalid_named_server_start = True
c.JupyterHub.base_url = {base_url!r}
c.JupyterHub.hub_port = {port}
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.services = [{{"name": "recorder", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "recorder", "scopes": ["admin:servers", "read:servers", "list:users"], "services": ["recorder"]}}
]
c.Authenticator.allow_all = True
c.SimpleLocalProcessSpawner.home_dir_template = {home!r}
c.Spawner.cmd = [sys.executable, {server!r}, {dumps!r}]
"""

SERVER = """
import json, os, sys, uuid
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlparse


class Here(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


ours = {k: v for k, v in os.environ.items() if k.startswith(("JUPYTERHUB_", "JPY_", "MEM_", "CPU_"))}
part = os.path.join(sys.argv[1], str(uuid.uuid4()))
with open(part, "w") as file:
    json.dump(ours, file)
os.rename(part, part + ".json")
url = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
HTTPServer((url.hostname, url.port), Here).serve_forever()
"""


def make_database(path):
    """A fresh database of 6.1.1 with the users and their servers."""
    session = orm.new_session_factory(f"sqlite:///{path}")()
    for name in USERS:
        session.add(orm.User(name=name))
    session.commit()
    for user, name in SERVERS:
        owner = session.query(orm.User).filter_by(name=user).one()
        # 6.1.1 refuses to start where a server with a name of before 6 has a display name
        display_name = "Lab" if name.isascii() and name else None
        session.add(orm.Spawner(user=owner, name=name, display_name=display_name))
    session.commit()
    session.close()


def ask(api, method, *path):
    """The status of one request, 0 while nobody answers, and what it answered."""
    url = "/".join([api, *(quote(part, safe="") for part in path)])
    headers = {"Authorization": f"token {TOKEN}"}
    data = b"{}" if method == "POST" else None
    try:
        request = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or "null")
    except urllib.error.HTTPError as refused:
        return refused.code, None
    except OSError:
        return 0, None


def count_running(api):
    """How many servers are ready; `None` while any is on its way."""
    status, users = ask(api, "GET", "users")
    assert status == 200, status
    servers = [server for user in users for server in user["servers"].values()]
    return None if any(server["pending"] for server in servers) else len(servers)


def wait_for(what, process, done):
    until = time.monotonic() + 90
    while not done():
        assert process.poll() is None, "the hub ended"
        assert time.monotonic() < until, f"waited too long for {what}"
        time.sleep(0.1)


def path_of(user, name):
    return ["users", user, "servers", name] if name else ["users", user, "server"]


def copy(database, kept):
    """A small copy of a database."""
    kept.unlink(missing_ok=True)
    with sqlite3.connect(database) as source, sqlite3.connect(kept) as target:
        source.backup(target)
    target = sqlite3.connect(kept, isolation_level=None)
    target.execute("PRAGMA page_size = 1024")
    target.execute("VACUUM")
    target.close()


def record(hub, folder):
    base_url, port, flags = (HUBS[hub][key] for key in ("base_url", "port", "flags"))
    dumps = folder / "dumps"
    dumps.mkdir()
    (folder / "server.py").write_text(SERVER)
    (folder / "config.py").write_text(
        CONFIG.format(
            base_url=base_url,
            port=port,
            token=TOKEN,
            home=str(folder / "homes" / "{username}"),
            server=str(folder / "server.py"),
            dumps=str(dumps),
        )
        + HUBS[hub].get("config", "")
    )
    database = folder / "hub.sqlite"
    make_database(database)
    command = [sys.executable, "-m", "jupyterhub", "-f", "config.py"]
    log = open(folder / "log", "w")

    def keep(moment):
        if moment in flags:
            copy(database, HERE / f"{hub}.{moment}.sqlite")

    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        api = f"http://127.0.0.1:{port}{base_url}hub/api"
        wait_for("the hub", process, lambda: ask(api, "GET", "users")[0] == 200)
        start_all(api, process)
        keep("running")
        stop_all(api, process)
        keep("stopped")
        return {"hub": hub, "flags": flags, "servers": environments(dumps)}
    except BaseException:
        sys.stderr.write((folder / "log").read_text())
        raise
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def start_all(api, process):
    for user, name in SERVERS:
        status, _ = ask(api, "POST", *path_of(user, name))
        assert status in (201, 202), (user, name, status)
    wait_for("the servers", process, lambda: count_running(api) == len(SERVERS))


def stop_all(api, process):
    for user, name in SERVERS:
        status, _ = ask(api, "DELETE", *path_of(user, name))
        assert status in (202, 204), (user, name, status)
    wait_for("the ends", process, lambda: count_running(api) == 0)


def environments(dumps):
    found = [json.loads(dump.read_text()) for dump in dumps.glob("*.json")]
    assert len(found) == len(SERVERS), len(found)
    # not by JUPYTERHUB_USER, which one hub overrides
    by_name = {by_path(env["JUPYTERHUB_SERVICE_PREFIX"]): env for env in found}
    return [
        {"server": f"{user}/{name}", "environment": masked(by_name[user, name])}
        for user, name in SERVERS
    ]


def by_path(prefix):
    """The user and the server that a path ends with."""
    _, _, rest = prefix.rstrip("/").rpartition("/user/")
    user, _, name = rest.partition("/")
    return unquote(user), unquote(name)


def masked(environment):
    return {
        name: "…" if name in SECRETS else value for name, value in sorted(environment.items())
    }


def main():
    recorded = []
    for hub in HUBS:
        with tempfile.TemporaryDirectory() as folder:
            recorded.append(record(hub, Path(folder)))
    with open(HERE / "recorded.json", "w") as file:
        json.dump(recorded, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
