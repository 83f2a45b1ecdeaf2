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


async def settled(proxy, enough):
    """Wait until what was closed is gone."""
    for _ in range(100):
        if proxy.descriptors() <= enough:
            break
        await asyncio.sleep(0.1)
    return proxy.memory_mb(), proxy.descriptors()


async def soak(arguments):
    server, port = await proxies.echo_server()
    proxy = proxies.hubctl(arguments.hubctl)
    proxy.lead(0, 1, f"http://127.0.0.1:{port}")
    counts = {"opened": 0, "messages": 0, "failed": 0}

    async def run(seconds):
        stop = time.monotonic() + seconds
        await asyncio.gather(*(one(proxy.port, stop, counts) for _ in range(arguments.at_a_time)))

    begun = proxy.memory_mb(), proxy.descriptors()
    print("begun: {:.1f} MB, {} descriptors".format(*begun), flush=True)
    # What a busy hub takes once is no leak: the first round is not counted.
    await run(min(30, arguments.seconds / 4))
    warm = await settled(proxy, begun[1])
    print("warm: {:.1f} MB, {} descriptors".format(*warm), flush=True)
    ends = time.monotonic() + arguments.seconds
    while (left := ends - time.monotonic()) > 0:
        await run(min(60, left))
        now = await settled(proxy, begun[1])
        print("{:.1f} MB, {} descriptors, {}".format(*now, counts), flush=True)
    proxy.stop()
    server.close()
    assert counts["failed"] == 0, counts
    assert now[1] <= begun[1], "descriptors are left"
    assert now[0] <= warm[0] * 1.2 + 1, "memory has grown"


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
