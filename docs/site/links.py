"""Every local link of the site leads somewhere: links.py FOLDER.

Checks each href and src of the pages that names no other site: the file must be in the
folder, and the part after # must be an id or a name in it.
"""

import functools
import html.parser
import pathlib
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.links = []
        self.names = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        for key, value in attrs:
            if key in ("href", "src") and value:
                self.links.append((self.getpos()[0], value))
            elif key in ("id", "name"):
                self.names.add(value)


@functools.cache
def read(path):
    return Page(path)


def wrong(page, link):
    """What is wrong with a link of a page; nothing if it is good or leaves the site."""
    parts = urllib.parse.urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    target = (page.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file():
        return "no such file"
    fragment = urllib.parse.unquote(parts.fragment)
    if fragment and target.suffix == ".html" and fragment not in read(target).names:
        return "no such place in it"
    return None


def main():
    count = 0
    problems = []
    for page in sorted(pathlib.Path(sys.argv[1]).resolve().rglob("*.html")):
        for line, link in read(page).links:
            count += 1
            if problem := wrong(page, link):
                problems.append(f"{page}:{line}: {link}: {problem}")
    print("\n".join(problems) or f"{count} links, all good")
    sys.exit(1 if problems or count == 0 else 0)


main()
