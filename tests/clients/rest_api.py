"""JupyterHub's own description of its API, corrected where JupyterHub itself does not keep to it.

    python rest_api.py jupyterhub-6.1.1.tar.gz rest-api.json
"""

import json
import sys
import tarfile

import yaml

NAME = "jupyterhub-6.1.1/docs/source/_static/rest-api.yml"

# What is null where the document says that it is text or an object.
NULL = {
    "User": ["server", "pending", "last_activity", "auth_state", "user_info"],
    "Server": ["pending", "started", "last_activity", "state", "user_options", "display_name"],
    "Token": ["note", "created", "expires_at", "last_activity", "session_id", "oauth_client"],
    "NewToken": ["note", "created", "expires_at", "last_activity", "session_id", "oauth_client"],
}


def main(archive, target):
    with tarfile.open(archive) as files:
        document = yaml.safe_load(files.extractfile(NAME))
    correct(document)
    with open(target, "w") as file:
        # Examples of times are read as times.
        json.dump(document, file, default=str)


def correct(document):
    schemas = document["components"]["schemas"]
    for schema, fields in NULL.items():
        for field in fields:
            properties = schemas[schema]["properties"]
            if field in properties:
                properties[field] = {"anyOf": [{"type": "null"}, properties[field]]}
    # Services are answered by their names, not in a list.
    services = answer(document, "/services")
    services["schema"] = {"type": "object", "additionalProperties": services["schema"]["items"]}
    # Here is no Python that could be named.
    answer(document, "/info")["schema"]["properties"]["python"] = {"type": "null"}
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in ("get", "post", "put", "patch", "delete"):
                # Of refusals it describes next to none.
                responses = {str(code): answer for code, answer in operation["responses"].items()}
                operation["responses"] = {**responses, "4XX": {"description": "A refusal"}}


def answer(document, path):
    """What is said of the body with which `GET path` is answered."""
    return document["paths"][path]["get"]["responses"][200]["content"]["application/json"]


if __name__ == "__main__":
    main(*sys.argv[1:])
