"""Record what JupyterHub 6.1.1 says about scopes, for hubctl to agree with.

    python3 -m venv venv && venv/bin/pip install jupyterhub==6.1.1
    venv/bin/python record.py > cases.jsonl

Each line is one case, or a hub that the cases after it are about. Every answer comes from the real
functions of `jupyterhub.scopes`, over a real database in memory. The same seed gives the same file.

Two things are changed in the running JupyterHub, neither of which changes an answer: its caches
forget (they know nothing of the database, so one hub's answers would leak into the next), and
where it goes through a set in no order, it goes in order of names.
"""

import json
import logging
import random
import re
import sys
import warnings

import jupyterhub
from jupyterhub import _memoize, orm, roles, scopes
from tornado import web

assert jupyterhub.__version__ == "6.1.1", jupyterhub.__version__

SEED = 611
HUBS = 110

_memoize.LRUCache.__contains__ = lambda self, key: False
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

rng = random.Random(SEED)
BUILTIN = list(scopes.scope_definitions)

USERS = ["ada", "bob", "zoë", "o'brien x", "eve@b.edu"]
GROUPS = ["math", "bio lab", "größe", "ada"]
SERVICES = ["culler", "grader=x", "ada"]
SERVERS = ["", "lab", "a b"]

# scopes that have much to do with each other, and so meet often
CLOSE = [
    "self", "users", "read:users", "read:users:name", "read:users:groups", "list:users",
    "users:activity", "servers", "read:servers", "access:servers", "admin:users", "shares",
    "read:shares", "users:shares", "groups", "read:groups", "access:services", "tokens",
]  # fmt: skip


