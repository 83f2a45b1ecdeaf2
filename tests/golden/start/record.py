"""Record what a start of JupyterHub 6.1.1 does to its database, for hubctl to agree with.

    python3 -m venv venv && venv/bin/pip install jupyterhub==6.1.1
    venv/bin/python record.py > starts.jsonl

Each line is one story: starts of a hub, one after another, on one database that was empty at first. A
start has a configuration in JupyterHub's own names, and SQL that somebody runs before it. Recorded is
what is in the tables after it, by names in place of keys, or that the hub refused to start.

The hub is the real one: every step of `JupyterHub.initialize` that writes what is configured, in its
order, and the clean-up of OAuth clients that follows. It does not listen, and starts nothing.
"""

import asyncio
import copy
import json
import logging
import multiprocessing
import pathlib
import sqlite3
import sys
import tempfile

import jupyterhub
from jupyterhub.app import JupyterHub
from jupyterhub.user import UserDict
from stories import STORIES
from traitlets.config import Config

assert jupyterhub.__version__ == "6.1.1", jupyterhub.__version__

AUTHENTICATOR = {
    "admin_users",
    "allowed_users",
    "blocked_users",
    "manage_groups",
    "manage_roles",
    "reset_managed_roles_on_startup",
    "username_map",
}
SETS = {"admin_users", "allowed_users", "blocked_users", "extra_user_scopes"}

TABLES = {
    "roles": "SELECT name, description, scopes, managed_by_auth FROM roles",
    "users": "SELECT name, admin, created IS NOT NULL, cookie_id IS NOT NULL FROM users",
    "groups": "SELECT name, properties FROM groups",
    "members": "SELECT g.name, u.name FROM user_group_map m JOIN groups g ON g.id = m.group_id"
    " JOIN users u ON u.id = m.user_id",
    **{
        f"{kind}_roles": f"SELECT r.name, h.name, m.managed_by_auth FROM {kind}_role_map m"
        f" JOIN roles r ON r.id = m.role_id JOIN {kind}s h ON h.id = m.{kind}_id"
        for kind in ["user", "group", "service"]
    },
    "services": "SELECT name, admin, url, oauth_client_allowed_scopes, info, display,"
    " oauth_no_confirm, command, cwd, environment, user, timeout, from_config, oauth_client_id"
    " FROM services",
    "addresses": "SELECT s.name, v.proto, v.ip, v.port, v.base_url, v.cookie_name FROM servers v"
    " JOIN services s ON s._server_id = v.id",
    "clients": "SELECT identifier, description, redirect_uri, allowed_scopes,"
    " substr(secret, 1, instr(substr(secret, 8), ':') + 6) FROM oauth_clients",
    "tokens": "SELECT u.name, s.name, t.note, t.scopes, t.client_id, t.prefix,"
    " substr(t.hashed, 1, instr(substr(t.hashed, 8), ':') + 6), t.expires_at IS NULL FROM api_tokens t"
    " LEFT JOIN users u ON u.id = t.user_id LEFT JOIN services s ON s.id = t.service_id",
}

GENERATED = "generated at startup"

# What the authenticator answers where a hub asks it for the roles that it gives: a method, and no option.
MANAGED = "load_managed_roles"


async def start(app):
    app.init_db()
    app.init_hub()
    app.init_proxy()
    app.init_oauth()
    await app.init_role_creation()
    await app.init_users()
    await app.init_groups()
    app.init_services()
    await app._add_tokens(app.service_tokens, kind="service")
    await app._add_tokens(app.api_tokens, kind="user")
    await app.purge_expired_tokens()
    await app.init_role_assignment()
    await app.init_blocked_users()
    app.users = UserDict(db_factory=lambda: app.db, settings={})
    app.cleanup_oauth_clients()
    app.db.commit()


def run(folder, given, answer):
    """Start once, in a process of its own: what JupyterHub knows of scopes is global."""

    logging.disable(logging.CRITICAL)
    config = Config()
    for name, value in given.items():
        if name == MANAGED:
            continue
        value = set(value) if name in SETS else value
        section = config.Authenticator if name in AUTHENTICATOR else config.JupyterHub
        section[name] = value
    config.JupyterHub.db_url = f"sqlite:///{folder}/jupyterhub.sqlite"
    config.JupyterHub.authenticator_class = "dummy"
    config.JupyterHub.cookie_secret = b"0" * 32
    config.Authenticator.allow_all = True
    try:
        app = JupyterHub(config=config)
        app.init_logging()
        app.authenticator = app.authenticator_class(parent=app, _deprecated_db_session=None)
        if MANAGED in given:

            async def load_managed_roles():
                return copy.deepcopy(given[MANAGED])

            app.authenticator.load_managed_roles = load_managed_roles
        asyncio.run(start(app))
    except Exception as error:
        answer.put(f"{type(error).__name__}: {error}")
    else:
        answer.put(None)


def tables(database):
    connection = sqlite3.connect(database)
    found = {}
    for name, sql in TABLES.items():
        rows = []
        for row in connection.execute(sql):
            row = list(row)
            if name == "tokens" and row[2] == GENERATED:
                row[5] = "…"
            rows.append(row)
        found[name] = sorted(rows, key=lambda row: json.dumps(row))
    return found


def main():
    context = multiprocessing.get_context("fork")
    for name, steps in STORIES.items():
        with tempfile.TemporaryDirectory() as folder:
            database = pathlib.Path(folder) / "jupyterhub.sqlite"
            starts = []
            for config, *sql in steps:
                for statement in sql:
                    with sqlite3.connect(database) as connection:
                        connection.execute("PRAGMA foreign_keys = ON")
                        connection.executescript(statement)
                answer = context.Queue()
                process = context.Process(target=run, args=(folder, config, answer))
                process.start()
                refused = answer.get(timeout=60)
                process.join()
                told = {"config": config, "sql": sql}
                told |= {"refused": refused} if refused else {"tables": tables(database)}
                starts.append(told)
            print(json.dumps({"story": name, "starts": starts}, ensure_ascii=False))
            print(name, [s.get("refused", "started") for s in starts], file=sys.stderr)


if __name__ == "__main__":
    main()
