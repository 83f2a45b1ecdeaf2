"""The stories that `record.py` plays: for each, starts as a configuration and SQL to run before it."""

GRADER = {"name": "grader", "description": "Grades", "scopes": ["list:users", "read:users:name"]}


def grant(role, kind, name):
    return (
        f"INSERT INTO {kind}_role_map ({kind}_id, role_id, managed_by_auth) SELECT h.id, r.id, 0"
        f" FROM {kind}s h, roles r WHERE h.name = '{name}' AND r.name = '{role}';"
    )


def join(group, user):
    return (
        "INSERT INTO user_group_map (user_id, group_id) SELECT u.id, g.id FROM users u, groups g"
        f" WHERE u.name = '{user}' AND g.name = '{group}';"
    )


def user(name, admin=0):
    return (
        "INSERT INTO users (name, admin, cookie_id, created)"
        f" VALUES ('{name}', {admin}, 'cookie-{name}', '2026-01-01 00:00:00.000000');"
    )


def role(name, scopes='["list:users"]', managed=0):
    return (
        "INSERT INTO roles (name, description, scopes, managed_by_auth)"
        f" VALUES ('{name}', 'made by hand', '{scopes}', {managed});"
    )


def roles(*specs, **more):
    return {"load_roles": list(specs), **more}


def managed(*specs, **more):
    return {"manage_roles": True, "load_managed_roles": list(specs), **more}


RESET = {"reset_managed_roles_on_startup": True}


def services(*specs, **more):
    return {"services": list(specs), **more}


SITE = {
    "load_roles": [
        {**GRADER, "users": ["ada", "bob"], "groups": ["staff"], "services": ["culler"]},
        {"name": "user", "description": "Everybody", "scopes": ["self", "list:groups"]},
    ],
    "load_groups": {
        "staff": {"users": ["ada"], "properties": {"room": "1.01"}},
        "guests": ["eve"],
    },
    "admin_users": ["ada"],
    "allowed_users": ["ada", "bob", "carol"],
    "services": [
        {
            "name": "culler",
            "url": "http://127.0.0.1:9000",
            "api_token": "culler-token-0123456789",
            "oauth_client_allowed_scopes": ["read:users:name"],
            "info": {"contact": "ada"},
        },
        {"name": "reporter", "admin": True, "api_token": "reporter-token-0123456789"},
    ],
    "custom_scopes": {"custom:grades:read": {"description": "Read grades"}},
}

