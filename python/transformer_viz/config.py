"""How a figure looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Sequence, Union

from .display import Path


@dataclass(frozen=True)
class VisualizationConfig:
    """How a figure looks and how much of the model it shows.

    Attributes:
        max_layers: Layers that are shown at first; the rest folds into "Show N more layers".
        width: Pixels; None for 600, or more where several streams stand side by side.
        theme: A carried theme (`transformer_viz.theme_names()`) or the path of a YAML file.
        font: What the paper is set in: "times", "computer-modern" or "sans"; "" for the theme's.
        overrides: Single fields of the theme, such as `{"metrics.head.width": 40}`.
        annotations: Whether equations stand beside the residual stream.
        all_heads: Whether every head of a row is drawn, however wide the figure grows; if not,
            as many as fit.
        direction: Where the data flows: "up", or "right" for slides and wide figures. To the right
            a figure is as long as its layers need if it has no width, and has no notes.
        title: Of the figure and its files; "" for the model's.
        author: For the files' metadata: a name, or several.
        keywords: Likewise: a word, or several.
        licence: Likewise: a name such as "CC-BY-4.0", an address or a sentence.
        expand: What is drawn opened, with its weights and hook points: paths of components
            ("blocks.5.attn") or of layers ("blocks.5"), or "all".
        stream: The only stream to draw, of a model with several ("vision encoder"); "" for all.
        dialect: In whose words hook names are ("nnsight"); "" recognises them by their form.
        values: Numbers that colour components and heads: a map of paths to numbers or to lists
            with one number for each head, or a table with a row for each layer and a column for
            each head. Arrays and tensors will do.
        crop: Whether the page ends where the drawing does, without a margin.
        model_types: A file of model families, or several, by which configurations are read, too.
    """

    max_layers: int = 8
    width: Optional[float] = None
    theme: str = "circuits"
    font: str = ""
    overrides: Mapping[str, Any] = field(default_factory=dict)
    annotations: bool = True
    all_heads: bool = False
    direction: str = "up"
    title: str = ""
    author: Union[str, Sequence[str]] = ()
    keywords: Union[str, Sequence[str]] = ()
    licence: str = ""
    expand: Union[str, Sequence[str]] = ()
    stream: str = ""
    dialect: str = ""
    values: Any = None
    crop: bool = False
    model_types: Union[Path, Sequence[Path]] = ()

    @classmethod
    def minimal(cls) -> VisualizationConfig:
        """The architecture alone: two layers and no equations."""
        return cls(max_layers=2, annotations=False)

    @classmethod
    def detailed(cls) -> VisualizationConfig:
        """Every head, and the first layer opened with its weights and hook points."""
        return cls(max_layers=4, all_heads=True, expand=("blocks.0",))

    @classmethod
    def dark(cls) -> VisualizationConfig:
        """Light on a dark ground."""
        return cls(theme="circuits-dark")
