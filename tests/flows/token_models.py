"""What the real JupyterHub makes of tokens: the model of each in its REST API.

    python token_models.py DATABASE < VALUES

reads the values of tokens, one a line, and prints a JSON list of their models, null for what it does
not find.
"""

import json
import sys

from jupyterhub import orm, scopes
from jupyterhub.apihandlers.base import APIHandler

scopes.define_custom_scopes({"custom:grades:read": {"description": "in use in the database"}})
db = orm.new_session_factory(f"sqlite:///{sys.argv[1]}")()


def model(value):
    token = orm.APIToken.find(db, value)
    return token and APIHandler.token_model(None, token)


print(json.dumps([model(value) for value in sys.stdin.read().split()]))
