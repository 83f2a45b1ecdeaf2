"""Look at the pages of accounts of the hub's own, where people have one server and a form of the site's.

    accounts.py HUB LINK HUBCTL FOLDER
"""

import json
import subprocess
import sys

from browser import Browser, focused
from selenium.webdriver.common.keys import Keys

HUB, LINK, HUBCTL, FOLDER = sys.argv[1:]
PASSWORD, OTHER = "a horse and a battery", "a battery and a horse"


def choose(browser, password, again):
    browser.type("#new_password_input", password)
    browser.type("#password_again_input", again)
    browser.press("main form [type=submit]")


def first_administrator(browser):
    browser.driver.get(LINK)
    browser.page("invitation of the first administrator", "Administer this hub")
    assert focused(browser).get_attribute("id") == "username_input"
    browser.type("#username_input", "ada")
    choose(browser, PASSWORD, OTHER)
    browser.page("invitation, refused", "not typed the same twice")
    browser.type("#username_input", "ada")
    choose(browser, PASSWORD, PASSWORD)


def one_server(browser):
    browser.go("/hub/spawn")
    browser.page("spawn, a form of the site", "Memory")
    browser.go("/hub/home")
    browser.page("home, one server", "My server")


def password(browser):
    browser.press("#change-password")
    browser.page("change password", "Change your password")
    browser.type("#old_password_input", "no idea")
    choose(browser, OTHER, OTHER)
    browser.page("change password, refused", "The present password is another")
    browser.type("#old_password_input", PASSWORD)
    choose(browser, OTHER, OTHER)
    browser.page("password changed", "Your password is changed")


def signing_up(browser):
    browser.press("#logout")
    browser.page("login, of a hub that keeps accounts", "Ask for one")
    browser.press("main form a")
    browser.page("sign-up", "Ask for an account")
    browser.type("#username_input", "ada")
    choose(browser, PASSWORD, PASSWORD)
    browser.page("sign-up, refused", "ada")
    browser.type("#username_input", "bob")
    choose(browser, PASSWORD, PASSWORD)
    browser.page("awaiting approval", "must approve it")
    browser.sign_in("bob", PASSWORD)
    browser.page("login, not approved yet", "Sign in")


def invitation(browser):
    command = [HUBCTL, "users", "invite", "cyd", "-o", "json"]
    told = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=True).stdout
    link = json.loads(told)["link"]
    browser.driver.get(link)
    browser.page("invitation", "Welcome, cyd")
    choose(browser, PASSWORD, PASSWORD)
    browser.driver.get(link)
    browser.page("invitation, used already", "used already")
    browser.go("/hub/logout")


def by_keyboard(browser):
    """Where one is, is seen at each step, and the steps go down the page."""
    browser.go("/hub/login")
    focused(browser).send_keys("cyd", Keys.TAB, PASSWORD, Keys.TAB, Keys.SPACE)
    assert browser.find("#password_input").get_attribute("type") == "text", "the password cannot be shown"
    focused(browser).send_keys(Keys.TAB)
    assert focused(browser).get_attribute("id") == "login_submit"
    browser.press("#login_submit")
    browser.go("/hub/home")
    browser.find("body").send_keys(Keys.TAB)
    first = focused(browser)
    assert "skip-link" in first.get_attribute("class") and first.rect["y"] >= 0, "nothing leads past the banner"
    first.send_keys(Keys.ENTER)
    focused(browser).send_keys(Keys.TAB)
    assert focused(browser).get_attribute("id") == "start", focused(browser).get_attribute("outerHTML")
    browser.press("#logout")


def too_often(browser):
    for _ in range(12):
        browser.sign_in("ada", "guessed")
        if "wrong" not in browser.find("main").text:
            break
    browser.page("login, too often", "again in")


with Browser(HUB) as browser:
    first_administrator(browser)
    one_server(browser)
    password(browser)
    signing_up(browser)
    invitation(browser)
    by_keyboard(browser)
    too_often(browser)
