"""Figures of several models, side by side."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Sequence

from . import _core
from .config import VisualizationConfig
from .display import Displayed
from .errors import Error
from .hooks import HookSpec
from .options import settings
from .visualization import InteractiveTransformerViz


class SubFigures(Displayed):
    """Several figures in one, with (a), (b), ... below them. It is shown and saved like one."""

    def __init__(self, figures: Sequence[InteractiveTransformerViz], captions: Sequence[str],
                 arrangement: _core.FigureSettings) -> None:
        super().__init__()
        self._warnings = [warning for figure in figures for warning in figure._warnings]
        self._figure = _core.SubFigures([figure._laid_out() for figure in figures], captions,
                                        arrangement)

    @property
    def warnings(self) -> List[str]:
        """What was assumed or left out, with the label of the sub-figure."""
        return [*self._figure.warnings, *self._warnings]

    def _rendered(self) -> _core.SubFigures:
        return self._figure


def stand_side_by_side(
    figures: Sequence[Any],
    captions: Sequence[str],
    arrangement: Mapping[str, Any],
    config: VisualizationConfig,
    hooks: Optional[Sequence[HookSpec]],
) -> SubFigures:
    """Puts figures side by side. `config` says how those look that are not laid out yet.

    `arrangement` has the width of the whole and the options for arranging the figures.
    """
    if len(captions) > len(figures):
        raise Error.of(f"there are {len(captions)} captions for {len(figures)} figures", "captions")
    made = [each if isinstance(each, InteractiveTransformerViz)
            else InteractiveTransformerViz(config).from_model(each).render(hooks=hooks)
            for each in figures]
    return SubFigures(made, list(captions), settings(arrangement))
