"""Record who gets in to JupyterHub 6.1.1, for hubctl to agree with.

    python3 -m venv venv && venv/bin/pip install jupyterhub==6.1.1
    venv/bin/python record.py > who.jsonl

Each line is one configuration of `Authenticator`, in JupyterHub's own names, and for each name that somebody may type
what comes of it: who they are and whether an admin, `null` where they do not get in, or `"error"` where the hub fails.
The users of the configuration are added as at a start (`JupyterHub.init_users`); those of `EXISTING` are there before.

What a form says is read as the hub's own page reads it. Everybody's password is right: what is recorded is who may come
in. Configurations with groups of the machine are those of `PAMAuthenticator`, without PAM, and are recorded where `root`
and `daemon` are in the groups of their names, as on every Linux.
"""

import asyncio
import json
import logging
import os
import pwd
import re
import sys
from types import SimpleNamespace

import jupyterhub
from jupyterhub import orm
from jupyterhub.app import JupyterHub
from jupyterhub.auth import DummyAuthenticator, PAMAuthenticator
from traitlets.config import Config

assert jupyterhub.__version__ == "6.1.1", jupyterhub.__version__

EXISTING = {"bob": False, "eve": True, "zoë": False}

CONFIGURATIONS = [
    {},
    {"allow_all": False},
    {"allow_all": True},
    {"any_allow_config": True, "allow_all": False},
    {"allowed_users": ["ada"]},
    {"allowed_users": ["Ada", "ZOË"]},
    {"allowed_users": ["ada"], "allow_existing_users": False},
    {"allowed_users": ["ada"], "allow_all": True},
    {"allowed_users": ["ada@example.org", "a b", "o'brien"]},
    {"allow_all": False, "allow_existing_users": True},
    {"allow_all": True, "allow_existing_users": True},
    {"admin_users": ["ada"]},
    {"admin_users": ["Ada"], "allow_all": False},
    {"admin_users": ["ada"], "allowed_users": ["bob"]},
    {"admin_users": ["ada"], "allowed_users": ["bob"], "allow_existing_users": False},
    {"admin_users": ["ada"], "allow_all": False, "allow_existing_users": True},
    {"blocked_users": ["ada", "bob"]},
    {"blocked_users": ["Ada"]},
    {"blocked_users": ["ada"], "allowed_users": ["ada"]},
    {"blocked_users": ["ada", "eve"], "admin_users": ["ada"], "allow_all": True},
    {"username_pattern": "^[a-z]+$"},
    {"username_pattern": "[a-z]{3}"},
    {"username_pattern": "ada|bob"},
    {"username_map": {"ada": "bob"}},
    {"username_map": {"Ada": "eve"}},
    {"username_map": {"ada": "bob"}, "allowed_users": ["ada"]},
    {"username_map": {"ada": "bob"}, "allowed_users": ["bob"], "allow_existing_users": False},
    {"username_map": {"ada": "eve"}, "blocked_users": ["eve"]},
    {"username_map": {"ada": "root1"}, "username_pattern": "^[a-z]+$"},
    {"allowed_groups": ["root"]},
    {"allowed_groups": ["no-such-group", "daemon"]},
    {"allowed_groups": ["root"], "allowed_users": ["ada"]},
    {"allowed_groups": ["root"], "allowed_users": ["ada"], "allow_existing_users": False},
    {"allowed_groups": ["root"], "blocked_users": ["root"]},
    {"admin_groups": ["root"], "allow_all": True},
    {"admin_groups": ["root"], "admin_users": ["daemon"], "allow_all": True},
    {"admin_groups": ["no-such-group"], "allow_all": True},
    {"admin_groups": ["root"], "allowed_groups": ["daemon"]},
]

NAMES = [
    *["ada", "Ada", "ADA", " ada ", "bob", "Bob", "eve", "zoë", "ZOË", "carol"],
    *["", " ", ".", "..", "%2e", "%2E%2e", "a/b", "a%2Fb", "a b", "a\tb", "o'brien", "ada@example.org"],
    *["ada1", "1ada", "adalovelace", "İ", "ΑΣ", "STRASSE", "ẞ", "ｂｏｂ", "x" * 255, "x" * 256],
    *["root", "daemon", "Root"],
]

GROUPS = {"allowed_groups", "admin_groups"}
SETS = GROUPS | {"allowed_users", "admin_users", "blocked_users"}


class People(PAMAuthenticator):
    """Whoever says so. Whom this machine does not know is in none of its groups: the hub itself fails on them."""

    async def authenticate(self, handler, data):
        return data["username"]

    def system_user_exists(self, user):
        return True

    @staticmethod
    def _getpwnam(name):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            return SimpleNamespace(pw_gid=None)

    @staticmethod
    def _getgrouplist(name, group):
        return [] if group is None else os.getgrouplist(name, group)


def typed(name):
    """As `LoginHandler` has it of Tornado."""
    return re.sub(r"[\x00-\x08\x0e-\x1f]", " ", name).strip()


async def who(given):
    config = Config()
    for name, value in given.items():
        config.Authenticator[name] = set(value) if name in SETS else value
    config.JupyterHub.db_url = "sqlite://"
    app = JupyterHub(config=config)
    app.init_logging()
    app.init_db()
    for name, admin in EXISTING.items():
        app.db.add(orm.User(name=name, admin=admin))
    app.db.commit()
    kind = People if GROUPS & set(given) else DummyAuthenticator
    app.authenticator = kind(parent=app, _deprecated_db_session=None)
    await app.init_role_creation()
    await app.init_users()
    answers = {}
    for name in NAMES:
        try:
            found = await app.authenticator.get_authenticated_user(None, {"username": typed(name), "password": "x"})
        except Exception:
            answers[name] = "error"
            continue
        if found is None:
            answers[name] = None
            continue
        user = orm.User.find(app.db, found["name"])
        admin = found["admin"] if found["admin"] is not None else bool(user and user.admin)
        answers[name] = {"name": found["name"], "admin": admin}
    return answers


def main():
    logging.disable(logging.CRITICAL)
    for given in CONFIGURATIONS:
        line = {"config": given, "existing": EXISTING, "who": asyncio.run(who(given))}
        print(json.dumps(line, ensure_ascii=False), flush=True)
        print(given, sum(1 for answer in line["who"].values() if answer), file=sys.stderr)


if __name__ == "__main__":
    main()
