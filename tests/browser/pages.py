"""Look at the pages that somebody meets at the hub at the given URL: whether they can be used, and do what they say.

    pages.py HUB
"""

import sys
import urllib.error

from browser import DESKTOP, Browser, focused
from selenium.webdriver.common.keys import Keys

PASSWORD = "a password"


def signing_in(browser):
    browser.go("/hub/login")
    browser.page("login", "Sign in")
    browser.sign_in("ada", "another password")
    browser.page("login, refused", "is wrong")
    assert browser.find("#username_input").get_attribute("value") == "ada"
    browser.go("/hub/nowhere")
    browser.page("404, nobody", "There is nothing here")
    browser.sign_in("ada", PASSWORD)


def starting(browser):
    browser.page("spawn", "Choose how your server starts")
    browser.find("input[value=slow]").click()
    browser.press("#spawn_form [type=submit]")
    browser.until(lambda: browser.find("#progress-bar").get_attribute("aria-valuenow") != "0", "no progress")
    browser.page("spawn-pending", "Your server is starting")
    in_colours_of_their_own(browser)
    browser.go("/hub/home")
    browser.page("home, starting", "Starting")
    what_is_told(browser)
    browser.go("/hub/spawn")
    browser.find("input[value=broken]").click()
    browser.press("#spawn_form [type=submit]")
    browser.until(lambda: "did not start" in browser.find("body").text, "it does not fail")
    browser.page("spawn, failed", "there is no memory left")
    browser.go("/hub/user/ada/lab")
    browser.page("an address of a server that failed", "did not start")


def in_colours_of_their_own(browser):
    """Whoever has the browser use colours that they need sees how far the start is."""
    browser.see_as({"forced-colors": "active"})
    browser.picture("spawn-pending, forced colours")
    ground = "return getComputedStyle(document.querySelector(arguments[0])).backgroundColor"
    assert browser.run(ground, "#progress-bar") != browser.run(ground, "body"), "the bar is not seen"
    browser.look(DESKTOP, False)


def what_is_told(browser):
    """A start is cancelled, and the page says what becomes of it, without being loaded again."""
    browser.go("/hub/home")
    browser.run("document.getElementById('start').focus()")
    browser.run("window.seen = true; window.hub.api('DELETE', 'users/ada/server')")
    told = "main > [role=status]"
    over = ("Default server: Did not start.", "Default server: Stopped.")
    browser.until(lambda: browser.find(told).get_attribute("textContent") in over, "nothing is told of its end")
    assert browser.run("return window.seen"), "the whole page was loaded again"
    assert focused(browser).get_attribute("id") == "start", "whoever was at a button is not there any more"


def named_servers(browser):
    browser.go("/hub/home")
    browser.type("#new-server-name", "Zoë's Thesis")
    browser.press(".new-server-btn")
    browser.page("spawn, named", "Choose how your server starts")
    browser.go("/hub/home")
    browser.page("home, named", "Zoë's Thesis")
    browser.go("/hub/user/ada/zo-s-thesis/lab")
    browser.page("not running", "is stopped")
    browser.go("/hub/home")
    browser.run("window.confirm = () => true")
    browser.press(".delete-server")
    assert "Zoë's Thesis" not in browser.find("main").text


def tokens(browser):
    browser.go("/hub/token")
    browser.page("token", "New token")
    browser.type("#token-note", "a <script>")
    browser.find("#allows-chosen").click()
    browser.find("#scope-search").send_keys("share")
    shown = [item.text for item in browser.all("#scope-tree > ul > li") if item.is_displayed()]
    hidden = browser.all("#scope-tree li[hidden]")
    assert hidden and shown and all("share" in text.lower() for text in shown), shown
    browser.find("#scope-search").clear()
    browser.page("token, choosing", "Only what I choose here")
    browser.find("#allows-all").click()
    browser.press("#request-token-form [type=submit]")
    browser.page("token, made", "Your new token")
    token = browser.find("#token-result").get_attribute("value")
    assert browser.ask(token, "GET", "/user")["name"] == "ada"
    return token


def choosing_by_keyboard(browser):
    """Choose what a token may do without a mouse; where one is, is seen at each step."""
    browser.go("/hub/token")
    browser.find("#token-note").click()
    steps = (
        (Keys.TAB, "token-expiration-seconds"), (Keys.TAB, "allows-all"), (Keys.ARROW_DOWN, "allows-chosen"),
        (Keys.TAB, "scope-search"), ("admin:users", "scope-search"), (Keys.TAB, "scope-admin:users"),
    )  # fmt: skip
    for pressed, reached in steps:
        focused(browser).send_keys(pressed)
        here = focused(browser)
        assert reached == here.get_attribute("id"), f"{reached}: {here.get_attribute('outerHTML')}"
        seen = browser.run("const of = getComputedStyle(arguments[0]); return of.outlineStyle", here)
        assert seen != "none", f"the focus on {reached} is not seen"
    focused(browser).send_keys(Keys.SPACE)
    box = browser.find("[id='scope-admin:users']")
    below = box.find_element("xpath", "ancestor::li[1]").find_elements("css selector", ":scope > ul input")
    assert box.is_selected() and below and not any(inner.is_enabled() for inner in below)
    browser.find("#request-token-form [type=submit]").send_keys(Keys.ENTER)
    told = "#api-tokens-table .token-scope"
    browser.until(lambda: browser.all("#token-result") and browser.all(told), "no token is made by keyboard")
    assert "admin:users" in [scope.get_attribute("textContent") for scope in browser.all(told)]


