#!/usr/bin/env python3
"""hubctl's proxy beside nginx and configurable-http-proxy, in one run: requests a second, latency, processor time and memory, with
one and many routes, and what idle WebSockets take. Needs `wrk` and `nginx`, which is the server behind them too."""

import argparse
import asyncio
import re
import statistics
import subprocess
import tempfile

import proxies

LUA = """
local n = 0
request = function()
  n = n + 1
  return wrk.format('GET', string.format('/user/user%05d/api/status', (n * 7919) % {routes}))
end
"""


def load(port, connections, routes, seconds):
    """Requests a second, and the 99th percentile of the latency in ms."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA.format(routes=routes))
        script.flush()
        command = [
            "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script.name,
            f"http://127.0.0.1:{port}/",
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said and "Socket errors" not in said, said
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def shown(values):
    form = "{:,.0f}" if max(values) >= 100 else "{:.1f}" if max(values) >= 10 else "{:.3f}"
    middle, least, most = (form.format(f(values)) for f in (statistics.median, min, max))
    return f"{middle} [{least} – {most}]"


def requests(all_proxies, arguments):
    print("| routes | connections | proxy | requests a second | p99 ms | processor ms a request | memory MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    have = 0
    for routes in arguments.routes:
        for proxy in all_proxies.values():
            if proxy.api:
                proxy.lead(have, routes, f"http://127.0.0.1:{arguments.backend.port}")
        have = routes
        for connections in arguments.connections:
            figures = {name: [] for name in all_proxies}
            for _ in range(arguments.repeat):
                for name, proxy in all_proxies.items():
                    before = proxy.processor_s()
                    rate, slow = load(proxy.port, connections, routes, arguments.seconds)
                    spent = (proxy.processor_s() - before) * 1000 / (rate * arguments.seconds)
                    figures[name].append((rate, slow, spent, proxy.memory_mb()))
            for name, rows in figures.items():
                cells = " | ".join(shown(column) for column in zip(*rows))
                print(f"| {routes:,} | {connections} | {name} | {cells} |", flush=True)


async def idle(arguments, start):
    server, port = await proxies.echo_server()
    print(f"\n| memory MB | before | with {arguments.idle:,} idle WebSockets | kB for each |")
    print("| --- | --- | --- | --- |")
    for name, begin in start(port).items():
        if (proxy := begin()) is None:
            continue
        if proxy.api:
            proxy.lead(0, max(arguments.routes), f"http://127.0.0.1:{port}")
        before = proxy.memory_mb()
        opened = []
        for _ in range(0, arguments.idle, 50):
            opened += await asyncio.gather(*(proxies.websocket(proxy.port) for _ in range(50)))
        await asyncio.sleep(2)
        after = proxy.memory_mb()
        each = (after - before) * 1024 / arguments.idle
        print(f"| {name} | {before:.1f} | {after:.1f} | {each:.1f} |", flush=True)
        for _, writer in opened:
            writer.close()
        proxy.stop()
    server.close()


def numbers(text):
    return [int(number) for number in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hubctl", default="target/release/hubctl")
    parser.add_argument("--routes", type=numbers, default=[1, 100, 10_000])
    parser.add_argument("--connections", type=numbers, default=[1, 64])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--idle", type=int, default=1000)
    arguments = parser.parse_args()
    arguments.backend = proxies.nginx(location="return 200 'hello, world\n';")

    def start(port):
        return {
            "nginx": lambda: proxies.nginx_before(port),
            "hubctl": lambda: proxies.hubctl(arguments.hubctl),
            "configurable-http-proxy": proxies.configurable_http_proxy,
        }

    begun = {name: begin() for name, begin in start(arguments.backend.port).items()}
    begun = {name: proxy for name, proxy in begun.items() if proxy}
    try:
        requests(begun, arguments)
    finally:
        for proxy in [*begun.values(), arguments.backend]:
            proxy.stop()
    asyncio.run(idle(arguments, start))


if __name__ == "__main__":
    main()
