"""One round of a user's life, by jhub-client: it prints what the hub says at each step."""

import asyncio
import sys

from jhub_client.api import JupyterHubAPI


async def main(url):
    async with JupyterHubAPI(url) as hub:
        print("version", (await hub.info())["version"])
        whose = await hub.identify_token(hub.api_token)
        print("token of", whose["kind"], whose["name"])
        print("absent", await hub.get_user("ada"))
        print("created", (await hub.create_user("ada"))["name"])
        print("her token is of", (await hub.identify_token(hub.api_token))["name"])
        print("server up", await hub.create_server("ada", user_options={"size": "small"}))
        print("at", (await hub.get_user("ada"))["server"])
        await hub.ensure_server("ada", timeout=10)
        print("routes", sorted(await hub.list_proxy()))
        print("users", [user["name"] for user in await hub.list_users()])
        await hub.ensure_server_deleted("ada", timeout=10)
        print("at", (await hub.get_user("ada"))["server"])
        await hub.delete_user("ada")
        print("absent", await hub.get_user("ada"))


asyncio.run(main(sys.argv[1].rstrip("/")))
