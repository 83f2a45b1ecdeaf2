"""What does lasting harm to 6.1.1: asked when nothing else will be."""

from .talk import Talk

talk = Talk("harm", "ada")

talk.post("a user to harm", "/users/harmed")
talk.patch("a user is given the name it has", "/users/harmed", {"name": "harmed"})
talk.get("the user by that name", "/users/harmed")
talk.get("the last of the listing", "/users?sort=-id&limit=1", "vera:list:users read:users:name")
