"""Rows to write to a hub's database, and questions to ask of it, as SQL."""

import hashlib
import json

SERVICES = ["runtime", "configured", "granted", "bossy", "flagged", "ours", "theirs"]
"""Services there are before the cases' rows are written."""


def user(name, admin=0):
    return (
        "INSERT INTO users (name, admin, cookie_id, created)"
        f" VALUES ('{name}', {admin}, 'cookie-{name}', '2026-01-01 00:00:00.000000');"
    )


def role(name, managed=0, scopes=("list:users",)):
    return (
        "INSERT INTO roles (name, description, scopes, managed_by_auth)"
        f" VALUES ('{name}', 'ours', '{json.dumps(scopes)}', {managed});"
    )


def edit_role(name, managed=0):
    return (
        f"UPDATE roles SET scopes = '[\"read:hub\"]', managed_by_auth = {managed}"
        f" WHERE name = '{name}';"
    )


def group(name, *members, properties="{}"):
    return f"INSERT INTO groups (name, properties) VALUES ('{name}', '{properties}');" + "".join(
        "INSERT INTO user_group_map (user_id, group_id) SELECT users.id, groups.id"
        f" FROM users, groups WHERE users.name = '{member}' AND groups.name = '{name}';"
        for member in members
    )


def service(name, from_config=0, admin=0):
    """One of `SERVICES`, which the release itself wrote: their columns differ by release."""
    return (
        f"UPDATE services SET from_config = {from_config}, admin = {admin} WHERE name = '{name}';"
    )


def grant(kind, name, role_name, managed=0):
    return (
        f"INSERT INTO {kind}_role_map ({kind}_id, role_id, managed_by_auth)"
        f" SELECT {kind}s.id, roles.id, {managed} FROM {kind}s, roles"
        f" WHERE {kind}s.name = '{name}' AND roles.name = '{role_name}';"
    )


def token(owner_kind, owner, value, scopes=("inherit",), client="jupyterhub", expires_at=None):
    salt = "0123456789abcdef"
    digest = hashlib.sha512((salt + value).encode()).hexdigest()
    expiry = f"'{expires_at}'" if expires_at else "NULL"
    return (
        f"INSERT INTO api_tokens ({owner_kind}_id, hashed, prefix, client_id, created, expires_at,"
        f" note, scopes) SELECT id, 'sha512:1:{salt}:{digest}', '{value[:4]}', '{client}',"
        f" '2026-01-01 00:00:00.000000', {expiry}, '{value}', '{json.dumps(scopes)}'"
        f" FROM {owner_kind}s WHERE name = '{owner}';"
    )


def oauth_client(identifier):
    return f"INSERT INTO oauth_clients (identifier, allowed_scopes) VALUES ('{identifier}', '[]');"


# --- questions ------------------------------------------------------------------------------


def the_user(name):
    return f"SELECT iif(admin, 'admin', 'no admin') FROM users WHERE name = '{name}'"


def the_service(name):
    return f"SELECT name FROM services WHERE name = '{name}'"


def the_role(name):
    return (
        "SELECT 'scopes ' || scopes || iif(managed_by_auth, ', managed', '')"
        f" FROM roles WHERE name = '{name}'"
    )


def the_grant(kind, name, role_name):
    return (
        f"SELECT iif(map.managed_by_auth, 'managed', 'not managed') FROM {kind}_role_map map"
        f" JOIN {kind}s bearer ON bearer.id = map.{kind}_id JOIN roles ON roles.id = map.role_id"
        f" WHERE bearer.name = '{name}' AND roles.name = '{role_name}'"
    )


def admin_and_grant(kind, name):
    """Whether `name` has the flag, and whether the role."""
    return (
        "SELECT iif(admin, 'flag', 'no flag') || iif((SELECT count(*) FROM roles JOIN"
        f" {kind}_role_map map ON roles.id = map.role_id WHERE roles.name = 'admin'"
        f" AND map.{kind}_id = {kind}s.id), ' and role', ', no role')"
        f" FROM {kind}s WHERE name = '{name}'"
    )


def the_members(name):
    return (
        "SELECT coalesce(group_concat(users.name), 'nobody') FROM groups"
        " LEFT JOIN user_group_map map ON map.group_id = groups.id"
        " LEFT JOIN users ON users.id = map.user_id"
        f" WHERE groups.name = '{name}' GROUP BY groups.id"
    )


def the_properties(name):
    return f"SELECT properties FROM groups WHERE name = '{name}'"


def the_token(value):
    return f"SELECT scopes FROM api_tokens WHERE note = '{value}'"
