"""The conversation: what is asked, one file a noun, in this order.

What a noun's requests do to the hub, the nouns after it see.
"""

from . import (
    activity,
    credentials,
    groups,
    harm,
    proxy,
    root,
    servers,
    services,
    share_codes,
    shares,
    shutdown,
    tokens,
    users,
)

ORDER = (
    root,
    credentials,
    users,
    groups,
    tokens,
    servers,
    activity,
    shares,
    share_codes,
    services,
    proxy,
)


def nouns():
    """Each noun's name with its requests; after the last of these the hub still runs."""
    return named(ORDER)


def last():
    """The requests that end with the hub's end."""
    return named([harm, shutdown])


def named(modules):
    names = set()
    for module in modules:
        requests = module.talk.requests
        for request in requests:
            assert request["name"] not in names, f"two requests are named `{request['name']}`"
            names.add(request["name"])
        yield module.talk.noun.replace(" ", "_"), requests
