"""What is asked of the OAuth provider of both hubs, and the world in which it is: written to `asked.json`."""

import base64
import hashlib
import json
from pathlib import Path
from urllib.parse import quote, urlencode

HERE = Path(__file__).parent
AUTHORIZE, TOKEN = "/hub/api/oauth2/authorize", "/hub/api/oauth2/token"
SECRET = "the-secret-of-a-client"
VERIFIER = "a-verifier-that-is-as-long-as-it-has-to-be-for-the-standard"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")

PEOPLE = ["ada", "lmata", "eve", "gil", "dora", "zoë@x-y"]
SERVICES = {
    "asks": {"scopes": [], "unasked": False},
    "quiet": {"scopes": [], "unasked": True},
    "wide": {"scopes": ["read:users!user", "tokens!user", "admin:users", "users:activity!group=class"], "unasked": False},
    "all": {"scopes": ["inherit"], "unasked": False},
}
CALLBACKS = {name: f"https://{name}.example.org/cb?x=1" for name in SERVICES}
SERVERS = {
    "mine": ("lmata", ""), "waiide": ("lmata", "waiide"), "odd": ("zoë@x-y", ""), "odder": ("zoë@x-y", "läb-1.x"),
}  # fmt: skip


def client_of(server):
    user, name = SERVERS[server]
    return "jupyterhub-user-" + quote(user) + (f"-{quote(name)}" if name else "")


def path_of(server):
    user, name = SERVERS[server]
    return f"/user/{quote(user, safe='@')}/" + (f"{quote(name, safe='@')}/" if name else "")


def callback_of(server):
    return path_of(server) + "oauth_callback"


def token_of(service):
    """The token of a service, which is the secret of its client too."""
    return f"the-token-of-{service}"


def hashed():
    salt = "00" * 8
    return f"sha512:1:{salt}:" + hashlib.sha512(salt.encode() + SECRET.encode()).hexdigest()


def servers():
    """Servers, as they are when they do not run."""
    for user, name in SERVERS.values():
        yield f"DELETE FROM spawners WHERE name = '{name}' AND user_id = (SELECT id FROM users WHERE name = '{user}')"
        yield (
            "INSERT INTO spawners (user_id, name, state, user_options) "
            f"SELECT id, '{name}', '{{}}', '{{}}' FROM users WHERE name = '{user}'"
        )
    shared = json.dumps(["access:servers!server=lmata/waiide"])
    for kind, name in (("user", "dora"), ("group", "class")):
        yield (
            f"INSERT INTO shares ({kind}_id, created_at, scopes, owner_id, spawner_id) "
            f"SELECT h.id, '2026-01-01 00:00:00.000000', '{shared}', o.id, s.id FROM {kind}s h, users o, spawners s "
            f"WHERE h.name = '{name}' AND o.name = 'lmata' AND s.name = 'waiide'"
        )


def clients():
    """What a hub would delete when it starts: clients of servers, as if these ran, and some that are of no use."""
    for server, (user, name) in SERVERS.items():
        access = json.dumps([f"access:servers!server={user}/{name}"])
        yield f"DELETE FROM oauth_clients WHERE identifier = '{client_of(server)}'"
        yield (
            "INSERT INTO oauth_clients (identifier, description, secret, redirect_uri, allowed_scopes) VALUES "
            f"('{client_of(server)}', 'Server at {path_of(server)}', '{hashed()}', '{callback_of(server)}', '{access}')"
        )
        yield (
            f"UPDATE spawners SET oauth_client_id = '{client_of(server)}' "
            f"WHERE name = '{name}' AND user_id = (SELECT id FROM users WHERE name = '{user}')"
        )
    yield (
        "INSERT INTO oauth_clients (identifier, description, secret, redirect_uri, allowed_scopes) VALUES "
        f"('orphan', 'gone', '{hashed()}', '/gone', '[]'), ('silent', 'no secret', '', '/silent', '[]'), "
        f"('lost', 'no way back', '{hashed()}', '', '[]')"
    )


class Steps:
    """A list of what is asked, built up."""

    def __init__(self):
        self.steps = []

    def get(self, name, by, **query):
        """Somebody is sent to the hub."""
        self.steps.append({"name": name, "by": by, "ask": f"GET {AUTHORIZE}?{urlencode(query)}"})

    def raw(self, name, by, query):
        self.steps.append({"name": name, "by": by, "ask": f"GET {AUTHORIZE}{query}"})

    def agree(self, name, by, form, show=True, **query):
        """Somebody says yes."""
        step = {"name": name, "by": by, "ask": f"POST {AUTHORIZE}?{urlencode(query)}", "form": form, "show": show}
        self.steps.append(step)

    def exchange(self, name, **form):
        """A client exchanges the last code that anybody brought."""
        service = (form.get("client_id") or "").removeprefix("service-")
        secret = token_of(service) if service in SERVICES else SECRET
        body = {"grant_type": "authorization_code", "client_secret": secret, "code": "CODE", **form}
        body = {key: value for key, value in body.items() if value is not None}
        self.steps.append({"name": name, "by": None, "ask": f"POST {TOKEN}", "form": list(body.items())})

    def sql(self, text):
        self.steps.append({"sql": text})


