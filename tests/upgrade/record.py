"""Record databases that no release's own program leaves as a neat fixture:

    python3 tests/upgrade/record.py

* `tests/fixtures/db/0.5.0`, `0.6.1`, `0.7.2`: databases of releases whose schema nobody tagged. Each
  is made by the `orm.py` of that very release (from its wheel, with SQLAlchemy 1.3, the last that
  takes it). What becomes of it is recorded from JupyterHub 1.5.1, 3.1.1 and 6.1.1 in turn, each doing
  `upgrade-db` and opening the result. None of the later two can do it alone: the step to 2.0 wants
  the tables `services` and `spawners`, which `upgrade-db` does not make.
* `tests/fixtures/db/stopped/*.sqlite`: what the real upgrade of 6.1.1 leaves where it fails or is
  killed, and other databases that are not what their tag says. `tests/fixtures/db/stopped/README.md`
  says of each what it is.

Everything that is needed is installed into `target/recording`.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FIXTURES = ROOT / "tests/fixtures/db"
WORK = ROOT / "target/recording"
STOPPED_AT = [
    ("0.8.1", "1cebaf56856c"),
    ("1.0.0", "4dc2d5a8c53c"),
    ("2.3.1", "833da8570507"),
    ("4.1.6", "3c2384c5aae1"),
]
NOW_STAMPED = [["users", "created"], ["spawners", "started"]]


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    new = installed("6.1.1", "jupyterhub==6.1.1", "sqlalchemy==2.1.9", "alembic==1.20.1")
    middle = installed("1.5.1", "jupyterhub==1.5.1", "sqlalchemy==1.3.24", "alembic==1.7.7")
    later = installed("3.1.1", "jupyterhub==3.1.1", "sqlalchemy==1.4.54", "alembic==1.13.3")
    for release in ("0.5.0", "0.6.1", "0.7.2"):
        record_old(release, (middle, later, new))
    record_stopped(middle, later, new)


def installed(name, *packages, wheels_only=()):
    """The Python of a virtual environment that has `packages`."""
    folder = WORK / name
    python = folder / "bin/python"
    if not (folder / "done").exists():
        venv.create(folder, with_pip=True)
        pip = [python, "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, *packages], check=True)
        for package in wheels_only:
            subprocess.run([*pip, "--no-deps", package], check=True)
        (folder / "done").touch()
    return python


# Old releases


def record_old(release, path):
    python = installed(
        f"jupyterhub-{release}",
        *("sqlalchemy==1.3.24", "tornado", "traitlets"),
        wheels_only=[f"jupyterhub=={release}"],
    )
    folder = FIXTURES / release
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    database = folder / "jupyterhub.sqlite"
    sidecar = json.loads(run(python, HERE / "make_old.py", database))
    (folder / "sidecar.json").write_text(json.dumps(sidecar, indent=1, sort_keys=True) + "\n")

    upgraded = WORK / "upgraded.sqlite"
    shutil.copy(database, upgraded)
    for python in path:
        run(python, HERE / "real_upgrade.py", upgraded)
    answers = json.loads(run(path[-1], HERE / "answers.py", upgraded, folder / "sidecar.json"))
    recorded = {
        "answers": answers,
        "fresh_schema": json.loads((FIXTURES / "6.1.1/expected.json").read_text())["fresh_schema"],
        "jupyterhub": release,
        "opened": {"rows": rows_of(upgraded)},
        "reference": "6.1.1",
        "reference_path": [
            {"action": "upgrade-db and open", "jupyterhub": version}
            for version in ("1.5.1", "3.1.1", "6.1.1")
        ],
        "unordered_json": [],
        "volatile": NOW_STAMPED,
    }
    (folder / "expected.json").write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n")


def rows_of(path):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    new = json.loads((FIXTURES / "6.1.1/expected.json").read_text())["fresh_schema"]
    rows = {}
    for table, description in new.items():
        found = [
            # Columns that the reference leaves behind from old releases are no part of the result.
            {name: plain(row[name]) for name in row.keys() if name in description["columns"]}
            for row in connection.execute(f'SELECT * FROM "{table}"')
        ]
        for masked_table, column in NOW_STAMPED:
            if masked_table == table:
                for row in found:
                    row[column] = row[column] and {"$datetime": "any"}
        rows[table] = sorted(found, key=lambda row: json.dumps(row, sort_keys=True))
    return rows


def plain(value):
    return {"$blob": value.hex()} if isinstance(value, bytes) else value


# Upgrades that stopped


def record_stopped(middle, later, new):
    folder = FIXTURES / "stopped"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    about = [
        "# Databases that are not what their tag says",
        "",
        "Recorded by `tests/upgrade/record.py` from the real JupyterHub 6.1.1.",
        "",
        "| file | what it is |",
        "| --- | --- |",
    ]

    def keep(name, database, what):
        shrink(database, folder / f"{name}.sqlite")
        about.append(f"| `{name}.sqlite` | {what} |")

    for release in ("0.8.1", "2.3.1"):
        database = copied(release)
        run(new, HERE / "real_upgrade.py", database, may_fail=True)
        keep(f"{release}-failed", database, f"that of {release}, where `upgrade-db` fails")
    for release, at in STOPPED_AT:
        for number, (database, last) in enumerate(killed(new, release, at), 1):
            name = f"{release}-killed-{number}"
            keep(name, database, f"that of {release}, `upgrade-db` killed after `{last}`")
    database = copied("1.5.1")
    run(new, HERE / "real_upgrade.py", database, "--only")
    keep("1.5.1-unopened", database, "that of 1.5.1 after `upgrade-db`, before a hub made the tables that lack")
    for release, path in (
        ("0.5.0", {"1.5.1": middle, "3.1.1": later, "6.1.1": new}),
        ("0.7.2", {"1.5.1": middle, "3.1.1": later, "6.1.1": new}),
        ("0.8.1", {"3.1.1": later, "6.1.1": new}),
        ("1.0.0", {"6.1.1": new}),
    ):
        database = copied(release)
        for python in path.values():
            run(python, HERE / "real_upgrade.py", database)
        by = ", then ".join(path)
        keep(f"{release}-upgraded", database, f"that of {release} after `upgrade-db` of {by}, opened by a hub")
    for release in ("0.8.1", "1.0.0", "5.4.6", "6.1.1"):
        database = untagged(release)
        keep(f"{release}-untagged", database, f"that of {release} without its tag")
    for release in ("0.8.1", "1.0.0"):
        database = untagged(release)
        run(new, HERE / "real_upgrade.py", database, "--open")
        keep(
            f"{release}-stamped",
            database,
            f"that of {release} without its tag, which 6.1.1 tagged as its own and gave new tables",
        )
    (folder / "README.md").write_text("\n".join(about) + "\n")


def copied(release):
    database = WORK / "stopped.sqlite"
    shutil.copy(FIXTURES / release / "jupyterhub.sqlite", database)
    return database


def untagged(release):
    database = copied(release)
    connection = sqlite3.connect(database)
    connection.execute("DROP TABLE alembic_version")
    connection.close()
    return database


def killed(new, release, at):
    """Every state that the database has on disk while it is tagged `at`, and the statement before."""
    seen, number = set(), 0
    while True:
        number += 1
        database = copied(release)
        last = run(new, HERE / "real_upgrade.py", database, "--kill-after", str(number), may_fail=True)
        state = dump(database)
        if not last:
            return
        if f"'{at}'" in state and state not in seen and len(seen) > 0:
            yield database, last.strip()
        if f"'{at}'" in state:
            seen.add(state)


def dump(database):
    connection = sqlite3.connect(database)
    text = "\n".join(connection.iterdump())
    connection.close()
    return text


def shrink(database, target):
    shutil.copy(database, target)
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA page_size = 512")
    connection.execute("VACUUM")
    connection.close()


def run(python, *arguments, may_fail=False):
    environment = dict(os.environ, PATH=f"{Path(python).parent}:{os.environ['PATH']}")
    done = subprocess.run(
        [str(python), *map(str, arguments)], stdout=subprocess.PIPE, text=True, env=environment,
        stderr=subprocess.DEVNULL if may_fail else None,
    )
    if done.returncode and not may_fail:
        sys.exit(f"{arguments} ended with {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    main()
