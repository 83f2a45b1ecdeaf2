"""Look at the pages of whoever administers the hub at the given URL.

    administration.py HUB
"""

import sys

from browser import Browser, focused
from selenium.webdriver.common.keys import Keys

PASSWORD = "a password"


def administration(browser):
    browser.go("/hub/admin")
    browser.page("admin", "Add people")
    browser.type("#new-names", "cyd, dora eve")
    browser.press("#add-users [type=submit]")
    shown = [row.get_attribute("data-user") for row in browser.all(".user-row")]
    assert shown[:3] == ["eve", "dora", "cyd"], shown
    browser.type("#new-names", "no/name")
    browser.press("#add-users [type=submit]")
    browser.page("admin, refused", "no/name")
    browser.type("#name-filter", "DO")
    browser.press(".filters [type=submit]")
    assert [row.get_attribute("data-user") for row in browser.all(".user-row")] == ["dora"]
    browser.press(".choose-options")
    browser.page("admin, spawn of somebody", "This server is dora's.")
    browser.go("/hub/admin?name_filter=DO")
    browser.press(".start-server")
    browser.page("admin, starting", "Starting")
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
    browser.page("admin, shutting down", "Shut the hub down?")
    browser.press("#confirm a.btn")
    assert browser.all("#admin-users")


def accounts(browser):
    browser.go("/hub/admin?name_filter=eve")
    menu = browser.find(".user-row details.menu summary")
    menu.send_keys(Keys.ENTER, Keys.TAB)
    assert "Rename eve" in focused(browser).text, focused(browser).text
    browser.press(".user-row .rename-user")
    browser.page("admin, renaming", "Rename eve")
    assert focused(browser).get_attribute("id") == "field"
    browser.type("#field", "dora")
    browser.press("#confirm [type=submit]")
    browser.page("admin, renaming refused", "dora")
    browser.type("#field", "Yve")
    browser.press("#confirm [type=submit]")
    browser.go("/hub/admin?name_filter=yve")
    assert [row.get_attribute("data-user") for row in browser.all(".user-row")] == ["yve"]
    browser.find(".user-row details.menu summary").click()
    browser.press(".user-row button[value=make-admin]")
    browser.page("admin, asked", "Make yve an administrator?")
    browser.press("#confirm [type=submit]")
    assert "Administrator" in browser.find(".user-row").text
    browser.find(".user-row details.menu summary").click()
    browser.press(".delete-user")
    browser.page("admin, deleting", "Delete yve?")
    browser.press("#confirm [type=submit]")
    assert not browser.all(".user-row")
    browser.page("admin, nobody", "Nobody is like that.")


def groups(browser):
    browser.go("/hub/admin/groups")
    browser.page("groups, none", "There are no groups yet.")
    browser.type("#new-names", "math 101")
    browser.press("#add-groups [type=submit]")
    browser.page("group, empty", "Nobody is in it.")
    browser.type("#new-names", "cyd dora")
    browser.press("#add-members [type=submit]")
    browser.page("group", "Take out")
    browser.type("#new-names", " ".join(f"pupil-{number}" for number in range(60)))
    browser.press("#add-members [type=submit]")
    browser.page("group, of nobody", "pupil-0")
    browser.go("/hub/admin/groups/math%20101")
    browser.press(".remove-member")
    assert len(browser.all(".remove-member")) == 1
    browser.type("#properties-input", '{"room": ')
    browser.press("#properties [type=submit]")
    browser.page("group, refused", "The properties are no JSON object")
    browser.type("#properties-input", '{"room": "E 12"}')
    browser.press("#properties [type=submit]")
    assert '"room": "E 12"' in browser.find("#properties-input").get_attribute("value")
    browser.go("/hub/admin/groups")
    browser.page("groups", "math 101")
    browser.press("#admin-groups a")
    browser.press("#delete-group button")
    browser.press("#confirm [type=submit]")
    browser.page("groups, none left", "There are no groups yet.")


with Browser(sys.argv[1]) as browser:
    browser.sign_in("ada", PASSWORD)
    administration(browser)
