"""What browsers ask of the pages of a hub, world by world.

Who asks is a browser, by a name of its own: what it keeps stays in it. A path may have parts of what was said before:
`{{NAME|key}}` of the JSON that the request of that name was answered, `{{token|BROWSER}}` of a browser's last page.
"""

from urllib.parse import quote

PASSWORD = "a password"
CROSS_SITE = {"Sec-Fetch-Site": "cross-site"}
SAME_SITE = {"Sec-Fetch-Site": "same-site"}
# A browser that says nothing of what a request is for, as on a page that came without encryption.
SILENT = {"Sec-Fetch-Dest": None, "Sec-Fetch-Mode": None, "Sec-Fetch-Site": None}
PICTURE = {"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors", "Accept": "image/*"}
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST")


class Visit:
    """The requests of one world, in order."""

    def __init__(self, base="/"):
        self.base, self.steps, self.named = base, [], set()

    def ask(self, name, by, method, path, **more):
        assert name not in self.named, name
        self.named.add(name)
        self.steps.append({"name": name, "by": by, "method": method, "path": path, **more})

    def go(self, name, by, path, **more):
        self.ask(name, by, "GET", path, **more)

    def post(self, name, by, path, form, xsrf="form", **more):
        self.ask(name, by, "POST", path, form=form, xsrf=xsrf, **more)

    def fetch(self, name, by, method, path, xsrf="header", **more):
        self.ask(name, by, method, path, fetch=True, xsrf=xsrf, **more)

    def sign_in(self, by, user=None):
        """As somebody does who begins at the page for it."""
        hub = f"{self.base}hub/"
        self.go(f"{by} comes to sign in", by, f"{hub}login")
        self.post(f"{by} signs in", by, f"{hub}login?next=", {"username": user or by, "password": PASSWORD})

    def settle(self, by, user, server, state):
        """Wait until a server is `ready`, `stopped`, or pending what `state` says."""
        until = {
            "ready": lambda is_: is_["ready"],
            "stopped": lambda is_: not is_["ready"] and not is_["pending"],
        }.get(state, lambda is_: is_["pending"] == state)
        self.steps.append({"by": by, "server": (user, server), "until": until, "base": self.base})

    def methods(self, by, path, methods=METHODS):
        for method in methods:
            self.ask(f"{method} {path} by {by}", by, method, path)


def nobody(visit):
    """Whoever has not signed in."""
    for path in (
        "/", "/hub", "/hub/", "/hub/home", "/hub/token", "/hub/spawn", "/hub/spawn/bob", "/hub/spawn/bob/lab",
        "/hub/spawn-pending/bob", "/hub/accept-share?code=x", "/hub/admin", "/hub/user-redirect/lab/tree/a?x=1",
        "/hub/user-redirect/", "/hub/user-redirect", "/hub/user/bob/", "/hub/user/bob", "/hub/user/nobody/tree",
        "/hub/logout", "/hub/error/503", "/hub/error/404", "/hub/error/599", "/hub/error/x", "/hub/health",
        "/hub/nowhere", "/hub/home/", "/hub/login/", "/hub/token/", "/hub/spawn/", "/hub/logo", "/hub/static/none.css",
        "/hub/security/csp-report", "/user/bob/lab/tree?a=b", "/user/bob", "/user/bob/", "/services/none/",
        "/services/none", "/elsewhere", "/elsewhere/?next=x", "//evil.test/", "/favicon.ico", "/hub/api/oauth2/authorize",
    ):  # fmt: skip
        visit.go(f"nobody at {path}", "nobody", path)
    for path in ("/hub/", "/hub/home", "/hub/login", "/hub/logout", "/hub/token", "/hub/spawn", "/hub/user/bob/tree",
                 "/hub/nowhere", "/", "/hub/error/503"):  # fmt: skip
        visit.methods("nobody", path)


