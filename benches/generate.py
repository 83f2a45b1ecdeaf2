#!/usr/bin/env python3
"""Write the database of a large hub, as JupyterHub 6.1.1 would have it (standard library only).

    python3 benches/generate.py target/benches/hub.sqlite

50,000 users in 500 groups, 100 roles besides the default ones, 100,000 API tokens, and a server's row
for every tenth user. `--busy` lets those servers run, each with an OAuth client and a token that its
user signed in with, and shares each with the next user or, every tenth, with a group. The rows are a
function of the arguments alone: two runs give the same ones.

    user 1..N     `user00001` …; `admin` has the role `admin`
    group 1..G    `group001` …; each user is in two
    role 1..R     `role001` …; each lets one group see and start the servers of another
    token 1..T    sha256 of `hubctl-bench:<number>`, its first 32 hexadecimal digits
"""

import argparse
import contextlib
import datetime
import hashlib
import json
import pathlib
import sqlite3

SCHEMA = pathlib.Path(__file__).resolve().parents[1] / "migrations" / "schema.sql"
EPOCH = datetime.datetime(2026, 1, 1, microsecond=1)

# As JupyterHub 6.1.1 has them.
DEFAULT_ROLES = {
    "user": ["self"],
    "admin": [
        "admin-ui", "admin:users", "admin:servers", "admin:services", "tokens", "admin:groups",
        "list:services", "read:services", "read:hub", "proxy", "shutdown", "access:services",
        "access:servers", "read:roles", "read:metrics", "shares",
    ],
    "server": ["users:activity!user", "access:servers!server"],
    "token": ["inherit"],
}  # fmt: skip
USER_ROLE, ADMIN_ROLE = 1, 2


def moment(seconds):
    """A time as SQLAlchemy writes it, `seconds` after the start of 2026."""
    return str(EPOCH + datetime.timedelta(seconds=seconds))


def digest(text, length):
    return hashlib.sha256(f"hubctl-bench:{text}".encode()).hexdigest()[:length]


def token(number):
    """The value of a token."""
    return digest(number, 32)


def hashed(value, salt):
    """A token as JupyterHub stores one that it generated: one round."""
    return f"sha512:1:{salt}:{hashlib.sha512((salt + value).encode()).hexdigest()}"


def insert(db, table, columns, rows):
    places = ", ".join("?" * len(columns.split(", ")))
    db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)


def write_users(db, users, groups):
    columns = "id, name, admin, created, last_activity, cookie_id"
    insert(db, "users", columns, [(1, "admin", 1, moment(0), moment(0), digest("admin", 32))])
    insert(db, "users", columns, (
        (n + 1, f"user{n:05}", 0, moment(n), moment(2 * n), digest(f"cookie {n}", 32))
        for n in range(1, users + 1)
    ))  # fmt: skip
    insert(db, "groups", "id, name, properties", (
        (n, f"group{n:03}", "{}") for n in range(1, groups + 1)
    ))  # fmt: skip
    insert(db, "user_group_map", "user_id, group_id", (
        (n + 1, group)
        for n in range(1, users + 1)
        for group in sorted({n % groups + 1, n * 7 % groups + 1})
    ))  # fmt: skip


def write_roles(db, users, groups, roles):
    columns = "id, name, description, scopes, managed_by_auth"
    insert(db, "roles", columns, (
        (number, name, name, json.dumps(scopes), 0)
        for number, (name, scopes) in enumerate(DEFAULT_ROLES.items(), 1)
    ))  # fmt: skip
    first = len(DEFAULT_ROLES)
    # Managed: a real hub deletes other roles that its configuration lacks when it starts.
    insert(db, "roles", columns, (
        (first + n, f"role{n:03}", f"tutors of group {n}", json.dumps([
            f"list:users!group=group{n % groups + 1:03}",
            f"servers!group=group{n % groups + 1:03}",
            f"access:servers!group=group{n % groups + 1:03}",
        ]), 1)
        for n in range(1, roles + 1)
    ))  # fmt: skip
    insert(db, "user_role_map", "user_id, role_id, managed_by_auth", [(1, ADMIN_ROLE, 0)])
    insert(db, "user_role_map", "user_id, role_id, managed_by_auth", (
        (n, USER_ROLE, 0) for n in range(1, users + 2)
    ))  # fmt: skip
    insert(db, "group_role_map", "group_id, role_id, managed_by_auth", (
        ((n - 1) % groups + 1, first + n, 1) for n in range(1, roles + 1)
    ))  # fmt: skip


