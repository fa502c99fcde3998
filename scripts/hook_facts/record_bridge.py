"""Records the hook points of TransformerBridge on small random models, one JSON line a model.

record_bridge.py [--other-sizes] FILE [MODEL_TYPE...]: name, whether it fires in a plain forward pass or under which flag, and its shape.
"""

import json
import os
import signal
import sys
import tempfile
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
warnings.filterwarnings("ignore")

import bridge_models
import tokenizers
import torch
import transformers
from importlib.metadata import version
from transformer_lens.model_bridge import TransformerBridge
from transformer_lens.model_bridge.architecture_adapter import ArchitectureAdapter
from transformer_lens.model_bridge.sources.transformers import helpers

# They would install torchvision or ask for it, and no forward pass here needs it.
helpers._ensure_torchvision = lambda: False
ArchitectureAdapter._check_required_libraries = lambda self: None

BATCH, SEQ_LEN, WAVE_LEN = 11, 13, 3000
FLAGS = ("use_attn_result", "use_attn_in", "use_split_qkv_input", "use_hook_mlp_in", "eager_scan")
SECONDS = 180


class TooLong(Exception):
    pass


def give_up(*_):
    raise TooLong("too long")


def tokenizer():
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel({"a": 0, "b": 1, "<e>": 2}, unk_token="a"))
    return transformers.PreTrainedTokenizerFast(tokenizer_object=words, eos_token="<e>", bos_token="<e>",
                                                pad_token="<e>")


def bridge_of(config, model):
    with tempfile.TemporaryDirectory() as folder:
        config.save_pretrained(folder)
        tokenizer().save_pretrained(folder)
        return TransformerBridge.boot_transformers(folder, hf_model=model, device="cpu")


def run(bridge, model, config):
    """A plain forward pass."""
    ids = torch.randint(3, 300, (BATCH, SEQ_LEN))
    with torch.no_grad():
        if getattr(config, "is_encoder_decoder", False):
            return model(input_ids=ids, decoder_input_ids=torch.randint(3, 300, (BATCH, SEQ_LEN + 4)))
        if model.main_input_name == "pixel_values":
            return bridge(torch.rand(BATCH, config.num_channels, config.image_size, config.image_size))
        if model.main_input_name == "input_values":
            if hasattr(config, "num_mel_bins"):
                return bridge(torch.rand(BATCH, config.max_length, config.num_mel_bins))
            return bridge(torch.rand(BATCH, WAVE_LEN))
        return bridge(ids)


def shapes_of(bridge, model, config):
    """The shape of what passes each hook point that fires."""
    shapes = {}
    points = bridge.hook_dict

    def recorder(name):
        def record(tensor, hook):
            shapes[name] = list(tensor.shape) if hasattr(tensor, "shape") else None
            return tensor
        return record

    for name, point in points.items():
        point.add_hook(recorder(name))
    try:
        run(bridge, model, config)
    finally:
        for point in points.values():
            point.remove_hooks()
    return shapes


def set_flag(bridge, flag, value):
    """Sets a flag of the whole bridge, or of each module that has it."""
    if hasattr(bridge, f"set_{flag}"):
        getattr(bridge, f"set_{flag}")(value)
        return
    for module in bridge.modules():
        if flag in vars(module):
            setattr(module, flag, value)


def facts_of(model_type, class_name, variant):
    torch.manual_seed(0)
    config, model = bridge_models.build(model_type, class_name, variant)
    settings = config.to_dict()  # The bridge adds its own flags to it later.
    bridge = bridge_of(config, model)
    plain = shapes_of(bridge, model, config)
    names = {name: [True, shape] for name, shape in plain.items()}
    for flag in FLAGS:
        try:
            set_flag(bridge, flag, True)
            shapes = shapes_of(bridge, model, config)
            set_flag(bridge, flag, False)
        except Exception:
            continue
        for name, shape in shapes.items():
            names.setdefault(name, [flag, shape])
    own = {id(point): name for name, point in bridge._hook_registry.items()}
    aliases = {}
    for name, point in bridge.hook_dict.items():
        names.setdefault(name, [False, None])
        if own.get(id(point), name) != name:
            aliases[name] = own[id(point)]
    return {"config": settings, "names": names, "aliases": aliases}


def main():
    words = sys.argv[1:]
    if words[0] == "--other-sizes":
        bridge_models.use_other_sizes()
        words.pop(0)
    file, *wanted = words
    transformers.logging.set_verbosity_error()
    signal.signal(signal.SIGALRM, give_up)
    with open(file, "w", encoding="utf-8") as out:
        for model_type, class_name in bridge_models.types().items():
            if wanted and model_type not in wanted:
                continue
            for variant in bridge_models.variants_of(model_type):
                row = {"model_type": model_type, "class": class_name, "variant": variant,
                       "versions": {name: version(name) for name in ("transformer-lens", "transformers")}}
                signal.alarm(SECONDS)
                try:
                    row.update(facts_of(model_type, class_name, variant))
                except Exception as error:
                    row["error"] = f"{type(error).__name__}: {error}"[:600]
                signal.alarm(0)
                print(json.dumps(row, default=str), file=out, flush=True)
                what = row.get("error") or len(row["names"])
                print(model_type, variant or "", what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
