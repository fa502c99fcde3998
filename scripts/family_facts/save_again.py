"""Saves configurations again as transformers does: save_again.py FAMILIES.json OUT.jsonl.

FAMILIES.json is a list of {"name", "config"}. Each line of OUT.jsonl has both and, as "again", what transformers writes
when it saves the configuration that it has read. Types that transformers does not have are left out, and those that it
cannot read are told on standard error.
"""

import json
import os
import pathlib
import sys
import tempfile

os.environ["TRANSFORMERS_VERBOSITY"] = "error"

from transformers import CONFIG_MAPPING


def saved_again(config):
    with tempfile.TemporaryDirectory() as folder:
        CONFIG_MAPPING[config["model_type"]].from_dict(config).save_pretrained(folder)
        return json.loads(pathlib.Path(folder, "config.json").read_text(encoding="utf-8"))


def main():
    families = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        for family in families:
            if family["config"].get("model_type") not in CONFIG_MAPPING:
                continue
            try:
                again = saved_again(family["config"])
            except Exception as error:  # Whatever transformers raises for a file that its code no longer reads.
                print(f"{family['name']}: {error}", file=sys.stderr)
                continue
            print(json.dumps({**family, "again": again}), file=out)


main()