def signing_in(visit):
    by = "bob"
    visit.go("the page to sign in", by, "/hub/login")
    visit.go("the page to sign in, with a name", by, "/hub/login?username=bob")
    visit.go("the page to sign in, with next", by, "/hub/login?next=%2Fhub%2Ftoken%3Fa%3Db%20c")
    visit.go("the page to sign in, once more", by, "/hub/login")
    sent = {"username": "bob", "password": PASSWORD}
    visit.post("a wrong password", by, "/hub/login?next=", {**sent, "password": "another"})
    visit.post("a wrong password, with next", by, "/hub/login?next=%2Fhub%2Ftoken", {**sent, "password": "another"})
    visit.post("somebody who may not come in", by, "/hub/login?next=", {**sent, "username": "mallory"})
    visit.post("no name", by, "/hub/login?next=", {"username": "", "password": PASSWORD})
    visit.post("no token", by, "/hub/login?next=", sent, xsrf=None)
    visit.post("a wrong token", by, "/hub/login?next=", {**sent, "_xsrf": "2|0:|nonsense"}, xsrf=None)
    visit.go("another browser comes", "another", "/hub/login")
    other = {**sent, "_xsrf": "{{token|another}}"}
    visit.post("the token of another browser", by, "/hub/login?next=", other, xsrf=None)
    visit.post("a form of another site", "never here", "/hub/login?next=", sent, xsrf=None, headers=CROSS_SITE)
    visit.post("no token, by a script", by, "/hub/login?next=", sent, xsrf=None,
               headers={"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"})  # fmt: skip
    visit.post("bob signs in", by, "/hub/login?next=", sent)
    visit.go("the page to sign in, who has", by, "/hub/login")
    visit.go("the page to sign in, who has, with next", by, "/hub/login?next=%2Fhub%2Ftoken")
    visit.post("signing in anew as the same", by, "/hub/login?next=", sent)
    visit.go("root", by, "/")
    visit.go("hub root", by, "/hub/")
    visit.go("hub root with next", by, "/hub/?next=%2Fhub%2Ftoken")
    visit.go("hub without a slash", by, "/hub?a=b")


def nexts(visit):
    """Where people go on to, told by whoever made the link."""
    targets = [
        "/hub/token", "/hub/home?a=b&c=d#e", "/user/bob/lab", "user/bob/lab", "/", "//", "//evil.test", "///evil.test",
        "////evil.test/%2f..", "http://evil.test/", "https://evil.test", "http:evil.test", "http:///evil.test",
        "http://hub.test/user/bob/", "http://hub.test@evil.test/", "http://hub.test.evil.test/", "//hub.test/hub/home",
        "https://hub.test/hub/home", "http://HUB.test/hub/home", "//hub.test//evil.test", "http://hub.test",
        "\\evil.test", "/\\evil.test", "\\\\evil.test", "/\t/evil.test", "/%09/evil.test", "javascript:alert(1)",
        "data:text/html,x", " /hub/token ", "/hub/token?next=//evil.test", "/user/ä/lab", "/user/%C3%A4/lab", "@evil.test",
    ]  # fmt: skip
    for target in targets:
        visit.go(f"on to {target!r}", "bob", f"/hub/login?next={quote(target, safe='')}")
    for target in ("/hub/token", "//evil.test", "http://evil.test/", "/hub/home?x=y"):
        by = f"who goes to {target}"
        query = quote(target, safe="")
        visit.go(f"{by} comes", by, f"/hub/login?next={query}")
        form = {"username": "cyd", "password": PASSWORD}
        visit.post(f"{by} signs in", by, f"/hub/login?next={query}", form)


