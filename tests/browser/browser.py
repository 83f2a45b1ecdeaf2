"""Chromium without a screen, and what pages are looked at for."""

import json
import pathlib
import time

import axe_core_python
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

AXE = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations));
"""
PHONE, DESKTOP = (390, 844), (1280, 800)
PATIENCE = 20


class Browser:
    """A browser at a hub, in which nobody has signed in."""

    def __init__(self, hub, patience=PATIENCE):
        self.hub = hub.rstrip("/")
        self.patience = patience
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService("/usr/bin/chromedriver")
        self.driver = webdriver.Chrome(options=options, service=service)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

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
        wait = WebDriverWait(self.driver, self.patience, poll_frequency=0.1)
        return wait.until(lambda _: wanted(), f"{complaint}: {self.driver.current_url}")

    def sign_in(self, name, password):
        self.go("/hub/login")
        self.type("#username_input", name)
        self.type("#password_input", password)
        self.press("#login_submit")

    def look(self, size, dark):
        """See pages as on a screen of this size, in dark colours or light ones."""
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def faults(self, name):
        """What keeps people from using this page, in each size and colour."""
        found = []
        # A page that looks again by itself would do so in the middle.
        self.run("document.querySelector('[data-again]')?.removeAttribute('data-again')")
        self.run(AXE)
        for size in (DESKTOP, PHONE):
            for dark in (False, True):
                self.look(size, dark)
                time.sleep(0.2)
                where = f"{name}, {'dark' if dark else 'light'}, {size[0]} wide"
                for fault in self.driver.execute_async_script(RUN_AXE):
                    if fault["impact"] in ("serious", "critical"):
                        targets = [node["target"] for node in fault["nodes"]]
                        found.append(f"{where}: {fault['id']}: {targets}")
                if self.run("return document.documentElement.scrollWidth > window.innerWidth"):
                    found.append(f"{where}: it is wider than the screen")
        self.look(DESKTOP, False)
        return found

    def strangers(self):
        """What the page loaded from elsewhere."""
        loaded = self.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
        return [url for url in loaded if not url.startswith(self.hub)]

    def complaints(self):
        """What the browser holds against the pages so far: scripts that fail, what their policy forbids."""
        said = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        return [message for message in said if "Failed to load resource" not in message]


def stale(element):
    try:
        element.is_enabled()
        return False
    except Exception:
        return True
