"""What stands in for the world outside the hub: a spawner that follows a script, and a proxy in memory.

The script of a start is the key `fake` of the server's user options:

    (none)      starts at once, answers HTTP at once, stops at once
    fail        raises while starting
    slow        says `half way` in its progress, and is up after three seconds
    hang        never comes up: it ends when it is stopped, or after `start_timeout`
    die         starts, and is found dead (exit status 1) whenever it is polled afterwards
    slow-stop   starts at once, and takes three seconds to stop
"""

import asyncio

from jupyterhub.proxy import Proxy
from jupyterhub.spawner import Spawner

SLOW_SECONDS = 3


class FakeSpawner(Spawner):
    _up = False
    _page = None

    @property
    def script(self):
        return (self.user_options or {}).get("fake")

    def load_state(self, state):
        super().load_state(state)
        self._up = state.get("fake") == "up"

    def get_state(self):
        return {**super().get_state(), **({"fake": "up"} if self._up else {})}

    def clear_state(self):
        super().clear_state()
        self._up = False

    async def start(self):
        if self.script == "fail":
            raise RuntimeError("told to fail")
        if self.script == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        if self.script == "hang":
            await asyncio.sleep(3600)
        self._up = True
        return "127.0.0.1", await page_port()

    async def poll(self):
        if not self._up:
            return 0
        return 1 if self.script == "die" and self.ready else None

    async def stop(self, now=False):
        if self.script == "slow-stop":
            await asyncio.sleep(SLOW_SECONDS)
        self._up = False

    async def progress(self):
        if self.script == "slow":
            yield {"progress": 50, "message": "half way"}


async def page_port():
    """The port where every fake server answers."""
    if FakeSpawner._page is None:
        FakeSpawner._page = await asyncio.start_server(say_ok, "127.0.0.1", 0)
    return FakeSpawner._page.sockets[0].getsockname()[1]


async def say_ok(reader, writer):
    await reader.readline()
    writer.write(
        b"HTTP/1.1 200 OK\r\nX-JupyterHub-Version: 6.1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    await writer.drain()
    writer.close()


class MemoryProxy(Proxy):
    should_start = False
    routes = {}

    async def add_route(self, routespec, target, data):
        self.routes[routespec] = {"routespec": routespec, "target": target, "data": data}

    async def delete_route(self, routespec):
        self.routes.pop(routespec, None)

    async def get_all_routes(self):
        return self.routes
