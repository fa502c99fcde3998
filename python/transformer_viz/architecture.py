"""The dimensions of a model, as a dataclass."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Dict, Optional

from . import _core
from .sources import read_model


@dataclass
class ModelArchitecture:
    """The dimensions of a transformer, in the words of TransformerLens.

    It holds the dimensions in which the most common models differ. Whatever else a model has
    (experts, towers, layers that differ) is in its own configuration: draw that for a complete
    figure.

    Attributes:
        n_layers: Number of layers.
        d_model: Width of the residual stream.
        n_heads: Attention heads of a layer.
        d_head: Width of a head.
        d_mlp: Hidden width of the MLP; 0 if there is none.
        d_vocab: Size of the vocabulary.
        n_ctx: Context length in tokens; None if it is not known.
        model_name: What the figure calls the model.
        n_key_value_heads: Heads of keys and values; None if there are as many as query heads.
        act_fn: Activation of the MLP; None for the usual one.
        normalization_type: "LN", "RMS", "none"; None for the usual one.
        positional_embedding_type: "standard", "rotary", "alibi"; None for the usual one.
        parallel_attn_mlp: Whether attention and MLP read the same state.
        gated_mlp: Whether the MLP has a gate.
    """

    n_layers: int
    d_model: int
    n_heads: int
    d_head: int
    d_mlp: int
    d_vocab: int
    n_ctx: Optional[int] = None
    model_name: str = "Transformer"
    n_key_value_heads: Optional[int] = None
    act_fn: Optional[str] = None
    normalization_type: Optional[str] = None
    positional_embedding_type: Optional[str] = None
    parallel_attn_mlp: bool = False
    gated_mlp: bool = False

    @classmethod
    def of(cls, model_or_config: Any) -> ModelArchitecture:
        """The dimensions of whatever `visualize` takes: a name, a model, a configuration."""
        return cls.from_core(read_model(model_or_config))

    @classmethod
    def from_core(cls, model: _core.Model) -> ModelArchitecture:
        """The dimensions of a model that the library has read."""
        positions = {"learned": "standard"}.get(
            model.positional_embedding, model.positional_embedding)
        return cls(
            n_layers=model.n_layers,
            d_model=model.d_model,
            n_heads=model.n_heads,
            d_head=model.d_head,
            d_mlp=model.d_mlp,
            d_vocab=model.d_vocab,
            n_ctx=model.n_ctx or None,
            model_name=model.model_name,
            n_key_value_heads=model.n_key_value_heads or None,
            act_fn=model.act_fn,
            normalization_type={"LayerNorm": "LN", "RMSNorm": "RMS"}.get(
                model.normalization, model.normalization),
            positional_embedding_type=positions,
            parallel_attn_mlp=model.parallel_attn_mlp,
            gated_mlp=model.gated_mlp,
        )

    def to_dict(self) -> Dict[str, Any]:
        """The fields that are not None, as a configuration that `visualize` takes."""
        return {field.name: getattr(self, field.name) for field in fields(self)
                if getattr(self, field.name) is not None}
