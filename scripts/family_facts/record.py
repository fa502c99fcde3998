"""Records what transformers makes of each of its model types: record.py OUT.

Runs in an environment that has transformers and PyTorch. Writes one line of JSON for each type: its default
configuration, its class, how many parameters that has, and, for each repeated stack, what runs inside a layer in which
order. Models are made on the meta device, so that no weight takes memory.
"""

import json
import re
import signal
import sys
import time
import warnings

import torch
import transformers
from transformers.models.auto import modeling_auto
from transformers.models.auto.configuration_auto import CONFIG_MAPPING, CONFIG_MAPPING_NAMES

SECONDS_PER_TYPE = 90
# Which of a type's classes stands for it: the first of these that can be made.
HEADS = ("SEQ_TO_SEQ_CAUSAL_LM", "MASKED_LM", "CAUSAL_LM", "IMAGE_TEXT_TO_TEXT", "")
# What a module of a layer is, told by the name of its class. The first that fits counts.
KINDS = (
    ("norm", re.compile(r"norm", re.IGNORECASE)),
    ("attention", re.compile(r"attention|attn", re.IGNORECASE)),
    ("mixer", re.compile(r"mamba|mixer|rwkv|recurrent|delta|conv", re.IGNORECASE)),
    ("mlp", re.compile(r"mlp|feed_?forward|ffn|moe|experts|dense", re.IGNORECASE)),
)


class TooLong(BaseException):
    """A model that took more time than a type may take."""


def stop(*_):
    raise TooLong(f"took more than {SECONDS_PER_TYPE} s")


def classes_of(configuration):
    """The classes of a configuration's type, of which the first that can be made stands for it."""
    for head in HEADS:
        name = f"MODEL_FOR_{head}_MAPPING" if head else "MODEL_MAPPING"
        mapping = getattr(modeling_auto, name)
        if type(configuration) in mapping.keys():
            found = mapping[type(configuration)]
            yield found[0] if isinstance(found, (tuple, list)) else found


def kind_of(module):
    name = type(module).__name__
    return next((kind for kind, pattern in KINDS if pattern.search(name)), None)


def stacks_of(model):
    """The outermost lists of layers, by name."""
    stacks = {}
    for name, module in model.named_modules():
        is_stack = isinstance(module, torch.nn.ModuleList) and len(module) > 1 and \
            all(len(list(layer.children())) > 1 for layer in module)
        if is_stack and not any(name.startswith(f"{other}.") for other in stacks):
            stacks[name] = module
    return stacks


def order_of_layers(model, is_encoder_decoder):
    """For each stack, the different orders in which its layers run their parts; empty if the model does not run."""
    events = []
    handles = []
    for name, stack in stacks_of(model).items():
        for number, layer in enumerate(stack):
            for child in layer.children():
                kind = kind_of(child)
                if kind:
                    handles.append(child.register_forward_hook(
                        lambda *_, event=(name, number, kind): events.append(event)))
    tokens = torch.zeros((1, 5), dtype=torch.long, device="meta")
    inputs = {"input_ids": tokens, **({"decoder_input_ids": tokens} if is_encoder_decoder else {})}
    try:
        with torch.no_grad():
            model(**inputs)
    except Exception:  # Many models need other inputs, or look at numbers that the meta device has not.
        return {}
    finally:
        for handle in handles:
            handle.remove()
    layers = {}
    for name, number, kind in events:
        layers.setdefault(name, {}).setdefault(number, []).append(kind)
    return {name: sorted({" ".join(order) for order in stack.values()}) for name, stack in layers.items()}


def made(model_class, configuration):
    with torch.device("meta"):
        return model_class._from_config(configuration)


def facts_of(model_type):
    configuration = CONFIG_MAPPING[model_type]()
    row = {"model_type": model_type, "config": configuration.to_dict(), "error": "no class of its own"}
    for model_class in classes_of(configuration):
        try:
            model = made(model_class, configuration).eval()
            break
        except Exception as problem:  # Some classes are for the text model of such a configuration only.
            row["error"] = f"{type(problem).__name__}: {problem}"[:200]
    else:
        return row
    del row["error"]
    row["config"]["architectures"] = [model_class.__name__]
    row["class"] = model_class.__name__
    row["parameters"] = sum(each.numel() for each in {id(each): each for each in model.parameters()}.values())
    row["layers"] = order_of_layers(model, getattr(configuration, "is_encoder_decoder", False))
    return row


def main():
    warnings.filterwarnings("ignore")
    transformers.logging.set_verbosity_error()
    torch.set_default_dtype(torch.bfloat16)
    signal.signal(signal.SIGALRM, stop)
    began = time.monotonic()
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for model_type in CONFIG_MAPPING_NAMES:
            signal.alarm(SECONDS_PER_TYPE)
            try:
                row = facts_of(model_type)
            except (Exception, TooLong) as problem:  # A type that cannot be made is a fact, too.
                row = {"model_type": model_type, "error": f"{type(problem).__name__}: {problem}"[:200]}
            signal.alarm(0)
            out.write(json.dumps({**row, "version": transformers.__version__}, default=str) + "\n")
    print(f"recorded {len(CONFIG_MAPPING_NAMES)} types in {time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
