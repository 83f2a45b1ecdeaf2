"""Look at every page of the hub at the given URL: whether it can be used, and does what it says."""

import json
import sys
import urllib.request

from browser import Browser
from selenium.webdriver.common.keys import Keys

PASSWORD = "a password"
wrong = []


def look(browser, name, words):
    """See that the page says `words`, and nothing keeps people from using it."""
    text = browser.find("body").text
    if words not in text:
        wrong.append(f"{name}: `{words}` is not in {text!r}")
    wrong.extend(browser.faults(name))
    wrong.extend(f"{name}: loads {url}" for url in browser.strangers())
    wrong.extend(f"{name}: {complaint}" for complaint in browser.complaints())


def ask(browser, token, method, path, body):
    request = urllib.request.Request(
        f"{browser.hub}/hub/api{path}",
        method=method,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


def signing_in(browser):
    browser.go("/hub/login")
    look(browser, "login", "Sign in")
    browser.sign_in("ada", "another password")
    look(browser, "login, refused", "is wrong")
    assert browser.find("#username_input").get_attribute("value") == "ada"
    browser.go("/hub/nowhere")
    look(browser, "404, nobody", "There is no such page")
    browser.sign_in("ada", PASSWORD)


def starting(browser):
    look(browser, "spawn", "Choose how your server starts")
    browser.find("input[value=slow]").click()
    browser.press("#spawn_form [type=submit]")
    browser.until(lambda: browser.find("#progress-bar").get_attribute("aria-valuenow") != "0", "no progress")
    look(browser, "spawn-pending", "Your server is starting")
    browser.go("/hub/home")
    look(browser, "home, starting", "Starting")
    browser.press("#stop")
    browser.until(lambda: again(browser, "Did not start", "Stopped"), "it does not stop")
    browser.go("/hub/spawn")
    browser.find("input[value=broken]").click()
    browser.press("#spawn_form [type=submit]")
    browser.until(lambda: "did not start" in browser.find("body").text, "it does not fail")
    look(browser, "spawn, failed", "there is no memory left")
    browser.go("/hub/user/ada/lab")
    look(browser, "an address of a server that failed", "did not start")


def again(browser, *words):
    browser.go("/hub/home")
    text = browser.find("body").text
    return any(word in text for word in words)


def named_servers(browser):
    browser.go("/hub/home")
    browser.type("#new-server-name", "Zoë's Thesis")
    browser.press(".new-server-btn")
    look(browser, "spawn, named", "Choose how your server starts")
    browser.go("/hub/home")
    look(browser, "home, named", "Zoë's Thesis")
    browser.go("/hub/user/ada/zo-s-thesis/lab")
    look(browser, "not running", "is stopped")
    browser.go("/hub/home")
    browser.run("window.confirm = () => true")
    browser.press(".delete-server")
    assert "Zoë's Thesis" not in browser.find("main").text


def tokens(browser):
    browser.go("/hub/token")
    look(browser, "token", "New token")
    browser.type("#token-note", "a <script>")
    browser.find("#allows-chosen").click()
    browser.find("#scope-search").send_keys("share")
    shown = [item.text for item in browser.all("#scope-tree > ul > li") if item.is_displayed()]
    hidden = browser.all("#scope-tree li[hidden]")
    assert hidden and shown and all("share" in text.lower() for text in shown), shown
    browser.find("#scope-search").clear()
    look(browser, "token, choosing", "Only what I choose here")
    browser.find("#allows-all").click()
    browser.press("#request-token-form [type=submit]")
    look(browser, "token, made", "Your new token")
    token = browser.find("#token-result").get_attribute("value")
    assert ask_user(browser, token) == "ada"
    return token


def ask_user(browser, token):
    request = urllib.request.Request(f"{browser.hub}/hub/api/user", headers={"Authorization": f"token {token}"})
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())["name"]


def choosing_by_keyboard(browser):
    """Choose what a token may do without a mouse; where one is, is seen at each step."""
    browser.go("/hub/token")
    browser.find("#token-note").click()
    steps = (
        (Keys.TAB, "token-expiration-seconds"), (Keys.TAB, "allows-all"), (Keys.ARROW_DOWN, "allows-chosen"),
        (Keys.TAB, None), (Keys.TAB, "scope-search"), ("admin:users", "scope-search"), (Keys.TAB, "scope-admin:users"),
    )  # fmt: skip
    for pressed, reached in steps:
        focused(browser).send_keys(pressed)
        here = focused(browser)
        assert reached in (None, here.get_attribute("id")), f"{reached}: {here.get_attribute('outerHTML')}"
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


