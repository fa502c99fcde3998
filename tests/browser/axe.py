# SPDX-License-Identifier: MIT
"""The rules of axe-core, a checker of accessibility that npm has and Debian has not."""

from npm import package_folder

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


def axe_source() -> str:
    """The checker's script."""
    return (package_folder("axe-core", VERSION) / "axe.min.js").read_text(encoding="utf-8")


def violations(browser, source: str) -> list[str]:
    """What the open page does wrong, a line for each element."""
    if not browser.run("return typeof axe === 'object'"):
        browser.run(source)
    rules = {rule: {"enabled": False} for rule in WRONG_RULES}
    return browser.driver.execute_async_script(RUN, rules)
