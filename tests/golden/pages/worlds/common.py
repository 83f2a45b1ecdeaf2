"""What the worlds have in common."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "parity"))

import callers  # noqa: E402
import fake_hub  # noqa: E402


def common(c):
    c.JupyterHub.hub_ip = "127.0.0.1"
    c.JupyterHub.cookie_secret = callers.COOKIE_SECRET
    c.JupyterHub.authenticator_class = "dummy"
    c.DummyAuthenticator.password = "a password"
    c.Authenticator.allowed_users = {"bob", "cyd"}
    c.Authenticator.admin_users = {"ada"}
    c.JupyterHub.spawner_class = fake_hub.FakeSpawner
    c.Spawner.start_timeout = 30
    c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 1, "slow_stop_timeout": 1}
    c.JupyterHub.activity_resolution = 0
