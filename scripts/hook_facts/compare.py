"""Holds what tviz lists against recorded hook points: names, whether they fire, shapes, and that each has a place.

compare.py TVIZ FACTS: prints the model types that differ; ends with 1 if any does.
"""

import collections
import json
import sys

import table

SHOWN = 4


def numbers(shape, runtime):
    """A shape as tviz prints it, with the sizes of the recorded run."""
    found = []
    for axis in table.axes(shape):
        size = 0
        for term in axis.split("+"):
            product = 1
            for factor in term.split("*"):
                product *= runtime.get(factor) or (int(factor) if factor.isdigit() else 0)
            size += product
        found.append(size)
    return found


def listed(program, row):
    names = {}
    for entry in program.ask(row["config"], "hooks", "--dialect", "transformer_bridge") or []:
        names.setdefault(entry["name"], entry)
    return names


def differences(program, row):
    """What is wrong with one model, in words."""
    sample = table.Sample(program, row)
    if not sample.is_known:
        return ["tviz cannot read the configuration"]
    known = listed(program, row)
    wrong = [f"missing {name}" for name in row["names"] if name not in known]
    wrong += [f"not there: {name}" for name in known if name not in row["names"]]
    for name, (fires, shape) in row["names"].items():
        if name not in known:
            continue
        path = name.split(".")[0] if table.IN_BLOCK.fullmatch(name) else ""
        runtime = dict(table.runtime_of(sample, table.side(sample, path, name)))
        runtime.update({"enc_len": table.length_in(row, "encoder_blocks"), "dec_len": runtime["seq_len"],
                        "image_len": runtime["seq_len"], "audio_len": runtime["seq_len"]})
        runtime["seq_len"] = runtime.get("seq_len")
        entry = known[name]
        if entry["fires"] != (fires is True):
            wrong.append(f"{name}: fires is {entry['fires']}")
        if fires is not True and fires and entry["needs"] != fires:
            wrong.append(f"{name}: needs {fires}, not {entry['needs']}")
        if shape is not None and numbers(entry["shape"], runtime) != shape:
            wrong.append(f"{name}: {shape}, not {entry['shape']}")
        if not entry["component"]:
            wrong.append(f"{name} has no place")
    return wrong


def main():
    tviz, facts = sys.argv[1:3]
    program = table.Program(tviz)
    exact, models, types = 0, 0, collections.defaultdict(list)
    for line in open(facts, encoding="utf-8"):
        row = json.loads(line)
        if "error" in row:
            continue
        models += 1
        wrong = differences(program, row)
        exact += not wrong
        types[row["model_type"]].append(not wrong)
        if wrong:
            variant = f" {row['variant']}" if row["variant"] else ""
            print(f"{row['model_type']}{variant}: {len(wrong)} differences: {'; '.join(wrong[:SHOWN])}")
    whole = sum(all(each) for each in types.values())
    print(f"{whole} of {len(types)} model types are exact, {exact} of {models} models")
    return 0 if exact == models else 1


if __name__ == "__main__":
    sys.exit(main())