def somebody(visit):
    """The pages of who signed in."""
    for path in (
        "/hub/home", "/hub/token", "/hub/home/", "/hub/token/", "/hub/spawn/", "/hub/logo", "/hub/nowhere", "/hub/admin",
        "/hub/error/503", "/hub/error/404", "/hub/health", "/hub/spawn-pending/bob", "/hub/spawn-pending/bob/none",
        "/hub/spawn-pending/nobody", "/hub/spawn/nobody", "/hub/spawn/ada", "/hub/spawn/bob/Not%20Valid",
        "/hub/accept-share", "/hub/accept-share?code=none", "/hub/user/bob", "/hub/user/bob/", "/hub/user/bob/lab/tree/a?b=c",
        "/hub/user/bob/api/contents", "/hub/user/ada/", "/hub/user/ada/lab/tree", "/hub/user/nobody/", "/user/bob/",
        "/user/bob/lab?x=y", "/user/bob", "/user/ada/lab", "/hub/user-redirect/", "/hub/user-redirect/tree/a%20b?x=1&y=",
        "/hub/user-redirect", "/services/none/",
    ):  # fmt: skip
        visit.go(f"bob at {path}", "bob", path)
    visit.fetch("a program at a stopped server", "bob", "GET", "/hub/user/bob/tree", xsrf=None, headers={"Sec-Fetch-Mode": None})
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        visit.fetch(f"{method} at a stopped server", "bob", method, "/hub/user/bob/api/x?y=z")
        visit.fetch(f"{method} at somebody's stopped server", "bob", method, "/hub/user/ada/api/x")
    for path in ("/hub/home", "/hub/token", "/hub/spawn", "/hub/spawn-pending/bob", "/hub/accept-share", "/hub/admin",
                 "/hub/user-redirect/x", "/hub/logout", "/hub/nowhere"):  # fmt: skip
        visit.methods("bob", path)
    visit.go("a picture of a page", "bob", "/hub/home", headers={**PICTURE, "Sec-Fetch-Site": "same-origin"})
    visit.go("a picture of a page at another site", "bob", "/hub/home", headers={**PICTURE, **CROSS_SITE})
    visit.fetch("a script that reads a page", "bob", "GET", "/hub/home", xsrf=None)
    visit.fetch("a script that reads a page, with the token", "bob", "GET", "/hub/home")
    visit.go("a link at another site", "bob", "/hub/home", headers=CROSS_SITE)
    visit.go("a browser that says nothing", "bob", "/hub/home", headers=SILENT)
    visit.go("no cookie but a wrong one", "broken", "/hub/home", headers={"Cookie": "jupyterhub-hub-login=nonsense"})
    visit.go("a token is no cookie", "by token", "/hub/home", headers={"Authorization": "token 0123"})


def servers(visit):
    """Starting and stopping, by pages and as their scripts do it."""
    visit.go("start", "bob", "/hub/spawn")
    visit.settle("bob", "bob", "", "ready")
    visit.go("its start is over", "bob", "/hub/spawn-pending/bob")
    visit.go("its start is over, with next", "bob", "/hub/spawn-pending/bob?next=%2Fuser%2Fbob%2Ftree")
    visit.go("start what runs", "bob", "/hub/spawn")
    visit.go("start what runs, with next", "bob", "/hub/spawn?next=%2Fuser%2Fbob%2Ftree%3Fa%3Db")
    visit.go("start what runs, with next elsewhere", "bob", "/hub/spawn?next=%2F%2Fevil.test")
    visit.post("start what runs, by form", "bob", "/hub/spawn", {"size": "1"})
    visit.go("home while it runs", "bob", "/hub/home")
    visit.go("root while it runs", "bob", "/hub/")
    visit.go("sign in while it runs", "bob", "/hub/login")
    visit.go("its address at the hub", "bob", "/hub/user/bob/tree?a=b")
    visit.go("its address at the hub, the second time", "bob", "/hub/user/bob/tree?a=b&redirects=1")
    visit.go("its address at the hub, once too often", "bob", "/hub/user/bob/tree?redirects=4")
    visit.go("its address at the hub, of no number", "bob", "/hub/user/bob/tree?redirects=x")
    visit.fetch("stop", "bob", "DELETE", "/hub/api/users/bob/server")
    visit.settle("bob", "bob", "", "stopped")
    visit.go("home after it", "bob", "/hub/home")
    visit.go("start with options", "bob", "/hub/spawn?opt-size=1&opt-size=2&next=%2Fuser%2Fbob%2Flab")
    visit.settle("bob", "bob", "", "ready")
    visit.fetch("stop again", "bob", "DELETE", "/hub/api/users/bob/server")
    visit.settle("bob", "bob", "", "stopped")
    visit.go("start with an option of no name", "bob", "/hub/spawn?opt-=1")
    visit.post("start by form", "bob", "/hub/spawn", {"size": "1"})
    visit.settle("bob", "bob", "", "ready")
    visit.fetch("stop once more", "bob", "DELETE", "/hub/api/users/bob/server")
    visit.settle("bob", "bob", "", "stopped")
    visit.post("start by form without a token", "bob", "/hub/spawn", {"size": "1"}, xsrf=None)
    visit.post("start by form with a wrong token", "bob", "/hub/spawn", {"_xsrf": "nonsense"}, xsrf=None)
    visit.post("start by form of another site", "bob", "/hub/spawn", {"size": "1"}, xsrf=None, headers=CROSS_SITE)
    visit.post("start by form with the token in the query", "bob", "/hub/spawn", {"size": "1"}, xsrf="query")
    visit.settle("bob", "bob", "", "ready")
    visit.fetch("stop for good", "bob", "DELETE", "/hub/api/users/bob/server")
    visit.settle("bob", "bob", "", "stopped")


