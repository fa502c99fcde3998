"""Figures of transformer architectures, interactive in notebooks, for papers as PDF.

    from transformer_viz import visualize

    visualize("gpt2")
    visualize(model, max_layers=4).save("model.pdf")
"""

from ._core import __version__, model_names, theme_names
from ._functions import sub_figures, visualize
from .architecture import ModelArchitecture
from .config import VisualizationConfig
from .errors import Error, Problem
from .graph import (
    Addition, Block, Branch, Component, Components, Dimension, Graph, HookPoint, Interior, Link,
    Loop, Note, Part, ReadOut, Repeat, Shape, Skip, Step, Stream, StreamPoint, Weight, Wire)
from .hooks import HookName, HookSpec
from .manifest import BatchResult, batch
from .measured import measured
from .side_by_side import SubFigures
from .visualization import InteractiveTransformerViz

__all__ = [
    "Addition",
    "BatchResult",
    "Block",
    "Branch",
    "Component",
    "Components",
    "Dimension",
    "Error",
    "Graph",
    "HookName",
    "HookPoint",
    "HookSpec",
    "InteractiveTransformerViz",
    "Interior",
    "Link",
    "Loop",
    "ModelArchitecture",
    "Note",
    "Part",
    "Problem",
    "ReadOut",
    "Repeat",
    "Shape",
    "Skip",
    "Step",
    "Stream",
    "StreamPoint",
    "SubFigures",
    "VisualizationConfig",
    "Weight",
    "Wire",
    "__version__",
    "batch",
    "measured",
    "model_names",
    "sub_figures",
    "theme_names",
    "visualize",
]
