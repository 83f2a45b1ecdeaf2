"""The end: who may ask for it, and how."""

from .talk import HOSTILE, Talk

talk = Talk("shutdown", "ada")

for who in [None, "bob", "dep", "vera:read:hub", "vera:proxy"]:
    talk.post(f"as {who}", "/shutdown", {}, who)
talk.get("GET", "/shutdown")
for say, body in {
    "proxy as a word": {"proxy": "x"},
    "servers as a word": {"servers": "no"},
    "servers null": {"servers": None},
    "servers 2": {"servers": 2},
    "proxy a list": {"proxy": []},
}.items():
    talk.post(say, "/shutdown", body)
for say in ["no JSON", "half an object", "a number"]:
    talk.post(f"with {say}", "/shutdown", HOSTILE[say])
talk.post("for good", "/shutdown", {"servers": True, "proxy": True})
