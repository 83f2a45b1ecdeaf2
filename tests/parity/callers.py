"""Who asks: the credentials that both hubs know.

A caller is written as a few words, and its secrets follow from these words alone:

    None                        nobody: no credentials at all
    "bob"                       a token of user bob that may do what bob may
    "vera:read:users list:users!group=math"
                                a token of user vera with exactly these scopes
    "service:grader"            the token that the configuration gives to service grader
    "expired:bob"               a token of bob's that has expired
    "cookie:bob"                bob's browser: login and session cookies
    "cookie+xsrf:bob"           the same, with the page's XSRF token
    "login-cookie:bob"          a login cookie without a session

`vera` is an administrator whose tokens the conversation never lists, so that it may have many.
"""

import base64
import hashlib
import hmac
import time

COOKIE_SECRET = b"parity cookie secret of 32 bytes"
LOGIN_COOKIE = "jupyterhub-hub-login"
BROWSERS = ("cookie", "cookie+xsrf", "login-cookie")
SESSION_COOKIE = "jupyterhub-session-id"


def token_of(caller):
    """The token's value: 32 hexadecimal digits, as 6.1.1 makes them."""
    return hashlib.sha256(f"parity:{caller}".encode()).hexdigest()[:32]


def cookie_id_of(user):
    return hashlib.sha256(f"cookie:{user}".encode()).hexdigest()[:32]


def session_of(user):
    return hashlib.sha256(f"session:{user}".encode()).hexdigest()[:32]


def headers_of(caller):
    """The headers by which this caller is known."""
    if caller is None:
        return []
    kind, _, user = caller.partition(":")
    if kind not in BROWSERS:
        return [("Authorization", f"Bearer {token_of(caller)}")]
    cookies = [
        f'{LOGIN_COOKIE}="{signed(LOGIN_COOKIE, cookie_id_of(user).encode())}"',
        f"{SESSION_COOKIE}={session_of(user)}",
    ]
    if kind == "login-cookie":
        return [("Cookie", cookies[0])]
    if kind == "cookie":
        return [("Cookie", "; ".join(cookies))]
    token = xsrf_of(user)
    return [("Cookie", "; ".join([*cookies, f"_xsrf={token}"])), ("X-XSRFToken", token)]


def xsrf_of(user):
    value = f"{session_of(user)}:{cookie_id_of(user)}".encode()
    return base64.urlsafe_b64encode(signed("_xsrf", value).encode()).rstrip(b"=").decode()


def signed(name, value):
    """A value as Tornado signs it, version 2: every field with its length, then HMAC-SHA256."""
    fields = ["0", str(int(time.time())), name, base64.b64encode(value).decode()]
    text = "|".join(["2", *(f"{len(field)}:{field}" for field in fields), ""])
    return text + hmac.new(COOKIE_SECRET, text.encode(), hashlib.sha256).hexdigest()
