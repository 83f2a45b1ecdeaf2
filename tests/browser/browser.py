"""Chromium without a screen, and what pages are looked at for."""

import base64
import json
import os
import pathlib
import re
import urllib.request

import axe_core_python
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

AXE = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations));
"""
# What a page owes to whoever hears it or has no mouse, of which axe says nothing or does not say it seriously.
ORDER = """
const wrong = [];
const count = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length;
for (const one of ["h1", "main", "header"]) if (count(one) !== 1) wrong.push(`it has ${count(one)} <${one}>`);
if (!document.title.trim()) wrong.push("it has no title");
if (document.querySelector("[tabindex]:not([tabindex='0'], [tabindex='-1'])")) wrong.push("it has an order of its own");
let level = 0;
for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
  if (!heading.checkVisibility()) continue;
  const next = Number(heading.tagName[1]);
  if (next > level + 1) wrong.push(`${heading.tagName} "${heading.textContent.trim()}" comes after H${level}`);
  level = next;
}
for (const one of document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")) {
  const { width, height } = one.getBoundingClientRect();
  const isInText = one.tagName === "A" && getComputedStyle(one).display === "inline";
  const isBox = one.matches("[type=checkbox], [type=radio]") && one.labels.length > 0;
  if (one.checkVisibility() && !one.matches(".skip-link") && !isBox && !isInText && (width < 24 || height < 24)) {
    wrong.push(`${one.outerHTML.slice(0, 80)} is ${width} by ${height}`);
  }
}
return wrong;
"""
# What is folded up is looked at, too.
FOLDS = "for (const one of document.querySelectorAll('details:not(.menu)')) one.open = arguments[0]"
PHONE, DESKTOP = (360, 740), (1280, 800)
PATIENCE = 20


class Browser:
    """A browser at a hub, in which nobody has signed in."""

    def __init__(self, hub, patience=PATIENCE):
        self.hub = hub.rstrip("/")
        self.patience = patience
        self.wrong = []
        self.seen = set()
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService("/usr/bin/chromedriver")
        self.driver = webdriver.Chrome(options=options, service=service)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            self.picture("failed")
        self.driver.quit()
        assert kind or not self.wrong, "\n".join(self.wrong)

    def go(self, path):
        self.driver.get(self.hub + path)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def press(self, selector):
        """Press what leads to another page, and wait for that."""
        before = self.find("html")
        self.find(selector).click()
        self.until(lambda: stale(before), f"`{selector}` leads nowhere")
        self.until(lambda: self.run("return document.readyState") == "complete", "the page does not load")

    def type(self, selector, text):
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def until(self, wanted, complaint):
        # What is shown anew may be so in the middle of a look at it.
        passing = [StaleElementReferenceException]
        wait = WebDriverWait(self.driver, self.patience, poll_frequency=0.1, ignored_exceptions=passing)
        return wait.until(lambda _: wanted(), f"{complaint}: {self.driver.current_url}")

    def sign_in(self, name, password):
        self.go("/hub/login")
        self.type("#username_input", name)
        self.type("#password_input", password)
        self.press("#login_submit")

    def ask(self, token, method, path, body=None):
        """What the hub's API answers whoever holds `token`."""
        request = urllib.request.Request(
            f"{self.hub}/hub/api{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")

    def look(self, size, dark):
        """See pages as on a screen of this size, in dark colours or light ones."""
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        # What moves from one colour to the other would be looked at on its way.
        media = {"prefers-color-scheme": "dark" if dark else "light", "prefers-reduced-motion": "reduce"}
        self.see_as(media)

    def see_as(self, media):
        features = [{"name": name, "value": value} for name, value in media.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def picture(self, name):
        """Keep a picture of the page, if somebody wants to look at it."""
        if folder := os.environ.get("PICTURES"):
            file = pathlib.Path(folder) / f"{re.sub('[^a-z0-9]+', '-', name.lower())}.png"
            whole = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
            file.write_bytes(base64.b64decode(whole["data"]))

    def page(self, name, words):
        """See that the page says `words`, and that nothing keeps people from using it."""
        assert name not in self.seen, f"{name} is looked at twice"
        self.seen.add(name)
        text = self.find("body").text
        found = [] if words in text else [f"`{words}` is not in {text!r}"]
        found += self.faults(name)
        found += [f"loads {url}" for url in self.strangers()]
        found += self.complaints()
        self.wrong.extend(f"{name}: {one}" for one in found)

    def faults(self, name):
        """What keeps people from using this page, in each size and colour."""
        found = []
        # A page that looks again by itself would do so in the middle.
        self.run("document.querySelector('[data-again]')?.removeAttribute('data-again')")
        self.run(FOLDS, True)
        self.run(AXE)
        for size in (DESKTOP, PHONE):
            for dark in (False, True):
                self.look(size, dark)
                where = f"{'dark' if dark else 'light'} {size[0]}"
                self.picture(f"{name} {where}")
                for fault in self.driver.execute_async_script(RUN_AXE):
                    if fault["impact"] != "minor":
                        targets = [node["target"] for node in fault["nodes"]]
                        found.append(f"{where}: {fault['id']}: {targets}")
                if self.run("return document.documentElement.scrollWidth > window.innerWidth"):
                    found.append(f"{where}: it is wider than the screen")
            found += [f"{size[0]} wide: {fault}" for fault in self.run(ORDER)]
        self.look(DESKTOP, False)
        self.run(FOLDS, False)
        return found

    def strangers(self):
        """What the page loaded from elsewhere."""
        loaded = self.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
        return [url for url in loaded if not url.startswith(self.hub)]

    def complaints(self):
        """What the browser holds against the pages so far: scripts that fail, what their policy forbids."""
        said = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        return [message for message in said if "Failed to load resource" not in message]


def focused(browser):
    return browser.driver.switch_to.active_element


def stale(element):
    try:
        element.is_enabled()
        return False
    except Exception:
        return True
