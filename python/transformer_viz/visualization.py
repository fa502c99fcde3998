"""Figures of transformers."""

from __future__ import annotations

import dataclasses
import json
import operator
import os
import weakref
from typing import Any, Callable, Collection, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from . import _core, attached, hooks as hook_specs
from .architecture import ModelArchitecture
from .config import VisualizationConfig
from .display import Displayed, Path
from .errors import Error
from .hooks import HookSpec
from .sources import plain, read_model

Part = Tuple[_core.Model, _core.RenderOptions, str]
"""A model with its options, and values as JSON."""

DEFAULT_WIDTH = 600
"""Pixels. Where a figure is asked for in this width, the width of the configuration counts."""


class InteractiveTransformerViz(Displayed):
    """A figure of a transformer's architecture.

    Say what to draw by one of the `from_` methods, and how by `render`. A notebook shows the figure
    when it is the result of a cell, or by `show`. Every method that changes the figure returns it.

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

    def render(self, max_layers: Optional[int] = None, width: float = DEFAULT_WIDTH,
               hooks: Optional[Sequence[HookSpec]] = None) -> InteractiveTransformerViz:
        """Lays the figure out.

        Args:
            max_layers: Layers that are shown at first; None for the configuration's number.
            width: Pixels; the configuration's width counts before the default.
            hooks: What to highlight, beside the hooks that are attached to the model.

        Raises:
            Error: if a hook, the theme or a number will not do.
        """
        if self._model is None:
            raise Error.of("there is no model to draw", hint="call from_pretrained or another "
                           "from_ method first")
        config = self.config
        dialect, shown, self._warnings = self._hooks(hooks or [])
        options = _options_of(config)
        options.max_layers = _whole(config.max_layers if max_layers is None else max_layers)
        options.width = pixels(config.width if width == DEFAULT_WIDTH else width)
        options.hooks = shown
        options.dialect = dialect
        part = self._model, options, _values_text(config.values)
        self._figure = _core.Figure(*part)
        self._part = part
        self._forget_drawings()
        return self

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
        """What is highlighted: (component, tensor, label, heads), without heads if it is all."""
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

    def _rendered(self) -> _core.Figure:
        if self._figure is None:
            self.render()
        assert self._figure is not None
        return self._figure

    def _laid_out(self) -> Part:
        """What it was last laid out of."""
        self._rendered()
        assert self._part is not None
        return self._part

    def _hooks(self, specs: Sequence[HookSpec]) -> Tuple[str, List[_core.Hook], List[str]]:
        """The dialect of hook names, all hooks, and warnings."""
        assert self._model is not None
        model = self._model
        dialect = self.config.dialect
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


def visualize(
    model_or_config: Any,
    max_layers: Optional[int] = None,
    width: float = DEFAULT_WIDTH,
    config: Optional[VisualizationConfig] = None,
    hooks: Optional[Sequence[HookSpec]] = None,
    **options: Any,
) -> InteractiveTransformerViz:
    """Draws a transformer. A notebook shows the result of the cell; `save` writes it.

    Args:
        model_or_config: A model's name, the path of a configuration, a dict, a configuration
            object of TransformerLens or Hugging Face, or a model, whose attached hooks are shown.
        max_layers: Layers that are shown at first; None for 8.
        width: Pixels.
        config: How the figure looks.
        hooks: What to highlight, beside the hooks that are attached to the model: names,
            (name, function) or (name, function, {'heads': [...]}). A name may have wildcards
            ("blocks.*.attn.hook_z") or be a function of names.
        options: Fields of VisualizationConfig that replace those of `config`: theme, expand,
            values, dialect, annotations and so on.

    Raises:
        Error: if the model, a hook or an option will not do.
    """
    figure = InteractiveTransformerViz(configured(config, options, "visualize"))
    figure.from_model(model_or_config)
    return figure.render(max_layers, width, hooks)


def configured(config: Optional[VisualizationConfig], options: Mapping[str, Any],
               function: str) -> VisualizationConfig:
    """A configuration with the options of a function in place of its own."""
    known = [field.name for field in dataclasses.fields(VisualizationConfig)]
    for name in options:
        if name not in known:
            raise TypeError(f"{function}() has no option {name!r}; options are {', '.join(known)}")
    return dataclasses.replace(config or VisualizationConfig(), **options)


def _reference(model: Any) -> Callable[[], Any]:
    """A way to the model that does not keep its weights in memory."""
    try:
        return weakref.ref(model)
    except TypeError:
        return lambda: None


def _words(words: Union[str, Sequence[str]]) -> list[str]:
    """One word, or several, as a list."""
    return [words] if isinstance(words, str) else list(words)


def _options_of(config: VisualizationConfig) -> _core.RenderOptions:
    """What a configuration says in its own words; numbers and hooks are set apart."""
    options = _core.RenderOptions()
    options.theme = os.fspath(config.theme)
    for path, value in config.overrides.items():
        options.override(path, str(value))
    if config.font:
        options.set_font(config.font)
    options.expand = _words(config.expand)
    options.stream = config.stream
    options.set_annotations(config.annotations)
    options.set_all_heads(config.all_heads)
    options.set_direction(config.direction)
    options.title = config.title
    options.crop = config.crop
    options.set_metadata(_words(config.author), _words(config.keywords), config.licence)
    return options


def _whole(number: Any) -> int:
    try:
        return operator.index(number)
    except TypeError:
        raise Error.of(f"must be a whole number, got {number!r}", "max_layers") from None


def pixels(width: Any) -> Optional[float]:
    try:
        return None if width is None else float(width)
    except (TypeError, ValueError):
        raise Error.of(f"must be a number of pixels, got {width!r}", "width") from None


def _values_text(values: Any) -> str:
    """Numbers in the JSON that the core reads; empty if there are none."""
    if values is None:
        return ""
    if not isinstance(values, Mapping):
        rows = _listed(values)
        if not isinstance(rows, (list, tuple)) or not all(isinstance(row, list) for row in rows):
            raise Error.of("must be a map of paths, or a row of numbers for each layer", "values")
        values = {f"blocks.{layer}.attn": row for layer, row in enumerate(rows)}
    return json.dumps({"values": {str(path): plain(_listed(value))
                                  for path, value in values.items()}})


def _listed(value: Any) -> Any:
    """Arrays and tensors as lists and numbers."""
    if callable(getattr(value, "tolist", None)):
        return value.tolist()
    return [_listed(item) for item in value] if isinstance(value, (list, tuple)) else value
