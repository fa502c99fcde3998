"""Figures of transformers in MkDocs: fenced blocks with the word `tviz`.

    plugins:
      - tviz:
          defaults: {max_layers: 3}       # options of every figure

A block has the options, or only a model:

    ```tviz
    model: gpt2
    hooks: [blocks.1.attn.hook_z=ablate@3]
    ```
"""

from __future__ import annotations

import html
import logging
import pathlib
import re
import shutil
import tempfile
from typing import Any, Iterator, Sequence, Set, Tuple

from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.utils import get_relative_url
from transformer_viz import Error

from . import WEB, Block, alternative_text, file_of

FENCE = re.compile(r"^( *)(`{3,}|~{3,}) *(.*?)\s*$")
PLACE = re.compile(r'(<p>)?<span data-tviz="(.*?)"></span>(</p>)?')
FOLDER = "assets/tviz"
_log = logging.getLogger("mkdocs.plugins.tviz")


def blocks(lines: Sequence[str]) -> Iterator[Tuple[int, int, str]]:
    """The first and last line of each block, and its indentation. A block inside another is text."""
    opened, fence = 0, None
    for number, line in enumerate(lines):
        found = FENCE.match(line)
        if found and fence is None:
            opened, fence = number, found
        elif found and fence and not found[3] and found[2].startswith(fence[2]):
            if fence[3] == "tviz":
                yield opened, number, fence[1]
            fence = None


class TvizConfig(base.Config):
    """What `mkdocs.yml` may say: `defaults`, the options of every figure."""

    defaults = config_options.Type(dict, default={})


class TvizPlugin(BasePlugin[TvizConfig]):
    """Draws the blocks of all pages. `mkdocs serve` draws only those that changed."""

    def __init__(self) -> None:
        self._kept = tempfile.TemporaryDirectory(prefix="tviz-")
        self._folder = pathlib.Path(self._kept.name)
        self._images: Set[str] = set()

    def on_startup(self, **_: Any) -> None:
        """Does nothing: MkDocs keeps a plugin, and so its figures, from build to build if it has this."""

    def on_pre_build(self, **_: Any) -> None:
        """Forgets which pictures the build before this one showed."""
        self._images.clear()

    # Before other plugins move lines.
    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Any, config: Any, **_: Any) -> str:
        """Draws the blocks of a page and leaves a mark in the place of each.

        Raises PluginError, which names the line of the page, if tviz cannot draw a block.
        """
        document = pathlib.Path(config.docs_dir, page.file.src_uri)
        above = 0
        if document.exists():  # No plugin made the page.
            # The metadata at the beginning of the file is no longer there.
            above = document.read_text(encoding="utf-8-sig").count("\n") - markdown.count("\n")
        lines = markdown.split("\n")
        for first, last, indent in reversed(list(blocks(lines))):
            block = Block(document, above + first + 1, "\n".join(lines[first + 1:last]))
            lines[first:last + 1] = [indent + self._draw(block, page)]
        return "\n".join(lines)

    def on_post_page(self, output: str, *, page: Any, **_: Any) -> str:
        """Puts the drawings in the places of the marks. Before, they would be words to search for."""
        return PLACE.sub(lambda found: self._shown(found[2], page), output)

    def on_post_build(self, *, config: Any, **_: Any) -> None:
        """Copies the pictures that pages of this build show into the site."""
        folder = pathlib.Path(config.site_dir, FOLDER)
        if self._images:
            folder.mkdir(parents=True, exist_ok=True)
        for name in self._images:
            shutil.copy(self._folder / name, folder)

    def _draw(self, block: Block, page: Any) -> str:
        """Draws a block and returns what keeps its place, which Markdown leaves as it is."""
        place = f"{page.file.src_uri}:{block.line}"
        try:
            result = block.draw(self._folder, {**WEB, **self.config.defaults}, "mkdocs.yml")
            shown = file_of(result, "fragment", "svg")
        except Error as error:
            problems = [str(each).replace(str(block.document), page.file.src_uri) if each.where else
                        f"{place}: {each}" for each in error.problems]
            raise PluginError("\n".join(problems)) from None
        for warning in result.warnings:
            _log.warning("%s: %s", place, warning)
        return f'<span data-tviz="{shown.name}"></span>'

    def _shown(self, name: str, page: Any) -> str:
        path = self._folder / name
        if path.suffix == ".fragment":
            return path.read_text(encoding="utf-8")
        self._images.add(name)
        url = get_relative_url(f"{FOLDER}/{name}", page.url)
        return f'<p><img src="{url}" alt="{html.escape(alternative_text(path))}"></p>'
