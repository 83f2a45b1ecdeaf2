"""The configurations that `restart.py` tries, what is written under each, and what is asked.

Each case has names of its own, so that all cases of a setting share one run of the hub.
"""

import dataclasses

from rows import (
    SERVICES,
    admin_and_grant,
    edit_role,
    grant,
    group,
    oauth_client,
    role,
    service,
    the_grant,
    the_members,
    the_properties,
    the_role,
    the_service,
    the_token,
    the_user,
    token,
    user,
)


@dataclasses.dataclass(frozen=True)
class Bearer:
    """Asked of the running hub: the status of a GET of the API with this token."""

    token: str
    path: str = "user"


@dataclasses.dataclass(frozen=True)
class Case:
    """Rows to write, and a question: SQL for one value before and after, or a `Bearer`."""

    name: str
    write: str
    ask: str | Bearer


@dataclasses.dataclass(frozen=True)
class Start:
    """The hub is started and stopped."""


@dataclasses.dataclass(frozen=True)
class LogIn:
    """The hub is started, `user` logs in, and it is stopped."""

    user: str


@dataclasses.dataclass(frozen=True)
class MakeToken:
    """`jupyterhub token USER` is run, and no hub."""

    user: str


@dataclasses.dataclass(frozen=True)
class Setting:
    """A configuration, what happens under it, and the cases that go through it together."""

    name: str
    cases: list[Case]
    config: str = ""
    event: Start | LogIn | MakeToken = Start()


BLANK = f"c.JupyterHub.services = [{{'name': name}} for name in {SERVICES}]"
"""The configuration under which the blank database is made."""

AUTHENTICATOR = """
class Managing(DummyAuthenticator):
    async def authenticate(self, handler, data):
        return {"name": data["username"], **ANSWER}

    async def load_managed_roles(self):
        return ISSUED


ANSWER, ISSUED = {}, []
c.JupyterHub.authenticator_class = Managing
"""
"""An authenticator whose answers a setting states."""

