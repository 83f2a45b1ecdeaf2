import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from common import common  # noqa: E402

c = get_config()  # noqa: F821
common(c)
c.JupyterHub.base_url = "/jup/"
c.JupyterHub.redirect_to_server = False
c.JupyterHub.implicit_spawn_seconds = 3
c.JupyterHub.use_legacy_stopped_server_status_code = True
c.Spawner.options_form = '<label>Size <input name="size"></label><input type="hidden" name="kind" value="small">'
c.Spawner.options_from_form = "simple"
c.JupyterHub.template_vars = {"announcement": "<b>closed</b> on Sunday"}
