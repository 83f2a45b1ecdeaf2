"""Write `seed.sql`: the database with which every hub begins the conversation.

Made with JupyterHub 6.1.1's own tables and roles. It holds people, groups, servers, shares, and a token for each
caller that the conversation or the matrix has. The same conversation gives the same file: times are of 2019, and
what JupyterHub draws at random follows from names.
"""

import datetime
import pathlib
import sqlite3
import tempfile

from jupyterhub import orm, roles, utils

import callers
import conversation
import matrix

THEN = datetime.datetime(2019, 5, 17, 9, 30, 15, 250000)
LAST_ID = 100_000

ADMINS = ["ada", "vera"]
USERS = [*ADMINS, "bob", "cyd", "dep", "tim", "dora", "zoë", "o'brien x", "a.b@c.d", *matrix.USERS]
GROUPS = {
    "math": ["bob"],
    "bio lab": ["cyd"],
    "tutors": ["tim"],
    "größe": ["zoë"],
    "empty": [],
    **matrix.GROUPS,
}
SERVERS = {
    ("bob", "lab"): {"fake": "", "image": "r"},
    ("cyd", "lab"): None,
    ("cyd", "a b"): None,
    ("zoë", "größe"): None,
    **{(user, "lab"): None for user in matrix.USERS},
}
SHARES = [
    (("bob", "lab"), "user", "cyd", ["access:servers"]),
    (("bob", "lab"), "group", "bio lab", ["access:servers", "read:servers"]),
    (("cyd", "lab"), "group", "math", ["access:servers"]),
    *((((user, "lab")), "user", "bob", ["access:servers"]) for user in matrix.USERS),
    *((((("cyd", "lab")), "group", group, ["access:servers"])) for group in matrix.GROUPS),
]


def seeded(path):
    """Make the database file."""
    engine_session = orm.new_session_factory(f"sqlite:///{path}")
    db = engine_session()
    for role in roles.get_default_roles():
        roles.create_role(db, role)
    db.add(
        orm.OAuthClient(
            identifier="jupyterhub", description="JupyterHub", secret="", redirect_uri=""
        )
    )
    for number, name in enumerate(USERS):
        add_user(db, name, number)
    for name, members in GROUPS.items():
        db.add(
            orm.Group(
                name=name, users=[orm.User.find(db, member) for member in members], properties={}
            )
        )
    db.commit()
    for (owner, name), options in SERVERS.items():
        # A name that 6.1.1 would not allow is of an older release, which knew no `display_name`.
        shown = name if name.isascii() and name.isalnum() else None
        db.add(
            orm.Spawner(
                user=orm.User.find(db, owner),
                name=name,
                display_name=shown,
                user_options=options,
                state={},
            )
        )
    db.commit()
    add_shares(db)
    for caller in who_ask():
        add_token(db, caller)
    mark_last(db)
    db.commit()
    db.close()


def add_user(db, name, number):
    user = orm.User(
        name=name,
        admin=name in ADMINS,
        created=THEN + datetime.timedelta(days=number),
        last_activity=THEN - datetime.timedelta(days=number) if number % 3 else None,
        cookie_id=callers.cookie_id_of(name),
    )
    db.add(user)
    db.commit()
    roles.assign_default_roles(db, entity=user)


def add_shares(db):
    for place, kind, name, scopes in SHARES:
        spawner = spawner_of(db, place)
        holder = {"user": orm.User, "group": orm.Group}[kind].find(db, name)
        db.add(
            orm.Share(
                owner=spawner.user,
                spawner=spawner,
                created_at=THEN,
                **{kind: holder},
                scopes=sorted(orm.Share.apply_filter(scopes, spawner)),
            )
        )
    for place in [("bob", "lab"), *((user, "lab") for user in matrix.USERS)]:
        spawner = spawner_of(db, place)
        code = orm.ShareCode(
            owner=spawner.user,
            spawner=spawner,
            created_at=THEN,
            expires_at=THEN.replace(year=2190),
            scopes=sorted(orm.ShareCode.apply_filter(["access:servers"], spawner)),
        )
        keep(code, f"code:{'/'.join(place)}")
        db.add(code)
    db.commit()


def spawner_of(db, place):
    owner, name = place
    return orm.User.find(db, owner).orm_spawners[name]


def keep(hashed, caller):
    """Give a row the secret that these words stand for, with a salt that follows from them too."""
    secret = callers.token_of(caller)
    hashed.prefix = secret[:4]
    hashed.hashed = utils.hash_token(secret, salt=callers.token_of(f"salt:{caller}")[:16], rounds=1)


def who_ask():
    """Every caller with a token of its own, in order of its words."""
    nouns = [*conversation.nouns(), *conversation.last()]
    requests = [request for _, requests in nouns for request in requests]
    asked = {request["who"] for request in [*requests, *matrix.requests()]} - {None}
    return sorted(
        who for who in asked if who.partition(":")[0] not in ("service", *callers.BROWSERS)
    )


def add_token(db, caller):
    kind, _, rest = caller.partition(":")
    owner, scopes = (rest, "") if kind == "expired" else (kind, rest)
    token = orm.APIToken(
        user=orm.User.find(db, owner),
        client_id="jupyterhub",
        created=THEN,
        expires_at=THEN.replace(month=6) if kind == "expired" else None,
        note=f"of {caller}"[:60],
        scopes=scopes.split(" ") if scopes else ["inherit"],
    )
    assert token.user, f"no user for {caller}"
    keep(token, caller)
    db.add(token)


def mark_last(db):
    """Tokens and codes that are made later get ids above any of the seed's: they are known by that."""
    token = orm.APIToken(
        id=LAST_ID, user=orm.User.find(db, "vera"), client_id="jupyterhub", created=THEN, scopes=[]
    )
    keep(token, "the last")
    db.add(token)
    spawner = spawner_of(db, ("zoë", "größe"))
    code = orm.ShareCode(
        id=LAST_ID,
        owner=spawner.user,
        spawner=spawner,
        created_at=THEN,
        expires_at=THEN.replace(year=2190),
        scopes=[],
    )
    keep(code, "the last code")
    db.add(code)


def dump(path):
    with tempfile.TemporaryDirectory() as folder:
        database = pathlib.Path(folder) / "seed.sqlite"
        seeded(database)
        with sqlite3.connect(database) as connection:
            path.write_text("\n".join(connection.iterdump()) + "\n")


if __name__ == "__main__":
    dump(pathlib.Path(__file__).with_name("seed.sql"))
