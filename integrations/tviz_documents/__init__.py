"""Figures of tviz where documents are made: `tviz_documents.sphinx` and `tviz_documents.mkdocs`.

Both turn a block of a document into a manifest with one figure and have it drawn. The options are those
of manifests, so this package does not list any.
"""

from __future__ import annotations

import hashlib
import html
import json
import pathlib
import re
import textwrap
from dataclasses import dataclass
from typing import Any, Mapping

from transformer_viz import BatchResult, Error, Problem, batch

WEB: Mapping[str, Any] = {"formats": ["fragment"], "theme": "auto"}
PAPER: Mapping[str, Any] = {"theme": "print"}
"""What holds for a block, and for the settings of a site, that say nothing else."""


@dataclass(frozen=True)
class Block:
    """A figure as a document describes it.

    Attributes:
        document: The file that has the block. Paths in the options begin in its folder.
        line: The line above the options.
        options: The options of a figure of a manifest, in YAML; or only a model.
    """

    document: pathlib.Path
    line: int
    options: str

    def draw(self, folder: pathlib.Path, defaults: Mapping[str, Any], settings: str, *,
             dry_run: bool = False) -> BatchResult:
        """Draws the figure into a folder, unless it is there and its inputs did not change.

        Raises transformer_viz.Error, which names the line of the document; or `settings`, where the
        author wrote the defaults, if the mistake is there.
        """
        manifest = self._manifest(defaults)
        try:
            result, = batch(self.document, text=manifest, output=folder, dry_run=dry_run)
        except Error as error:
            place = f"{self.document}:{manifest.count(chr(10)) + 1}:"
            problems = [_in_settings(problem, place, settings) for problem in error.problems]
            raise Error("\n".join(map(str, problems)), problems) from None
        return result

    def _manifest(self, defaults: Mapping[str, Any]) -> str:
        """Each option is in the line that it has in the document, so errors need no translation."""
        options = textwrap.dedent(self.options).rstrip()
        options = re.sub(r"\A(\s*)([^\s:]+)\Z", r"\1model: \2", options)
        identity = json.dumps([str(self.document.parent), options, defaults])
        name = hashlib.sha256(identity.encode()).hexdigest()[:12]
        indented = textwrap.indent(options, "  ", lambda line: True)
        # YAML has no surrogate pairs, so characters are written as they are.
        return "\n".join([
            "\n" * (self.line - 1) + "figures:",
            f"-{indented[1:]}",
            f"  name: tviz-{name}",
            "schema: 1",
            f"defaults: {json.dumps(defaults, ensure_ascii=False)}",
        ])


def _in_settings(problem: Problem, place: str, settings: str) -> Problem:
    """The problem, at `settings` if it is at `place`: the last line of the manifest, the defaults."""
    if not problem.where.startswith(place):
        return problem
    where = re.sub(r"^\d+", settings, problem.where[len(place):])
    return Problem(re.sub(r"^tviz-\w+: ", "", problem.message), where, problem.hint)


def file_of(result: BatchResult, *formats: str) -> pathlib.Path:
    """The file of a figure in the first of these formats that it has; an Error if it has none."""
    files = {path.suffix[1:]: path for path in result.files}
    for format in formats:
        if format in files:
            return files[format]
    raise Error.of(f"the document can show {' or '.join(formats)}, but the figure has only "
                   f"{', '.join(files)}", hint="change the option 'formats'")


def alternative_text(svg: pathlib.Path) -> str:
    """One sentence in the place of the picture: the first of the picture's own description."""
    found = re.search(r"<desc[^>]*>(.*?)(?:&#10;|</desc>)", svg.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return html.unescape(found[1])
