"""Figures of transformers."""

from __future__ import annotations

import dataclasses
import weakref
from typing import Any, Callable, Collection, Dict, List, Mapping, Optional, Sequence, Tuple

from . import _core, attached, hooks as hook_specs
from ._options import Rendered
from .architecture import ModelArchitecture
from .config import VisualizationConfig
from .display import Displayed, Path
from .errors import Error
from .hooks import HookSpec
from .options import replaced, to_core
from .sources import read_model

Part = Tuple[_core.Model, _core.FigureSettings, str]
"""A model with its options, and values as JSON."""


class InteractiveTransformerViz(Rendered, Displayed):
    """A figure of a transformer's architecture.

    Choose what to draw with one of the `from_` methods, and how with `render`. A notebook shows the
    figure if it is the result of a cell, or if you call `show`. Every method that changes the
    figure returns it.

        InteractiveTransformerViz().from_pretrained("gpt2").render(max_layers=4).save("gpt2.pdf")
    """

    def __init__(self, config: Optional[VisualizationConfig] = None) -> None:
        """An empty figure, which will look as `config` says."""
        super().__init__()
        self.config = config or VisualizationConfig()
        self._model: Optional[_core.Model] = None
        self._hooked: Callable[[], Any] = lambda: None
        self._part: Optional[Part] = None
        self._figure: Optional[_core.Figure] = None
        self._warnings: List[str] = []

    def from_model(self, model: Any) -> InteractiveTransformerViz:
        """Draws a model: HookedTransformer and its relatives, TransformerBridge, or any with a
        `cfg` or a `config`. Hooks that are attached to it when the figure is rendered are shown.
        """
        self._read(model)
        self._hooked = _reference(model)
        return self

    def from_config(self, cfg: Any) -> InteractiveTransformerViz:
        """Draws a configuration object of TransformerLens or Hugging Face, or a dict."""
        return self._read(cfg)

    def from_dict(self, config: Mapping[str, Any]) -> InteractiveTransformerViz:
        """Draws a dict of dimensions, or the contents of a config.json."""
        return self._read(config)

    def from_pretrained(self, model_name: Path) -> InteractiveTransformerViz:
        """Draws a model by its name ("gpt2-medium", "meta-llama/Llama-3.1-8B") or the file of a
        configuration. Nothing is downloaded.
        """
        return self._read(model_name)

    @property
    def architecture(self) -> ModelArchitecture:
        """The dimensions of the model."""
        if self._model is None:
            raise Error.of("there is no model yet", hint="call a from_ method first")
        return ModelArchitecture.from_core(self._model)

    @property
    def warnings(self) -> List[str]:
        """What was assumed or left out."""
        return [*self._rendered().warnings, *self._warnings]

    def highlights(self) -> List[Tuple[str, str, str, List[int]]]:
        """What is highlighted: (component, tensor, label, heads). No heads means all of them."""
        return self._rendered().highlights()

    def hook_names(self) -> List[str]:
        """The name of every hook point of the model."""
        if self._model is None:
            raise Error.of("there is no model yet", hint="call a from_ method first")
        return _core.hook_names(self._model, self.config.dialect)

    def __repr__(self) -> str:
        if self._model is None:
            return "InteractiveTransformerViz()"
        model = self._model
        return (f"<InteractiveTransformerViz of {model.model_name}: {model.n_layers} layers, "
                f"d_model {model.d_model}, {model.n_heads} heads>")

    def _repr_mimebundle_(self, include: Optional[Collection[str]] = None,
                          exclude: Optional[Collection[str]] = None) -> Dict[str, str]:
        """The figure in every form that a notebook may choose from."""
        if self._model is None:
            return {"text/plain": repr(self)}
        return super()._repr_mimebundle_(include, exclude)

    def _read(self, source: Any) -> InteractiveTransformerViz:
        self._model = read_model(source, self.config.model_types)
        self._hooked = lambda: None
        self._figure = None
        self._forget_drawings()
        return self

    def _lay_out(self, options: Mapping[str, Any], hooks: Optional[Sequence[HookSpec]]) -> None:
        if self._model is None:
            raise Error.of("there is no model to draw", hint="call from_pretrained or another "
                           "from_ method first")
        config = replaced(self.config, options)
        dialect, shown, self._warnings = self._hooks(config.dialect, hooks or [])
        part = self._model, *to_core(dataclasses.replace(config, dialect=dialect), shown)
        self._figure = _core.Figure(*part)
        self._part = part
        self._forget_drawings()

    def _rendered(self) -> _core.Figure:
        if self._figure is None:
            self.render()
        assert self._figure is not None
        return self._figure

    def _laid_out(self) -> Part:
        """What it was last laid out from."""
        self._rendered()
        assert self._part is not None
        return self._part

    def _hooks(self, dialect: str,
               specs: Sequence[HookSpec]) -> Tuple[str, List[_core.Hook], List[str]]:
        """The dialect of hook names, all hooks, and warnings."""
        assert self._model is not None
        model = self._model
        hooked = self._hooked()
        found: List[_core.Hook] = []
        warnings: List[str] = []
        if hooked is not None:
            own_dialect = attached.dialect_of(hooked)
            found, warnings = attached.to_core(model, attached.attached_hooks(hooked), own_dialect)
            # Names of the bridge look like those of HookedTransformer and can mean something else.
            if not dialect and own_dialect == "transformer_bridge":
                dialect = own_dialect
        found += hook_specs.to_core(specs, lambda: _core.hook_names(model, dialect))
        return dialect, found, warnings


def _reference(model: Any) -> Callable[[], Any]:
    """A way to the model that does not keep its weights in memory."""
    try:
        return weakref.ref(model)
    except TypeError:
        return lambda: None
