#!/usr/bin/env python3
"""WebSockets through hubctl's proxy, opened, used, half-closed and dropped over and over; its memory and descriptors must end where
they began. On loopback, and stopping by itself."""

import argparse
import asyncio
import random
import resource
import time

import proxies


async def one(port, stop, counts):
    while time.monotonic() < stop:
        try:
            reader, writer = await proxies.websocket(port)
        except (OSError, AssertionError, asyncio.IncompleteReadError) as error:
            counts["failed"] += 1
            counts["why"] = repr(error)[:100]
            await asyncio.sleep(0.1)
            continue
        counts["opened"] += 1
        for _ in range(random.randrange(4)):
            said = random.randbytes(random.choice([1, 125, 4096, 70_000]))
            writer.write(said)
            assert await reader.readexactly(len(said)) == said
            counts["messages"] += 1
            await asyncio.sleep(random.random())
        match random.randrange(3):
            case 0:
                writer.write_eof()
                assert await reader.read() == b"", "the other end was told that this is all"
                writer.close()
            case 1:
                writer.transport.abort()
            case _:
                writer.write(b"x" * random.randrange(1, 200_000))
                writer.close()


async def ask(port, times):
    """Ask the hub itself whether it is there, on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(times):
        writer.write(b"GET /hub/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.split(b"\r\n")[0], head
    writer.close()
    await writer.wait_closed()


async def closed(proxy, enough):
    for _ in range(100):
        if proxy.descriptors() <= enough:
            break
        await asyncio.sleep(0.1)


async def settled(proxy, enough):
    """Wait until what was closed is gone. A thread gives back what another has freed of its own when it next has work."""
    await closed(proxy, enough)
    await asyncio.gather(*(ask(proxy.port, 1000) for _ in range(16)))
    await closed(proxy, enough)
    return proxy.memory_mb(), proxy.descriptors()


async def soak(arguments):
    server, port = await proxies.echo_server()
    proxy = proxies.hubctl(arguments.hubctl)
    proxy.lead(0, 1, f"http://127.0.0.1:{port}")
    counts = {"opened": 0, "messages": 0, "failed": 0}

    async def run(seconds):
        stop = time.monotonic() + seconds
        await asyncio.gather(*(one(proxy.port, stop, counts) for _ in range(arguments.at_a_time)))

    begun = await settled(proxy, proxy.descriptors())
    print("begun: {:.1f} MB, {} descriptors".format(*begun), flush=True)
    ends = time.monotonic() + arguments.seconds
    while (left := ends - time.monotonic()) > 0:
        await run(min(60, left))
        now = await settled(proxy, begun[1])
        print("{:.1f} MB, {} descriptors, {}".format(*now, counts), flush=True)
    proxy.stop()
    server.close()
    assert counts["failed"] == 0, counts
    assert now[1] <= begun[1], "descriptors are left"
    assert now[0] <= begun[0] * 1.2, "memory has grown"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hubctl", default="target/release/hubctl")
    parser.add_argument("--at-a-time", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=600)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(soak(parser.parse_args()))


if __name__ == "__main__":
    main()