def focused(browser):
    return browser.driver.switch_to.active_element


def administration(browser):
    browser.go("/hub/admin")
    look(browser, "admin", "Add people")
    browser.type("#new-names", "cyd, dora eve")
    browser.press("#add-users [type=submit]")
    shown = [row.get_attribute("data-user") for row in browser.all(".user-row")]
    assert shown[:3] == ["eve", "dora", "cyd"], shown
    browser.type("#new-names", "no/name")
    browser.press("#add-users [type=submit]")
    look(browser, "admin, refused", "no/name")
    browser.type("#name-filter", "DO")
    browser.press(".filters [type=submit]")
    assert [row.get_attribute("data-user") for row in browser.all(".user-row")] == ["dora"]
    browser.press(".start-server")
    look(browser, "admin, starting", "Starting")
    # Rows that somebody is at stay as they are.
    browser.run("document.querySelector('.stop-server').focus()")
    browser.press(".stop-server")
    browser.run("window.seen = true")
    browser.until(lambda: "Stopped" in browser.find("#admin-users").text, "what was started does not stop")
    assert browser.run("return window.seen"), "the whole page was loaded again"
    accounts(browser)
    groups(browser)
    browser.go("/hub/admin")
    browser.press("#shutdown button")
    look(browser, "admin, shutting down", "Shut the hub down?")
    browser.press("#confirm a.btn")
    assert browser.all("#admin-users")


def accounts(browser):
    browser.go("/hub/admin?name_filter=eve")
    menu = browser.find(".user-row details.menu summary")
    menu.send_keys(Keys.ENTER, Keys.TAB)
    assert "administrator" in focused(browser).text, focused(browser).text
    browser.press(".user-row button[value=make-admin]")
    look(browser, "admin, asked", "Make eve an administrator?")
    browser.press("#confirm [type=submit]")
    assert "Administrator" in browser.find(".user-row").text
    browser.find(".user-row details.menu summary").click()
    browser.press(".delete-user")
    look(browser, "admin, deleting", "Delete eve?")
    browser.press("#confirm [type=submit]")
    assert not browser.all(".user-row")
    look(browser, "admin, nobody", "Nobody is like that.")


def groups(browser):
    browser.go("/hub/admin/groups")
    look(browser, "groups, none", "There are no groups yet.")
    browser.type("#new-names", "math 101")
    browser.press("#add-groups [type=submit]")
    look(browser, "group, empty", "Nobody is in it.")
    browser.type("#new-names", "cyd dora")
    browser.press("#add-members [type=submit]")
    look(browser, "group", "Take out")
    browser.press(".remove-member")
    assert len(browser.all(".remove-member")) == 1
    browser.type("#properties-input", '{"room": ')
    browser.press("#properties [type=submit]")
    look(browser, "group, refused", "The properties are no JSON object")
    browser.type("#properties-input", '{"room": "E 12"}')
    browser.press("#properties [type=submit]")
    assert '"room": "E 12"' in browser.find("#properties-input").get_attribute("value")
    browser.go("/hub/admin/groups")
    look(browser, "groups", "math 101")
    browser.press("#admin-groups a")
    browser.press("#delete-group button")
    browser.press("#confirm [type=submit]")
    look(browser, "groups, none left", "There are no groups yet.")


def invitations(browser, token):
    ask(browser, token, "POST", "/users", {"usernames": ["bob"]})
    ask(browser, token, "PUT", "/users/bob/servers/lab", {})
    code = ask(browser, token, "POST", "/share-codes/bob/lab", {})["code"]
    browser.go(f"/hub/accept-share?code={code}")
    look(browser, "accept-share", "invites you")
    browser.go("/hub/accept-share?code=none")
    look(browser, "accept-share, gone", "This invitation does not exist")


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
    browser.find("#dark-theme-toggle").click()


def signing_out(browser):
    browser.press("#logout")
    look(browser, "after signing out", "Sign in")
    browser.go("/hub/home")
    assert "/hub/login?next=" in browser.driver.current_url


with Browser(sys.argv[1]) as browser:
    signing_in(browser)
    starting(browser)
    named_servers(browser)
    invitations(browser, tokens(browser))
    revoking(browser)
    choosing_by_keyboard(browser)
    administration(browser)
    colours(browser)
    signing_out(browser)
assert not wrong, "\n".join(wrong)
