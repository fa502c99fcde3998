# SPDX-License-Identifier: MIT
"""Model families that a file adds, and what is said of mistakes in such files."""

import copy
import json
import pathlib
import unittest

import jsonschema
import yaml

from program import Case

CARRIED = pathlib.Path(__file__).parents[2] / "core" / "data" / "model_types.json"

FAMILIES = """\
{
  "model_types": {
    "pebble": {
      "like": "llama",
      "architectures": ["PebbleForCausalLM"],
      "n_layers": {"keys": ["depth"], "required": true}
    }
  }
}
"""

MODEL = {"model_type": "pebble", "architectures": ["PebbleForCausalLM"], "depth": 3,
         "hidden_size": 64, "num_attention_heads": 4, "intermediate_size": 256, "vocab_size": 1000}

# A misspelt line of a family, the column of the mistake, and what is said of it.
TYPOS = (
    ('"d_head": {"kyes": ["head_dim"]}', 16, "did you mean 'keys'?"),
    ('"n_ctx": {"keys": ["length"], "defualt": 2048}', 35, "did you mean 'default'?"),
    ('"paralel_attn_mlpp": true', 5, "did you mean 'parallel_attn_mlp'?"),
    ('"like": "llamq"', 13, "did you mean 'llama'?"),
)


class ModelTypes(Case):
    def setUp(self):
        super().setUp()
        self.families = self.file("families.json", FAMILIES)
        self.model = self.file("model.json", MODEL)

    def test_every_command_that_reads_a_model_takes_them(self):
        chosen = ("--model-types", self.families)
        graph = json.loads(self.succeed("describe", self.model, "--json", *chosen).stdout)
        self.assertEqual(graph["architecture"]["n_layers"], 3)
        self.assertTrue(graph["architecture"]["gated_mlp"])
        self.assertIn("blocks.2.attn", self.succeed(*chosen, "hooks", self.model).stdout)
        names = self.file("names.txt", "blocks.2.hook_resid_post\n")
        self.succeed("hooks", self.model, "--check", names, *chosen)
        self.assertIn("blocks.2", self.succeed("scene", self.model, *chosen).stdout)
        self.succeed("render", self.model, "gpt2", *chosen, "-o", self.folder / "x.svg")
        manifest = self.file("figures.yaml", "schema: 1\nfigures:\n"
                                             "  - {name: a, formats: svg, model: model.json}\n")
        self.succeed("batch", manifest, *chosen)
        self.assertTrue((self.folder / "figures" / "a.svg").exists())

    def test_without_the_file_the_family_is_unknown(self):
        result = self.fail_with("", "describe", self.model)
        self.assertIn("num_hidden_layers", result.stderr)

    def test_a_later_file_comes_before_an_earlier_one(self):
        second = self.file("second.yaml", "model_types:\n  pebble: {like: pebble, d_head: 7}\n")
        graph = json.loads(self.succeed("describe", self.model, "--json", "--model-types",
                                        self.families, "--model-types", second).stdout)
        self.assertEqual(graph["architecture"]["d_head"], 7)
        self.assertEqual(graph["architecture"]["n_layers"], 3)

    def test_each_typo_is_an_error_with_its_place_and_the_nearest_word(self):
        for line, column, hint in TYPOS:
            path = self.file("typo.json", '{"model_types": {\n  "pebble": {\n    ' + line + "\n}}}")
            for arguments in (("describe", self.model, "--model-types", path),
                              ("model-types", "check", path)):
                result = self.fail_with(hint, *arguments)
                self.assertIn(f"tviz: error: {path}:3:{column}: model_types.pebble", result.stderr)
                self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)

    def test_check_reports_all_mistakes_of_all_files(self):
        broken = self.file("broken.yaml", "model_types:\n  a: {liek: llama}\n  b: {like: pebbl}\n")
        result = self.fail_with("", "model-types", "check", broken, "--model-types", self.families)
        self.assertEqual(result.stderr.splitlines(), [
            f"tviz: error: {broken}:2:7: model_types.a: unknown field 'liek' in the rules of a "
            "family (did you mean 'like'?)",
            f"tviz: error: {broken}:3:13: model_types.b.like: unknown family 'pebbl' (did you mean "
            "'pebble'?)"])
        checked = self.succeed("model-types", "check", self.families, "--json")
        self.assertEqual(json.loads(checked.stdout), {"good": [str(self.families)]})

    def test_a_file_that_is_not_there(self):
        self.fail_with("nowhere.json", "describe", "gpt2", "--model-types",
                       self.folder / "nowhere.json")


