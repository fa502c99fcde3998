"""Writes the modules of transformer_viz that are made of the table of options.

write_options.py PROGRAM FOLDER: PROGRAM is tviz, which has the table. FOLDER gets `_options.py`, with
the fields of VisualizationConfig and the method render(), and `_functions.py`, with visualize() and
sub_figures(). Each option is a field and a keyword with its own type, for editors and type checkers.
"""

import json
import pathlib
import subprocess
import sys
import textwrap

# What Python takes beside what the program takes.
NOTES = {
    "values": "or numbers: a map to numbers or to lists with one number for each head, whose keys are "
              "paths, names of hook points or heads such as (9, 9) and \"L9H9\"; or a table with a row "
              "for each layer and a column for each head. Arrays, tensors and DataFrames work",
}
# What Python takes in place of what the program takes.
HELP = {
    "hooks": "What to highlight, besides the hooks that are attached to the model: names, "
             "(name, function) or (name, function, {'heads': [...]}). A name may have wildcards "
             "(\"blocks.*.attn.hook_z\") or be a function of names",
}
# The parameters of the original API, which may be given without their names.
POSITIONAL = ("max_layers", "width", "hooks")
# What sub-figures share, besides the width: what each has of its own does not count.
SHARED = ("fit", "height")
# Where a figure is asked for in this width, the width of the configuration counts.
DEFAULT_WIDTH = "600"

OPTIONS = '''"""Options of figures. The build writes this file from the table of options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Mapping, Optional, Sequence, TypeVar, Union

from .circuits import CircuitSource
from .display import Path
from .hooks import HookSpec
from .values import Values

_Figure = TypeVar("_Figure", bound="Rendered")


@dataclass(frozen=True)
class Options:
    """Every option of a figure, as a field.

    Attributes:
{field_docs}
    """

{fields}


class Rendered:
    """A figure that render() lays out."""

    def render(
        self: _Figure,
        {max_layers},
        {width},
        {hooks},
        *,
{keywords}
    ) -> _Figure:
        """Lays out the figure. Options that are None come from the figure's configuration.

        Args:
{docs}

        Raises:
            Error: if an option is wrong.
        """
        self._lay_out(
            {{
                "max_layers": max_layers,
                "width": None if width == {default_width} else width,
{given}
            }},
            hooks,
        )
        return self

    def _lay_out(self, options: Mapping[str, Any], hooks: Optional[Sequence[HookSpec]]) -> None:
        raise NotImplementedError
'''

FUNCTIONS = '''"""The functions that draw. The build writes this file from the table of options."""

from __future__ import annotations

from typing import Any, Literal, Mapping, Optional, Sequence, Union

from .circuits import CircuitSource
from .config import VisualizationConfig
from .display import Path
from .hooks import HookSpec
from .options import replaced
from .side_by_side import SubFigures, stand_side_by_side
from .values import Values
from .visualization import InteractiveTransformerViz


def visualize(
    model_or_config: Any,
    {max_layers},
    {width},
    config: Optional[VisualizationConfig] = None,
    {hooks},
    *,
{keywords}
) -> InteractiveTransformerViz:
    """Draws a transformer. A notebook shows the result of the cell; `save` writes it.

    Args:
        model_or_config: A model's name, the path of a configuration, a dict, a configuration
            object of TransformerLens or Hugging Face, a model, whose attached hooks are shown, or a
            Graph.
        config: How the figure looks, unless other arguments say otherwise.
{docs}

    Raises:
        Error: if the model, a hook or an option is wrong.
    """
    look = replaced(
        config or VisualizationConfig(),
        {{
{given}
        }},
    )
    figure = InteractiveTransformerViz(look).from_model(model_or_config)
    return figure.render(max_layers, width, hooks)


def sub_figures(
    figures: Sequence[Any],
    captions: Sequence[str] = (),
{arrangement}
    width: Union[float, str, None] = None,
    *,
    {max_layers},
    {hooks},
{keywords}
) -> SubFigures:
    """Puts figures side by side.

    Args:
        figures: What `visualize` returned, or whatever it takes: names, configurations, models.
        captions: Texts that stand after "(a)", "(b)" and so on.
{arrangement_docs}
        width: Width of the whole, which the figures share; None leaves each its own width.

    The other options apply to the figures that `visualize` did not make. All figures take the
    theme, its overrides, the crop and the options of the files from the first one.

    Raises:
        Error: if a figure or an option is wrong, or the width is too small.
    """
    look = replaced(
        VisualizationConfig(),
        {{
            "max_layers": max_layers,
{given_parts}
        }},
    )
    return stand_side_by_side(
        figures,
        captions,
        {{
            "width": width,
{given_arrangement}
        }},
        look,
        hooks,
    )
'''