STORIES = {
    # what is made of nothing
    "nothing": [({},), ({},)],
    "a site": [(SITE,), (SITE,)],
    # roles
    "a role": [(roles(GRADER),), (roles(GRADER),)],
    "a role without scopes or description": [(roles({"name": "bare"}),), (roles({"name": "bare"}),)],
    "a role changes": [
        (roles(GRADER),),
        (roles({**GRADER, "description": "Grades more", "scopes": ["list:users"]}),),
        (roles({"name": "grader"}),),
    ],
    "a role is dropped": [(roles({**GRADER, "users": ["ada"]}),), ({},)],
    "a role with holders that are not there": [
        (roles({**GRADER, "users": ["ada"], "groups": ["staff"]}),)
    ],
    "holders of a role change": [
        (roles({**GRADER, "users": ["ada", "bob"], "groups": ["g1"]}),),
        (roles({**GRADER, "users": ["bob", "eve"], "groups": ["g2"]}),),
        (roles(GRADER),),
    ],
    "a role gets a holder by hand": [
        (roles({**GRADER, "users": ["ada"]}),),
        (roles({**GRADER, "users": ["ada"]}), user("bob") + grant("grader", "user", "bob")),
    ],
    "a role is made by hand": [({},), ({}, role("plain"))],
    "a managed role is made by hand": [({},), ({}, role("kept", managed=1))],
    "default roles are edited by hand": [
        ({},),
        ({}, "UPDATE roles SET scopes = '[\"read:hub\"]', description = 'x'"),
    ],
    "the role user is overridden": [
        (roles({"name": "user", "scopes": ["self", "list:groups"]}, allowed_users=["ada"]),),
        ({"allowed_users": ["ada"]},),
    ],
    "the role user is described": [(roles({"name": "user", "description": "Everybody"}),)],
    "the role user lists users": [
        ({"allowed_users": ["ada", "bob"]},),
        (roles({"name": "user", "users": ["ada"]}),),
        ({},),
    ],
    "the role token is overridden": [
        (
            roles(
                {"name": "token", "scopes": ["read:users!user"]},
                service_tokens={"token-of-a-service": "reporter"},
                services=[{"name": "reporter"}],
            ),
        )
    ],
    "extra user scopes": [
        ({"extra_user_scopes": ["list:groups"]},),
        (roles({"name": "user", "scopes": ["self"]}, extra_user_scopes=["list:groups"]),),
        ({},),
    ],
    "the role admin lists users": [
        (roles({"name": "admin", "users": ["ada"]}),),
        (roles({"name": "admin", "users": ["ada"]}), user("eve", 1) + grant("admin", "user", "eve")),
        (roles({"name": "admin", "users": ["bob"]}),),
    ],
    "the role admin and admin_users": [
        (roles({"name": "admin", "users": ["ada"]}, admin_users=["bob"]),),
        ({"admin_users": ["bob"]},),
    ],
    "the role admin lists services": [
        (
            roles(
                {"name": "admin", "services": ["culler"]},
                services=[{"name": "culler"}, {"name": "flagged", "admin": True}],
            ),
        )
    ],
    "the role admin lists groups": [(roles({"name": "admin", "groups": ["staff"]}),)],
    # users
    "admins": [
        ({"admin_users": ["ada", "bob"]},),
        ({"admin_users": ["bob"]},),
        ({},),
    ],
    "an admin who is a user": [({"allowed_users": ["ada"]},), ({"admin_users": ["ada"]},)],
    "an admin by hand": [
        ({},),
        ({}, user("flag", 1) + user("role") + grant("admin", "user", "role")),
    ],
    "names as they are written": [({"admin_users": ["Ada"], "allowed_users": ["BOB"]},)],
    "names that are mapped": [({"allowed_users": ["bob"], "username_map": {"bob": "robert"}},)],
    "a user without roles is allowed": [({},), ({"allowed_users": ["ada"]}, user("ada"))],
    "a user without roles is not mentioned": [({},), ({}, user("ada"))],
    "a user without a date": [
        ({},),
        (
            {},
            "INSERT INTO users (name, admin, cookie_id) VALUES ('old', 0, 'c');",
        ),
    ],
    "a blocked user": [
        ({"admin_users": ["ada"], "load_groups": {"staff": {"users": ["ada"]}}},),
        (
            {
                "admin_users": ["ada"],
                "load_groups": {"staff": {"users": ["ada"]}},
                "blocked_users": ["ada"],
            },
        ),
    ],
    "a database from before roles": [
        ({},),
        (
            {},
            "DELETE FROM roles;" + user("ada", 1) + user("bob"),
        ),
    ],
    # groups
    "groups": [
        ({"load_groups": {"staff": {"users": ["ada"]}, "empty": {}}},),
        ({"load_groups": {"staff": {"users": ["bob"]}}},),
        ({},),
    ],
    "a group as a list": [({"load_groups": {"staff": ["ada", "bob"]}},)],
    "properties of a group": [
        ({"load_groups": {"staff": {"properties": {"a": 1, "b": ["ü"]}}}},),
        ({"load_groups": {"staff": {"properties": {"a": 2}}}},),
        ({"load_groups": {"staff": {}}},),
    ],
    "a group by hand": [
        ({"load_groups": {"staff": {"users": ["ada"]}}},),
        (
            {"load_groups": {"staff": {"users": ["ada"]}}},
            user("bob")
            + join("staff", "bob")
            + "INSERT INTO groups (name, properties) VALUES ('theirs', '{}');"
            + join("theirs", "bob"),
        ),
        ({},),
    ],
    # services
    "services": [
        (services({"name": "plain"}, {"name": "other"}),),
        (services({"name": "plain"}),),
    ],
    "a service with everything": [
        (
            services(
                {
                    "name": "whole",
                    "url": "https://Host.example.org:8443/x",
                    "admin": True,
                    "api_token": "whole-token-0123456789",
                    "oauth_client_id": "service-else",
                    "oauth_redirect_uri": "https://host.example.org/back",
                    "oauth_no_confirm": True,
                    "oauth_client_allowed_scopes": ["read:users:name", "list:users"],
                    "info": {"a": 1},
                    "display": False,
                    "timeout": 5,
                    "cwd": "/srv",
                    "environment": {"A": "b"},
                    "user": "nobody",
                },
                base_url="/hubs/",
            ),
        )
    ],
    "addresses of services": [
        (
            services(
                {"name": "one", "url": "http://localhost"},
                {"name": "two", "url": "https://[::1]"},
                {"name": "three", "url": "http://10.0.0.1:81/deep/path"},
            ),
        ),
        (services({"name": "one", "url": "http://localhost:82"}, {"name": "two"}),),
    ],
    "a service changes": [
        (services({"name": "s", "url": "http://localhost:1", "api_token": "token-number-1"}),),
        (services({"name": "s", "url": "http://localhost:2", "api_token": "token-number-2"}),),
    ],
    "a service without a URL that people sign in to": [
        (
            services(
                {
                    "name": "ext",
                    "oauth_redirect_uri": "https://elsewhere/back",
                    "api_token": "token-of-ext-1",
                }
            ),
        )
    ],
    "a service with roles for its client": [
        (
            roles(
                GRADER,
                services=[{"name": "s", "url": "http://localhost:1", "oauth_roles": ["grader"]}],
            ),
        )
    ],
    "a service that the hub starts": [
        (services({"name": "run", "command": ["sleep", "1"]}),),
    ],
    "a service with the admin flag changes": [
        (services({"name": "s"}),),
        (services({"name": "s", "admin": True}),),
        (services({"name": "s", "admin": True}),),
    ],
    "an admin service is one no more": [
        (services({"name": "s", "admin": True}),),
        (services({"name": "s"}),),
    ],
    "a service made at runtime": [
        (services({"name": "theirs"}),),
        (
            services({"name": "theirs", "admin": True}),
            "UPDATE services SET from_config = 0, info = '{\"mine\": 1}' WHERE name = 'theirs';",
        ),
    ],
    "an OAuth client of nobody": [
        ({},),
        ({}, "INSERT INTO oauth_clients (identifier, allowed_scopes) VALUES ('stray', '[]');"),
    ],
    # tokens
    "tokens of services": [
        (services({"name": "s"}, service_tokens={"a-token-of-s-1": "s"}),),
        (services({"name": "s"}, service_tokens={"a-token-of-s-1": "s"}),),
        (services({"name": "s"}, service_tokens={"a-token-of-s-2": "s"}),),
    ],
    "a token of a service that is not defined": [
        ({"service_tokens": {"a-token-of-x-1": "implied"}},),
        ({"service_tokens": {"a-token-of-x-1": "implied"}},),
        ({},),
    ],
    "tokens of users": [
        ({"api_tokens": {"a-token-of-ada": "ada"}},),
        ({"api_tokens": {"a-token-of-ada": "ada"}},),
        ({},),
    ],
    "tokens that are trusted": [
        ({"api_tokens": {"a-token-of-ada": "ada"}, "trust_user_provided_tokens": True},),
    ],
    "expired tokens": [
        ({"api_tokens": {"a-token-of-ada": "ada"}},),
        ({}, "UPDATE api_tokens SET expires_at = '2020-01-01 00:00:00.000000';"),
    ],
    # managed by the authenticator
    "managed roles are reset": [
        ({},),
        (
            {"reset_managed_roles_on_startup": True},
            role("kept", managed=1) + user("ada") + grant("kept", "user", "ada"),
        ),
    ],
    "managed roles are loaded": [
        (managed({**GRADER, "users": ["Ada", "bob"]}, **RESET),),
        (managed({**GRADER, "users": ["bob"]}, **RESET), user("eve") + grant("grader", "user", "eve")),
        (managed({"name": "grader", "scopes": ["list:users"]}, **RESET),),
        (managed(),),
    ],
    "managed roles are loaded and others go": [
        (managed({**GRADER, "users": ["ada"], "groups": ["staff"]}, {"name": "other"}, **RESET),),
        (managed({"name": "other", "users": ["ada"]}, **RESET),),
        (managed(**RESET),),
    ],
    "managed roles and default roles": [
        (managed({"name": "admin", "users": ["ada"]}, {"name": "user", "users": ["bob"]}, **RESET),),
        (managed({"name": "admin", "users": ["bob"]}, **RESET),),
    ],
    "a managed role has holders of its own kind": [
        (
            managed({**GRADER, "services": ["s"], "groups": ["staff"]}, **RESET)
            | services({"name": "s"}),
        ),
        (managed(GRADER, **RESET) | services({"name": "s"}),),
    ],
    "managed roles have holders where nothing is reset": [(managed({**GRADER, "users": ["ada"]}),)],
    # what the hub refuses
    "refused: a managed role that the configuration has": [
        ({**managed(GRADER), **roles({"name": "grader"})},)
    ],
    "refused: a managed role's scope": [(managed({"name": "grader", "scopes": ["fly"]}),)],
    "refused: a managed role for a service that is not there": [
        (managed({**GRADER, "services": ["nobody"]}),)
    ],
    "refused: a role's name": [(roles({"name": "Grader"}),)],
    "refused: a role twice": [(roles(GRADER, GRADER),)],
    "refused: a scope that is not there": [(roles({"name": "grader", "scopes": ["fly"]}),)],
    "refused: a custom scope that is not there": [
        (roles({"name": "grader", "scopes": ["custom:grades:read"]}),)
    ],
    "refused: a filter that is not there": [
        (roles({"name": "grader", "scopes": ["list:users!planet=mars"]}),)
    ],
    "refused: admin with other scopes": [(roles({"name": "admin", "scopes": ["self"]}),)],
    "refused: admin with another description": [(roles({"name": "admin", "description": "x"}),)],
    "refused: a service in a role that is not there": [(roles({**GRADER, "services": ["nobody"]}),)],
    "refused: a name of an admin": [({"admin_users": ["a/b"]},)],
    "refused: a name of a user": [({"allowed_users": ["a/b"]},)],
    "refused: a name in a group": [({"load_groups": {"staff": {"users": ["a/b"]}}},)],
    "refused: a name in a role": [(roles({**GRADER, "users": ["a/b"]}),)],
    "refused: a name with a token": [({"api_tokens": {"a-token-of-it": "a/b"}},)],
    "refused: a short token": [({"api_tokens": {"short": "ada"}},)],
    "refused: groups that the authenticator manages": [
        ({"load_groups": {"staff": {}}, "manage_groups": True},)
    ],
    "refused: users in roles that the authenticator manages": [
        (roles({**GRADER, "users": ["ada"]}, manage_roles=True),)
    ],
    "refused: a service's URL": [(services({"name": "s", "url": "ftp://localhost"}),)],
    "refused: a service's name": [(services({"name": "a/b"}),)],
    "refused: a service's client": [(services({"name": "s", "oauth_client_id": "other"}),)],
    "refused: a service without a way back": [(services({"name": "s", "oauth_no_confirm": True}),)],
    "refused: a service's short token": [(services({"name": "s", "api_token": "short"}),)],
    "a service's scope that is not there": [
        (
            services(
                {
                    "name": "s",
                    "url": "http://localhost:1",
                    "oauth_client_allowed_scopes": ["fly"],
                }
            ),
        )
    ],
}