SETTINGS = [
    Setting(
        "none",
        [
            Case("unmanaged role", role("plain"), the_role("plain")),
            Case("managed role", role("kept", 1), the_role("kept")),
            Case(
                "unmanaged role, granted as managed",
                role("plain2") + user("u1") + grant("user", "u1", "plain2", 1),
                the_grant("user", "u1", "plain2"),
            ),
            Case(
                "managed role, granted to a user",
                role("kept2", 1) + user("u2") + grant("user", "u2", "kept2"),
                the_grant("user", "u2", "kept2"),
            ),
            Case(
                "managed role, granted to a user as managed",
                role("kept3", 1) + user("u3") + grant("user", "u3", "kept3", 1),
                the_grant("user", "u3", "kept3"),
            ),
            Case(
                "managed role, granted to a group",
                role("kept4", 1) + group("g4") + grant("group", "g4", "kept4"),
                the_grant("group", "g4", "kept4"),
            ),
            Case(
                "managed role, granted to a service (`from_config` 0)",
                service("granted") + role("kept5", 1) + grant("service", "granted", "kept5"),
                the_grant("service", "granted", "kept5"),
            ),
            Case("default role `user`, edited", edit_role("user"), the_role("user")),
            Case("default role `server`, edited", edit_role("server"), the_role("server")),
            Case(
                "default role `token`, edited and marked managed",
                edit_role("token", 1),
                the_role("token"),
            ),
            Case("default role `admin`, edited", edit_role("admin"), the_role("admin")),
            Case(
                "`server` granted to a user",
                user("u6") + grant("user", "u6", "server"),
                the_grant("user", "u6", "server"),
            ),
            Case(
                "`user` granted to a group",
                group("g7") + grant("group", "g7", "user"),
                the_grant("group", "g7", "user"),
            ),
            Case("user without the role `user`", user("u8"), the_grant("user", "u8", "user")),
            Case(
                "`admin` granted, no admin flag",
                user("u9") + grant("user", "u9", "admin"),
                admin_and_grant("user", "u9"),
            ),
            Case(
                "admin flag, `admin` not granted",
                user("u10", admin=1),
                admin_and_grant("user", "u10"),
            ),
            Case(
                "service: `admin` granted, no admin flag",
                service("bossy") + grant("service", "bossy", "admin"),
                admin_and_grant("service", "bossy"),
            ),
            Case(
                "service: admin flag, `admin` not granted",
                service("flagged", admin=1),
                admin_and_grant("service", "flagged"),
            ),
            Case("user", user("u11"), the_user("u11")),
            Case("group, its member", user("u12") + group("g12", "u12"), the_members("g12")),
            Case(
                "group, its properties",
                group("g13", properties='{"a": 1}'),
                the_properties("g13"),
            ),
            Case("service with `from_config` 0", service("runtime"), the_service("runtime")),
            Case(
                "service with `from_config` 1", service("configured", 1), the_service("configured")
            ),
            Case(
                "token of a user",
                user("u14") + token("user", "u14", "token-of-user-14"),
                the_token("token-of-user-14"),
            ),
            Case("the same, used", "", Bearer("token-of-user-14")),
            Case(
                "token of a service with `from_config` 0",
                service("ours") + token("service", "ours", "token-of-ours"),
                the_token("token-of-ours"),
            ),
            Case(
                "token of a service with `from_config` 1",
                service("theirs", 1) + token("service", "theirs", "token-of-theirs"),
                the_token("token-of-theirs"),
            ),
            Case(
                "managed role, granted to a service with `from_config` 1",
                role("kept19", 1) + grant("service", "theirs", "kept19"),
                "SELECT 'granted' FROM service_role_map map JOIN roles ON roles.id = map.role_id"
                " WHERE roles.name = 'kept19'",
            ),
            Case(
                "token that has expired",
                user("u15")
                + token("user", "u15", "expired", expires_at="2026-01-02 00:00:00.000000"),
                the_token("expired"),
            ),
            Case(
                "token with a custom scope no configuration defines",
                user("u16")
                + token("user", "u16", "odd-token-16", ["read:users!user", "custom:unknown"]),
                the_token("odd-token-16"),
            ),
            Case("the same, used", "", Bearer("odd-token-16")),
            Case(
                "managed role with a custom scope no configuration defines",
                role("odd", 1, ["list:users", "custom:unknown"])
                + user("u17")
                + grant("user", "u17", "odd")
                + token("user", "u17", "heir-token-17"),
                the_role("odd"),
            ),
            Case("a token of its holder, used", "", Bearer("heir-token-17")),
            Case(
                "OAuth client of no service or server, its token",
                oauth_client("stray")
                + user("u18")
                + token("user", "u18", "stray-token", client="stray"),
                the_token("stray-token"),
            ),
        ],
    ),
    Setting(
        "`load_roles` has the role",
        [
            Case(
                "other scopes for it",
                role("listed", 0, ["read:hub"]),
                the_role("listed"),
            ),
            Case(
                "grant to a user its `users` lacks",
                user("u1") + grant("user", "u1", "listed"),
                the_grant("user", "u1", "listed"),
            ),
            Case(
                "the same, marked managed",
                user("u2") + grant("user", "u2", "listed", 1),
                the_grant("user", "u2", "listed"),
            ),
            Case(
                "grant to a user, where it has no `users`",
                role("bare") + user("u3") + grant("user", "u3", "bare"),
                the_grant("user", "u3", "bare"),
            ),
            Case(
                "the same, marked managed",
                user("u4") + grant("user", "u4", "bare", 1),
                the_grant("user", "u4", "bare"),
            ),
            Case(
                "grant to a group, where it has no `groups`",
                group("g5") + grant("group", "g5", "bare"),
                the_grant("group", "g5", "bare"),
            ),
            Case(
                "grant to a service, where it has no `services`",
                service("granted") + grant("service", "granted", "bare"),
                the_grant("service", "granted", "bare"),
            ),
            Case(
                "other scopes for it, and marked managed",
                role("adopted", 1, ["read:hub"]),
                the_role("adopted"),
            ),
            Case(
                "grant of that to a user",
                user("u6") + grant("user", "u6", "adopted", 1),
                the_grant("user", "u6", "adopted"),
            ),
            Case(
                "grant of `user` to a user, where it has no `users`",
                user("u7") + grant("user", "u7", "user"),
                the_grant("user", "u7", "user"),
            ),
            Case(
                "grant of `user` to a group, where it has no `groups`",
                group("g8") + grant("group", "g8", "user"),
                the_grant("group", "g8", "user"),
            ),
        ],
        """
c.JupyterHub.load_roles = [
    {"name": "listed", "scopes": ["list:users"], "users": ["named"]},
    {"name": "bare", "scopes": ["list:users"]},
    {"name": "adopted", "scopes": ["list:users"]},
    {"name": "user", "scopes": ["self", "list:groups"]},
]
""",
    ),
    Setting(
        "`load_roles` has `admin` without `users`",
        [
            Case(
                "`admin` granted, no admin flag",
                user("u1") + grant("user", "u1", "admin"),
                admin_and_grant("user", "u1"),
            ),
            Case(
                "`admin` granted, and admin flag",
                user("u2", admin=1) + grant("user", "u2", "admin"),
                admin_and_grant("user", "u2"),
            ),
            Case(
                "`admin` granted to a group",
                group("g3") + grant("group", "g3", "admin"),
                the_grant("group", "g3", "admin"),
            ),
        ],
        'c.JupyterHub.load_roles = [{"name": "admin"}]\n',
    ),
    Setting(
        "`load_roles` has `admin` with `users`",
        [
            Case(
                "`admin` granted, and admin flag, to another",
                user("u1", admin=1) + grant("user", "u1", "admin"),
                admin_and_grant("user", "u1"),
            ),
        ],
        'c.JupyterHub.load_roles = [{"name": "admin", "users": ["boss"]}]\n',
    ),
    Setting(
        "`load_roles` has a role for a user, not the role granted",
        [
            Case(
                "another role, managed, granted to that user",
                user("named") + role("kept", 1) + grant("user", "named", "kept"),
                the_grant("user", "named", "kept"),
            ),
        ],
        'c.JupyterHub.load_roles = [{"name": "listed", "users": ["named"]}]\n',
    ),
    Setting(
        "`load_groups` has the group",
        [
            Case(
                "another member than its `users`",
                user("u1") + user("named") + group("listed", "u1", "named"),
                the_members("listed"),
            ),
            Case(
                "other properties than its `properties`",
                group("described", properties='{"b": 2}'),
                the_properties("described"),
            ),
            Case(
                "properties, where it has none",
                group("bare", properties='{"b": 2}'),
                the_properties("bare"),
            ),
            Case(
                "another group",
                user("u2") + group("other", "u2"),
                the_members("other"),
            ),
        ],
        """
c.JupyterHub.load_groups = {
    "listed": {"users": ["named"]},
    "described": {"properties": {"a": 1}},
    "bare": {"users": []},
}
""",
    ),
    Setting(
        "`admin_users`, `allowed_users`, `blocked_users`",
        [
            Case("user in none of them", user("u1"), the_user("u1")),
            Case(
                "admin in none of them",
                user("u2", admin=1) + grant("user", "u2", "admin"),
                admin_and_grant("user", "u2"),
            ),
            Case(
                "user in `admin_users`, neither flag nor role",
                user("root"),
                admin_and_grant("user", "root"),
            ),
            Case(
                "user in `allowed_users`, without the role `user`",
                user("let"),
                the_grant("user", "let", "user"),
            ),
            Case(
                "managed role granted to a user in `blocked_users`",
                user("bad", admin=1) + role("kept", 1) + grant("user", "bad", "kept", 1),
                the_grant("user", "bad", "kept"),
            ),
            Case(
                "group of a user in `blocked_users`",
                group("g3", "bad"),
                the_members("g3"),
            ),
        ],
        """
c.Authenticator.allow_all = False
c.Authenticator.admin_users = {"root"}
c.Authenticator.allowed_users = {"let"}
c.Authenticator.blocked_users = {"bad"}
""",
    ),
    Setting(
        "`services` has the service",
        [
            Case(
                "token of our own for it",
                service("theirs", 1) + token("service", "theirs", "ours"),
                the_token("ours"),
            ),
            Case(
                "managed role granted to it",
                role("kept", 1) + grant("service", "theirs", "kept"),
                the_grant("service", "theirs", "kept"),
            ),
            Case(
                "admin flag and role given to it",
                service("bossy", 1, admin=1) + grant("service", "bossy", "admin"),
                admin_and_grant("service", "bossy"),
            ),
        ],
        'c.JupyterHub.services = [{"name": "theirs"}, {"name": "bossy"}]\n',
    ),
    Setting(
        "`manage_roles`",
        [
            Case("unmanaged role", role("plain"), the_role("plain")),
            Case("managed role", role("kept", 1), the_role("kept")),
            Case(
                "managed role, granted to a user",
                user("u1") + grant("user", "u1", "kept"),
                the_grant("user", "u1", "kept"),
            ),
        ],
        AUTHENTICATOR + "c.Authenticator.manage_roles = True\n",
    ),
    Setting(
        "`manage_roles`, and the user logs in",
        [
            Case(
                "managed role, granted to the user as managed",
                user("ada") + role("kept", 1) + grant("user", "ada", "kept", 1),
                the_grant("user", "ada", "kept"),
            ),
            Case("that role, which nobody else holds", "", the_role("kept")),
            Case(
                "managed role, granted to the user's group",
                role("kept2", 1) + group("g1", "ada") + grant("group", "g1", "kept2"),
                the_grant("group", "g1", "kept2"),
            ),
        ],
        AUTHENTICATOR + "c.Authenticator.manage_roles = True\nANSWER['roles'] = []\n",
        LogIn("ada"),
    ),
    Setting(
        "`manage_roles`, which knows no roles of the user, who logs in",
        [
            Case(
                "managed role, granted to the user as managed",
                user("ada") + role("kept", 1) + grant("user", "ada", "kept", 1),
                the_grant("user", "ada", "kept"),
            ),
        ],
        AUTHENTICATOR + "c.Authenticator.manage_roles = True\n",
        LogIn("ada"),
    ),
    Setting(
        "`manage_roles`, `reset_managed_roles_on_startup`",
        [
            Case("managed role", role("kept", 1), the_role("kept")),
            Case(
                "managed grant of a role the authenticator issues without `users`",
                role("open", 1) + user("u1") + grant("user", "u1", "open", 1),
                the_grant("user", "u1", "open"),
            ),
            Case(
                "the same to a group",
                group("g1") + grant("group", "g1", "open", 1),
                the_grant("group", "g1", "open"),
            ),
            Case(
                "managed grant of a role the authenticator issues to others",
                role("closed", 1) + user("u2") + grant("user", "u2", "closed", 1),
                the_grant("user", "u2", "closed"),
            ),
            Case(
                "managed grant of the default role `server`",
                user("u3") + grant("user", "u3", "server", 1),
                the_grant("user", "u3", "server"),
            ),
            Case(
                "unmanaged grant of the default role `server`",
                user("u4") + grant("user", "u4", "server"),
                the_grant("user", "u4", "server"),
            ),
        ],
        AUTHENTICATOR
        + """
c.Authenticator.manage_roles = True
c.Authenticator.reset_managed_roles_on_startup = True
ISSUED += [
    {"name": "open", "scopes": ["list:users"]},
    {"name": "closed", "scopes": ["list:users"], "users": ["named"]},
]
""",
    ),
    Setting(
        "`manage_groups`",
        [Case("group, its member", user("ada") + group("g1", "ada"), the_members("g1"))],
        AUTHENTICATOR + "c.Authenticator.manage_groups = True\n",
    ),
    Setting(
        "`manage_groups`, and the user logs in",
        [
            Case("group, its member", user("ada") + group("g1", "ada"), the_members("g1")),
        ],
        AUTHENTICATOR + "c.Authenticator.manage_groups = True\nANSWER['groups'] = ['g2']\n",
        LogIn("ada"),
    ),
    Setting(
        "none; the user logs in",
        [
            Case(
                "`admin` granted to a user, no admin flag",
                user("ada") + grant("user", "ada", "admin"),
                admin_and_grant("user", "ada"),
            ),
            Case(
                "managed role, granted to the user",
                role("kept", 1) + grant("user", "ada", "kept"),
                the_grant("user", "ada", "kept"),
            ),
            Case("user without the role `user`", "", the_grant("user", "ada", "user")),
        ],
        event=LogIn("ada"),
    ),
    Setting(
        "none; no start, but `jupyterhub token ada`",
        [
            Case("unmanaged role", user("ada") + role("plain"), the_role("plain")),
            Case("managed role", role("kept", 1), the_role("kept")),
            Case("default role `server`, edited", edit_role("server"), the_role("server")),
        ],
        event=MakeToken("ada"),
    ),
    Setting(
        "`load_roles` has the role; no start, but `jupyterhub token ada`",
        [
            Case(
                "grant to a user its `users` lacks",
                user("ada") + role("listed") + grant("user", "ada", "listed"),
                the_grant("user", "ada", "listed"),
            ),
            Case("other scopes for it", role("bare", 0, ["read:hub"]), the_role("bare")),
        ],
        """
c.JupyterHub.load_roles = [
    {"name": "listed", "scopes": ["list:users"], "users": ["named"]},
    {"name": "bare", "scopes": ["list:users"]},
]
""",
        MakeToken("ada"),
    ),
    Setting(
        "`load_roles` with a scope no configuration defines",
        [Case("anything", "", the_role("user"))],
        'c.JupyterHub.load_roles = [{"name": "odd", "scopes": ["custom:unknown"]}]\n',
    ),
    Setting(
        "`load_roles` with `users`, and `manage_roles`",
        [Case("anything", "", the_role("user"))],
        AUTHENTICATOR
        + """
c.Authenticator.manage_roles = True
c.JupyterHub.load_roles = [{"name": "listed", "users": ["named"]}]
""",
    ),
    Setting(
        "`load_groups`, and `manage_groups`",
        [Case("anything", "", the_role("user"))],
        AUTHENTICATOR
        + """
c.Authenticator.manage_groups = True
c.JupyterHub.load_groups = {"listed": {"users": ["named"]}}
""",
    ),
]
