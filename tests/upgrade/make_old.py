"""Make a database with the `orm.py` of the old JupyterHub that this Python has, and print what went in.

    python make_old.py DATABASE
"""

import json
import sys
from datetime import datetime

import jupyterhub
from jupyterhub import orm

CRYPT_KEY = "5b" * 32
SEEN = datetime(2016, 9, 10, 11, 12, 13, 141516)


def fill(db):
    """What a hub with two running servers has, and the names that make trouble."""
    public, api, own = (orm.Server(ip="127.0.0.1", port=8000 + n, base_url="/") for n in range(3))
    db.add_all([orm.Proxy(public_server=public, api_server=api), orm.Hub(server=own)])
    tokens = []
    for number, name in enumerate(["ada-admin", "zoë", "a@b.edu", "with space", "u" * 100, "o'brien"]):
        user = orm.User(
            name=name, admin=number == 0, last_activity=SEEN, cookie_id=f"{number:032x}"
        )
        if number in (1, 2):
            user.server = orm.Server(ip="127.0.0.1", port=9000 + number, base_url=f"/user/{name}")
            user.state = {"pid": 4000 + number, "n": [1, None]}
        if number == 1 and hasattr(orm.User, "auth_state"):
            user.auth_state = {"access_token": "tök"}
        db.add(user)
        db.commit()
        if number < 4:
            token = user.new_api_token()
            tokens.append({"token": token, "type": "api", "owner_kind": "user", "owner": name})
    if hasattr(orm, "Service"):
        service = orm.Service(name="culler", admin=True, server=orm.Server(ip="127.0.0.1", port=9100))
        db.add_all([service, orm.Group(name="étudiants", users=db.query(orm.User).all()[:3])])
        db.add(orm.Group(name="empty"))
        db.commit()
        token = service.new_api_token()
        tokens.append({"token": token, "type": "api", "owner_kind": "service", "owner": "culler"})
    db.commit()
    return tokens


if __name__ == "__main__":
    session = orm.new_session_factory(f"sqlite:///{sys.argv[1]}")()
    made = {
        "auth_state": {},
        "crypt_key": CRYPT_KEY,
        "jupyterhub": jupyterhub.__version__,
        "share_codes": [],
        "tokens": fill(session),
    }
    print(json.dumps(made))
