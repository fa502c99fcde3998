# SPDX-License-Identifier: MIT
"""A headless Chromium that tells what a page asked for and complained about."""

import json
import tempfile
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,800",
]


class Browser:
    """One Chromium with a profile of its own; a context manager."""

    def __init__(self, scripts=True):
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        options = webdriver.ChromeOptions()
        for flag in FLAGS + [f"--user-data-dir={self._profile.name}"]:
            options.add_argument(flag)
        if not scripts:
            options.add_experimental_option(
                "prefs", {"profile.managed_default_content_settings.javascript": 2})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.page = None
        self._scripts = scripts

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.driver.quit()
        self._profile.cleanup()

    def open(self, path):
        """Shows a file; what the browser did before is forgotten."""
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.page = Path(path).resolve().as_uri()
        self.driver.get(self.page)
        if self._scripts:
            self.wait_until_alive()

    def wait_until_alive(self):
        """Until the scripts of all figures in the page have done what they do at first."""
        wait_for(lambda: self.run("""
            return !document.querySelector('[data-tviz=waking]') &&
              [...document.querySelectorAll('.tviz-figure')].every(
                (figure) => figure.dataset.tviz === 'alive')"""), "the figures to come alive")

    def foreign_requests(self):
        """What the page asked for since it was opened, but for itself and its own data."""
        urls = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return [url for url in urls if url != self.page and not url.startswith("data:")]

    def complaints(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def actions(self):
        """Keys and the pointer, which jumps instead of gliding for a quarter of a second."""
        return webdriver.ActionChains(self.driver, duration=0)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)


def wait_for(condition, what, seconds=5):
    """The condition's first true value; fails after some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")
