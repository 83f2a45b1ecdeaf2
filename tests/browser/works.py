"""A newcomer opens the first link of a hub, chooses a password, computes 6*7 in a notebook of JupyterLab, saves it, stops
the server, does the same in a server that has a name, and signs out. The cookies that were kept open nothing then.

    works.py HUB LINK HOMES PICTURES
"""

import json
import pathlib
import sys
import time

from browser import Browser
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

HUB, LINK, HOMES, PICTURES = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])


def main():
    with Browser(HUB, patience=120) as browser:
        try:
            work(browser)
        except Exception:
            picture(browser, "failed")
            raise
        kept = browser.driver.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]
        browser.go("/hub/home")
        browser.press("#logout")
        assert "/hub/login" in browser.driver.current_url, browser.driver.current_url
    with Browser(HUB) as thief:
        opens_nothing(thief, kept)


def work(browser):
    browser.driver.get(LINK)
    browser.type("#username_input", "ada")
    for field in ("#new_password_input", "#password_again_input"):
        browser.type(field, "a horse and a battery")
    browser.press("input[type=submit]")
    compute_and_save(browser, "/user/ada/")
    browser.go("/hub/home")
    picture(browser, "home")
    browser.press("#stop")
    browser.until(lambda: browser.find("#start").text.startswith("Start"), "the server does not stop")
    browser.type("#new-server-name", "waiide")
    browser.press(".new-server-btn")
    compute_and_save(browser, "/user/ada/waiide/")
    browser.go("/hub/home")
    browser.press(".stop-server")
    browser.press(".start-server")
    browser.until(lambda: "/user/ada/waiide/lab" in browser.driver.current_url, "it does not start again")


def compute_and_save(browser, path):
    """Have a notebook compute, over the WebSocket of its kernel, and save it."""
    browser.until(lambda: path + "lab" in browser.driver.current_url, f"{path} does not open")
    # JupyterLab opens what was open before, in whichever server of the person.
    browser.go(path + "lab?reset")
    notebooks = set(HOMES.rglob("*.ipynb"))
    card = ".jp-LauncherCard[data-category=Notebook]"
    browser.until(lambda: browser.all(card), "there is no launcher")
    browser.find(card).click()
    cell = ".jp-Notebook .cm-content"
    browser.until(lambda: browser.all(cell), "there is no notebook")
    # What is run before there is a kernel, is never run.
    browser.until(lambda: "| Idle" in browser.find("#jp-main-statusbar").text, "there is no kernel")
    browser.find(cell).click()
    keys(browser, "6*7")
    keys(browser, Keys.SHIFT, Keys.ENTER)
    result = ".jp-OutputArea-executeResult"
    browser.until(lambda: any("42" in found.text for found in browser.all(result)), "6*7 comes to nothing")
    picture(browser, path.strip("/").replace("/", "-"))
    keys(browser, Keys.CONTROL, "s")
    browser.until(lambda: name_is_agreed(browser, notebooks), "the notebook is not saved")


def name_is_agreed(browser, before):
    """Whether the result is on disk; the name that JupyterLab asks for at the first time is the one it offers."""
    for button in browser.all(".jp-Dialog button.jp-mod-accept"):
        button.click()
    return any("42" in saved_result(notebook) for notebook in set(HOMES.rglob("*.ipynb")) - before)


def saved_result(notebook):
    cells = json.loads(notebook.read_text() or "{}").get("cells", [])
    outputs = cells[0].get("outputs") if cells else None
    return str(outputs[0].get("data")) if outputs else ""


def keys(browser, *pressed):
    """Press keys: those but the last are held down meanwhile."""
    chain = ActionChains(browser.driver)
    for held in pressed[:-1]:
        chain.key_down(held)
    chain.send_keys(pressed[-1])
    for held in pressed[:-1]:
        chain.key_up(held)
    chain.perform()


def opens_nothing(thief, cookies):
    """Whoever kept the cookies gets no further than to the sign-in."""
    thief.driver.execute_cdp_cmd("Network.setCookies", {"cookies": cookies})
    for path in ("/hub/home", "/hub/token", "/user/ada/waiide/lab", "/user/ada/waiide/api/contents"):
        thief.go(path)
        status = thief.run("return performance.getEntriesByType('navigation')[0].responseStatus")
        at_sign_in = "/hub/login" in thief.driver.current_url
        assert at_sign_in or status in (401, 403), f"{path} opens: {thief.driver.current_url}"


def picture(browser, name):
    browser.driver.save_screenshot(str(PICTURES / f"{name}.png"))


main()
