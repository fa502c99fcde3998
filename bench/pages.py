# SPDX-License-Identifier: MIT
"""What our pages cost in a browser, beside what the original tool's cost.

Run by hand: /usr/bin/python3 bench/pages.py PROGRAM [--rounds N]
See docs/page-costs.md for what the numbers mean.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "browser"))

from browser import Browser  # noqa: E402
from stand_in import stand_in_page  # noqa: E402

MODELS = ["gpt2", "llama-3.1-8b", "llama-3.1-405b", "t5-base"]


@dataclass
class Original:
    """The original tool's page of a model, as it was measured elsewhere."""

    kilobytes: float
    elements: int
    show_all: float | None = None  # Milliseconds.


ORIGINALS = {"gpt2": Original(113, 1575), "llama-3.1-405b": Original(1900, 40430, 160)}

# Calls `done` with milliseconds: until `act` returned, until the frame that shows what it did was
# painted, and until the one after that began.
MEASURE = """
const time = (act, done) => setTimeout(() => requestAnimationFrame(() => setTimeout(() => {
  const start = performance.now();
  const since = () => performance.now() - start;
  act();
  const script = since();
  let painted = 0;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { painted = since(); };
    channel.port2.postMessage(0);
    requestAnimationFrame(() => done([script, painted || since(), since()]));
  });
}, 7)), 300);
"""

SHOW_ALL = MEASURE + """
const done = arguments[arguments.length - 1];
const button = document.querySelector(arguments[0]);
button.scrollIntoView({block: 'center'});
time(() => button.dispatchEvent(new MouseEvent('click', {bubbles: true})), done);
"""

# The panel opens after a deliberate delay, which is not waited for.
HOVER = MEASURE + """
const done = arguments[arguments.length - 1];
const regions = document.querySelectorAll('[data-detail][data-path$="attn"]');
const region = regions[arguments[0] % regions.length];
region.scrollIntoView({block: 'center'});
time(() => {
  const later = window.setTimeout;
  window.setTimeout = (action) => { action(); return 0; };
  region.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
  window.setTimeout = later;
}, done);
"""

ELEMENTS = """
const inside = (root) => [...root.querySelectorAll('*')].reduce(
  (count, each) => count + 1 + (each.shadowRoot ? inside(each.shadowRoot) : 0), 0);
return inside(document);
"""

RUN_BUTTONS = '.tviz-button[aria-label^="Show "]'


@dataclass
class Cost:
    """One way of spending time, over all rounds."""

    rounds: list[list[float]]

    def __str__(self):
        parts = []
        for name, values in zip(["script", "painted", "next frame"], zip(*self.rounds)):
            parts.append(f"{name} {statistics.median(values):.1f} ({max(values):.1f})")
        return ", ".join(parts)

    def to_next_frame(self):
        return statistics.median(values[-1] for values in self.rounds)


class Layouts:
    """How often the browser laid out, and how long that took, while something was done."""

    def __init__(self, browser):
        self.driver = browser.driver
        self.driver.execute_cdp_cmd("Performance.enable", {})
        self.before = self.metrics()

    def metrics(self):
        told = self.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
        return {each["name"]: each["value"] for each in told}

    def __str__(self):
        now = self.metrics()
        count = now["LayoutCount"] - self.before["LayoutCount"]
        took = 1000 * (now["LayoutDuration"] - self.before["LayoutDuration"])
        return f"{count:.0f} layouts of {took:.1f} ms together"


def bytes_of(page):
    """Kilobytes of a page: whole, and without its fonts."""
    text = page.read_text(encoding="utf-8")
    plain = re.sub(r"@font-face{[^}]*}", "", text)
    return len(text.encode()) / 1000, len(plain.encode()) / 1000


def elements(browser):
    return browser.run(ELEMENTS)


def show_all(browser, page, button, rounds):
    """Shows all layers of the page anew each time; returns the cost and the last one's layouts."""
    measured = []
    for _ in range(rounds):
        browser.open(page)
        layouts = Layouts(browser)
        measured.append(browser.driver.execute_async_script(SHOW_ALL, button))
        text = str(layouts)
    return Cost(measured), text


def draw_everything(browser):
    """Unfolds all runs. What is far from the window then waits for idle time, or for printing."""
    while browser.run(f"return document.querySelectorAll('{RUN_BUTTONS}').length"):
        browser.run(f"document.querySelector('{RUN_BUTTONS}').dispatchEvent("
                    "new MouseEvent('click', {bubbles: true}))")
    browser.run("window.dispatchEvent(new Event('beforeprint'))")


def hover(browser, rounds):
    return Cost([browser.driver.execute_async_script(HOVER, index) for index in range(rounds)])


def ratio(theirs, ours):
    return f"{theirs / ours:.1f} times less"


def measure(browser, program, model, folder, rounds):
    page = folder / f"{model}.html"
    subprocess.run([program, "render", model, "-o", page], check=True)
    whole, plain = bytes_of(page)
    browser.open(page)
    before = elements(browser)
    print(f"\n{model}\n  bytes        {whole:.1f} kB, {plain:.1f} kB without fonts")
    hovering = hover(browser, rounds)
    cost, layouts = show_all(browser, page, RUN_BUTTONS, rounds)
    draw_everything(browser)
    after = elements(browser)
    hovering_after = hover(browser, rounds)
    print(f"  elements     {before}, all layers shown {after}")
    print(f"  show all     {cost}; {layouts}")
    print(f"  hover        {hovering}")
    print(f"  hover later  {hovering_after} (all layers shown)")
    if model in ORIGINALS:
        compare(browser, ORIGINALS[model], (plain, before, cost), folder, rounds)


def compare(browser, original, ours, folder, rounds):
    plain, count, cost = ours
    print(f"  original     {original.kilobytes:g} kB: {ratio(original.kilobytes, plain)};"
          f" {original.elements} elements: {ratio(original.elements, count)}")
    if not original.show_all:
        return
    print(f"               show all {original.show_all:g} ms, measured elsewhere:"
          f" {ratio(original.show_all, cost.to_next_frame())}")
    page = folder / "stand-in.html"
    page.write_text(stand_in_page(original.elements), encoding="utf-8")
    theirs, layouts = show_all(browser, page, "#show", rounds)
    print(f"  stand-in     {bytes_of(page)[0]:.0f} kB, {elements(browser)} elements;"
          f" show all {theirs}; {layouts}")
    print(f"               {ratio(theirs.to_next_frame(), cost.to_next_frame())} to show all")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    print("Milliseconds: median (worst) of", arguments.rounds, "rounds.")
    with Browser() as browser, tempfile.TemporaryDirectory() as folder:
        for model in MODELS:
            measure(browser, arguments.program, model, Path(folder), arguments.rounds)


if __name__ == "__main__":
    main()