def of_server(server, **more):
    return {
        "client_id": client_of(server), "redirect_uri": callback_of(server), "response_type": "code", "state": "a state",
        **more,
    }  # fmt: skip


def of_service(name, **more):
    return {"client_id": f"service-{name}", "redirect_uri": CALLBACKS[name], "response_type": "code", **more}


def ways_in(steps):
    for server, who in (("mine", "lmata"), ("waiide", "lmata"), ("odd", "zoë@x-y"), ("odder", "zoë@x-y")):
        steps.get(f"own server: {server}", who, **of_server(server))
        steps.exchange(f"own server: {server}, token", client_id=client_of(server), redirect_uri=callback_of(server))
    for who in ("gil", "dora"):
        steps.get(f"shared server: {who}", who, **of_server("waiide"))
        steps.agree(f"shared server: {who} agrees", who, [["scopes", "access:servers!server=lmata/waiide"]], **of_server("waiide"))
        steps.exchange(f"shared server: {who}, token", client_id=client_of("waiide"), redirect_uri=callback_of("waiide"))
        steps.get(f"shared server: {who} again, with less", who, **of_server("waiide"))
        steps.get(f"server that is not shared: {who}", who, **of_server("mine"))
    steps.get("nobody's share", "eve", **of_server("waiide"))
    steps.get("an admin", "ada", **of_server("waiide"))
    steps.get("nobody", None, **of_server("waiide"))
    steps.agree("nobody agrees", None, [["scopes", "x"]], **of_server("waiide"))


def services(steps):
    steps.get("service: quiet", "lmata", **of_service("quiet", state="s"))
    steps.exchange("service: quiet, token", client_id="service-quiet", redirect_uri=CALLBACKS["quiet"])
    steps.get("service: quiet, no permission", "eve", **of_service("quiet", state="s"))
    steps.get("service: asks", "lmata", **of_service("asks"))
    every = ["access:services!service=asks", "read:users:name!user", "read:users:groups!user"]
    steps.agree("service: asks, agreed", "lmata", [["scopes", scope] for scope in every], **of_service("asks"))
    steps.exchange("service: asks, token", client_id="service-asks")
    steps.get("service: asks, agreed before", "lmata", **of_service("asks"))
    steps.get("service: asks, agreed by somebody else", "ada", **of_service("asks"))
    steps.agree("service: asks, no scopes", "lmata", [], **of_service("asks", state="s"))
    steps.exchange("service: asks, no scopes, token", client_id="service-asks")
    steps.agree("service: asks, not shown", "lmata", [["scopes", "read:users:name!user"]], show=False, **of_service("asks"))
    steps.agree("service: asks, too much agreed", "lmata", [["scopes", "admin:users"]], **of_service("asks", state="s"))
    steps.get("service: wide", "lmata", **of_service("wide"))
    steps.get("service: wide, an admin", "ada", **of_service("wide"))
    steps.get("service: wide, a part", "lmata", **of_service("wide", scope="tokens!user read:users:name!user"))
    steps.get("service: wide, less than a scope", "lmata", **of_service("wide", scope="read:tokens!user"))
    steps.agree("service: wide, agreed", "lmata", [["scopes", "tokens!user"]], **of_service("wide", scope="tokens!user"))
    steps.exchange("service: wide, token", client_id="service-wide", redirect_uri=CALLBACKS["wide"])
    steps.get("service: all", "lmata", **of_service("all"))
    steps.get("service: all, less", "lmata", **of_service("all", scope="read:users:name!user"))
    steps.agree("service: all, agreed", "lmata", [["scopes", "inherit"]], **of_service("all"))
    steps.exchange("service: all, token", client_id="service-all", redirect_uri=CALLBACKS["all"])


def wrong(steps):
    good = of_server("mine")
    for name in good:
        steps.get(f"without {name}", "lmata", **{key: value for key, value in good.items() if key != name})
        steps.get(f"empty {name}", "lmata", **{**good, name: ""})
        if name != "state":
            steps.get(f"other {name}", "lmata", **{**good, name: "/other"})
        steps.raw(f"twice {name}", "lmata", f"?{urlencode([*good.items(), (name, good[name])])}")
    for client in ("jupyterhub", "orphan", "silent", "lost", "service-none"):
        steps.get(f"client {client}", "lmata", client_id=client, response_type="code", state="s")
    for uri in ("https://evil.example/", "//evil.example/", callback_of("mine") + "/", callback_of("mine") + "?x=1",
                "user/lmata/oauth_callback", callback_of("waiide"), "javascript:alert(1)"):  # fmt: skip
        steps.get(f"redirect to {uri}", "lmata", **{**good, "redirect_uri": uri})
    for kind in ("token", "none", "code token", "id_token"):
        steps.get(f"response type {kind}", "lmata", **{**good, "response_type": kind})
    steps.get("response mode fragment", "lmata", **good, response_mode="fragment")
    steps.get("response mode fragment, error", "lmata", **good, response_mode="fragment", scope="admin:users")
    steps.get("response mode other", "lmata", **good, response_mode="form_post")
    for scope in ("admin:users", "nothing", "", " ", "identify", "self", "user", "inherit", "access:servers",
                  "access:servers!server=lmata/", "access:servers!user=lmata", "access:servers!server", "admin"):  # fmt: skip
        steps.get(f"scope `{scope}`", "lmata", **good, scope=scope)
    steps.raw("no query", "lmata", "")
    steps.raw("not a pair", "lmata", f"?{urlencode(good)}&x")
    steps.get("odd state", "lmata", **{**good, "state": "é ~*'()/?&=+%"})
    steps.get("long state", "lmata", **{**good, "state": "s" * 3000})


