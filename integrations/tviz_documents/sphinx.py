"""Figures of transformers in Sphinx: the directive `tviz`.

    extensions = ["tviz_documents.sphinx"]
    tviz_defaults = {"max_layers": 3}      # options of every figure

A directive has the model, then the options, then a caption:

    .. tviz:: gpt2
       :hooks: [blocks.1.attn.hook_z=ablate@3]
       :name: fig-gpt2

       GPT-2 small.
"""

from __future__ import annotations

import pathlib
import re
from typing import Any, Dict, List, Mapping, Sequence

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from transformer_viz import BatchResult, Error, __version__

from . import PAPER, WEB, Block, alternative_text, file_of

FORMATS = {"image/svg+xml": "svg", "application/pdf": "pdf", "image/png": "png"}
SETTINGS = "tviz_defaults"
_log = logging.getLogger(__name__)


class AnyOption(dict):
    """tviz itself says which options there are, and what is wrong with a value."""

    def __missing__(self, name: str) -> Any:
        return directives.unchanged


class tviz_figure(nodes.General, nodes.Element):
    """A figure that is not drawn yet: only the builder says in which format."""


class TvizDirective(SphinxDirective):
    """`.. tviz:: MODEL`"""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = AnyOption(name=directives.unchanged)

    def run(self) -> List[nodes.Node]:
        """Checks the figure and returns it, to be drawn for each builder; or its mistakes."""
        document, line = self.get_source_info()
        given = {"model": argument for argument in self.arguments}
        given.update((name, value or "true") for name, value in self.options.items() if name != "name")
        # A value may go on in the next line.
        lines = {name: f"{name}: {' '.join(value.split())}" for name, value in given.items()}
        block = Block(pathlib.Path(document), line, "\n".join(lines.values()))
        # Authors choose between the forms that a web page can show.
        lines.pop("formats", None)
        on_paper = Block(block.document, line, "\n".join(lines.values()))
        try:
            result = draw(block, self.env.app, WEB, dry_run=True)
        except Error as error:
            return [refused(error, f"{document}:{line}")]
        for path in result.inputs:
            self.env.note_dependency(str(path.resolve()))
        figure = nodes.figure("", tviz_figure("", block=block, on_paper=on_paper))
        if self.content:
            caption, messages = self.state.inline_text(" ".join(self.content), self.content_offset + 1)
            figure += [nodes.caption("", "", *caption), *messages]
        self.set_source_info(figure)
        self.set_source_info(figure[0])
        self.add_name(figure)
        return [figure]


class DrawFigures(SphinxPostTransform):
    """Puts the drawing of each figure into the document of one builder."""

    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Draws the figures of a document; where one cannot be drawn, the reason stands instead."""
        for node in list(self.document.findall(tviz_figure)):
            try:
                node.replace_self(self.drawing(node))
            except Error as error:
                node.replace_self(refused(error, node))

    def drawing(self, node: tviz_figure) -> nodes.Node:
        """A figure in the form that the builder can show: live, a picture, or else a sentence.

        Raises transformer_viz.Error if it cannot be drawn.
        """
        builder = self.app.builder
        if builder.format == "html" and builder.name != "epub":
            result = draw(node["block"], self.app, WEB, location=node)
            path = file_of(result, "fragment", "svg")
            if path.suffix == ".fragment":
                return nodes.raw("", path.read_text(encoding="utf-8"), format="html")
        else:
            look = WEB if builder.format == "html" else PAPER
            format = next((FORMATS[each] for each in builder.supported_image_types if each in FORMATS), "svg")
            formats = list(dict.fromkeys([format, "svg"]))
            result = draw(node["on_paper"], self.app, look, formats=formats, location=node)
            path = file_of(result, format)
        text = alternative_text(file_of(result, "svg"))
        if not builder.supported_image_types:
            return nodes.paragraph(text, text)
        self.env.images.add_file(self.env.docname, str(path))
        return nodes.image("", uri=str(path), candidates={"*": str(path)}, alt=text)


def refused(error: Error, location: Any) -> nodes.Node:
    """Reports an error, and says it where the figure would be."""
    # Sphinx writes the document and the line before it.
    text = "\n".join(re.sub(r"^.*?:\d+:\d+: (tviz-\w+: )?", "", str(problem))
                     for problem in error.problems)
    in_document = any(not problem.where.startswith(SETTINGS) for problem in error.problems)
    _log.error("%s", text, location=location if in_document else None)
    return nodes.literal_block(text, text)


def draw(block: Block, app: Sphinx, look: Mapping[str, Any], *, formats: Sequence[str] = (),
         location: Any = None, dry_run: bool = False) -> BatchResult:
    """Draws a figure in the `look` that holds unless conf.py has another, and in `formats`, if any.

    Reports tviz's warnings at the location. Raises transformer_viz.Error.
    """
    defaults = {**look, **app.config.tviz_defaults}
    if formats:
        defaults["formats"] = list(formats)
    result = block.draw(folder_of(app), defaults, SETTINGS, dry_run=dry_run)
    for warning in result.warnings:
        _log.warning("%s", warning, location=location, type="tviz")
    return result


def folder_of(app: Sphinx) -> pathlib.Path:
    """Where drawings are kept between two runs."""
    return pathlib.Path(app.doctreedir, "tviz")


def setup(app: Sphinx) -> Dict[str, Any]:
    """Makes the directive and its configuration value known to Sphinx, which calls this."""
    app.add_config_value("tviz_defaults", {}, "env")
    app.add_node(tviz_figure)
    app.add_directive("tviz", TvizDirective)
    app.add_post_transform(DrawFigures)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