def literal(words):
    return f"Literal[{', '.join(map(json.dumps, words))}]"


def type_of(option):
    """The type of the option's values."""
    kind = option["kind"]
    if kind == "word":
        words = literal(option["words"])
        return f"Union[bool, {words}]" if option["python_flag"] else words
    if kind in ("theme word", "page"):
        return literal(option["words"])
    return {
        "flag": "bool",
        "text": "str",
        "texts": "Union[str, Sequence[str]]",
        "keywords": "Union[str, Sequence[str]]",
        "layers": 'Union[int, Literal["all"]]',
        "count": "int",
        "number": "float",
        "limit": "float",
        "length": "Union[float, str]",
        "width": "Union[float, str]",
        "file": "Values",
        "files": "Union[Path, Sequence[Path]]",
        "theme": "Path",
        "setting": "Mapping[str, Any]",
        "hooks": "Sequence[HookSpec]",
        "circuit": "CircuitSource",
    }[kind]


def field_of(option):
    """The option as a field of the configuration."""
    kind, default, type_ = option["kind"], option["default"], type_of(option)
    if kind == "setting":
        value = "field(default_factory=dict)"
    elif kind == "flag":
        value = str(default == "true")
    elif kind == "word" and option["python_flag"]:
        value = str(default == option["words"][1])
    elif kind in ("word", "text", "theme"):
        value = json.dumps(default or "")
    elif kind in ("texts", "keywords", "files"):
        value = "()"
    elif default is not None:
        value = default
    else:
        type_, value = f"Optional[{type_}]", "None"
    return f"{option['python']}: {type_} = {value}"


def parameter_of(option):
    """The option as a parameter that may be left out."""
    value = DEFAULT_WIDTH if option["python"] == "width" else "None"
    return f"{option['python']}: Optional[{type_of(option)}] = {value}"


def description_of(option):
    text = HELP.get(option["python"], option["help"])
    if option["python"] in NOTES:
        text += f", {NOTES[option['python']]}"
    if option["kind"] == "width":
        text += f" ({', '.join(option['words'])})"
    if option["default"] is None and option["otherwise"]:
        text += f"; by default {option['otherwise']}"
    return f"{option['python']}: {text}."


def lines(texts, indent):
    return "\n".join(" " * indent + text for text in texts)


def docs(options, indent):
    return "\n".join(
        textwrap.fill(description_of(option), 100, initial_indent=" " * indent,
                      subsequent_indent=" " * (indent + 4), break_on_hyphens=False)
        for option in options)


def given(options, indent):
    """The arguments under their names."""
    return lines((f'"{option["python"]}": {option["python"]},' for option in options), indent)


def modules(table):
    """The text of each module under its name."""
    table = [option for option in table if option["python"]]
    named = {option["python"]: option for option in table}
    arrangement = [option for option in table if option["scope"] == "side by side"]
    keywords = [option for option in table
                if option["python"] not in POSITIONAL and option not in arrangement]
    shared = [named[name] for name in SHARED]
    # When a figure is laid out its model has been read.
    later = [option for option in keywords if option["scope"] != "model"]
    fields = [named[name] for name in POSITIONAL if name != "hooks"] + keywords
    positional = {name: parameter_of(named[name]) for name in POSITIONAL}
    # Inside a class everything stands deeper.
    return {
        "_options.py": OPTIONS.format(
            **positional,
            default_width=DEFAULT_WIDTH,
            field_docs=docs(fields, 8),
            fields=lines(map(field_of, fields), 4),
            keywords=lines((parameter_of(option) + "," for option in later), 8),
            docs=docs([named[name] for name in POSITIONAL] + later, 12),
            given=given(later, 16)),
        "_functions.py": FUNCTIONS.format(
            **positional,
            keywords=lines((parameter_of(option) + "," for option in keywords), 4),
            docs=docs([named[name] for name in POSITIONAL] + keywords, 8),
            given=given(keywords, 12),
            arrangement=lines((parameter_of(option) + "," for option in arrangement), 4),
            arrangement_docs=docs(arrangement, 8),
            given_parts=given([option for option in keywords if option not in shared], 12),
            given_arrangement=given(arrangement + shared, 12)),
    }


def main():
    program, folder = sys.argv[1:]
    table = subprocess.run([program, "options", "--json"], check=True, stdout=subprocess.PIPE).stdout
    for name, text in modules(json.loads(table)).items():
        pathlib.Path(folder, name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
