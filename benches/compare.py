#!/usr/bin/env python3
"""Measure hubctl's commands on a large hub's database beside JupyterHub's own (standard library).

    python3 benches/compare.py target/benches/hub.sqlite \\
        --hubctl target/release/hubctl --jupyterhub path/to/venv

Each command runs start to finish on a copy of the database made for that run, and the commands
take turns, so that all see the same machine. Prints a Markdown table: median [least – most] of wall
time and of processor time, and of peak memory. Memory is that of a second run, under GNU `time`:
the kernel counts the memory of the process that starts another as that other's, and only `time` is
small enough not to show. Without it the column stays empty.

A command that fails ends the measurement: a figure of something that did not happen is none.
"""

import argparse
import dataclasses
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

GNU_TIME = shutil.which("time")
CONFIG = "c.JupyterHub.db_url = 'sqlite:///hub.sqlite'\n"


@dataclasses.dataclass
class Case:
    """A command, run in a directory with `hub.sqlite`; `answers` are the exit codes it may end with."""

    name: str
    command: list[str]
    answers: tuple[int, ...] = (0,)
    wall: list[float] = dataclasses.field(default_factory=list)
    processor: list[float] = dataclasses.field(default_factory=list)
    memory: list[float] = dataclasses.field(default_factory=list)


def cases(hubctl, jupyterhub):
    found = []
    if shutil.which("sqlite3"):
        one = "SELECT id FROM users WHERE name = 'user25000'"
        found.append(Case("`sqlite3`, one select (the floor)", ["sqlite3", "hub.sqlite", one]))
    if hubctl:
        on = [str(hubctl), "--db", "hub.sqlite"]
        server = ["--on", "server=user25001/"]
        found += [
            Case("`hubctl --version`", [str(hubctl), "--version"]),
            Case("`hubctl token new user25000 --inherit`", [*on, "token", "new", "user25000", "--inherit"]),
            Case("`hubctl users list -o json`", [*on, "users", "list", "-o", "json"]),
            Case("`hubctl roles explain user user25000`", [*on, "roles", "explain", "user", "user25000"]),
            Case("`hubctl can user25000 access:servers`", [*on, "can", "user25000", "access:servers", *server], (0, 1)),
        ]  # fmt: skip
    if jupyterhub:
        program = jupyterhub / "bin" / "jupyterhub"
        found.append(Case("`jupyterhub token user25000`", [str(program), "token", "user25000"]))
    return found


def run(command, folder):
    """Run to the end; returns exit code, wall and processor seconds, and what it said on stderr."""
    with tempfile.TemporaryFile() as talk:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=talk
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        talk.seek(0)
        said = talk.read().decode(errors="replace")
    return process.returncode, wall, usage.ru_utime + usage.ru_stime, said


def on_a_copy(case, command, database):
    with tempfile.TemporaryDirectory(prefix="hubctl-bench-") as folder:
        copy = pathlib.Path(folder) / "hub.sqlite"
        shutil.copy(database, copy)
        # Else the first commit on it waits for the whole copy to reach the disk.
        with copy.open("rb") as written:
            os.fsync(written.fileno())
        (pathlib.Path(folder) / "jupyterhub_config.py").write_text(CONFIG)
        code, wall, processor, said = run(command, folder)
    if code not in case.answers:
        sys.exit(f"{case.name} ended with {code}:\n{said}")
    return wall, processor, said


def measure(case, database):
    wall, processor, _ = on_a_copy(case, case.command, database)
    case.wall.append(wall * 1e3)
    case.processor.append(processor * 1e3)
    if GNU_TIME:
        timed = [GNU_TIME, "-f", "%M", *case.command]
        _, _, said = on_a_copy(case, timed, database)
        case.memory.append(int(said.split()[-1]) / 1e3)


def figure(samples):
    if not samples:
        return ""
    return f"{statistics.median(samples):,.1f} [{min(samples):,.1f} – {max(samples):,.1f}]"


def existing(path):
    if not pathlib.Path(path).exists():
        raise argparse.ArgumentTypeError(f"`{path}` does not exist")
    return pathlib.Path(path).absolute()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("database", type=existing, help="what generate.py wrote")
    parser.add_argument("--hubctl", type=existing, metavar="BINARY")
    parser.add_argument("--jupyterhub", type=existing, metavar="VENV")
    parser.add_argument("--repeat", type=int, default=11)
    parser.add_argument("--only", default="", metavar="TEXT", help="cases with this in their name")
    given = parser.parse_args()
    chosen = [case for case in cases(given.hubctl, given.jupyterhub) if given.only in case.name]
    for number in range(given.repeat):
        print(f"run {number + 1} of {given.repeat}", file=sys.stderr)
        for case in chosen:
            measure(case, given.database)
    print(f"| median [least – most] of {given.repeat} | wall ms | processor ms | peak memory MB |")
    print("| --- | --- | --- | --- |")
    for case in chosen:
        figures = map(figure, (case.wall, case.processor, case.memory))
        print(f"| {case.name} | " + " | ".join(figures) + " |")


if __name__ == "__main__":
    main()
