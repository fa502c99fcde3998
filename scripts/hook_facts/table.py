"""Turns recorded hook points into the table that tviz reads.

table.py TVIZ FACTS TABLE: which names each kind of layer of each model type has, when they fire, and their shapes in
words. A name's number of axes and sizes are explained by the sizes that tviz itself reads from the configuration.
"""

import collections
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import reasons

BATCH, SEQ_LEN, WAVE_LEN = 11, 13, 3000  # As in record_bridge.py.
IN_BLOCK = re.compile(r"(.+?)\.(\d+)\.(.+)")
# Streams by the paths of their blocks, where a model has several.
STREAMS = {"encoder_blocks": "encoder", "decoder_blocks": "decoder", "vision_encoder.encoder_layers": "vision",
           "vision_encoder.blocks": "vision"}
# Numbered modules that are no layers: Qwen3-VL has as many in all its sizes.
NO_LAYERS = ("vision_encoder.deepstack_mergers",)
# Sizes that no tensor of a graph may have as an axis of its own, by their keys in a configuration.
SETTINGS = {"q_rank": "q_lora_rank", "kv_rank": "kv_lora_rank", "d_nope": "qk_nope_head_dim", "d_rope": "qk_rope_head_dim",
            "d_value": "v_head_dim", "n_key_heads": "linear_num_key_heads", "d_key": "linear_key_head_dim",
            "n_value_heads": "linear_num_value_heads", "d_state": "mamba_d_state", "dt_rank": "mamba_dt_rank"}
OF_HEADS = ("n_heads", "n_key_value_heads", "d_head")
# The number of experts that every token uses.
SHARED = ("n_shared_experts", "num_shared_experts", "moe_num_shared_experts")
# What explains a number best, if several do.
PREFERRED = ["d_model", "n_heads", "d_head", "n_key_value_heads", "d_mlp", "d_vocab_out", "n_experts",
             "experts_per_token", "rotary_dim"]


