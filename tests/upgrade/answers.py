"""What the real JupyterHub says of a database: whose each token, share code and auth state is.

    python answers.py DATABASE SIDECAR

prints JSON in the form of `answers` in `expected.json`. Runs under the JupyterHub that is to judge.
"""

import asyncio
import json
import os
import sys


def judge(db, sidecar):
    return {
        "auth_state": {
            user: asyncio.run(auth_state(db, user)) for user in sidecar["auth_state"]
        },
        "codes": {
            entry["code"]: share_code(db, entry["code"])
            for entry in sidecar.get("share_codes", [])
        },
        "tokens": {entry["token"]: token(db, entry["token"]) for entry in sidecar["tokens"]},
        "version": jupyterhub.__version__,
    }


def token(db, value):
    found = orm.APIToken.find(db, value)
    return found and {
        "client_id": found.client_id,
        "kind": found.owner.kind,
        "name": found.owner.name,
        "note": found.note,
        "scopes": sorted(found.scopes),
    }


def share_code(db, code):
    found = orm.ShareCode.find(db, code)
    return found and {"owner": found.owner.name, "server": found.spawner.name}


async def auth_state(db, user):
    encrypted = orm.User.find(db, user).encrypted_auth_state
    return encrypted and await crypto.decrypt(encrypted)


if __name__ == "__main__":
    database, sidecar = sys.argv[1], json.load(open(sys.argv[2]))
    if sidecar.get("crypt_key"):
        os.environ["JUPYTERHUB_CRYPT_KEY"] = sidecar["crypt_key"]

    import jupyterhub
    from jupyterhub import crypto, orm

    session = orm.new_session_factory(f"sqlite:///{database}")()
    print(json.dumps(judge(session, sidecar), indent=1, sort_keys=True))
