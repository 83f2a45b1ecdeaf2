"""Somebody runs `hubctl login --browser`: they sign in, are asked, agree, and the command line is signed in. The next
time they do not agree, and it is not.

    login.py HUB HUBCTL FOLDER
"""

import os
import pathlib
import subprocess
import sys
import time

from browser import Browser

HUB, HUBCTL, FOLDER = sys.argv[1].rstrip("/"), sys.argv[2], pathlib.Path(sys.argv[3])


class Command:
    """Somebody at a command line, whose files are in a folder of their own."""

    def __init__(self, name):
        self.folder = FOLDER / name
        self.folder.mkdir()
        self.told = self.folder / "told"
        self.environment = {
            "PATH": f"{FOLDER}:{os.environ['PATH']}",
            "XDG_CONFIG_HOME": str(self.folder),
            "TOLD": str(self.told),
        }

    def begin(self, *words):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([HUBCTL, *words], env=self.environment, stderr=pipe, text=True)

    def where_to(self):
        """Where it has the browser go."""
        for _ in range(200):
            if self.told.exists():
                return self.told.read_text()
            time.sleep(0.1)
        raise AssertionError("no browser was opened")

    def end(self):
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said

    def run(self, *words):
        done = subprocess.run([HUBCTL, *words], env=self.environment, capture_output=True, text=True)
        return done.returncode, done.stdout


def main():
    with Browser(HUB) as browser:
        agrees(browser)
        does_not_agree(browser)
        assert not browser.complaints(), browser.complaints()


def agrees(browser):
    command = Command("agrees")
    command.begin("login", HUB, "--browser", "--scope", "self")
    browser.driver.get(command.where_to())
    # Nobody has signed in to the hub in this browser yet.
    browser.type("#username_input", "ada")
    browser.type("#password_input", "any")
    browser.press("#login_submit")
    asked = browser.find("main").text
    assert "hubctl" in asked and "http://127.0.0.1:" in asked, asked
    assert not browser.faults("the consent"), browser.faults("the consent")
    browser.press("button[type=submit]")
    assert browser.driver.current_url.startswith("http://127.0.0.1:"), browser.driver.current_url
    assert "Go back to the command line" in browser.find("body").text
    status, said = command.end()
    assert status == 0 and f"signed in to `{HUB}` as user `ada`" in said, said
    assert "the token allows" in said, said
    assert command.run("whoami", "-o", "name") == (0, "ada\n")


def does_not_agree(browser):
    command = Command("does-not-agree")
    command.begin("login", HUB, "--browser", "--scope", "inherit")
    # Whoever has signed in is asked all the same.
    browser.driver.get(command.where_to())
    browser.press(".actions a")
    assert "Nobody was signed in" in browser.find("body").text
    status, said = command.end()
    assert status == 4 and "nobody is signed in" in said, said
    assert command.run("profiles", "list", "-o", "name") == (0, "")


main()
