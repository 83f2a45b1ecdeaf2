import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from common import common  # noqa: E402

c = get_config()  # noqa: F821
common(c)
c.JupyterHub.public_url = "https://hub.test/"
c.JupyterHub.allow_named_servers = True
c.JupyterHub.default_server_name = "lab"
c.JupyterHub.default_url = "/hub/token"
c.JupyterHub.tornado_settings |= {
    "cookie_options": {"samesite": "Strict"},
    "headers": {"X-Of-The-Site": "1", "Content-Security-Policy": "frame-ancestors 'self'"},
}
