"""Doxygen's filter for Markdown: markdown.py FILE prints the file as Doxygen wants it.

The guides are written so that they can be read where the sources are. Doxygen 1.9.4 knows
neither the anchors of headings there nor links by path, so both become labels of its own.
"""

import os
import pathlib
import re
import sys

FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) (.*?) *$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!\w+:)([^)#]*)(?:#([^)]*))?\)")
CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
COLOR = re.compile(r"#[0-9A-F]{6}")


def anchor(heading):
    """What a heading is called in links: "A new one" is #a-new-one."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def page_name(file):
    """The site's name for a page. Doxygen takes no name that begins with a digit."""
    if file == pathlib.Path("README.md"):
        return "index"
    if file.name == "README.md":
        return file.parent.name
    return f"decision-{file.stem}" if file.parent.name == "decisions" else file.stem


class Converter:
    def __init__(self, file):
        self.file = file
        self.page = page_name(file)
        self.titled = False

    def heading(self, match):
        """A heading with its label; the first is the page's title."""
        label = f"{self.page}-{anchor(match[2])}" if self.titled else self.page
        self.titled = True
        return match[0] if label == "index" else f"{match[0]} {{#{label}}}"

    def link(self, match):
        """A link to a page, a heading or a header; the text alone if the site has no such page."""
        text, path, fragment = match.groups()
        target = pathlib.Path(os.path.normpath(self.file.parent / path)) if path else self.file
        if target.suffix == ".md":
            label = Converter(target).page + (f"-{fragment}" if fragment else "")
            return f"[{text}](@ref {label})"
        if target.suffix in (".hpp", ".h"):
            return f'[{text}](@ref {target.relative_to("core/include")})'
        return text

    def code(self, match):
        """Code in the text. To Doxygen, ' ends what ` begins. Colours are shown, too."""
        if COLOR.fullmatch(match[1]):
            swatch = f'<span class="swatch" style="background:{match[1]}"></span>'
            return f'<span class="color">{swatch} {match[0]}</span>'
        return f"`{match[0]}`" if "'" in match[1] else match[0]

    def convert(self, text):
        """The text, where every second part is a fenced block and stays as it is."""
        parts = FENCED.split(text)
        for i in range(0, len(parts), 2):
            parts[i] = HEADING.sub(self.heading, parts[i])
            parts[i] = CODE.sub(self.code, LINK.sub(self.link, parts[i]))
        return "".join(parts)


def main():
    # Doxygen names files by their whole path.
    file = pathlib.Path(os.path.relpath(sys.argv[1]))
    print(Converter(file).convert(file.read_text(encoding="utf-8")), end="")


main()
