"""By what a caller is known: headers, cookies, the query; and what a caller sees of itself."""

from callers import session_of, token_of

from .talk import Talk

talk = Talk("credentials")

BOB = token_of("bob")

for say, value in {
    "Bearer": f"Bearer {BOB}",
    "bearer": f"bearer {BOB}",
    "BEARER": f"BEARER {BOB}",
    "token": f"token {BOB}",
    "Token": f"Token {BOB}",
    "two spaces": f"Bearer  {BOB}",
    "a tab": f"Bearer\t{BOB}",
    "no space": f"Bearer{BOB}",
    "the token alone": BOB,
    "a space after it": f"Bearer {BOB} ",
    "more words": f"Bearer {BOB} more",
    "a comma": f"Bearer {BOB},",
    "quotes": f'Bearer "{BOB}"',
    "nothing after it": "Bearer",
    "nothing at all": "",
    "Basic": "Basic Ym9iOmJvYg==",
    "Digest": "Digest username=bob",
    "Negotiate": f"Negotiate {BOB}",
    "upper case": f"Bearer {BOB.upper()}",
    "its first half": f"Bearer {BOB[:16]}",
    "its prefix and other digits": f"Bearer {BOB[:4]}{'0' * 28}",
    "unknown": f"Bearer {'0' * 32}",
    "short": "Bearer x",
    "very long": f"Bearer {'a' * 5000}",
    "not ASCII": "Bearer zoë",
    "a wildcard": "Bearer %",
    "the hash of it": "Bearer sha512:1:0:0",
}.items():
    talk.get(f"Authorization with {say}", "/user", headers=[("Authorization", value)])

talk.get("no credentials", "/user")
talk.get("an expired token", "/user", "expired:bob")
talk.get(
    "two headers, the first good",
    "/user",
    headers=[("Authorization", f"Bearer {BOB}"), ("Authorization", "Bearer x")],
)
talk.get(
    "two headers, the last good",
    "/user",
    headers=[("Authorization", "Bearer x"), ("Authorization", f"Bearer {BOB}")],
)
talk.get("the query parameter", "/user", query={"token": BOB})
talk.get("the query parameter for a listing", "/users", query={"token": token_of("ada")})
talk.get(
    "the query parameter beside a bad header",
    "/user",
    query={"token": BOB},
    headers=[("Authorization", "Bearer x")],
)
talk.get("X-API-Key", "/user", headers=[("X-API-Key", BOB)])

for who in [
    "ada",
    "bob",
    "cyd",
    "tim",
    "dep",
    "dora",
    "zoë",
    "o'brien x",
    "service:grader",
    "service:chief",
    "service:board",
    "vera:read:hub",
    "vera:self",
    "bob:read:users:name!user",
    "bob:users:activity!user",
    "bob:read:servers!server=bob/lab",
    "bob:custom:grades",
    "bob:admin:users",
    "bob:servers!group=math",
    "bob:inherit",
    "vera:read:users!group=math list:users!group=math",
    "bob:self",
    "vera:admin:users!user=bob",
    "vera:shares!server=bob/lab",
    "bob:list:users",
]:
    talk.get(f"oneself as {who}", "/user", who)
talk.get("oneself with stopped servers", "/user", "bob", query={"include_stopped_servers": 1})
for method in ["POST", "PUT", "PATCH", "DELETE", "HEAD"]:
    talk.ask(f"{method} oneself", method, "/user", "bob")

# Cookies: read without a page's token, write only with it.
for say, headers in {
    "nothing more": [],
    "a navigation": [("Sec-Fetch-Mode", "navigate")],
    "a fetch": [("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "same-origin")],
    "a fetch from another site": [
        ("Sec-Fetch-Mode", "cors"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Origin", "https://evil.test"),
    ],
    "an image": [("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Site", "same-origin")],
    "an image on another site": [("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Site", "cross-site")],
    "a referer": [("Referer", "http://hub.test/hub/home")],
    "a referer elsewhere": [("Referer", "https://evil.test/")],
    "another origin": [("Origin", "https://evil.test")],
}.items():
    for who in ["cookie:bob", "cookie+xsrf:bob"]:
        talk.get(f"{who} with {say}", "/user", who, headers=headers)
        talk.post(
            f"{who} with {say}, posting",
            "/users/bob/activity",
            {"last_activity": "2019-01-01T00:00:00Z"},
            who,
            headers=headers,
        )
for say, kind in {
    "JSON": "application/json",
    "JSON with a charset": "application/json; charset=UTF-8",
    "a form": "application/x-www-form-urlencoded",
    "text": "text/plain",
    "JSON after text": "text/plain; application/json",
    "JSON by another name": "application/json-patch+json",
}.items():
    headers = [("Content-Type", kind)]
    body = {"last_activity": "2019-01-01T00:00:00Z"}
    talk.post(
        f"cookies, posting {say}", "/users/bob/activity", body, "cookie+xsrf:bob", headers=headers
    )
    talk.post(f"a token, posting {say}", "/users/bob/activity", body, "bob", headers=headers)
talk.get(
    "a token before cookies",
    "/user",
    "cookie:bob",
    headers=[("Authorization", f"Bearer {token_of('cyd')}")],
)
talk.get(
    "cookies beside a bad token", "/user", "cookie:bob", headers=[("Authorization", "Bearer x")]
)
talk.get("a login cookie without a session", "/user", "login-cookie:bob")
talk.get(
    "a session cookie alone",
    "/user",
    headers=[("Cookie", f"jupyterhub-session-id={session_of('bob')}")],
)
talk.get("an unsigned login cookie", "/user", headers=[("Cookie", "jupyterhub-hub-login=bob")])
talk.get("a login cookie of nobody", "/user", "cookie:nobody")
talk.post(
    "the XSRF token in the query",
    "/users/bob/activity?_xsrf=x",
    {"last_activity": "2019-01-01T00:00:00Z"},
    "cookie:bob",
)

# The deprecated ways to ask whose a token or cookie is.
for who in [None, "ada", "bob", "service:grader", "vera:read:hub"]:
    talk.get(f"whose a token is, as {who}", f"/authorizations/token/{token_of('cyd')}", who)
talk.get("whose an unknown token is", "/authorizations/token/nothing", "ada")
talk.get("whose an expired token is", f"/authorizations/token/{token_of('expired:bob')}", "ada")
talk.get("whose a service's token is", f"/authorizations/token/{token_of('service:grader')}", "ada")
talk.get("whose no token is", "/authorizations/token/", "ada")
talk.post("a token the old way", "/authorizations/token", {"username": "bob", "password": "x"})
talk.post("a token the old way, with a token", "/authorizations/token", {}, "ada")
talk.get("whose an unsigned cookie is", "/authorizations/cookie/jupyterhub-hub-login/x", "ada")
talk.get("whose a cookie is, by nobody", "/authorizations/cookie/jupyterhub-hub-login/x")
talk.get(
    "whose an unsigned cookie in the body is", "/authorizations/cookie/jupyterhub-hub-login", "ada"
)
