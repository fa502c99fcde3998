# SPDX-License-Identifier: MIT
"""Writes the page on which types of model each hook dialect has names for, in which version.

Usage: bridge_models.py > bridge-models.md, in the repository's folder. It is made from the tables in
plugins/module_names, and asks the program tviz for the versions.
"""

import json
import pathlib
import subprocess

TABLES = pathlib.Path("plugins", "module_names")


def read(name):
    return json.loads((TABLES / name).read_text(encoding="utf-8"))


def library(dialect):
    """The library and the version that a dialect follows, as tviz says."""
    listed = subprocess.run(["tviz", "hooks", "gpt2", "--dialect", dialect], check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    return listed.splitlines()[0].removeprefix("# ")


def types_with_modules():
    """The types whose modules tviz knows, and whether it knows their names in the bridge 3.5."""
    found = {}
    for row in read("modules.json")["models"]:
        for model_type in set(row["model_types"]) - {""}:
            found[model_type] = model_type not in row.get("not_bridged", [])
    return found


def types_of_pyvene():
    """The types that pyvene wraps."""
    return set(read("pyvene.json")["model_types"])


def state_of_4(table, model_type):
    """What is known of a type in 4.3, in a word or two."""
    if model_type in table["inexact"]:
        return table["inexact"][model_type]
    is_recorded = any(model_type in model["model_types"] for model in table["models"])
    return "exact" if is_recorded else "—"


def main():
    table = read("transformer_bridge_4.3.json")
    packages = table["versions"]
    modules, wrapped = types_with_modules(), types_of_pyvene()
    recorded = {each for model in table["models"] for each in model["model_types"]}
    types = sorted(recorded | set(modules) | set(table["inexact"]) | wrapped)
    exact = sum(state_of_4(table, each) == "exact" for each in types)
    print("# Models of the hook dialects\n")
    print("For which values of `model_type` each dialect has names, in each version of its library.\n")
    print(f"- **bridge 4.3**: `transformer_bridge`, recorded from transformer-lens {packages['transformer-lens']} with "
          f"transformers {packages['transformers']}. {exact} types are *exact*, which means that names, shapes, and "
          "what fires are those of small random models. For the others, the table says what is not exact.")
    print("- **bridge 3.5**: `transformer_bridge@3.5`, written from the code of transformer-lens 3.5.1.")
    print(f"- **modules**: `hugging_face` and `nnsight`, written from the code of each model, and, for types that "
          f"transformers has, held against the modules that small random models call ({library('hugging_face')}, "
          f"{library('nnsight')}).")
    print(f"- **pyvene**: checked on small random models with {library('pyvene')}.\n")
    print("The dialects `transformer_lens` and `sae_lens` have names for every decoder, BERT, and T5.\n")
    print("| `model_type` | bridge 4.3 | bridge 3.5 | modules | pyvene |")
    print("|---|---|---|---|---|")
    for model_type in types:
        columns = (state_of_4(table, model_type), "from its code" if modules.get(model_type) else "—",
                   "yes" if model_type in modules else "—", "yes" if model_type in wrapped else "—")
        print(f"| `{model_type}` | {' | '.join(columns)} |")


if __name__ == "__main__":
    main()