def write_tokens(db, users, tokens):
    insert(db, "oauth_clients", "identifier, description, secret, redirect_uri, allowed_scopes", [
        ("jupyterhub", "JupyterHub", "", "", "[]")
    ])  # fmt: skip
    columns = "id, user_id, hashed, prefix, client_id, created, note, scopes"
    insert(db, "api_tokens", columns, (
        (n, (n - 1) % users + 2, hashed(token(n), digest(f"salt {n}", 16)), token(n)[:4],
         "jupyterhub", moment(n), f"token {n}", '["inherit"]')
        for n in range(1, tokens + 1)
    ))  # fmt: skip


def write_servers(db, users):
    insert(db, "spawners", "user_id, name, state, user_options, last_activity", (
        (n + 1, "", "{}", "{}", moment(2 * n)) for n in range(10, users + 1, 10)
    ))  # fmt: skip


def write_running(db, groups):
    """Let every server run, and be used and shared."""
    servers = db.execute("SELECT id, user_id FROM spawners ORDER BY id").fetchall()
    last_token, last_user = db.execute(
        "SELECT (SELECT max(id) FROM api_tokens), (SELECT max(id) FROM users)"
    ).fetchone()
    insert(db, "servers", "id, proto, ip, port, base_url, cookie_name", (
        (n, "http", "127.0.0.1", 10_000 + n, f"/user/user{user - 1:05}/", f"jupyterhub-{user - 1}")
        for n, user in servers
    ))  # fmt: skip
    insert(db, "oauth_clients", "identifier, description, secret, redirect_uri, allowed_scopes", (
        (client(user), f"Server at /user/user{user - 1:05}/", digest(f"secret {n}", 32),
         f"/user/user{user - 1:05}/oauth_callback",
         json.dumps([f"access:servers!server=user{user - 1:05}/"]))
        for n, user in servers
    ))  # fmt: skip
    db.executemany(
        "UPDATE spawners SET server_id = ?, oauth_client_id = ?, started = ? WHERE id = ?",
        ((n, client(user), moment(3 * n), n) for n, user in servers),
    )
    columns = "id, user_id, hashed, prefix, client_id, session_id, created, scopes"
    insert(db, "api_tokens", columns, (
        (last_token + n, user, hashed(digest(f"oauth {n}", 32), digest(f"salt {n}", 16)),
         digest(f"oauth {n}", 32)[:4], client(user), digest(f"session {n}", 32), moment(3 * n),
         json.dumps([f"access:servers!server=user{user - 1:05}/", f"read:users:name!user=user{user - 1:05}"]))
        for n, user in servers
    ))  # fmt: skip
    insert(db, "shares", "id, user_id, group_id, owner_id, spawner_id, created_at, scopes", (
        (n, None if n % 10 == 0 else user % last_user + 1, n % groups + 1 if n % 10 == 0 else None,
         user, n, moment(4 * n), json.dumps([f"access:servers!server=user{user - 1:05}/"]))
        for n, user in servers
    ))  # fmt: skip


def client(user):
    """The OAuth client of a user's default server."""
    return f"jupyterhub-user-user{user - 1:05}"


def write(path, schema, users, groups, roles, tokens, busy):
    """Write the database to `path`, in place of one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(schema.read_text())
        write_users(db, users, groups)
        write_roles(db, users, groups, roles)
        write_tokens(db, users, tokens)
        write_servers(db, users)
        if busy:
            write_running(db, groups)
        db.commit()
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
    assert not broken, broken


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=pathlib.Path)
    parser.add_argument("--schema", type=pathlib.Path, default=SCHEMA)
    parser.add_argument("--users", type=int, default=50_000)
    parser.add_argument("--groups", type=int, default=500)
    parser.add_argument("--roles", type=int, default=100)
    parser.add_argument("--tokens", type=int, default=100_000)
    parser.add_argument("--busy", action="store_true", help="servers run, and are used and shared")
    write(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
