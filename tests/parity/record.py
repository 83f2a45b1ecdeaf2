"""Record what JupyterHub 6.1.1 answers, for hubctl to agree with.

    python3 -m venv venv
    venv/bin/pip install jupyterhub==6.1.1 tornado==6.6.1 sqlalchemy==2.1.9 alembic==1.20.1 \\
        pydantic==2.14.3 python-dateutil==4.0.0
    venv/bin/python tests/parity/record.py [--check]

Writes `seed.sql` (see `seed.py`), starts the real hub on it with `hub_config.py`, and has `play.py` write the answers
to `tests/golden/parity/`. Then asks another new hub, and fails where it does not answer the same; `--check` does only that.
"""

import argparse
import contextlib
import importlib.metadata
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import play
import seed

# What the answers depend on.
RELEASES = {
    "jupyterhub": "6.1.1", "tornado": "6.6.1", "sqlalchemy": "2.1.9", "alembic": "1.20.1",
    "pydantic": "2.14.3", "python-dateutil": "4.0.0",
}  # fmt: skip

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden" / "parity"
START_LIMIT_SECONDS = 60


@contextlib.contextmanager
def real_hub():
    """JupyterHub on a new copy of the seed; its address."""
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.closing(sqlite3.connect(f"{folder}/jupyterhub.sqlite")) as database:
            database.executescript((HERE / "seed.sql").read_text())
        port = free_port()
        with open(f"{folder}/log", "wb") as log:
            hub = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", HERE / "hub_config.py",
                 f"--JupyterHub.hub_port={port}", f"--port={free_port()}"],
                cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment(),
            )  # fmt: skip
        base = f"http://127.0.0.1:{port}"
        try:
            wait_until_up(hub, base, folder)
            yield base
        finally:
            hub.terminate()
            hub.wait()
            shutil.copy(f"{folder}/log", os.environ.get("PARITY_LOG", os.devnull))


def environment():
    kept = {name: value for name, value in os.environ.items() if "PROXY" not in name.upper()}
    # What goes through a set does so in the same order each time; times without a zone mean UTC.
    return {
        **kept,
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}",
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_up(hub, base, folder):
    limit = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < limit and hub.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{base}/hub/api/"):
            return
        time.sleep(0.2)
    raise SystemExit(f"JupyterHub did not start:\n{pathlib.Path(folder, 'log').read_text()}")


def record():
    seed.dump(HERE / "seed.sql")
    with real_hub() as base:
        play.record(play.Player(base), GOLDEN)


def check():
    """Ask a new hub, and fail where it does not say what is recorded."""
    with real_hub() as base:
        found = play.compare(play.Player(base), GOLDEN, play.Differences(None))
    if found:
        raise SystemExit(f"{found} answers are not the same twice")


def check_releases():
    for package, release in RELEASES.items():
        found = importlib.metadata.version(package)
        if found != release:
            raise SystemExit(f"{package} is {found}, and {release} is recorded")


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument(
        "--check", action="store_true", help="only compare a new hub with what is recorded"
    )
    only_check = arguments.parse_args().check
    check_releases()
    began = time.monotonic()
    if not only_check:
        record()
    check()
    print(f"the same as {GOLDEN}, after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
