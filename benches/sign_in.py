#!/usr/bin/env python3
"""Measure whole sign-ins, the page and its form, at `hubctl serve` beside the real JupyterHub (standard library, and `wrk`).

    python3 benches/generate.py target/benches/10k.sqlite --users 10000 --groups 100 --tokens 20000
    python3 benches/sign_in.py target/benches/10k.sqlite \\
        --hubctl target/release/hubctl --jupyterhub path/to/venv

Both believe any password (the dummy authenticator), so that what is measured is the hub: the page, the check of its
form, what is written, the cookies. Each connection signs in one user after another. Prints Markdown: sign-ins a second,
median [least – most]. An answer that is neither the page nor the way on from it ends the measurement.
"""

import argparse
import pathlib
import shutil
import statistics
import tempfile

from serve import HUBCTL_CONFIG, JUPYTERHUB_CONFIG, Hub, load, shown

# A thread of wrk has one connection here, so that what it hears is the answer to what it asked last.
SCRIPT = """
local threads = 0
setup = function(thread)
    threads = threads + 1
    thread:set("number", threads)
end
init = function()
    -- Each thread its own people: nobody may try to sign in any number of times at once.
    math.randomseed(os.time() * 100 + number)
end
local xsrf = nil
request = function()
    if xsrf == nil then
        return wrk.format("GET", "/hub/login", {["Sec-Fetch-Mode"] = "navigate"})
    end
    local cookie = xsrf
    xsrf = nil
    local body = string.format("username=user%%05d&password=x&_xsrf=%%s", math.random(%(users)d), cookie)
    return wrk.format("POST", "/hub/login", {
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Cookie"] = "_xsrf=" .. cookie,
        ["Sec-Fetch-Mode"] = "navigate",
    }, body)
end
response = function(status, headers, body)
    if status == 200 then
        local set = headers["Set-Cookie"] or headers["set-cookie"]
        xsrf = string.match(set, "_xsrf=([^;]+)")
    elseif status ~= 302 then
        print("unexpected", status)
        os.exit(1)
    end
end
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=pathlib.Path)
    parser.add_argument("--hubctl", type=pathlib.Path, required=True)
    parser.add_argument("--jupyterhub", type=pathlib.Path, help="a virtual environment with jupyterhub")
    parser.add_argument("--users", type=int, default=10_000)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        database = folder / "hub.sqlite"
        shutil.copy(arguments.database, database)
        hubs = [Hub("hubctl", [arguments.hubctl.resolve(), "serve"], HUBCTL_CONFIG, database, folder)]
        if arguments.jupyterhub:
            program = arguments.jupyterhub.resolve() / "bin" / "jupyterhub"
            hubs.append(Hub("JupyterHub", [program], JUPYTERHUB_CONFIG, database, folder))
        script = folder / "sign_in.lua"
        script.write_text(SCRIPT % {"users": arguments.users})
        for hub in hubs:
            hub.start()
        names = " | ".join(hub.name for hub in hubs)
        print(f"| sign-ins a second | connections | {names} | times |\n| --- | --- |" + " --- |" * (len(hubs) + 1))
        try:
            for connections in arguments.connections:
                figures = {hub.name: [] for hub in hubs}
                for _ in range(arguments.repeat):
                    for hub in hubs:
                        asked = load(hub, script, connections, arguments.seconds, threads=connections)
                        figures[hub.name].append(asked / 2)
                medians = [statistics.median(figures[hub.name]) for hub in hubs]
                times = f"{medians[0] / medians[-1]:,.0f}" if len(hubs) > 1 else ""
                columns = " | ".join(shown(figures[hub.name]) for hub in hubs)
                print(f"| page and form | {connections} | {columns} | {times} |", flush=True)
        finally:
            for hub in hubs:
                hub.stop()


if __name__ == "__main__":
    main()