class Program:
    """What tviz says of a configuration."""

    def __init__(self, path):
        self.path = path

    def ask(self, config, *words):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(config, file)
            file.flush()
            result = subprocess.run([self.path, words[0], file.name, "--json", *words[1:]], check=False,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return json.loads(result.stdout) if result.returncode == 0 else None


def axes(text):
    return [part.strip() for part in text[1:-1].split(",") if part.strip()]


class Sample:
    """One model: its recorded names, and what tviz's graph of it has."""

    def __init__(self, program, row):
        self.row = row
        self.model_type = row["model_type"]
        described = program.ask(row["config"], "describe")
        self.is_known = described is not None
        if not self.is_known:
            return
        self.architecture = described["architecture"]
        self.streams = [stream["name"] for stream in described["streams"]]
        self.words = collections.defaultdict(set)  # Of a block, or of "" outside: what conditions may ask for.
        self.sizes = collections.defaultdict(dict)
        self.read(described, program, row["config"])

    def block_of(self, path):
        """"blocks.3" in the graph's words."""
        found = re.match(r"((?:\w+_)?blocks\.\d+|(?:encoder|decoder|vision|audio)\.\d+)", path)
        return found[1] if found else ""

    def may_have_heads(self, block):
        """False in a layer with a mixer alone, where the sizes of heads explain nothing."""
        words = self.words[block]
        return "mixer" not in words or "attention" in words or not block

    def read(self, described, program, config):
        for component in described["components"]:
            block = self.block_of(component["path"])
            inner = component["path"][len(block):].lstrip(".")
            self.words[block] |= {component["kind"], inner}
        for dialect in ("transformer_lens", "hugging_face", "transformer_bridge@3.5"):
            for name in program.ask(config, "hooks", "--dialect", dialect) or []:
                block = self.block_of(name["component"])
                self.words[block].add(name["site"])
                for word, size in zip(axes(name["symbolic_shape"]), axes(name["shape"])):
                    if size.isdigit() and not word.isdigit() and "*seq_len" not in word:
                        self.sizes[block][word] = int(size)
        for block in described["blocks"]:
            for layer in range(block["layers"][0], block["layers"][1] + 1):
                for path in self.words:
                    if path.endswith(f".{layer}") and block["signature"].count("x + attn(") and re.search(
                            r"attn\(.*?\) \+ mlp\(", block["signature"]):
                        self.words[path].add("parallel")
        reach = self.architecture.get("attention_types") or []
        for path in [path for path in self.words if path]:
            layer = int(path.rpartition(".")[2])
            if layer == 0:
                self.words[path].add("first")
            if layer < len(reach) and reach[layer] == "local":
                self.words[path].add("local")
        everything = set().union(*self.words.values())
        self.words[""] |= everything
        for key in ("rotary_dim", "n_experts", "experts_per_token", "n_heads", "n_key_value_heads", "d_head", "d_mlp",
                    "d_model", "d_vocab_out"):
            size = self.architecture.get(key)
            for block in list(self.words):
                if size and key not in self.sizes[block] and (key not in OF_HEADS or self.may_have_heads(block)):
                    self.sizes[block][key] = size
        settings = {**(config.get("text_config") or {}), **config}
        for block in list(self.words):
            if self.architecture.get("n_experts"):
                self.words[block].add("model_with_experts")
            for word, key in SETTINGS.items():
                if settings.get(key):
                    self.sizes[block].setdefault(word, settings[key])
        shared = settings.get("shared_expert_intermediate_size") or settings.get("moe_intermediate_size", 0) * next(
            (settings[key] for key in SHARED if settings.get(key)), 0)
        for block in [block for block in self.words if "experts" in self.words[block] and shared]:
            self.sizes[block].setdefault("d_shared", shared)
        if "mamba_n_heads" in config:
            inner = config.get("mamba_d_ssm") or config["mamba_expand"] * config["hidden_size"]
            width = 2 * inner + 2 * config["mamba_n_groups"] * config["mamba_d_state"] + config["mamba_n_heads"]
            for block in [block for block in self.words if "mixer" in self.words[block]]:
                self.sizes[block].setdefault("d_inner", inner)
                self.sizes[block].setdefault("2*d_inner+2*n_groups*d_state+n_heads", width)
        if config.get("image_size") and isinstance(config["image_size"], int):
            self.sizes[""].update(n_channels=config.get("num_channels", 3), image_size=config["image_size"])


def expressions(value, sizes, runtime, position, length):
    """The words that explain one axis, the best first. `runtime` are the sizes that only a run knows."""
    found = [word for word, size in runtime.items() if size == value]
    if value == BATCH * runtime["seq_len"]:
        found.append("batch*seq_len")
    order = sorted(sizes, key=lambda word: (PREFERRED.index(word) if word in PREFERRED else 99, len(word), word))
    if value == 1 and not (length == 4 and position == 2 and sizes.get("n_key_value_heads") == 1):
        found.append("1")
    found += [word for word in order if sizes[word] == value]
    if value == 1:
        found.append("1")
    simple = [word for word in order if "+" not in word and "*" not in word]
    counts = [word for word in simple if not word.startswith("d_")]
    if value == 2 * sizes.get("n_heads", 0):
        found.append("2*n_heads")
    # The bridge splits the output of such heads by a size that is not theirs.
    if "d_value" in sizes and "d_rope" in sizes and value * sizes["d_rope"] == sizes.get("n_heads", 0) * sizes["d_value"]:
        found.append("n_heads*d_value/d_rope")
    found += [f"n_heads*({a}+{b})" for a, b in (("d_nope", "d_rope"), ("d_nope", "d_value"))
              if a in sizes and b in sizes and sizes.get("n_heads", 0) * (sizes[a] + sizes[b]) == value]
    pairs = [(a, b) for a in counts for b in simple if a != b]
    found += [f"{word}/2" for word in ("d_head", "rotary_dim") if sizes.get(word) == 2 * value]
    found += [f"{a}*{b}" for a, b in pairs if sizes[a] * sizes[b] == value]
    if value == 2 * sizes.get("n_key_value_heads", 0) * sizes.get("d_head", 0):
        found.append("2*n_key_value_heads*d_head")
    simple = [word for word in simple if word.startswith("d_") or word.endswith("_rank")]
    found += [f"{n}*{word}" for n in (2, 3, 4) for word in simple if n * sizes[word] == value]
    pairs = list(itertools.combinations(simple, 2))
    found += [f"{a}+{b}" for a, b in pairs if sizes[a] + sizes[b] == value]
    found += [f"batch*seq_len*{word}" for word in simple if BATCH * runtime["seq_len"] * sizes[word] == value]
    heads = [(a, b, c) for a, b, c in itertools.permutations(("n_heads", "n_key_value_heads", "d_head"))
             if all(word in sizes for word in (a, b, c))]
    found += [f"{a}*{b}+2*{c}*{b}" for a, b, c in (("n_heads", "d_head", "n_key_value_heads"),) if heads
              and sizes[a] * sizes[b] + 2 * sizes[c] * sizes[b] == value]
    found += [f"{a}+2*{b}" for a, b in itertools.permutations(simple, 2) if sizes[a] + 2 * sizes[b] == value]
    found += [f"2*{a}+{b}" for a, b in itertools.permutations(simple, 2) if 2 * sizes[a] + sizes[b] == value]
    return list(dict.fromkeys([*found, "?"]))


def shape_choices(shape, sizes, runtime):
    if shape is None:
        return None
    return [expressions(value, sizes, runtime, i, len(shape)) for i, value in enumerate(shape)]


def length_in(row, path):
    """How many tokens pass a stack of layers."""
    shape = row["names"].get(f"{path}.0.hook_in", [True, None])[1]
    return shape[1] if shape and len(shape) > 1 else SEQ_LEN


def runtime_of(sample, stream):
    """The sizes that only a run knows."""
    config, source_length = sample.row["config"], length_in(sample.row, "encoder_blocks")
    sizes = {"batch": BATCH}
    if stream == "decoder":
        sizes.update(seq_len=length_in(sample.row, "decoder_blocks"), source_len=source_length)
    else:
        sizes.update(seq_len=source_length if stream == "encoder" else length_in(sample.row, "blocks"),
                     # An indexer picks as many tokens as this, or all if there are fewer.
                     wave_len=WAVE_LEN, picked_len=config.get("index_topk"))
    if "attention_window" in config:  # LED fills its input up to whole windows, and embeds what it added apart.
        sizes.update(given_len=SEQ_LEN, filling_len=source_length - SEQ_LEN)
    if "local_radius" in config:  # LongT5 attends from a block of tokens to three, and to means of others.
        block = config["local_radius"] + 1
        sizes.update({"block_len": block, "3*block_len": 3 * block,
                      "global_len": source_length // config["global_block_size"]})
    return sizes


def merged(first, second):
    """The explanations that hold for both; None if an axis has none."""
    if first is None or second is None:
        return first if second is None else second
    if len(first) != len(second):
        return False
    both = [[word for word in one if word in other] for one, other in zip(first, second)]
    return both if all(both) else False


class Form:
    """The names of one kind of layer, from all layers that have the same."""

    def __init__(self, names, words):
        self.names = names  # name -> (needs, choices)
        self.words = [words]
        self.count = 1

    def take(self, names, words):
        """Whether these are the same names; if so, they now are part of this."""
        if {name: entry[0] for name, entry in names.items()} != {
                name: entry[0] for name, entry in self.names.items()}:
            return False
        new = {name: (needs, merged(choices, names[name][1])) for name, (needs, choices) in self.names.items()}
        if any(choices is False for _, choices in new.values()):
            return False
        self.names = new
        if words not in self.words:
            self.words.append(words)
        self.count += 1
        return True

    def table(self):
        return {name: (needs, " ".join(each[0] for each in choices) if choices is not None else "")
                for name, (needs, choices) in self.names.items()}


def forms_of(layers):
    forms = []
    for names, words in layers:
        if not any(form.take(names, words) for form in forms):
            forms.append(Form(names, words))
    return forms


STRUCTURE = ["local", "cross_attention", "attention", "mixer", "experts", "mlp", "parallel", "ln2", "kv_latent", "q_latent",
             "normed_q", "pre_linear"]


def condition(form, others):
    """What tells a form's layers from the others': words that they have, or have not ("!mlp")."""
    mine = frozenset.intersection(*form.words)
    any_of_mine = frozenset.union(*form.words)
    rest = [words for other in others for words in other.words]
    every = frozenset().union(*rest)
    key = lambda word: (STRUCTURE.index(word) if word in STRUCTURE else 99 if word == "first" else 50, word)
    tests = ([(word,) for word in sorted(mine, key=key)] +
             [("!" + word,) for word in sorted(every - any_of_mine, key=key)])
    singles = [test[0] for test in tests]
    tests += list(itertools.combinations(singles[:40], 2))

    def holds(test, words):
        return all((word[1:] not in words) if word.startswith("!") else word in words for word in test)

    for test in tests:
        if not any(holds(test, words) for words in rest):
            return " ".join(test)
    return None


def conditioned(forms, where, problems):
    """The forms in the order in which they are tried, each with its condition; the last has none."""
    left = sorted(forms, key=lambda form: form.count)
    rows = []
    while len(left) > 1:
        for form in left:
            test = condition(form, [other for other in left if other is not form])
            if test is not None:
                rows.append((test, form))
                left.remove(form)
                break
        else:
            kept = max(left, key=lambda form: form.count)
            problems.append(f"{where}: {len(left)} kinds of layer cannot be told apart")
            left = [kept]
    rows.append(("", left[0]))
    return rows


def layers_of(sample):
    """The names of each block, by the path of its stack, and those outside under ""."""
    found = collections.defaultdict(lambda: collections.defaultdict(dict))
    canonical = canonical_names(sample.row)
    for name, (fires, shape) in sample.row["names"].items():
        match = IN_BLOCK.fullmatch(name)
        is_in_layer = match and match[1] not in NO_LAYERS
        path, layer, inner = match.groups() if is_in_layer else ("", "0", name)
        needs = "" if fires is True else fires or reasons.why(path, inner)
        found[path][int(layer)][inner + alias_of(canonical, name, inner)] = (needs, shape)
    return found


def canonical_names(row):
    """Of each name that shares its point with others, the one that says where the point is: the input or output
    of a module, and rather of an inner one.
    """
    together = collections.defaultdict(set)
    for name, other in row.get("aliases", {}).items():
        together[other] |= {name, other}
    found = {}
    for names in together.values():
        best = max(names, key=lambda name: (name.rpartition(".")[2] in ("hook_in", "hook_out"), name.count("."), name))
        found.update({name: best for name in names if name != best})
    return found


def alias_of(canonical, name, inner):
    """"=o.hook_in" for another name of a point: relative to the module of the name."""
    if name not in canonical:
        return ""
    module = name[:-len(inner)] + inner[:inner.rfind(".") + 1]
    return "=" + canonical[name].removeprefix(module)


def stream_of(sample, path):
    if not path or len(sample.streams) == 1:
        return sample.streams[-1]
    usual = {"blocks": sample.streams[-1]}
    return {**usual, **STREAMS}.get(path, "")


def graph_block(sample, stream, layer):
    if len(sample.streams) == 1:
        return f"blocks.{layer}"
    candidates = [f"{stream}_blocks.{layer}", f"{stream}.{layer}", f"blocks.{layer}"]
    return next((path for path in candidates if path in sample.words), "")


def table_of_type(samples, problems):
    layers = collections.defaultdict(list)
    streams = {}
    for sample in samples:
        for path, blocks in layers_of(sample).items():
            stream = stream_of(sample, path)
            streams[path] = stream
            for layer, names in blocks.items():
                block = graph_block(sample, stream, layer) if path else ""
                sizes = sample.sizes[block]
                layers[path].append(({name: (needs, shape_choices(shape, sizes, runtime_of(sample, side(sample, path, name))))
                                      for name, (needs, shape) in names.items()}, frozenset(sample.words[block])))
    result = {}
    for path, each in layers.items():
        rows = conditioned(forms_of(each), f"{samples[0].model_type} {path or 'outside'}", problems)
        result[path] = (streams[path], [(test, form.table()) for test, form in rows])
    return result


def side(sample, path, name):
    """The stream in whose tokens a name's shape counts."""
    if "decoder" not in sample.streams:
        return "residual"
    if path:
        return "decoder" if path.startswith("decoder") else "encoder"
    is_decoder = name.startswith(("decoder", "unembed", "hook_unembed"))
    return "decoder" if is_decoder else "encoder"


class Writer:
    """The table as JSON, where equal lists are written once."""

    def __init__(self):
        self.lists = {}
        self.known = {}
        self.reasons = {}

    def name_of(self, content, proposal):
        key = json.dumps(content)
        if key not in self.known:
            name, number = proposal, 2
            while name in self.lists:
                name, number = f"{proposal}.{number}", number + 1
            self.known[key] = name
            self.lists[name] = content
        return self.known[key]

    def needs(self, words):
        """A flag as it is, and a sentence by its number."""
        if " " not in words:
            return words
        return self.reasons.setdefault(words, f"#{len(self.reasons) + 1}")

    def groups(self, names, model_type, outside):
        """A layer as modules, each of which has a list."""
        modules = collections.defaultdict(dict)
        for name, entry in names.items():
            own, equals, other = name.partition("=")
            module, dot, inner = own.partition(".")
            modules[module if dot else ""][(inner if dot else own) + equals + other] = entry
        return {module: self.name_of(rows(entries, self), f"{kind(module, outside)}.{model_type}")
                for module, entries in sorted(modules.items())}


def kind(module, outside):
    """What a list is called, before the type in which it was found first."""
    if not module:
        return "outside" if outside else "block"
    if re.fullmatch(r"(\w+_)?(ln\w*|norm|pre_ln)", module):
        return "norm"
    return {"self_attn": "attn", "cross_attn": "attn"}.get(module, module)


def rows(entries, writer):
    """The names that have the same shape and the same needs, together."""
    together = collections.defaultdict(list)
    for name, (needs, shape) in entries.items():
        together[(needs, shape)].append(name)
    found = []
    for (needs, shape), names in sorted(together.items(), key=lambda item: (item[0][0] != "", item[0])):
        row = {"names": " ".join(sorted(names))}
        if shape:
            row["shape"] = shape
        if needs:
            row["needs"] = writer.needs(needs)
        found.append(row)
    return found


def written(types, versions, inexact):
    """The text of the table."""
    writer = Writer()
    models = []
    for model_type, stacks in types.items():
        entry = {"model_types": [model_type]}
        entry["stacks"] = [
            {"path": path, "stream": stream,
             "layers": [{**({"if": test} if test else {}), "modules": writer.groups(names, model_type, not path)}
                        for test, names in forms]}
            for path, (stream, forms) in sorted(stacks.items())]
        same = next((other for other in models if other["stacks"] == entry["stacks"]), None)
        if same:
            same["model_types"].append(model_type)
        else:
            models.append(entry)
    lines = ["{", f'  "versions": {json.dumps(versions)},', f'  "inexact": {json.dumps(inexact, sort_keys=True)},',
             '  "models": [']
    lines.append(",\n".join(
        f'    {{"model_types": {json.dumps(model["model_types"])}, "stacks": [\n' +
        ",\n".join(f'      {{"path": {json.dumps(stack["path"])}, "stream": {json.dumps(stack["stream"])}, '
                   '"layers": [' + ",".join("\n        " + json.dumps(layer, separators=(",", ":")) for layer in stack["layers"]) + "]}"
                   for stack in model["stacks"]) + "]}" for model in models))
    lines += ["  ],", '  "needs": {']
    lines.append(",\n".join(f"    {json.dumps(key)}: {json.dumps(words)}" for words, key in writer.reasons.items()))
    lines += ["  },", '  "modules": {']
    lines.append(",\n".join(
        f"    {json.dumps(name)}: [" + ",".join("\n    " + json.dumps(row, separators=(",", ":")) for row in content) + "]"
        for name, content in writer.lists.items()))
    lines += ["  }", "}", ""]
    return "\n".join(lines)


def are_layers_of_graph(samples):
    """Whether each stack of recorded layers is a stream of tviz's graph, with as many blocks."""
    for sample in samples:
        for path, blocks in layers_of(sample).items():
            stream = stream_of(sample, path)
            drawn = sum(bool(re.fullmatch(r".*\.\d+", each)) for each in sample.words
                        if len(sample.streams) == 1 or each.startswith((f"{stream}.", f"{stream}_blocks.", "blocks.")))
            if path and (not stream or len(sample.streams) == 1 and len(blocks) != drawn):
                return False
    return True


def has_unknown_size(stacks):
    return any("?" in shape for _, forms in stacks.values() for _, names in forms for _, shape in names.values())


def read(facts, program):
    """The samples of each type, what keeps a type from being exact, and the recorded packages."""
    types, inexact, versions = collections.defaultdict(list), {}, {}
    with open(facts, encoding="utf-8") as lines:
        rows_of_facts = [json.loads(line) for line in lines]
    for row in rows_of_facts:
        model_type, versions = row["model_type"], row["versions"]
        if "error" in row:
            if not row["variant"]:
                inexact[model_type] = "no small model of it ran"
            continue
        sample = Sample(program, row)
        if sample.is_known:
            types[model_type].append(sample)
        else:
            inexact[model_type] = "tviz cannot read its configuration"
    return types, inexact, versions


def make(facts, program):
    """The text of the table."""
    types, inexact, versions = read(facts, program)
    done = {}
    for model_type, samples in types.items():
        problems = []
        done[model_type] = table_of_type(samples, problems)
        if problems:
            inexact[model_type] = "tviz cannot tell its kinds of layer apart"
        elif not are_layers_of_graph(samples):
            inexact[model_type] = "tviz draws other layers than it has"
        elif has_unknown_size(done[model_type]):
            inexact.setdefault(model_type, "tviz does not know all its sizes")
    return written(done, versions, inexact)


def main():
    tviz, facts, table = sys.argv[1:]
    text = make(facts, Program(tviz))
    pathlib.Path(table).write_text(text, encoding="utf-8")
    content = json.loads(text)
    print(f"{sum(len(model['model_types']) for model in content['models'])} model types, {len(text)} bytes")
    for model_type, reason in content["inexact"].items():
        print(f"{model_type}: {reason}")


if __name__ == "__main__":
    main()