def named_servers(visit):
    visit.go("start a named one", "bob", "/hub/spawn/bob/lab?display_name=The%20Lab")
    visit.settle("bob", "bob", "lab", "ready")
    visit.go("the start of a named one is over", "bob", "/hub/spawn-pending/bob/lab")
    visit.go("start a named one that runs", "bob", "/hub/spawn/bob/lab")
    visit.go("the address of a named one at the hub", "bob", "/hub/user/bob/lab/tree")
    visit.go("home with a named one", "bob", "/hub/home")
    visit.fetch("stop a named one", "bob", "DELETE", "/hub/api/users/bob/servers/lab")
    visit.settle("bob", "bob", "lab", "stopped")
    visit.go("the address of a named one that is stopped", "bob", "/hub/user/bob/lab/tree")
    visit.go("the address of a named one, no slash", "bob", "/hub/user/bob/lab")
    visit.go("the address of what is no server", "bob", "/hub/user/bob/other/tree")
    visit.go("the API of a named one that is stopped", "bob", "/hub/user/bob/lab/api/kernels")
    visit.fetch("POST at a named one that is stopped", "bob", "POST", "/hub/user/bob/lab/api/kernels")
    visit.go("a stopped one is not starting", "bob", "/hub/spawn-pending/bob/lab")
    visit.fetch("a slow one", "bob", "POST", "/hub/api/users/bob/servers/slow", json={"fake": "slow"})
    visit.settle("bob", "bob", "slow", "spawn")
    visit.go("it is starting", "bob", "/hub/spawn-pending/bob/slow")
    visit.go("it is starting, with next", "bob", "/hub/spawn-pending/bob/slow?next=%2Fuser%2Fbob%2Fslow%2Fx")
    visit.go("start it while it is starting", "bob", "/hub/spawn/bob/slow?next=%2Fx&a=b")
    visit.post("start it by form while it is starting", "bob", "/hub/spawn/bob/slow", {})
    visit.go("its address while it is starting", "bob", "/hub/user/bob/slow/tree?a=b")
    visit.go("the API at its address while it is starting", "bob", "/hub/user/bob/slow/api/x")
    visit.go("home while it is starting", "bob", "/hub/home")
    visit.settle("bob", "bob", "slow", "ready")
    visit.go("it has started", "bob", "/hub/spawn-pending/bob/slow?next=%2Fuser%2Fbob%2Fslow%2Fx")
    visit.fetch("one that fails", "bob", "POST", "/hub/api/users/bob/servers/bad", json={"fake": "fail"})
    visit.go("its start failed", "bob", "/hub/spawn-pending/bob/bad")
    visit.go("its address after it failed", "bob", "/hub/user/bob/bad/tree")
    visit.go("home after it failed", "bob", "/hub/home")
    visit.go("one too many", "bob", "/hub/spawn/bob/more")
    visit.fetch("one that is slow to stop", "bob", "DELETE", "/hub/api/users/bob/servers/slow", json={"remove": True})
    visit.settle("bob", "bob", "slow", "stopped")
    visit.go("a name that is not allowed", "bob", "/hub/spawn/bob/UPPER")
    visit.go("a name in umlauts", "bob", "/hub/spawn/bob/gr%C3%B6%C3%9Fe")
    visit.fetch("a slow end", "bob", "POST", "/hub/api/users/bob/servers/ends", json={"fake": "slow-stop"})
    visit.settle("bob", "bob", "ends", "ready")
    visit.fetch("stop what takes its time", "bob", "DELETE", "/hub/api/users/bob/servers/ends")
    visit.go("it is stopping", "bob", "/hub/spawn-pending/bob/ends")
    visit.go("start it while it is stopping", "bob", "/hub/spawn/bob/ends")
    visit.go("its address while it is stopping", "bob", "/hub/user/bob/ends/tree")
    visit.settle("bob", "bob", "ends", "stopped")
    visit.go("it has stopped", "bob", "/hub/spawn-pending/bob/ends")


