"""Record every option that the configuration of JupyterHub 6.1.1 has, for hubctl to have or to answer for.

    python3 -m venv venv && venv/bin/pip install jupyterhub==6.1.1
    venv/bin/python record.py > options.json

An option is a trait that is tagged `config`, or of a service one that `c.JupyterHub.services` takes. Each is
listed once, under the class of CLASSES that declares it, or the first that inherits it from elsewhere. With it
come its type and what an object has that was told nothing, in JSON: a class, function or object of Python by
its name, and `{"unknown": true}` for what is another on each machine or at each start.
"""

import json
import os
import sys
import tempfile

for variable in list(os.environ):
    if variable.startswith(("JUPYTERHUB_", "JPY_", "CONFIGPROXY_")):
        del os.environ[variable]
os.chdir(tempfile.mkdtemp())

import jupyterhub
from jupyter_events.logger import EventLogger
from jupyterhub import app, auth, crypto, proxy, spawner
from jupyterhub.authenticators import shared
from jupyterhub.services.service import Service
from traitlets import Union

assert jupyterhub.__version__ == "6.1.1", jupyterhub.__version__

CLASSES = [
    app.JupyterHub,
    auth.Authenticator,
    auth.LocalAuthenticator,
    auth.PAMAuthenticator,
    auth.NullAuthenticator,
    auth.DummyAuthenticator,
    shared.SharedPasswordAuthenticator,
    spawner.Spawner,
    spawner.LocalProcessSpawner,
    spawner.SimpleLocalProcessSpawner,
    proxy.Proxy,
    proxy.ConfigurableHTTPProxy,
    crypto.CryptKeeper,
    EventLogger,
]
# What cannot be made alone has the defaults of what is made of it.
MADE_AS = {"Spawner": spawner.LocalProcessSpawner, "Proxy": proxy.ConfigurableHTTPProxy}
UNKNOWN = {"unknown": True}


def plain(value):
    """`value` in JSON."""
    if isinstance(value, str) and sys.prefix in value:
        return UNKNOWN
    if isinstance(value, (bool, int, float, str, type(None))):
        return value
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value))
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return {"python": f"{value.__module__}.{value.__qualname__}"}


def type_of(trait):
    if isinstance(trait, Union):
        return " or ".join(type_of(one) for one in trait.trait_types)
    return type(trait).__name__


def home(cls, name):
    """The class of CLASSES that `name` is an option of."""
    for declaring in reversed(cls.__mro__):
        if name in vars(declaring):
            return declaring if declaring in CLASSES else cls


def default_of(cls, name):
    if name == "auth_token":
        return UNKNOWN
    try:
        return plain(getattr(MADE_AS.get(cls.__name__, cls)(), name))
    except Exception as error:
        print(f"{cls.__name__}.{name}: {error}", file=sys.stderr)
        return UNKNOWN


def options():
    seen = set()
    for cls in CLASSES:
        for name, trait in sorted(cls.class_traits(config=True).items()):
            named = home(cls, name)
            if (named, name) not in seen:
                seen.add((named, name))
                yield option(named, name, trait)
    for name, trait in sorted(Service.class_traits(input=True).items()):
        yield option(Service, name, trait)


def option(cls, name, trait):
    return {
        "class": cls.__name__,
        "name": name,
        "type": type_of(trait),
        "default": default_of(cls, name),
    }


def main():
    print("[")
    print(",\n".join(json.dumps(each) for each in options()))
    print("]")


main()
