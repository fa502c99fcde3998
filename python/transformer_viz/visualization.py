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
from .errors import Error, warn
from .hooks import HookSpec
from .options import replaced, to_core
from .sources import Reading, reading_of
from .wrappers import unwrapped

Part = Tuple[_core.Model, _core.FigureSettings, str]
"""A model with its options, and values as JSON."""


@dataclasses.dataclass(frozen=True)
class Layout:
    """What a figure was laid out of, beside its model."""

    config: VisualizationConfig
    hooks: List[_core.Hook]
    fulfilled_needs: List[str]
    unplaced: List[attached.AttachedHook]

    @property
    def warnings(self) -> List[str]:
        """About the hooks that have no place in the figure."""
        return [hook.warning for hook in self.unplaced]


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
        self._reading: Optional[Reading] = None
        self._model: Optional[_core.Model] = None
        self._hooked: Callable[[], Any] = _no_model
        self._layout: Optional[Layout] = None
        self._figure: Optional[_core.Figure] = None

    def from_model(self, model: Any) -> InteractiveTransformerViz:
        """Draws a model: HookedTransformer and its relatives, TransformerBridge, or any with a
        `cfg` or a `config`. Hooks that are attached to it when the figure is rendered are shown.
        """
        self._read(model)
        self._hooked = _reference(model)
        return self

    def from_config(self, cfg: Any) -> InteractiveTransformerViz:
        """Draws a configuration object of TransformerLens or Hugging Face, a dict, or a Graph."""
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
        return [*self._rendered().warnings, *self._own_warnings()]

    def highlights(self) -> List[Tuple[str, str, str, List[int]]]:
        """What is highlighted: (component, tensor, label, heads). No heads means all of them."""
        return self._rendered().highlights()

    def hook_names(self) -> List[str]:
        """The name of every hook point of the model."""
        if self._model is None:
            raise Error.of("there is no model yet", hint="call a from_ method first")
        return _core.hook_names(self._model, self.config.dialect)

    def __copy__(self) -> InteractiveTransformerViz:
        """Another figure of the same model, which can be rendered in another way."""
        other = type(self).__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._forget_drawings()
        return other

    def __deepcopy__(self, memo: Dict[int, Any]) -> InteractiveTransformerViz:
        """The same: what figures share never changes."""
        return self.__copy__()

    def __getstate__(self) -> Dict[str, Any]:
        """What a figure is made of. Of a model, that is its configuration and the hooks that it had."""
        state = {**self.__dict__, "_hooked": _no_model, "_model": None, "_figure": None,
                 "_bytes": {}, "_bundle": {}}
        if self._reading is not None and self._model is not None:
            state["_reading"] = self._reading.under(self._model.model_name)
        return state

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)
        if self._reading is not None:
            self._model = self._reading.model()

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
        self._reading = reading_of(source, self.config.model_types)
        self._model = self._reading.model()
        self._hooked = _no_model
        self._layout = None
        self._figure = None
        self._forget_drawings()
        return self

    def _lay_out(self, options: Mapping[str, Any], hooks: Optional[Sequence[HookSpec]]) -> None:
        if self._model is None:
            raise Error.of("there is no model to draw", hint="call from_pretrained or another "
                           "from_ method first")
        layout = self._layout_of(replaced(self.config, options), hooks or [])
        self._figure = _core.Figure(*self._part_of(layout))
        self._layout = layout
        self._forget_drawings()
        for warning in layout.warnings:
            warn(warning)

    def _rendered(self) -> _core.Figure:
        if self._figure is None and self._layout is not None:
            self._figure = _core.Figure(*self._part_of(self._layout))
        if self._figure is None:
            self.render()
        assert self._figure is not None
        return self._figure

    def _laid_out(self) -> Part:
        """What it was last laid out from."""
        self._rendered()
        assert self._layout is not None
        return self._part_of(self._layout)

    def _part_of(self, layout: Layout) -> Part:
        assert self._model is not None
        return self._model, *to_core(self._model, layout.config, layout.hooks,
                                     layout.fulfilled_needs,
                                     [hook.place for hook in layout.unplaced])

    def _own_warnings(self) -> List[str]:
        """Those of the package, beside the core's."""
        return self._layout.warnings if self._layout is not None else []

    def _layout_of(self, config: VisualizationConfig, specs: Sequence[HookSpec]) -> Layout:
        """The options with the dialect of hook names, and all hooks."""
        assert self._model is not None and self._reading is not None
        model, dialect = self._model, config.dialect
        hooked = self._hooked()
        found: List[_core.Hook] = []
        needs = list(self._reading.switches)
        unplaced: List[attached.AttachedHook] = []
        if hooked is not None:
            found, unplaced = attached.to_core(model, attached.attached_hooks(hooked))
            needs = attached.fulfilled_needs(hooked)
            # Names of the bridge look like those of HookedTransformer and can mean something else.
            own = attached.dialect_of(hooked)
            if not dialect and own.startswith("transformer_bridge"):
                dialect = own
        found += hook_specs.to_core(
            specs, lambda: _core.hook_names(model, dialect),
            lambda name: name if hooked is None else attached.name_in_model(hooked, name))
        return Layout(dataclasses.replace(config, dialect=dialect), found, needs, unplaced)


def _no_model() -> None:
    """In the place of a reference to a model where there is none."""


def _reference(model: Any) -> Callable[[], Any]:
    """A way to the model that does not keep its weights in memory. A wrapper that is gone leaves the
    model that it was around.
    """
    references = []
    for each in (model, unwrapped(model)):
        try:
            references.append(weakref.ref(each))
        except TypeError:  # It cannot be referred to, as a text.
            continue
    return lambda: next((found for found in (each() for each in references) if found is not None),
                        None)