def others(visit):
    """Servers of somebody else: with and without the right to them."""
    visit.sign_in("ada")
    for path in (
        "/hub/home", "/hub/token", "/hub/admin", "/hub/spawn-pending/bob", "/hub/spawn/nobody", "/hub/spawn-pending/nobody",
        "/hub/user/bob/tree", "/hub/user/bob/lab/tree", "/hub/user/nobody/tree", "/hub/user/bob/api/contents", "/user/bob/",
    ):  # fmt: skip
        visit.go(f"ada at {path}", "ada", path)
    visit.go("ada starts bob's", "ada", "/hub/spawn/bob")
    visit.settle("ada", "bob", "", "ready")
    visit.go("ada goes to bob's", "ada", "/hub/spawn-pending/bob")
    visit.go("ada at bob's address", "ada", "/hub/user/bob/tree")
    visit.go("cyd at bob's", "who goes to /hub/token", "/hub/user/bob/tree")
    visit.go("cyd starts bob's", "who goes to /hub/token", "/hub/spawn/bob")
    visit.go("cyd at the start of bob's", "who goes to /hub/token", "/hub/spawn-pending/bob")
    visit.fetch("ada stops bob's", "ada", "DELETE", "/hub/api/users/bob/server")
    visit.settle("ada", "bob", "", "stopped")
    visit.methods("ada", "/hub/admin")


def shares(visit):
    cyd = "who goes to /hub/token"
    visit.fetch("bob shares", "bob", "POST", "/hub/api/share-codes/bob/lab", json={})
    path = "/hub/accept-share?code={{bob shares|code}}"
    visit.go("cyd is invited", cyd, path)
    visit.go("cyd is invited, with next", cyd, path + "&next=%2Fuser%2Fbob%2Flab%2Ftree")
    visit.go("cyd is invited, with next elsewhere", cyd, path + "&next=%2F%2Fevil.test")
    visit.go("bob is invited to his own", "bob", path)
    visit.go("nobody is invited", "nobody", path)
    form = {"code": "{{bob shares|code}}"}
    visit.post("cyd accepts without a token", cyd, "/hub/accept-share", form, xsrf=None)
    visit.post("bob accepts his own", "bob", "/hub/accept-share", form)
    visit.post("cyd accepts nothing", cyd, "/hub/accept-share", {})
    visit.post("cyd accepts what is no code", cyd, "/hub/accept-share", {"code": "none"})
    visit.post("nobody accepts", "nobody", "/hub/accept-share", form)
    visit.post("cyd accepts", cyd, path, form)
    visit.post("cyd accepts again, with next", cyd, path + "&next=%2Fhub%2Fhome", form)
    visit.go("cyd at the shared server", cyd, "/hub/user/bob/lab/tree")


def consent(visit):
    """A service that people are asked about, and one that they are not."""
    ask = "/hub/api/oauth2/authorize?client_id=service-{}&response_type=code&state=s"
    board, clock = ask.format("board"), ask.format("clock")
    visit.go("nobody is asked about the board", "nobody", board)
    visit.go("bob is asked about the board", "bob", board)
    visit.go("bob is not asked about the clock", "bob", clock)
    form = {"scopes": "access:services!service=board"}
    visit.post("bob allows without a token", "bob", board, form, xsrf=None)
    visit.post("bob allows with a wrong token", "bob", board, {**form, "_xsrf": "nonsense"}, xsrf=None)
    visit.post("bob allows with ada's token", "bob", board, {**form, "_xsrf": "{{token|ada}}"}, xsrf=None)
    visit.post("bob allows, told by another site", "bob", board, form, xsrf=None, headers=CROSS_SITE)
    visit.post("bob allows, by a script without a token", "bob", board, form, xsrf=None,
               headers={"Sec-Fetch-Mode": "cors"})  # fmt: skip
    visit.post("bob allows, in a browser that says nothing", "bob", board, form, headers=SILENT)
    visit.post("bob allows, with the token in a header", "bob", board, form, xsrf="header")
    visit.post("bob allows, with the token in the query", "bob", board, form, xsrf="query")
    visit.post("bob allows", "bob", board, form)
    visit.post("nobody allows", "nobody", board, form)
    visit.go("a picture of the consent", "bob", board, headers={**PICTURE, **CROSS_SITE})
    visit.go("a script reads the consent", "bob", board, headers={"Sec-Fetch-Mode": "cors", **SAME_SITE})
    visit.methods("bob", board, ("HEAD", "OPTIONS", "PUT", "DELETE"))


