"""Record all that JupyterHub 6.1.1 gives to the process of a server, for hubctl to give the same.

    python3 -m venv venv && venv/bin/pip install jupyterhub==6.1.1
    venv/bin/python started.py

Starts a real hub for each of HUBS, in an environment of its own and with a proxy that routes nothing, has it start a default
server and one with a name, and writes `started.json` beside itself: the whole environment, the arguments, the folder, the
user, groups and umask (`own` for those of the hub), and which signals are blocked or ignored. The folder of the run is `{folder}`, a
port `{port}`, a token `…`.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import record

# What the configuration of each hub has besides CONFIG, and what hubctl's has.
HUBS = {
    "plain": ("", ""),
    "configured": (
        """
c.Spawner.args = ["--ServerApp.custom_display_url=", "two words", "it's"]
c.Spawner.notebook_dir = "/srv/{username}"
c.Spawner.default_url = "{base_url}lab"
c.Spawner.debug = True
c.Spawner.disable_user_config = True
c.Spawner.mem_limit = "1G"
c.Spawner.cpu_limit = 2
c.Spawner.env_keep = ["PATH", "LANG", "KEPT"]
c.Spawner.environment = {"SITE": "öst", "HOME": "/nowhere", "EMPTY": ""}
""",
        """
args = ["--ServerApp.custom_display_url=", "two words", "it's"]
notebook_dir = "/srv/{username}"
default_url = "{base_url}lab"
debug = true
disable_user_config = true
mem_limit = "1G"
cpu_limit = 2
env_keep = ["PATH", "LANG", "KEPT"]
environment = { SITE = "öst", HOME = "/nowhere", EMPTY = "" }
""",
    ),
    "shell": (
        'c.LocalProcessSpawner.shell_cmd = ["/bin/bash", "-c"]\nc.Spawner.args = ["a $HOME", "it\'s"]\n',
        'shell_cmd = ["/bin/bash", "-c"]\nargs = ["a $HOME", "it\'s"]\n',
    ),
}

SERVERS = [("ada", ""), ("ada", "lab-2")]

CONFIG = """
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
c.JupyterHub.hub_port = {port}
c.JupyterHub.services = [{{"name": "recorder", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "recorder", "scopes": ["admin:servers", "admin:users"], "services": ["recorder"]}}
]
c.Authenticator.allow_all = True
c.SimpleLocalProcessSpawner.home_dir_template = {home!r}
"""

# The `jupyterhub-singleuser` of the hub's `PATH`; tests have hubctl start the same file.
PROGRAM = Path(__file__).resolve().parent / "started.sh"

PORT = 28091


def environment(folder):
    """That of the hub, with what its servers must not have."""
    return {
        "PATH": f"{folder}/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
        "USER": "hub",
        "KEPT": "if told to",
        "SECRET_OF_THE_HUB": "not to be seen",
        "JUPYTERHUB_CRYPT_KEY": "",
        "DUMPS": "not these",
    }


def record_one(config, folder):
    (folder / "bin").mkdir()
    program = folder / "bin/jupyterhub-singleuser"
    program.write_text(PROGRAM.read_text())
    program.chmod(0o755)
    home = str(folder / "homes" / "{username}")
    text = CONFIG.format(port=PORT, token=record.TOKEN, home=home) + config
    (folder / "config.py").write_text(text)
    command = [sys.executable, "-m", "jupyterhub", "-f", "config.py"]
    log = open(folder / "log", "w")
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=log, stderr=log
    )
    try:
        api = f"http://127.0.0.1:{PORT}/hub/api"
        record.wait_for("the hub", process, lambda: record.ask(api, "GET", "users")[0] == 200)
        assert record.ask(api, "POST", "users", "ada")[0] == 201
        for user, name in SERVERS:
            status, _ = record.ask(api, "POST", *record.path_of(user, name))
            assert status in (201, 202), status
        record.wait_for("servers", process, lambda: record.count_running(api) == len(SERVERS))
        found = {name: started(folder, name) for _, name in SERVERS}
        for user, name in SERVERS:
            record.ask(api, "DELETE", *record.path_of(user, name))
        record.wait_for("the ends", process, lambda: record.count_running(api) == 0)
        return found
    except BaseException:
        sys.stderr.write((folder / "log").read_text())
        raise
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def started(folder, name):
    """What the server `name` wrote down in its home."""
    at = folder / "homes" / "ada"
    at_home = at / f"started-{name or 'default'}"
    variables = (at_home / "environ").read_text().rstrip("\0").split("\0")
    words = (at_home / "cmdline").read_text().split("\0")[:-1]
    hub = {f"ids {own('Uid', 'Gid', 'Groups')}": "ids own", f"umask {own('Umask')}": "umask own"}
    rest = [hub.get(line, line) for line in (at_home / "rest").read_text().splitlines()]
    return {
        "environment": sorted(masked(one, folder) for one in variables),
        "words": [masked(one, folder) for one in words],
        "rest": [masked(one, folder) for one in rest],
    }


def own(*names):
    """What the kernel says of this process, and so of the hub."""
    status = Path("/proc/self/status").read_text().splitlines()
    said = dict(line.split(":", 1) for line in status)
    return " ".join(" ".join(said[name] for name in names).split())


def masked(text, folder):
    text = text.replace(str(folder), "{folder}")
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:{port}", text)
    return re.sub(r"^(JUPYTERHUB_API_TOKEN|JPY_API_TOKEN)=.*", r"\1=…", text)


def main():
    recorded = {}
    for hub, (config, toml) in HUBS.items():
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder).resolve()
            recorded[hub] = {"toml": toml, "servers": record_one(config, folder)}
    with open(Path(__file__).with_name("started.json"), "w") as file:
        json.dump(recorded, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
