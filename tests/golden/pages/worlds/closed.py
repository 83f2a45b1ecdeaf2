import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from common import common  # noqa: E402

c = get_config()  # noqa: F821
common(c)
c.JupyterHub.authenticator_class = "null"
