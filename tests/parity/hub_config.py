"""The configuration of the hub that is recorded (`record.py` passes this file with `-f`).

Whatever another hub is compared with must be configured to the same effect.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import callers  # noqa: E402
import fake_hub  # noqa: E402

c = get_config()  # noqa: F821

c.JupyterHub.proxy_class = fake_hub.MemoryProxy
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.cookie_secret = callers.COOKIE_SECRET
c.JupyterHub.log_level = "WARN"

c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.Authenticator.admin_users = {"ada", "vera"}

c.JupyterHub.spawner_class = fake_hub.FakeSpawner
c.JupyterHub.allow_named_servers = True
c.JupyterHub.named_server_limit_per_user = 6
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 1, "slow_stop_timeout": 1}
c.Spawner.start_timeout = 8
c.Spawner.http_timeout = 5

c.JupyterHub.api_page_default_limit = 5
c.JupyterHub.api_page_max_limit = 40
# Every request is activity that is seen: none depends on how fast the conversation goes.
c.JupyterHub.activity_resolution = 0

c.JupyterHub.custom_scopes = {
    "custom:grades:read": {"description": "read grades"},
    "custom:grades": {"description": "read and write grades", "subscopes": ["custom:grades:read"]},
}
c.JupyterHub.services = [
    {"name": "grader", "api_token": callers.token_of("service:grader")},
    {
        "name": "board",
        "api_token": callers.token_of("service:board"),
        "url": "http://127.0.0.1:9",
        "oauth_redirect_uri": "http://127.0.0.1:9/callback",
        "info": {"about": ["notices", 1]},
        "display": False,
        # Nobody is at home there, and nobody waits for it.
        "timeout": 1,
    },
    {"name": "chief", "admin": True, "api_token": callers.token_of("service:chief")},
    {"name": "mute"},
]
c.JupyterHub.load_groups = {
    "math": {"users": ["bob", "cyd"], "properties": {"room": "E 12", "seats": 30}},
    "late": ["dora"],
}
c.JupyterHub.load_roles = [
    {"name": "deputy", "description": "Mind people", "users": ["dep"],
     "scopes": ["admin:users", "admin:groups", "list:users", "list:groups", "tokens"]},
    {"name": "tutor", "groups": ["tutors"],
     "scopes": ["read:users!group=math", "list:users!group=math", "servers!group=math"]},
    {"name": "sharer", "users": ["bob"],
     "scopes": ["shares!user", "read:users:name", "read:groups:name"]},
    {"name": "grades", "users": ["bob"], "scopes": ["custom:grades"]},
    {"name": "grading", "services": ["grader"],
     "scopes": ["list:users", "read:users!group=math", "tokens!group=math", "custom:grades:read"]},
    {"name": "guest", "users": ["cyd"],
     "scopes": ["read:servers!server=bob/lab", "access:servers!server=bob/lab"]},
]  # fmt: skip
