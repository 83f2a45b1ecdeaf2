"""Look at what people are told who cannot have what they ask for, at a hub whose page of tokens is broken.

    refusals.py HUB
"""

import sys

from browser import Browser

HUB = sys.argv[1]


def status(browser):
    return browser.run("return performance.getEntriesByType('navigation')[0].responseStatus")


def refused(browser, code, name, words):
    assert status(browser) == code, f"{name}: {status(browser)}"
    browser.page(f"{code}, {name}", words)


def sign_in(browser, name):
    browser.go("/hub/login")
    browser.type("#username_input", name)
    browser.find("#login_terms_checkbox").click()
    browser.press("#login_submit")


def pages(browser):
    browser.go("/hub/login")
    browser.page("login, announced and with terms", "terms of use")
    sign_in(browser, "bob")
    browser.go("/hub/nowhere")
    refused(browser, 404, "somebody", "There is nothing here")
    browser.go("/hub/admin")
    refused(browser, 403, "a page for others", "Your account does not allow that")
    browser.go("/user/ada/lab")
    refused(browser, 404, "the server of somebody else", "ask them to share it with you")
    browser.go("/hub/home")
    browser.run("document.querySelector('main [name=_xsrf]').value = 'another'")
    browser.press("main form [type=submit]")
    refused(browser, 403, "a form of another page", "Load the page anew")
    browser.go("/hub/token")
    refused(browser, 500, "a page that is broken", "Something went wrong")
    for code in (404, 500, 503):
        browser.go(f"/hub/error/{code}")
        browser.page(f"for a proxy in front, {code}", "What you can do")


def too_many(browser):
    """One is starting, and no more may at once."""
    browser.go("/hub/spawn")
    browser.until(lambda: browser.all("#progress-bar"), "it does not start")
    with Browser(HUB) as another:
        sign_in(another, "cyd")
        another.go("/hub/spawn")
        refused(another, 429, "too many starts", "Start yours then")


def signing_out(browser):
    browser.press("#logout")
    browser.page("logout", "You are signed out")


with Browser(HUB) as browser:
    pages(browser)
    too_many(browser)
    signing_out(browser)
