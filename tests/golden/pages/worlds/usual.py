import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from common import callers, common  # noqa: E402

c = get_config()  # noqa: F821
common(c)
c.JupyterHub.allow_named_servers = True
c.JupyterHub.named_server_limit_per_user = 3
c.JupyterHub.services = [
    {"name": name, "api_token": callers.token_of(f"service:{name}"), "url": "http://127.0.0.1:9",
     "oauth_redirect_uri": f"/services/{name}/oauth_callback", "oauth_no_confirm": trusted, "timeout": 1}
    for name, trusted in {"board": False, "clock": True}.items()
]  # fmt: skip
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", "access:services"]},
    {"name": "sharer", "users": ["bob"], "scopes": ["shares!user", "read:users:name", "read:groups:name"]},
]
