"""Record the environment that JupyterHub 6.1.1 gives to the services that it starts, for hubctl to give too.

    python3 -m venv venv && venv/bin/pip install jupyterhub==6.1.1
    venv/bin/python record.py

Starts a real hub for each of HUBS, with services that write their environment and folder down. Writes beside
itself `recorded.json`: what JupyterHub sets, the values of tokens as `…`; what is inherited (PATH) is left out.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jupyterhub

assert jupyterhub.__version__ == "6.1.1", jupyterhub.__version__

HERE = Path(__file__).resolve().parent
SECRETS = {"JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN"}
INHERITED = {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH"}

# The hubs: lines of their configuration, and the same in TOML.
HUBS = {
    "plain": ("", ""),
    "public": (
        """
c.JupyterHub.base_url = "/a/"
c.JupyterHub.public_url = "https://hub.example.org/a/"
c.JupyterHub.tornado_settings = {"cookie_options": {"SameSite": "Strict"}}
c.JupyterHub.hub_bind_url = "http://127.0.0.1:22101"
c.JupyterHub.hub_connect_url = "http://hub.internal:22101"
""",
        """
base_url = "/a/"
public_url = "https://hub.example.org/a/"
hub_connect_url = "http://hub.internal:22101"
tornado_settings = { cookie_options = { samesite = "strict" } }
""",
    ),
    "subdomains": (
        """
c.JupyterHub.subdomain_host = "https://hub.example.org:8443"
c.JupyterHub.subdomain_hook = lambda name, domain, kind: f"{name.replace(' ', '-')}.{kind}s.{domain}"
""",
        """
subdomain_host = "https://hub.example.org:8443"
subdomain_hook = { command = ["sh", "-c", '''sed 's/.*"name":"\\([a-z ]*\\)","domain":"\\([a-z.]*\\)","kind":"\\([a-z]*\\)".*/"\\1.\\3s.\\2"/; s/ /-/' '''] }
""",
    ),
    "everywhere": ("c.JupyterHub.hub_ip = '0.0.0.0'", "hub_ip = '0.0.0.0'"),
}

WRITES = """
import json, os, sys, time
env = dict(os.environ)
with open(sys.argv[1] + '.partial', 'w') as f:
    json.dump({'environment': env, 'folder': os.getcwd()}, f)
os.rename(sys.argv[1] + '.partial', sys.argv[1])
if os.environ.get('LISTEN'):
    import http.server
    http.server.HTTPServer(('127.0.0.1', 22199), http.server.SimpleHTTPRequestHandler).serve_forever()
time.sleep(600)
"""

CONFIG = """
c.JupyterHub.bind_url = "http://127.0.0.1:22100"
c.JupyterHub.hub_port = 22101
c.ConfigurableHTTPProxy.should_start = False
c.JupyterHub.proxy_class = "record_proxy.NoProxy"
c.JupyterHub.db_url = "sqlite:///" + {folder!r} + "/hub.sqlite"
c.Authenticator.allow_all = True
c.JupyterHub.services = [
    {{"name": "bare", "command": {command} + [{folder!r} + "/bare"], "cwd": "/"}},
    {{"name": "paged", "url": "http://127.0.0.1:22199", "command": {command} + [{folder!r} + "/paged"],
      "environment": {{"LISTEN": "yes", "JUPYTERHUB_USER": "mine", "EXTRA": "1"}},
      "oauth_client_allowed_scopes": ["self"], "cwd": "/usr"}},
    {{"name": "sign in", "oauth_client_id": "service-other", "oauth_redirect_uri": "https://x.example.org/cb",
      "command": {command} + [{folder!r} + "/sign in"], "cwd": "/"}},
]
{more}
"""

PROXY = """
from jupyterhub.proxy import Proxy
class NoProxy(Proxy):
    should_start = False
    async def add_route(self, *args): pass
    async def delete_route(self, *args): pass
    async def get_all_routes(self): return {}
"""


def record(more):
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", WRITES]
        Path(folder, "record_proxy.py").write_text(PROXY)
        Path(folder, "config.py").write_text(CONFIG.format(folder=folder, command=command, more=more))
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": folder, "NOT_KEPT": "1", "HOME": folder}
        hub = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", "config.py"], cwd=folder, env=environment
        )
        try:
            names = ["bare", "paged", "sign in"]
            for _ in range(2000):
                if hub.poll() is not None or all(Path(folder, name).exists() for name in names):
                    break
                time.sleep(0.1)
            return {name: shown(json.loads(Path(folder, name).read_text())) for name in names}
        finally:
            hub.send_signal(signal.SIGTERM)
            hub.wait(60)


def shown(told):
    environment = told["environment"]
    kept = {
        name: "…" if name in SECRETS else value
        for name, value in sorted(environment.items())
        if name not in INHERITED
    }
    return {"environment": kept, "folder": told["folder"]}


def main():
    recorded = {name: {"toml": toml, "services": record(more)} for name, (more, toml) in HUBS.items()}
    text = json.dumps(recorded, indent=1, ensure_ascii=False, sort_keys=True)
    (HERE / "recorded.json").write_text(text + "\n")


main()