def tokens(steps):
    good = {"client_id": client_of("mine"), "redirect_uri": callback_of("mine")}
    asked = of_server("mine")

    def bad(name, **change):
        steps.get(f"{name}, code", "lmata", **asked)
        steps.exchange(name, **{**good, **change})

    bad("token: wrong secret", client_secret="wrong-secret")
    bad("token: empty secret", client_secret="")
    bad("token: no secret", client_secret=None)
    bad("token: unknown client", client_id="nobody")
    bad("token: no client", client_id=None)
    bad("token: client without a secret", client_id="silent")
    bad("token: another client", client_id=client_of("waiide"), redirect_uri=callback_of("waiide"))
    bad("token: wrong redirect", redirect_uri="/other")
    bad("token: no redirect", redirect_uri=None)
    bad("token: no code", code=None)
    bad("token: empty code", code="")
    bad("token: unknown code", code="nonsense")
    bad("token: no grant type", grant_type=None)
    bad("token: other grant type", grant_type="password")
    bad("token: refresh", grant_type="refresh_token", refresh_token="x")
    bad("token: refresh without a token", grant_type="refresh_token")
    bad("token: refresh, wrong secret", grant_type="refresh_token", refresh_token="x", client_secret="wrong-secret")
    bad("token: openid", grant_type="openid")
    bad("token: good")
    steps.exchange("token: used twice", **good)
    steps.get("token: late, code", "lmata", **asked)
    steps.sql("UPDATE oauth_codes SET expires_at = expires_at - 301")
    steps.exchange("token: late", **good)
    bad("token: with scopes of its own", scope="admin:users")
    form = [["grant_type", "authorization_code"], ["client_id", "x"], ["client_id", "y"], ["code", "c"]]
    steps.steps.append({"name": "token: a client twice", "by": None, "ask": f"POST {TOKEN}", "form": form})
    for method in ("GET", "PUT", "DELETE"):
        steps.steps.append({"name": f"token: {method}", "by": None, "ask": f"{method} {TOKEN}"})
        steps.steps.append({"name": f"authorize: {method}", "by": "lmata", "ask": f"{method} {AUTHORIZE}x"})
    steps.steps.append({"name": "token: JSON", "by": None, "ask": f"POST {TOKEN}", "json": "{}"})


def pkce(steps):
    asked = of_server("mine", code_challenge=CHALLENGE, code_challenge_method="S256")
    good = {"client_id": client_of("mine"), "redirect_uri": callback_of("mine")}

    def with_verifier(name, verifier, **change):
        query = {key: value for key, value in {**asked, **change}.items() if value is not None}
        steps.get(f"pkce: {name}, code", "lmata", **query)
        steps.exchange(f"pkce: {name}", **good, code_verifier=verifier)

    with_verifier("right", VERIFIER)
    with_verifier("wrong", "wrong")
    with_verifier("none", None)
    with_verifier("plain", "plain-text", code_challenge="plain-text", code_challenge_method="plain")
    with_verifier("no method", "plain-text", code_challenge="plain-text", code_challenge_method=None)
    with_verifier("other method", VERIFIER, code_challenge_method="S512")
    with_verifier("no challenge", VERIFIER, code_challenge=None, code_challenge_method=None)
    with_verifier("no challenge, no verifier", None, code_challenge=None, code_challenge_method=None)
    with_verifier("empty challenge", "", code_challenge="", code_challenge_method="plain")


def main():
    worlds = {}
    for world, parts in {"usual": (ways_in, services, wrong, tokens, pkce), "pkce": (ways_in, pkce)}.items():
        steps = Steps()
        for part in parts:
            part(steps)
        worlds[world] = steps.steps
    asked = {
        "people": PEOPLE,
        "services": {
            name: {**service, "token": token_of(name), "callback": CALLBACKS[name]} for name, service in SERVICES.items()
        },
        "servers": list(servers()),
        "clients": list(clients()),
        "worlds": worlds,
    }
    (HERE / "asked.json").write_text(json.dumps(asked, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