def tokens(visit):
    """What the page of tokens asks the API."""
    visit.fetch("make a token", "bob", "POST", "/hub/api/users/bob/tokens", json={"note": "of a page", "expires_in": 60})
    visit.fetch("make a token without the page's", "bob", "POST", "/hub/api/users/bob/tokens", xsrf=None, json={})
    visit.go("the page with the token", "bob", "/hub/token")
    visit.fetch("revoke it", "bob", "DELETE", "/hub/api/users/bob/tokens/{{make a token|id}}")
    visit.go("the page without it", "bob", "/hub/token")
    visit.post("a form at the page of tokens", "bob", "/hub/token", {"action": "none"})


def signing_out(visit):
    phone = "a phone"
    visit.sign_in(phone, "cyd")
    visit.go("a picture that signs out", phone, "/hub/logout", headers={**PICTURE, **CROSS_SITE})
    visit.go("home after the picture", phone, "/hub/home")
    visit.sign_in("another phone", "cyd")
    visit.go("another site's link that signs out", "another phone", "/hub/logout", headers=CROSS_SITE)
    visit.go("home after another site's link", "another phone", "/hub/home")
    visit.sign_in("a tablet", "bob")
    visit.go("bob signs out", "bob", "/hub/logout")
    visit.go("home after it is signed out", "bob", "/hub/home")
    visit.go("home in another browser", "a tablet", "/hub/home")
    visit.go("signing out twice", "bob", "/hub/logout")
    visit.post("a form from before", "bob", "/hub/spawn", {"size": "1"})
    visit.go("the page to sign in after it", "bob", "/hub/login")
    visit.post("cyd signs in where bob was", "bob", "/hub/login?next=", {"username": "cyd", "password": PASSWORD})
    visit.go("cyd's home where bob was", "bob", "/hub/home")
    visit.post("bob signs in where cyd is", "bob", "/hub/login?next=", {"username": "bob", "password": PASSWORD})
    visit.go("bob's home where cyd was", "bob", "/hub/home")


def usual():
    visit = Visit()
    for part in (nobody, signing_in, nexts, somebody, servers, named_servers, others, shares, consent, tokens, signing_out):
        part(visit)
    return visit.steps


def prefixed():
    visit = Visit("/jup/")
    for path in ("/", "/jup", "/jup/", "/jup/hub", "/jup/hub/", "/jup/hub/home", "/hub/home", "/user/bob/", "/jup/user/bob/",
                 "/jup/nowhere?a=b", "/jupp", "/jup//evil.test", "/jup/hub//home", "/jup/hub/logout"):  # fmt: skip
        visit.go(f"nobody at {path}", "nobody", path)
    visit.sign_in("bob")
    for path in ("/", "/jup/", "/jup/hub/", "/jup/hub/home", "/jup/hub/token", "/jup/hub/login?next=%2Fhub%2Fhome",
                 "/jup/hub/login?next=%2Fjup%2Fhub%2Fhome", "/jup/hub/spawn", "/jup/hub/spawn/bob",
                 "/jup/hub/spawn/bob/lab", "/jup/hub/spawn-pending/bob", "/jup/hub/user/bob/tree?x=y", "/jup/hub/user/bob/api/x",
                 "/jup/user/bob/tree", "/jup/hub/user-redirect/tree?x=y", "/jup/hub/error/503", "/jup/hub/nowhere"):  # fmt: skip
        visit.go(f"bob at {path}", "bob", path)
    visit.fetch("POST at a stopped server", "bob", "POST", "/jup/hub/user/bob/api/x")
    visit.go("the form", "bob", "/jup/hub/spawn?next=%2Fjup%2Fuser%2Fbob%2Ftree")
    visit.post("the form without a token", "bob", "/jup/hub/spawn", {"size": "3"}, xsrf=None)
    form = {"size": "3", "kind": "small"}
    form_of = "/jup/hub/spawn?next=%2Fjup%2Fuser%2Fbob%2Ftree"
    visit.post("the form is sent in parts with a wrong token", "bob", form_of, {**form, "_xsrf": "nonsense"}, None, multipart=True)
    visit.post("the form is sent", "bob", form_of, form, xsrf="query", multipart=True)
    visit.settle("bob", "bob", "", "ready")
    visit.go("its start is over", "bob", "/jup/hub/spawn-pending/bob?next=%2Fjup%2Fuser%2Fbob%2Ftree")
    visit.go("the form while it runs", "bob", "/jup/hub/spawn")
    visit.go("root while it runs", "bob", "/jup/hub/")
    visit.go("sign in while it runs", "bob", "/jup/hub/login")
    # Coming to sign in gives another token than older pages have.
    visit.go("home while it runs", "bob", "/jup/hub/home")
    visit.go("its address at the hub", "bob", "/jup/hub/user/bob/tree?a=b")
    visit.fetch("stop", "bob", "DELETE", "/jup/hub/api/users/bob/server")
    visit.settle("bob", "bob", "", "stopped")
    visit.go("the form with what cannot be started", "bob", "/jup/hub/spawn?opt-fake=fail")
    visit.go("home after it", "bob", "/jup/hub/home")
    visit.sign_in("ada")
    visit.go("the form for somebody else", "ada", "/jup/hub/spawn/bob")
    visit.post("the form for somebody else is sent", "ada", "/jup/hub/spawn/bob", form, multipart=True)
    visit.settle("ada", "bob", "", "ready")
    visit.fetch("stop again", "ada", "DELETE", "/jup/hub/api/users/bob/server")
    visit.settle("ada", "bob", "", "stopped")
    visit.go("no form with what is asked for", "bob", "/jup/hub/spawn?size=3&next=%2Fjup%2Fuser%2Fbob%2Fx&display_name=y")
    visit.settle("bob", "bob", "", "ready")
    visit.go("bob signs out", "bob", "/jup/hub/logout")
    return visit.steps


