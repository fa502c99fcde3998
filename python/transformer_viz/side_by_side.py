"""Figures of several models, side by side."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

from . import _core
from .display import Displayed
from .errors import Error
from .visualization import InteractiveTransformerViz, configured, pixels


class SubFigures(Displayed):
    """Several figures in one, with (a), (b), ... below them. It is shown and saved like one."""

    def __init__(self, figures: Sequence[InteractiveTransformerViz], captions: Sequence[str],
                 columns: int, width: Optional[float]) -> None:
        super().__init__()
        self._warnings = [warning for figure in figures for warning in figure._warnings]
        self._figure = _core.SubFigures([figure._laid_out() for figure in figures], captions,
                                        columns, width)

    @property
    def warnings(self) -> List[str]:
        """What was assumed or left out, with the label of the sub-figure."""
        return [*self._figure.warnings, *self._warnings]

    def _rendered(self) -> _core.SubFigures:
        return self._figure


def sub_figures(
    figures: Sequence[Any],
    captions: Sequence[str] = (),
    columns: int = 0,
    width: Optional[float] = None,
    **options: Any,
) -> SubFigures:
    """Stands figures side by side.

    Args:
        figures: What `visualize` returned, or whatever it takes: names, configurations, models.
        captions: Texts that stand after "(a)", "(b)" and so on.
        columns: Most figures in a row; 0 for all.
        width: Pixels of the whole, which the figures share; None leaves each its own width.
        options: Fields of VisualizationConfig for those that `visualize` did not make. The theme,
            its overrides and the crop of the first figure count for all.

    Raises:
        Error: if a figure or an option will not do, or the width is too small.
    """
    if len(captions) > len(figures):
        raise Error.of(f"there are {len(captions)} captions for {len(figures)} figures", "captions")
    config = configured(None, options, "sub_figures")
    made = [each if isinstance(each, InteractiveTransformerViz)
            else InteractiveTransformerViz(config).from_model(each) for each in figures]
    return SubFigures(made, list(captions), columns, pixels(width))