def choosing_without_scripts(browser):
    """What a token may do is chosen where that is asked for, and the token does that."""
    scripts = "Emulation.setScriptExecutionDisabled"
    browser.driver.execute_cdp_cmd(scripts, {"value": True})
    browser.go("/hub/token")
    box = "[id='scope-list:users']"
    assert not browser.find(box).is_displayed()
    browser.find("#allows-chosen").click()
    browser.type("#token-note", "of no script")
    browser.find(box).click()
    browser.find("#request-token-form [type=submit]").click()
    browser.until(lambda: browser.all("#token-result"), "no token is made without scripts")
    token = browser.find("#token-result").get_attribute("value")
    browser.driver.execute_cdp_cmd(scripts, {"value": False})
    assert browser.ask(token, "GET", "/users"), "it does not do what was chosen"
    try:
        browser.ask(token, "POST", "/users/ada/tokens", {})
    except urllib.error.HTTPError as refused:
        assert refused.code in (403, 404), refused.code
    else:
        raise AssertionError("it does more than was chosen")


def invitations(browser, token):
    browser.ask(token, "POST", "/users", {"usernames": ["bob"]})
    browser.ask(token, "PUT", "/users/bob/servers/lab", {})
    code = browser.ask(token, "POST", "/share-codes/bob/lab", {})["code"]
    browser.go(f"/hub/accept-share?code={code}")
    browser.page("accept-share", "invites you")
    browser.go("/hub/accept-share?code=none")
    browser.page("accept-share, gone", "This invitation does not exist")


def servers_that_fail(browser, token):
    """One that takes long to stop, and one that nobody hears of once it was ready."""
    browser.ask(token, "POST", "/users/ada/servers/brief", {"profile": "brief"})
    browser.until(lambda: browser.ask(token, "GET", "/users/ada")["servers"]["brief"]["ready"], "it is not ready")
    browser.go("/hub/home")
    browser.page("home, running", "Running")
    browser.go("/user/ada/brief/lab")
    browser.page("503, a server that does not answer", "start it anew")
    browser.ask(token, "DELETE", "/users/ada/servers/brief")
    browser.ask(token, "POST", "/users/ada/servers/stubborn", {"profile": "stubborn"})
    browser.ask(token, "DELETE", "/users/ada/servers/stubborn")
    browser.go("/hub/spawn-pending/ada/stubborn")
    browser.page("stop-pending", "is stopping")
    motion = browser.run("return getComputedStyle(document.querySelector('.spinner')).animationName")
    assert motion == "breathe", "what moves does not heed who cannot bear it"
    browser.go("/hub/home")
    browser.page("home, stopping", "Stopping")


def consent(browser):
    asked = "client_id=service-grades&response_type=code&redirect_uri=%2Fservices%2Fgrades%2Foauth_callback"
    browser.go(f"/hub/api/oauth2/authorize?{asked}")
    browser.page("consent", "asks to act in your name")
    browser.press("main [type=submit]")
    # Nobody is there to be told that it was allowed.
    browser.page("503, a service that does not answer", "The service does not answer")


def revoking(browser):
    browser.go("/hub/token")
    browser.run("window.confirm = () => false")
    browser.find(".revoke-token-btn").click()
    assert "a <script>" in browser.find("main").text
    browser.run("window.confirm = () => true")
    browser.press(".revoke-token-btn")
    assert "a <script>" not in browser.find("main").text


def colours(browser):
    browser.go("/hub/home")
    ground = "return getComputedStyle(document.body).backgroundColor"
    before = browser.run(ground)
    browser.find("#dark-theme-toggle").click()
    assert browser.run(ground) != before
    browser.go("/hub/token")
    assert browser.run(ground) != before, "what was chosen is forgotten"
    browser.run("localStorage.clear()")


def signing_out(browser):
    browser.press("#logout")
    browser.page("after signing out", "Sign in")
    browser.go("/hub/home")
    assert "/hub/login?next=" in browser.driver.current_url


with Browser(sys.argv[1]) as browser:
    signing_in(browser)
    starting(browser)
    named_servers(browser)
    token = tokens(browser)
    invitations(browser, token)
    servers_that_fail(browser, token)
    revoking(browser)
    choosing_by_keyboard(browser)
    choosing_without_scripts(browser)
    consent(browser)
    colours(browser)
    signing_out(browser)
