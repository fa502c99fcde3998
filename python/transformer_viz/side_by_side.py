"""Figures of several models, side by side."""

from __future__ import annotations

import copy
from typing import Any, Dict, List, Mapping, Optional, Sequence

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
                 arrangement: Mapping[str, Any]) -> None:
        super().__init__()
        # Copies, as each may be rendered in another way later.
        self._parts = [copy.copy(figure) for figure in figures]
        self._captions = list(captions)
        self._arrangement = dict(arrangement)
        self._figure: Optional[_core.SubFigures] = None
        self._rendered()

    @property
    def warnings(self) -> List[str]:
        """What was assumed or left out, with the label of the sub-figure."""
        own = [warning for part in self._parts for warning in part._own_warnings()]
        return [*self._rendered().warnings, *own]

    def __copy__(self) -> SubFigures:
        """The same figure, which never changes."""
        return self

    def __deepcopy__(self, memo: Dict[int, Any]) -> SubFigures:
        """The same figure, which never changes."""
        return self

    def __getstate__(self) -> Dict[str, Any]:
        """What the figure is made of."""
        return {**self.__dict__, "_figure": None, "_bytes": {}, "_bundle": {}}

    def _rendered(self) -> _core.SubFigures:
        if self._figure is None:
            self._figure = _core.SubFigures([part._laid_out() for part in self._parts],
                                            self._captions, settings(self._arrangement))
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
    return SubFigures(made, captions, arrangement)