def public():
    """A hub that knows by which address people reach it, with what a site sets of cookies and headers."""
    visit = Visit()
    for path in ("/", "/hub", "/hub/", "/user/bob/lab", "/hub/home", "/hub/login", "/elsewhere/x?a=b"):
        visit.go(f"nobody at {path}", "nobody", path)
    visit.sign_in("bob")
    for path in ("/", "/hub/", "/hub/home", "/hub/login", "/hub/login?next=http%3A%2F%2Fhub.test%2Fhub%2Fhome",
                 "/hub/login?next=https%3A%2F%2Fhub.test%2Fhub%2Fhome", "/hub/user-redirect/tree?a=b", "/hub/user/bob/tree",
                 "/hub/user/bob/lab/tree", "/hub/nowhere", "/hub/logo", "/user/bob/tree"):  # fmt: skip
        visit.go(f"bob at {path}", "bob", path)
    visit.go("bob signs out", "bob", "/hub/logout")
    return visit.steps


def subdomains():
    visit = Visit()
    for path in ("/", "/hub/home", "/hub/login", "/user/bob/lab"):
        visit.go(f"nobody at {path}", "nobody", path)
    visit.sign_in("bob")
    for target in ("http%3A%2F%2Fbob.hub.test%2Fuser%2Fbob%2Ftree", "http%3A%2F%2Fevil.test%2F", "http%3A%2F%2Fevilhub.test%2F",
                   "http%3A%2F%2Fhub.test%2Fhub%2Fhome", "%2F%2Fbob.hub.test%2Fx"):  # fmt: skip
        visit.go(f"on to {target}", "bob", f"/hub/login?next={target}")
    visit.go("home", "bob", "/hub/home")
    visit.go("start", "bob", "/hub/spawn")
    visit.settle("bob", "bob", "", "ready")
    visit.go("its start is over", "bob", "/hub/spawn-pending/bob")
    visit.go("root while it runs", "bob", "/hub/")
    visit.go("its address at the hub", "bob", "/hub/user/bob/tree?a=b")
    visit.go("bob signs out", "bob", "/hub/logout")
    return visit.steps


def closed():
    """A hub that nobody can sign in to."""
    visit = Visit()
    for path in ("/", "/hub/", "/hub/login", "/hub/login?next=%2Fhub%2Ftoken", "/hub/logout", "/hub/home"):
        visit.go(f"nobody at {path}", "nobody", path)
    visit.post("somebody tries", "nobody", "/hub/login", {"username": "bob", "password": PASSWORD})
    return visit.steps


WORLDS = {"usual": usual, "prefixed": prefixed, "public": public, "subdomains": subdomains, "closed": closed}