class ModelTypesOfManifests(Case):
    def draw(self, manifest):
        return self.succeed("batch", manifest).stderr

    def test_a_change_of_the_file_draws_again(self):
        (self.folder / "rules").mkdir()
        families = self.file("rules/families.json", FAMILIES)
        self.file("model.json", MODEL)
        manifest = self.file("figures.yaml", """\
schema: 1
defaults: {formats: svg, model_types: rules/families.json}
figures:
  - {name: from-file, model: model.json}
  - {name: in-place, model: {model_type: pebble, depth: 2, hidden_size: 64, num_attention_heads: 4,
                             intermediate_size: 256, vocab_size: 1000}}
""")
        report = self.folder / "report.json"
        self.succeed("batch", manifest, "--report", report)
        figures = json.loads(report.read_text(encoding="utf-8"))["figures"]
        for figure in figures:
            self.assertIn(str(families), figure["inputs"])
        self.assertIn("2 unchanged", self.draw(manifest))
        families.write_text(FAMILIES.replace('"like"', '"shared_norm": true, "like"'),
                            encoding="utf-8")
        self.assertIn("2 drawn", self.draw(manifest))

    def test_a_mistake_in_the_file_comes_once(self):
        self.file("families.json", FAMILIES.replace("like", "liek"))
        manifest = self.file("figures.yaml", """\
schema: 1
defaults: {formats: svg, model_types: families.json}
figures: [{name: a, model: gpt2}, {name: b, model: {model_type: pebble}}]
""")
        result = self.fail_with("did you mean 'like'?", "batch", manifest)
        self.assertIn("families.json:4:7: ", result.stderr.splitlines()[0])
        self.assertEqual(len([line for line in result.stderr.splitlines() if "liek" in line]), 1)


class ModelTypesSchema(Case):
    def setUp(self):
        super().setUp()
        schema = json.loads(self.succeed("model-types", "schema").stdout)
        jsonschema.Draft202012Validator.check_schema(schema)
        self.validator = jsonschema.Draft202012Validator(schema)

    def errors(self, families):
        return [error.message for error in self.validator.iter_errors({"model_types": families})]

    def test_the_carried_families_are_valid(self):
        carried = json.loads(CARRIED.read_text(encoding="utf-8"))
        for name, family in {**carried["model_types"], **carried["dialects"]}.items():
            self.assertEqual(self.errors({name: family}), [], name)

    def test_each_typo_is_refused(self):
        for line, _, _ in TYPOS:
            self.assertEqual(len(self.errors({"my": json.loads("{" + line + "}")})), 1, line)

    def test_every_misspelt_word_of_the_carried_families_is_refused(self):
        carried = json.loads(CARRIED.read_text(encoding="utf-8"))["model_types"]
        for name in ("gpt2", "llama", "deepseek_v3", "jamba", "qwen2_vl"):
            for path in list(paths_of_words(carried[name])):
                family = copy.deepcopy(carried[name])
                inner = family
                for step in path[:-1]:
                    inner = inner[step]
                inner[path[-1] + "q"] = inner.pop(path[-1])
                self.assertNotEqual(self.errors({name: family}), [], path)

    def test_it_knows_the_families_of_files(self):
        path = self.file("families.yaml", yaml.safe_dump(json.loads(FAMILIES)))
        schema = json.loads(self.succeed("model-types", "schema", "--model-types", path).stdout)
        self.assertIn("pebble", schema["$defs"]["family_name"]["enum"])


def paths_of_words(value, path=()):
    """The way to each word of the rule language; below some, words are those of configurations."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths_of_words(item, (*path, index))
    if isinstance(value, dict):
        for key, inner in value.items():
            is_language = path[-1:] not in (("words",), ("refused",), ("warned",))
            if is_language:
                yield (*path, key)
            yield from paths_of_words(inner, (*path, key))


if __name__ == "__main__":
    unittest.main()
