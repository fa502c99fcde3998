# SPDX-License-Identifier: MIT
"""Writes the page on which types of model the hook names of TransformerBridge are known for.

Usage: bridge_models.py > bridge-models.md, in the repository's folder. It is made from the tables in
plugins/module_names.
"""

import json
import pathlib

TABLES = pathlib.Path("plugins", "module_names")


def read(name):
    return json.loads((TABLES / name).read_text(encoding="utf-8"))


def types_of_3():
    """The types whose names in 3.5 tviz knows."""
    found = set()
    for row in read("modules.json")["models"]:
        found |= set(row["model_types"]) - set(row.get("not_bridged", [])) - {""}
    return found


def main():
    table = read("transformer_bridge_4.3.json")
    packages = table["versions"]
    recorded = {each for model in table["models"] for each in model["model_types"]}
    inexact = table["inexact"]
    older = types_of_3()
    rows = {}
    for model_type in sorted(recorded | older | set(inexact)):
        of_4 = "—"
        if model_type in inexact:
            of_4 = inexact[model_type]
        elif model_type in recorded:
            of_4 = "exact"
        rows[model_type] = ("from its code" if model_type in older else "—", of_4)
    exact = sum(of_4 == "exact" for _, of_4 in rows.values())
    print("# Models of TransformerBridge\n")
    print("For which values of `model_type` the dialect `transformer_bridge` has names, in each version of "
          "TransformerLens.\n")
    print(f"- **4.3** was recorded from transformer-lens {packages['transformer-lens']} with transformers "
          f"{packages['transformers']}: {exact} types are *exact*, which means that names, shapes, and what fires "
          "are those of small random models. For the others, the table says what is not exact.")
    print("- **3.5** was written from the code of transformer-lens 3.5.1.\n")
    print("| `model_type` | 3.5 | 4.3 |")
    print("|---|---|---|")
    for model_type, (of_3, of_4) in rows.items():
        print(f"| `{model_type}` | {of_3} | {of_4} |")


if __name__ == "__main__":
    main()
