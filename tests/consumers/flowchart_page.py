"""Opens flowcharts in Mermaid: flowchart_page.py FOLDER FLOWCHART...

Chromium draws each file with Mermaid from npm, and the picture has every node and every arrow. FOLDER gets the
pages and their pictures. Ends with 77 if npm cannot give Mermaid.
"""

import html
import pathlib
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "browser"))

from browser import Browser  # noqa: E402
from flowchart import read  # noqa: E402
from npm import Unavailable, package_folder  # noqa: E402

VERSION = "11.4.1"
PAGE = """<!DOCTYPE html><meta charset="utf-8"><pre class="mermaid">{code}</pre>
<script src="{script}"></script>
<script>
mermaid.initialize({{startOnLoad: false}});
mermaid.run().then(() => document.title = "drawn", (error) => document.title = "failed: " + error.message);
</script>"""
FOUND = """
return [document.querySelectorAll("svg .node").length, document.querySelectorAll("svg .edgePaths path").length,
        document.querySelector("svg").textContent];"""


def drawn(browser, page):
    """How many nodes and arrows a page has, and its text."""
    browser.driver.get(page.resolve().as_uri())
    for _ in range(300):
        title = browser.driver.title
        if title:
            break
        time.sleep(0.1)
    assert title == "drawn", f"{page}: {title or 'no answer'}"
    return browser.run(FOUND)


def main():
    folder, *files = map(pathlib.Path, sys.argv[1:])
    try:
        script = package_folder("mermaid", VERSION) / "dist" / "mermaid.min.js"
    except Unavailable as error:
        print(f"skipped: {error}")
        sys.exit(77)
    with Browser() as browser:
        browser.driver.set_window_size(1000, 1600)  # For who looks at the pictures.
        for file in files:
            code = file.read_text(encoding="utf-8")
            around, nodes, arrows = read(code)
            page = folder / f"{file.name}.html"
            page.write_text(PAGE.format(code=html.escape(code), script=script.as_uri()), encoding="utf-8")
            node_count, arrow_count, text = drawn(browser, page)
            assert node_count == len(nodes), f"{file}: {node_count} of {len(nodes)} nodes"
            assert arrow_count == len(arrows), f"{file}: {arrow_count} of {len(arrows)} arrows"
            missing = [label for label in nodes.values() if label not in text]
            assert not missing, f"{file}: no {missing}"
            browser.driver.save_screenshot(str(folder / f"{file.name}.png"))
            print(f"{file}: {node_count} nodes, {arrow_count} arrows")


if __name__ == "__main__":
    main()
