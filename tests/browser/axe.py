# SPDX-License-Identifier: MIT
"""The rules of axe-core, a checker of accessibility that npm has and Debian has not."""

import os
import shutil
import subprocess
from pathlib import Path

VERSION = "4.10.3"

# Of the rules that are switched off, why each is wrong here.
WRONG_RULES = {}

RUN = """
const [rules, done] = arguments;
axe.run(document, {rules, resultTypes: ['violations']}).then((results) => {
  done(results.violations.flatMap(({id, help, nodes}) => nodes.map((node) =>
    `${id}: ${help}: ${node.target.flat().join(' >> ')}: ` +
    node.any.concat(node.all, node.none).map(({message}) => message).join('; '))));
}, (error) => done([String(error)]));
"""


class Unavailable(Exception):
    """npm cannot give axe-core."""


def axe_source() -> str:
    """The checker's script, from npm or from what npm gave before."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "tviz-tests" / f"axe-core-{VERSION}"
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        if shutil.which("npm") is None:
            raise Unavailable("npm is not installed")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts",
                            "--prefix", folder, f"axe-core@{VERSION}"],
                           check=True, capture_output=True, text=True, timeout=60)
        except subprocess.CalledProcessError as error:
            raise Unavailable(f"npm failed: {error.stderr.strip()[:400]}") from error
        except subprocess.TimeoutExpired as error:
            raise Unavailable("npm did not answer in a minute") from error
    return script.read_text(encoding="utf-8")


def violations(browser, source: str) -> list[str]:
    """What the open page does wrong, a line for each element."""
    if not browser.run("return typeof axe === 'object'"):
        browser.run(source)
    rules = {rule: {"enabled": False} for rule in WRONG_RULES}
    return browser.driver.execute_async_script(RUN, rules)
