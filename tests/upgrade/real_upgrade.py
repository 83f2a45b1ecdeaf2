"""Upgrade a database with the JupyterHub that this Python has, then open it as a hub does.

    python real_upgrade.py DATABASE [--only | --open | --kill-after N]

`--only` does not open it, `--open` does nothing else. `--kill-after N` ends this process without
warning after the N-th statement that changes the database, and prints that statement.
"""

import os
import sys

from jupyterhub import dbutil, orm

CHANGES = ("CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE", "COMMIT")


def kill_after(number):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    left = number

    def count(connection, cursor, statement, *_):
        nonlocal left
        if statement.strip().upper().startswith(CHANGES):
            left -= 1
            if left == 0:
                sys.stdout.write(" ".join(statement.split())[:60])
                sys.stdout.flush()
                os._exit(9)

    event.listen(Engine, "after_cursor_execute", count)


def upgrade_here(url):
    """As `dbutil.upgrade`, but in this process, where it can be stopped."""
    import alembic.command
    import alembic.config

    with dbutil._temp_alembic_ini(url) as ini:
        alembic.command.upgrade(alembic.config.Config(ini), "head")


if __name__ == "__main__":
    database, *how = sys.argv[1:]
    url = f"sqlite:///{database}"
    if "--kill-after" in how:
        kill_after(int(how[1]))
        upgrade_here(url)
    elif "--open" not in how:
        # Tags a database that has no tag yet, as `jupyterhub upgrade-db` does first.
        dbutil.upgrade_if_needed(url, backup=False, log=orm.app_log)
    if not how or "--open" in how:
        orm.new_session_factory(url)()