def emit(kind, **case):
    json.dump({"k": kind, **case}, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.write("\n")


def chance(share):
    return rng.random() < share


def some(choices, most):
    return [rng.choice(choices) for _ in range(rng.randint(0, most))]


def base_scope(custom):
    pick = rng.random()
    if custom and pick < 0.15:
        return rng.choice(custom)
    return rng.choice(CLOSE if pick < 0.7 else BUILTIN)


def named_filter():
    kind = rng.choices(["user", "group", "server", "service"], [4, 4, 4, 1])[0]
    names = {"user": USERS, "group": GROUPS, "service": SERVICES}
    if kind == "server":
        name = f"{rng.choice(USERS)}/{rng.choice(SERVERS)}"
    else:
        name = rng.choice(names[kind])
    odd = rng.random()
    if odd < 0.02:
        name = {"server": rng.choice(["lab", "ada", "ada/x/y"])}.get(kind, "ghost")
    elif odd < 0.03:
        name = "a!b=c"
    elif odd < 0.04:
        kind = rng.choice(["moon", "serverless", "users"])
    return f"{kind}={name}"


def expanded_scope(custom):
    scope = base_scope(custom)
    return scope if chance(0.25) else f"{scope}!{named_filter()}"


def raw_scope(custom):
    scope = base_scope(custom)
    pick = rng.random()
    if pick < 0.3:
        return scope
    if pick < 0.32:
        return f"{scope}!"
    if pick < 0.55:
        return f"{scope}!{rng.choices(['user', 'server', 'service'], [3, 2, 1])[0]}"
    return f"{scope}!{named_filter()}"


def raw_scopes(custom, most):
    return sorted({raw_scope(custom) for _ in range(rng.randint(0, most))})


def expanded_scopes(custom, most):
    """Few bases with many filters, so that filters meet."""
    bases = [base_scope(custom) for _ in range(rng.randint(1, 4))]
    made = set()
    for _ in range(rng.randint(1, most)):
        base = rng.choice(bases)
        made.add(base if chance(0.08) else f"{base}!{named_filter()}")
    return sorted(made)


# what the program is made of


def record_catalogue():
    for name, definition in scopes.scope_definitions.items():
        emit("scope", name=name, subscopes=definition.get("subscopes", []))
    for role in roles.get_default_roles():
        emit("role", name=role["name"], description=role["description"], scopes=role["scopes"])


def exists(written):
    try:
        scopes._check_scopes_exist([written])
    except scopes.ScopeNotFound:
        return False
    return True


def record_checks(custom):
    filters = [
        "", "!", "!user", "!server", "!service", "!group", "!user=", "!user=ada", "!group=x y",
        "!server=ada/", "!server=ada", "!service=a=b", "!moon", "!moon=x", "!users=x", "!=", "!=x",
        "!User=x", "!user=a!b", "!!user",
    ]  # fmt: skip
    names = ["all", "read:user", "Read:users", "", "custom:undefined", "custom:X", " users"]
    for name in [*rng.sample(BUILTIN, 6), *rng.sample(names, 3), *custom[:2]]:
        for filter_ in rng.sample(filters, 8):
            emit("check", scope=name + filter_, ok=exists(name + filter_))


def define(definitions):
    """Define custom scopes; whether JupyterHub took them all."""
    try:
        scopes.define_custom_scopes(definitions)
    except ValueError:
        return False
    return True


def undefine():
    for name in set(scopes.scope_definitions) - set(BUILTIN):
        del scopes.scope_definitions[name]
    scopes._expand_scope.cache_clear()


def record_definitions():
    names = [
        "custom:a:read", "custom:a:write", "custom:1_-*", "custom:ab", "custom:abc", "custom:Abc",
        "custom:abc-", "custom:abc:", "custom:-abc", "custom::abc", "custom:a.b", "custom:é12",
        "custom:abc*", "custom:abc_", "Custom:abc", "read:users", "mine", "custom:", "custom:a b",
    ]  # fmt: skip
    for _ in range(150):
        made = {}
        mostly_good = names[:3] + names[4:5] if chance(0.6) else names
        for name in sorted({rng.choice(mostly_good) for _ in range(rng.randint(1, 4))}):
            made[name] = {"description": "…"}
            below = [sub for sub in made if sub != name] if chance(0.7) else names
            if below and chance(0.6):
                made[name]["subscopes"] = sorted({rng.choice(below) for _ in range(2)} - {name})
        emit("define", defs=made, ok=define(made))
        undefine()


def record_failures():
    """What may come to be in a database, and then fails at every use."""
    circle = {
        "custom:a:one": {"description": "…", "subscopes": ["custom:a:two"]},
        "custom:a:two": {"description": "…", "subscopes": ["custom:a:one"]},
    }
    tries = [
        ({}, "no:such:scope"),
        ({}, "all"),
        ({}, "custom:gone:since"),
        ({}, "read:users!user="),
        ({}, "read:users!group="),
        ({}, "read:groups!group"),
        ({}, "read:groups!moon"),
        (circle, "custom:a:one"),
    ]
    for definitions, scope in tries:
        taken = define(definitions)
        try:
            scopes.expand_scopes([scope, "read:hub"])
            error = None
        except Exception as raised:
            error = type(raised).__name__
        emit("fails", defs=definitions, taken=taken, scope=scope, error=error)
        undefine()


def custom_scopes():
    if chance(0.5):
        return {}
    return {
        "custom:lab:admin": {
            "description": "all of the lab",
            "subscopes": ["custom:lab:write", "custom:lab:read"],
        },
        "custom:lab:read": {"description": "read in the lab"},
        "custom:lab:write": {
            "description": "write in the lab",
            "subscopes": ["custom:lab:read"],
        },
        "custom:solo*": {"description": "nothing else"},
    }


class Hub:
    """A hub with few names, so that everything overlaps."""

    def __init__(self):
        definitions = custom_scopes()
        self.custom = sorted(definitions)
        assert define(definitions)
        self.db = orm.new_session_factory("sqlite:///:memory:")()
        self.make_roles()
        self.make_holders()
        self.make_clients()
        self.db.commit()
        shares = self.make_shares()
        self.db.commit()
        self.describe(definitions, shares)

    def make_roles(self):
        for role in roles.get_default_roles():
            roles.create_role(self.db, role)
        for number in range(rng.randint(2, 6)):
            name = f"role-{number}"
            self.db.add(orm.Role(name=name, scopes=raw_scopes(self.custom, 5)))
        self.roles = self.db.query(orm.Role).order_by(orm.Role.id).all()

    def some_roles(self, most, also=()):
        own = {role.name: role for role in some(self.roles, most)}
        own |= {role.name: role for role in self.roles if role.name in also}
        return [own[name] for name in sorted(own)]

    def make_holders(self):
        self.groups = [orm.Group(name=name, roles=self.some_roles(2)) for name in GROUPS]
        self.services = [orm.Service(name=name, roles=self.some_roles(3)) for name in SERVICES]
        self.users, self.spawners = [], []
        for name in USERS:
            also = ["user"] if chance(0.6) else []
            user = orm.User(name=name, roles=self.some_roles(3, also))
            joined = {group.name: group for group in some(self.groups, 3)}
            user.groups = [joined[name] for name in sorted(joined)]
            self.users.append(user)
            for server in SERVERS:
                self.spawners.append(orm.Spawner(name=server, user=user))
        self.db.add_all([*self.groups, *self.services, *self.users, *self.spawners])

    def make_clients(self):
        self.clients = {"jupyterhub": None}
        for spawner in rng.sample(self.spawners, 3):
            self.clients[f"server {spawner.user.name}/{spawner.name}"] = spawner
        for service in rng.sample(self.services, 2):
            self.clients[f"service {service.name}"] = service
        self.clients["orphan"] = None
        for identifier, of in self.clients.items():
            client = orm.OAuthClient(identifier=identifier)
            self.db.add(client)
            if of is not None:
                of.oauth_client = client

    def make_shares(self):
        """Shares as stored; some by names that the server or its owner no longer has."""
        made = []
        for spawner in rng.sample(self.spawners, rng.randint(0, 6)):
            with_ = rng.choice(self.users + self.groups)
            named = f"{spawner.user.name}/{spawner.name}"
            if chance(0.15):
                named = "renamed/since"
            bases = {rng.choice(CLOSE[1:]) for _ in range(rng.randint(1, 3))}
            stored = sorted(f"{base}!server={named}" for base in bases)
            share = orm.Share(owner=spawner.user, spawner=spawner, scopes=stored)
            setattr(share, "user" if isinstance(with_, orm.User) else "group", with_)
            self.db.add(share)
            made.append((with_, f"{spawner.user.name}/{spawner.name}", stored))
        return made

    def describe(self, definitions, shares):
        def names(rows):
            return [row.name for row in rows]

        def shared(holder):
            return [[server, stored] for with_, server, stored in shares if with_ is holder]

        emit(
            "hub",
            custom={n: d.get("subscopes", []) for n, d in sorted(definitions.items())},
            roles={role.name: role.scopes for role in self.roles},
            groups={g.name: {"roles": names(g.roles), "shares": shared(g)} for g in self.groups},
            services={s.name: {"roles": names(s.roles)} for s in self.services},
            users={
                u.name: {
                    "roles": names(u.roles),
                    "groups": names(u.groups),
                    "shares": shared(u),
                }
                for u in self.users
            },
        )

    def client(self):
        identifier = rng.choice(sorted(self.clients))
        found = self.db.query(orm.OAuthClient).filter_by(identifier=identifier).one()
        return identifier, found

    def owner(self, groups=False):
        owner = rng.choice(self.users * 2 + self.services + (self.groups if groups else []))
        return [type(owner).__name__.lower(), owner.name], owner

    def holder(self, name):
        return next(user for user in self.users if user.name == name)


def record_holders(hub):
    for kind in (hub.users, hub.groups, hub.services):
        for holder in kind:
            label = [type(holder).__name__.lower(), holder.name]
            emit("holder", of=label, out=sorted(scopes.get_scopes_for(holder)))


def token_scopes(hub):
    pick = rng.random()
    if pick < 0.15:
        return ["inherit"]
    if pick < 0.3:
        return sorted(rng.choice(hub.roles).scopes)
    own = raw_scopes(hub.custom, 6)
    return sorted({*own, "inherit"}) if pick < 0.35 else own


def record_token(hub):
    label, owner = hub.owner()
    identifier, client = hub.client()
    own = token_scopes(hub)
    token = orm.APIToken(oauth_client=client, scopes=own, **{label[0]: owner})
    hub.db.add(token)
    hub.db.commit()
    out = sorted(scopes.get_scopes_for(token))
    emit("token", owner=label, client=identifier, own=own, out=out)


def record_excess(hub):
    label, owner = hub.owner()
    identifier, client = hub.client()
    asked = token_scopes(hub) if chance(0.5) else sorted(some(owner_raw(owner) or ["self"], 3))
    excess = []
    try:
        scopes._check_token_scopes(asked, owner=owner, oauth_client=client)
    except ValueError as error:
        found = re.search(r"requested scopes (.*) not held by", str(error)).group(1)
        excess = sorted(found.split(","))
    emit("excess", owner=label, client=identifier, asked=asked, out=excess)


def owner_raw(owner):
    return sorted(roles.roles_to_scopes(roles.get_roles_for(owner)))


def record_request(hub):
    user = rng.choice(hub.users)
    identifier, client = hub.client()
    allowed = set(raw_scopes(hub.custom, 6))
    if chance(0.6):
        allowed |= scopes.identify_scopes() | scopes.access_scopes(client)
    wanted = set(raw_scopes(hub.custom, 4)) | set(some(sorted(allowed) or ["self"], 3))
    scopes.list = sorted  # see above
    granted, refused = scopes._resolve_requested_scopes(
        set(wanted), set(allowed), user=user, client=client, db=hub.db
    )
    del scopes.list
    emit(
        "request",
        user=user.name,
        client=identifier,
        wanted=sorted(wanted),
        allowed=sorted(allowed),
        out=[sorted(granted), sorted(refused)],
    )


def record_expand(hub):
    written = raw_scopes(hub.custom, 5)
    label, owner = hub.owner(groups=True) if chance(0.8) else (None, None)
    identifier, client = hub.client() if chance(0.6) else (None, None)
    out = sorted(scopes.expand_scopes(written, owner=owner, oauth_client=client))
    emit("expand", owner=label, client=identifier, scopes=written, out=out)


def record_reduce(hub):
    given = expanded_scopes(hub.custom, 8)
    emit("reduce", scopes=given, out=sorted(scopes.reduce_scopes(given)))


def record_intersection(hub):
    a = expanded_scopes(hub.custom, 7)
    b = sorted({*expanded_scopes(hub.custom, 7), *overlapping(a)})
    db = hub.db if chance(0.7) else None
    out = sorted(scopes._intersect_expanded_scopes(a, b, db=db))
    emit("intersect", a=a, b=b, db=db is not None, out=out)


def overlapping(given):
    """Other filters on the same scopes."""
    return {f"{one.partition('!')[0]}!{named_filter()}" for one in given if chance(0.7)}


def record_has(hub):
    have = expanded_scopes(hub.custom, 7)
    asked = rng.choice(have).partition("!")[0] if chance(0.85) else base_scope(hub.custom)
    post_filter = chance(0.1)
    if not post_filter and chance(0.9):
        asked = f"{asked}!{named_filter()}"
    db = hub.db if chance(0.75) else None
    out = scopes.has_scope(asked, frozenset(have), post_filter=post_filter, db=db)
    emit("has", asked=asked, have=have, listing=post_filter, db=db is not None, out=out)


def record_reach(hub):
    """What a model's fields are filtered by, on real users, servers, groups and services."""
    have = expanded_scopes(hub.custom, 7)
    parsed = scopes.parse_scopes(have)
    scope = rng.choice(sorted(parsed))
    kinds = [
        ("user", hub.users),
        ("server", hub.spawners),
        ("group", hub.groups),
        ("service", hub.services),
    ]
    kind, rows = rng.choice(kinds)
    row = rng.choice(rows)
    if kind == "server" and row.name and chance(0.2):
        have = sorted({*have, f"{scope}!server={row.name}"})
        parsed = scopes.parse_scopes(have)
    on = f"{row.user.name}/{row.name}" if kind == "server" else row.name
    out = scopes.check_scope_filter(parsed[scope], row, kind)
    emit("reach", scope=scope, have=have, on=[kind, on], out=bool(out))


class Request:
    path = "/"


class Caller:
    """As much of a handler as `needs_scope` asks of it."""

    current_user = "somebody"
    request = Request()

    def __init__(self, have, db):
        self.expanded_scopes = frozenset(have)
        self.parsed_scopes = scopes.parse_scopes(have)
        self.db = db


def record_needs(hub):
    have = expanded_scopes([], 7)
    bases = sorted({one.partition("!")[0] for one in have})
    one_or_two = range(rng.randint(1, 2))
    any_of = sorted({rng.choice(bases if chance(0.75) else CLOSE) for _ in one_or_two})
    kind = rng.choice(["user", "server", "group", "service", None])
    listing = kind is None and chance(0.5)

    def of_user(self, user_name):
        return 200

    def of_server(self, user_name, server_name):
        return 200

    def of_group(self, group_name):
        return 200

    def of_service(self, service_name):
        return 200

    def of_all(self):
        return 200

    named = {
        "user": (of_user, [rng.choice(USERS)]),
        "server": (of_server, [rng.choice(USERS), rng.choice(SERVERS)]),
        "group": (of_group, [rng.choice(GROUPS)]),
        "service": (of_service, [rng.choice(SERVICES)]),
        None: (of_all, []),
    }
    operation, arguments = named[kind]
    checked = scopes.needs_scope(*any_of, post_filter=listing)(operation)
    try:
        status = checked(Caller(have, hub.db), *arguments)
    except web.HTTPError as error:
        status = error.status_code
    emit(
        "needs",
        any_of=any_of,
        on=[kind, "/".join(arguments)] if kind else None,
        listing=listing,
        have=have,
        out=status,
    )


EACH_HUB = [
    (record_token, 10),
    (record_excess, 5),
    (record_request, 5),
    (record_expand, 6),
    (record_reduce, 2),
    (record_intersection, 9),
    (record_has, 7),
    (record_reach, 4),
    (record_needs, 5),
]


def main():
    emit("jupyterhub", version=jupyterhub.__version__, seed=SEED)
    record_catalogue()
    record_definitions()
    record_failures()
    for number in range(HUBS):
        hub = Hub()
        if number % 10 == 0:
            record_checks(hub.custom)
        record_holders(hub)
        for record, times in EACH_HUB:
            for _ in range(times):
                record(hub)
        hub.db.close()
        undefine()


if __name__ == "__main__":
    main()
