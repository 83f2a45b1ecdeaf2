"""The proxy's routes."""

from .talk import Talk

talk = Talk("proxy", "ada")

talk.post("a server that has a route", "/users/bob/server")
for who in [
    None,
    "bob",
    "dep",
    "service:chief",
    "vera:proxy",
    "vera:read:hub",
    "vera:proxy!user=bob",
    "ada",
]:
    talk.get(f"routes as {who}", "/proxy", who)
    talk.post(f"check as {who}", "/proxy", who=who)
for say, query in {
    "limit 1": "limit=1",
    "limit 0": "limit=0",
    "limit word": "limit=x",
    "limit negative": "limit=-1",
    "offset 1": "offset=1&limit=1",
    "offset beyond": "offset=99",
}.items():
    talk.get(f"routes, {say}", f"/proxy?{query}")
    talk.get(
        f"page, {say}",
        f"/proxy?{query}",
        headers=[("Accept", "application/jupyterhub-pagination+json")],
    )
talk.hostile("PATCH", "/proxy")
talk.patch("PATCH without a body", "/proxy")
talk.patch("PATCH nothing", "/proxy", {})
for who in [None, "bob", "vera:read:hub"]:
    talk.patch(f"PATCH as {who}", "/proxy", {}, who)
talk.hostile("POST", "/proxy")
talk.delete("stop the server that has a route", "/users/bob/server")
talk.get("routes after that", "/proxy")
