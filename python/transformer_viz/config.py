"""How a figure looks."""

from __future__ import annotations

from dataclasses import dataclass

from ._options import Options


@dataclass(frozen=True)
class VisualizationConfig(Options):
    __doc__ = "How a figure looks and how much of the model it shows." + (
        Options.__doc__ or "").partition(".")[2]

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
        """Light lines on a dark background."""
        return cls(theme="circuits-dark")
