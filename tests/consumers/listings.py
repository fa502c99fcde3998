"""The listings in the guides are the files that the tests build: listings.py TVIZ_FOLDER.

A fenced block below the line `<!-- listing: PATH -->` is a part of that file; the parts of
one file, in the order of the guide and with an empty line between them, are the whole file.
"""

import difflib
import pathlib
import re
import sys

LISTING = re.compile(r"^<!-- listing: (\S+) -->\n```\w*\n(.*?\n)```$", re.MULTILINE | re.DOTALL)
EXPECTED = {
    "README.md": {"tests/consumers/readme.cpp"},
    "docs/library.md": {
        "tests/consumers/draw.cpp",
        "tests/consumers/find_package/CMakeLists.txt",
        "tests/consumers/options.cpp",
    },
    "docs/plugins.md": {
        "examples/looped-decoder/CMakeLists.txt",
        "examples/looped-decoder/looped-6.yaml",
        "examples/looped-decoder/looped_decoder.cpp",
    },
}


def listings(text):
    files = {}
    for path, part in LISTING.findall(text):
        files.setdefault(path, []).append(part)
    return {path: "\n".join(parts) for path, parts in files.items()}


def main():
    folder = pathlib.Path(sys.argv[1])
    wrong = []
    for guide, expected in EXPECTED.items():
        found = listings((folder / guide).read_text(encoding="utf-8"))
        if set(found) != expected:
            wrong.append(f"{guide} lists {sorted(found)}, expected {sorted(expected)}\n")
        for path, listing in found.items():
            source = (folder / path).read_text(encoding="utf-8")
            wrong += difflib.unified_diff(source.splitlines(True), listing.splitlines(True),
                                          path, guide)
    sys.exit("".join(wrong) or 0)


main()
