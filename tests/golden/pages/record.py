"""Record what the pages of JupyterHub 6.1.1 answer to browsers.

    venv/bin/python tests/golden/pages/record.py [--check] [WORLD …]

Starts the real hub with its proxy (configurable-http-proxy must be on the path) in each world of `worlds/`, and writes
what it answers to `WORLD.jsonl`. Then goes through the pages of another new hub, and fails where they do not answer the
same; `--check` does only that. What the answers depend on is as in `tests/parity/record.py`.
"""

import argparse
import contextlib
import pathlib
import subprocess
import sys
import tempfile
import time

import walk
from record import check_releases, environment, free_port  # of tests/parity
import visits

HERE = pathlib.Path(__file__).resolve().parent


@contextlib.contextmanager
def real_hub(world):
    """A new JupyterHub of this world; where people reach it."""
    port, hub_port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/log", "wb") as log:
            command = [sys.executable, "-m", "jupyterhub", "-f", HERE / "worlds" / f"{world}.py",
                       "--ip=127.0.0.1", f"--port={port}", f"--JupyterHub.hub_port={hub_port}",
                       f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{free_port()}"]  # fmt: skip
            hub = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment()
            )
        try:
            wait_until_up(hub, port, folder)
            yield f"http://127.0.0.1:{port}"
        finally:
            hub.terminate()
            hub.wait()


def wait_until_up(hub, port, folder):
    limit = time.monotonic() + 60
    log = pathlib.Path(folder, "log")
    # The proxy has no route before the hub says so.
    while time.monotonic() < limit and hub.poll() is None:
        if b"JupyterHub is now running" in log.read_bytes():
            return
        time.sleep(0.2)
    raise SystemExit(f"JupyterHub did not start:\n{log.read_text()}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="only compare a new hub with what is recorded")
    arguments.add_argument("worlds", nargs="*")
    given = arguments.parse_args()
    check_releases()
    for world in given.worlds or visits.WORLDS:
        if not given.check:
            with real_hub(world) as base:
                walk.record(base, world)
        with real_hub(world) as base:
            found = walk.compare(base, world, walk.Differences(None))
        if found:
            raise SystemExit(f"{world}: {found} answers are not the same twice")
        print(f"{world}: {len(walk.golden(world).read_text().splitlines())} requests")


if __name__ == "__main__":
    main()
