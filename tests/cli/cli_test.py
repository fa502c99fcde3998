"""The program as a user runs it: what it prints, writes and returns.

The environment variable TVIZ is the program. Each test case is registered with ctest.
"""

import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

TVIZ = os.environ["TVIZ"]

# Configurations as they lie in repositories, shortened to what matters here.
CONFIGURATIONS = {
    "gpt2": {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "n_embd": 768,
             "n_head": 12, "n_layer": 12, "n_ctx": 1024, "n_positions": 1024, "n_inner": None,
             "vocab_size": 50257, "activation_function": "gelu_new"},
    "gpt_neo": {"model_type": "gpt_neo", "hidden_size": 768, "num_heads": 12, "num_layers": 12,
                "intermediate_size": None, "max_position_embeddings": 2048, "window_size": 256,
                "attention_types": [[["global", "local"], 6]], "vocab_size": 50257,
                "activation_function": "gelu_new"},
    "gpt_neox": {"model_type": "gpt_neox", "hidden_size": 2560, "intermediate_size": 10240,
                 "num_attention_heads": 32, "num_hidden_layers": 32, "rotary_pct": 1.0,
                 "max_position_embeddings": 2048, "use_parallel_residual": False,
                 "tie_word_embeddings": False, "vocab_size": 50432, "hidden_act": "gelu"},
    "llama": {"model_type": "llama", "hidden_size": 4096, "intermediate_size": 11008,
              "num_attention_heads": 32, "num_key_value_heads": 32, "num_hidden_layers": 32,
              "max_position_embeddings": 4096, "rope_scaling": None, "hidden_act": "silu",
              "tie_word_embeddings": False, "vocab_size": 32000},
    "mistral": {"model_type": "mistral", "hidden_size": 5120, "head_dim": 128,
                "intermediate_size": 14336, "num_attention_heads": 32, "num_key_value_heads": 8,
                "num_hidden_layers": 40, "max_position_embeddings": 131072,
                "sliding_window": None, "hidden_act": "silu", "tie_word_embeddings": False,
                "vocab_size": 131072},
}


def run(*arguments, stdin=None, environment=None, cwd=None):
    return subprocess.run([TVIZ, *map(str, arguments)], capture_output=True, text=True,
                          input=stdin, env={**os.environ, **(environment or {})}, cwd=cwd,
                          timeout=120, check=False)


def gguf(entries):
    """A GGUF header of version 3 with texts and numbers, and without tensors."""
    def text(value):
        return struct.pack("<Q", len(value)) + value.encode()

    body = b"".join(text(key) + (struct.pack("<I", 8) + text(value) if isinstance(value, str)
                                 else struct.pack("<II", 4, value)) for key, value in entries)
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(entries)) + body


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def file(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content),
                        encoding="utf-8")
        return path

    def succeed(self, *arguments, **options):
        result = run(*arguments, **options)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def fail_with(self, message, *arguments, code=1, **options):
        """The program refuses, says why, and leaves no file behind."""
        before = set(self.folder.iterdir())
        result = run(*arguments, **options)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertIn(message, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertEqual(set(self.folder.iterdir()), before)
        return result


class Render(Case):
    def test_four_formats_in_one_run(self):
        outputs = [self.folder / f"figure.{e}" for e in ("html", "svg", "pdf", "png")]
        self.succeed("render", "gpt2-small",
                     "--hook", "blocks.1.attn.hook_pattern=head_ablation@0,2",
                     "--hook", "blocks.2.mlp.hook_post=ablation_hook",
                     *[word for output in outputs for word in ("-o", output)])
        for output in outputs:
            self.assertGreater(output.stat().st_size, 5000)
        svg = outputs[1].read_text(encoding="utf-8")
        for text in ("head_ablation", "ablation_hook", "heads 0, 2", "GPT-2 small"):
            self.assertIn(text, svg)

    def test_png_has_twice_the_pixels(self):
        output = self.folder / "x.png"
        self.succeed("render", "attn-only-1l", "--width", "500", "-o", output)
        width, _ = struct.unpack(">II", output.read_bytes()[16:24])
        self.assertEqual(width, 1000)

    def test_width_as_a_length(self):
        output = self.folder / "x.svg"
        self.succeed("render", "gpt2", "--width", "3.25in", "-o", output)
        self.assertIn('width="312"', output.read_text(encoding="utf-8"))

    def test_hooks_from_a_file(self):
        hooks = self.file("hooks.yaml", "- {point: blocks.0.attn.hook_z, label: patch, heads: [3]}\n"
                                        "- blocks.0.mlp.hook_post=zero\n")
        output = self.folder / "x.svg"
        self.succeed("render", "gpt2", "--hooks", hooks, "-o", output)
        svg = output.read_text(encoding="utf-8")
        self.assertIn("patch", svg)
        self.assertIn("zero", svg)

    def test_backward_hooks(self):
        hooks = self.file("hooks.yaml", "- {point: blocks.0.attn.hook_z, label: grad, backward: true}\n"
                                        "- {point: blocks.0.mlp.hook_post, label: f, backward: no}\n")
        self.fail_with("hooks.yaml:2", "render", "gpt2", "--hooks", hooks, "-o",
                       self.folder / "x.svg")
        hooks = self.file("hooks.yaml", "- {point: blocks.0.attn.hook_z, label: grad, backward: true}\n")
        scene = json.loads(self.succeed("scene", "gpt2", "--hooks", hooks, "--backward-hook",
                                        "blocks.{1,2}.attn.hook_pattern=patch@3",
                                        "--hook", "blocks.0.attn.hook_result=late").stdout)
        self.assertIn("Hook: grad at blocks.0.attn.hook_z · backward\n", scene["outline"])
        self.assertIn("Hook: patch at blocks.{1,2}.attn.hook_pattern · head 3 · backward\n",
                      scene["outline"])
        self.assertIn("Hook: late at blocks.0.attn.hook_result · never fires: needs "
                      "use_attn_result\n", scene["outline"])

    def test_what_is_opened_must_exist(self):
        result = self.fail_with("gpt2-small has no block or component 'blocks.3.attention' to open",
                                "render", "gpt2", "--expand", "blocks.3.attn", "--expand",
                                "blocks.3.attention", "-o", self.folder / "x.svg")
        self.assertNotIn("'blocks.3.attn' to open", result.stderr)

    def test_options_may_come_before_the_source(self):
        output = self.folder / "x.svg"
        self.succeed("render", "--hook", "hook_embed=f", "--set", "metrics.margin=30", "gpt2",
                     "-o", output)
        self.assertTrue(output.exists())

    def test_one_option_names_several_files(self):
        self.succeed("render", "gpt2", "-o", self.folder / "x.svg", self.folder / "x.pdf")
        self.assertEqual({p.name for p in self.folder.iterdir()}, {"x.svg", "x.pdf"})

    def test_theme_and_overrides(self):
        output = self.folder / "x.svg"
        self.succeed("render", "gpt2", "--theme", "circuits-dark",
                     "--set", "roles.page=#102030", "-o", output)
        self.assertIn("#102030", output.read_text(encoding="utf-8"))

    def test_warnings_go_to_standard_error(self):
        result = self.succeed("render", "gpt2", "--width", "312", "-o", self.folder / "x.svg")
        self.assertIn("tviz: warning: the notes were left out", result.stderr)
        result = self.succeed("render", "gpt2", "--width", "312", "-q", "-o",
                              self.folder / "x.svg")
        self.assertEqual(result.stderr, "")

    def test_warnings_cannot_drive_the_terminal(self):
        path = self.file("odd.json", {"n_layers": 1, "d_model": 8, "n_heads": 1, "d_vocab": 5,
                                      "n_ctx": 4, "zz\x1b[31m": 1})
        for arguments in (("render", path, "-o", self.folder / "x.svg"), ("describe", path)):
            result = self.succeed(*arguments)
            self.assertIn("zz\\x1b[31m", result.stderr)
            self.assertNotIn("\x1b", result.stderr)

    def test_a_closed_standard_error_is_no_failure(self):
        for arguments in (f"render gpt2 --width 312 -o '{self.folder}/x.svg'",
                          f"describe '{self.file('d.json', {'n_layers': 1, 'd_model': 8, 'n_heads': 1, 'd_vocab': 5})}'"):
            result = subprocess.run(["sh", "-c", f"'{TVIZ}' {arguments} >/dev/null 2>&-"],
                                    check=False)
            self.assertEqual(result.returncode, 0, arguments)

    def test_a_gguf_file_is_drawn_from_its_header(self):
        path = self.folder / "small.gguf"
        path.write_bytes(gguf([("general.architecture", "llama"), ("llama.block_count", 2),
                               ("llama.embedding_length", 64), ("llama.attention.head_count", 4),
                               ("llama.feed_forward_length", 128), ("llama.vocab_size", 100)]))
        described = json.loads(self.succeed("describe", path, "--json").stdout)
        self.assertEqual(described["name"], "small")
        self.assertEqual(described["architecture"]["d_head"], 16)
        self.succeed("render", path, "-o", self.folder / "x.svg")

    def test_an_existing_file_is_replaced_whole(self):
        output = self.file("x.svg", "old")
        self.succeed("render", "gpt2", "-o", output)
        self.assertTrue(output.read_text(encoding="utf-8").startswith("<svg"))
        self.assertEqual([p.name for p in self.folder.iterdir()], ["x.svg"])


class Sources(Case):
    def test_hugging_face_configurations(self):
        for name, configuration in CONFIGURATIONS.items():
            with self.subTest(name):
                path = self.file(f"{name}.json", configuration)
                output = self.folder / f"{name}.pdf"
                self.succeed("render", path, "-o", output)
                self.assertTrue(output.read_bytes().startswith(b"%PDF"))

    def test_facts_of_the_configurations(self):
        facts = {
            "gpt2": ("LayerNorm", "learned", False, 12, 124439808),
            "gpt_neo": ("LayerNorm", "learned", False, 12, 125198592),
            "gpt_neox": ("LayerNorm", "rotary", False, 32, 2775864320),
            "llama": ("RMSNorm", "rotary", False, 32, 6738415616),
            "mistral": ("RMSNorm", "rotary", False, 8, 12247782400),
        }
        for name, (norm, positions, parallel, groups, parameters) in facts.items():
            with self.subTest(name):
                path = self.file(f"{name}.json", CONFIGURATIONS[name])
                result = json.loads(self.succeed("describe", path, "--json").stdout)
                architecture = result["architecture"]
                self.assertEqual(architecture["normalization"], norm)
                self.assertEqual(architecture["positional_embedding"], positions)
                self.assertEqual(architecture["parallel_attn_mlp"], parallel)
                self.assertEqual(architecture["n_key_value_heads"], groups)
                self.assertEqual(result["parameters"]["total"], parameters)

    def test_a_plain_dictionary(self):
        path = self.file("mine.json", {"model_name": "my-transformer", "n_layers": 6,
                                       "d_model": 512, "n_heads": 8, "d_head": 64,
                                       "d_mlp": 2048, "d_vocab": 50257})
        result = json.loads(self.succeed("describe", path, "--json").stdout)
        self.assertEqual(result["name"], "my-transformer")
        self.assertEqual(result["architecture"]["d_mlp"], 2048)

    def test_standard_input(self):
        result = self.succeed("describe", "-", "--json", stdin=json.dumps(CONFIGURATIONS["gpt2"]))
        self.assertEqual(json.loads(result.stdout)["parameters"]["total"], 124439808)

    def test_names_are_found_in_any_case(self):
        for name in ("GPT2", "gpt2-small", "openai-community/gpt2"):
            result = self.succeed("describe", name, "--json")
            self.assertEqual(json.loads(result.stdout)["name"], "gpt2-small")


class Describe(Case):
    COUNTS = {
        "gpt2": 124439808, "gpt2-medium": 354823168, "gpt2-large": 774030080,
        "gpt2-xl": 1557611200, "pythia-70m": 70426624, "llama-2-7b": 6738415616,
        "llama-3.1-8b": 8030261248, "mistral-7b": 7241732096,
    }

    def test_counts_are_the_sum_of_the_components(self):
        for name, expected in self.COUNTS.items():
            with self.subTest(name):
                result = json.loads(self.succeed("describe", name, "--json").stdout)
                self.assertEqual(result["parameters"]["total"], expected)
                self.assertEqual(sum(c["parameters"] for c in result["components"]), expected)

    def test_blocks_are_runs_of_equal_structure(self):
        result = json.loads(self.succeed("describe", "gpt2", "--json").stdout)
        self.assertEqual([b["layers"] for b in result["blocks"]], [[0, 11]])
        self.assertEqual(result["streams"][0]["layers"], 12)

    def test_shapes_in_words(self):
        rows = json.loads(self.succeed("hooks", "gpt2", "--json").stdout)
        by_name = {row["name"]: row for row in rows}
        in_words = by_name["blocks.0.attn.hook_z"]["symbolic_shape"]
        self.assertTrue(in_words.startswith("(batch, seq_len, "))
        wanted = ["blocks.0.attn.hook_z", "(batch, seq_len, 12, 64)", in_words, "blocks.0.attn z"]
        table = self.succeed("hooks", "gpt2", "--symbolic").stdout.splitlines()
        self.assertIn(wanted, [re.split(" {2,}", line) for line in table])
        del wanted[2]
        table = self.succeed("hooks", "gpt2").stdout.splitlines()
        self.assertIn(wanted, [re.split(" {2,}", line) for line in table])

    def test_the_table_for_people(self):
        text = self.succeed("describe", "pythia-70m").stdout
        self.assertRegex(text, r"blocks\.5\.mlp +2,099,712  MLP")
        self.assertRegex(text, r"total +70,426,624  parameters")


class Hooks(Case):
    def test_every_hook_point_with_its_shape(self):
        rows = json.loads(self.succeed("hooks", "gpt2", "--json").stdout)
        by_name = {row["name"]: row for row in rows}
        self.assertEqual(len(rows), 282)
        self.assertEqual(sum(row["fires"] for row in rows), 210)
        z = by_name["blocks.0.attn.hook_z"]
        self.assertEqual(z["shape"], "(batch, seq_len, 12, 64)")
        self.assertEqual(z["symbolic_shape"], "(batch, seq_len, n_heads, d_head)")
        self.assertEqual(z["head_axis"], 2)
        self.assertIsNone(z["needs"])
        self.assertEqual(by_name["blocks.3.attn.hook_result"]["needs"], "use_attn_result")
        self.assertEqual(by_name["blocks.3.attn.hook_pattern"]["head_axis"], 1)

    def test_shapes_in_words(self):
        rows = json.loads(self.succeed("hooks", "gpt2", "--json").stdout)
        by_name = {row["name"]: row for row in rows}
        in_words = by_name["blocks.0.attn.hook_z"]["symbolic_shape"]
        self.assertTrue(in_words.startswith("(batch, seq_len, "))
        wanted = ["blocks.0.attn.hook_z", "(batch, seq_len, 12, 64)", in_words, "blocks.0.attn z"]
        table = self.succeed("hooks", "gpt2", "--symbolic").stdout.splitlines()
        self.assertIn(wanted, [re.split(" {2,}", line) for line in table])
        del wanted[2]
        table = self.succeed("hooks", "gpt2").stdout.splitlines()
        self.assertIn(wanted, [re.split(" {2,}", line) for line in table])

    def test_the_table_for_people(self):
        text = self.succeed("hooks", "pythia-70m").stdout
        self.assertIn("blocks.0.attn.hook_rot_q", text)
        self.assertIn("dormant: needs use_attn_result", text)

    def test_names_of_another_dialect(self):
        text = self.succeed("hooks", "gpt2", "--dialect", "sae_lens").stdout
        self.assertIn("blocks.0.attn.hook_z", text)

    def test_a_list_without_faults(self):
        names = self.file("names.txt", "# all of these fire\nhook_embed\nblocks.0.attn.hook_z  # too\n")
        self.assertEqual(self.succeed("hooks", "gpt2", "--check", names).stdout, "")
        self.assertEqual(json.loads(self.succeed("hooks", "gpt2", "--check", names, "--json").stdout), [])

    def test_a_list_with_faults_is_reported_and_fails(self):
        names = self.file("names.txt", "hook_embed\nblocks.6.hook_resid_pre\nblocks.0.hook_resid_mid\n"
                                       "blocks.0.attn.hook_result\nblocks.0.attn.hook_patern\n")
        result = run("hooks", "pythia-70m", "--check", names)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stdout, f"""\
{names}:2: 'blocks.6.hook_resid_pre' is impossible: there is no blocks.6, the last is blocks.5 \
(nearest: 'blocks.5.hook_resid_pre')
{names}:3: 'blocks.0.hook_resid_mid' is stale: attention and MLP read the same state and are added at once
{names}:4: 'blocks.0.attn.hook_result' is dormant: it needs use_attn_result
{names}:5: 'blocks.0.attn.hook_patern' is misspelt: nothing here is called so \
(nearest: 'blocks.0.attn.hook_pattern')
""")
        self.assertEqual(result.stderr, f"tviz: error: {names}: 4 of 5 names are at fault\n")
        result = run("hooks", "pythia-70m", "--check", names, "--json")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(json.loads(result.stdout)[0],
                         {"name": "blocks.6.hook_resid_pre", "line": 2, "fault": "impossible",
                          "reason": "there is no blocks.6, the last is blocks.5",
                          "instead": "blocks.5.hook_resid_pre"})
        self.assertEqual([row["instead"] for row in json.loads(result.stdout)][1:3], [None, None])

    def test_a_list_that_is_not_there(self):
        result = run("hooks", "gpt2", "--check", self.folder / "none.txt")
        self.assertEqual(result.returncode, 1)
        self.assertIn("none.txt", result.stderr)


class Lists(Case):
    def test_models(self):
        names = [m["name"] for m in json.loads(self.succeed("models", "--json").stdout)]
        for name in ("gpt2-small", "gpt-neo-125m", "pythia-410m", "attn-only-2l", "mistral-7b"):
            self.assertIn(name, names)
        self.assertEqual(len(self.succeed("models", "pythia", "v0").stdout.splitlines()), 16)
        self.assertIn("google-bert/bert-base-cased", self.succeed("models", "encoder", "BERT").stdout)

    def test_themes(self):
        names = [t["name"] for t in json.loads(self.succeed("themes", "--json").stdout)]
        self.assertEqual(names, ["circuits", "circuits-dark"])

    def test_theme_reference(self):
        text = self.succeed("theme", "reference").stdout
        self.assertEqual(re.findall("^## (.*)", text, re.MULTILINE), ["roles", "type", "metrics"])
        self.assertIn("| `metrics.head.width` | length | 12 – 200 px | `44` | ", text)
        fields = re.findall(r"^\| `([a-z_.]+)` \| (?:colour|length) \| ", text, re.MULTILINE)
        self.assertGreater(len(fields), 60)
        # Each of them is one that --set takes: with a value that no field takes, each complains.
        settings = [word for field in fields for word in ("--set", f"{field}=none")]
        result = run("render", "gpt2", *settings, "-o", self.folder / "x.svg")
        self.assertEqual(len(result.stderr.splitlines()), len(fields))
        self.assertNotIn("has no field", result.stderr)

    def test_plugins(self):
        plugins = json.loads(self.succeed("plugins", "--json").stdout)
        self.assertEqual([p["name"] for p in plugins],
                         ["cairo", "module_names", "svg", "transformer_lens", "transformers", "values"])
        cairo = plugins[0]
        self.assertEqual(cairo["state"], "found")
        self.assertEqual(cairo["kinds"], ["backend"])
        self.assertIn({"kind": "backend", "name": "pdf"}, cairo["provides"])
        self.assertTrue(Path(cairo["path"]).is_absolute())

    def test_a_broken_plugin_is_a_record_and_the_others_work(self):
        self.file("broken.so", "this is no library")
        result = self.succeed("plugins", "--json", "--plugin-dir", self.folder)
        states = {p["path"].rsplit("/", 1)[1]: p["state"] for p in json.loads(result.stdout)}
        self.assertEqual(states["broken.so"], "failed")
        self.assertEqual(states["svg.so"], "found")
        self.succeed("render", "gpt2", "--plugin-dir", self.folder, "-o", self.folder / "x.svg")

    def test_version(self):
        self.assertRegex(self.succeed("--version").stdout, r"^\d+\.\d+\.\d+\n$")


class Errors(Case):
    """Bad input: what, where, a hint; exit code 1; no file."""

    def test_a_hostile_header_takes_no_memory(self):
        if b"__asan_init" in pathlib.Path(TVIZ).read_bytes():
            self.skipTest("AddressSanitizer needs more address space than the limit of this test")
        claims = self.folder / "claims.gguf"
        claims.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 2 ** 40, 0))
        long_list = self.folder / "list.gguf"
        long_list.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 1) +
                              struct.pack("<Q", 1) + b"a" + struct.pack("<IIQ", 9, 4, 2 ** 40))
        header = self.folder / "header.safetensors"
        header.write_bytes(struct.pack("<Q", 2 ** 40))
        for path, message in ((claims, "claims 1099511627776 tensors"),
                              (long_list, "a claims 1099511627776 values"),
                              (header, "claims a header of 1099511627776 bytes")):
            result = subprocess.run(["sh", "-c", f"ulimit -v 262144; '{TVIZ}' describe '{path}'"],
                                    capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(result.returncode, 1)
            self.assertIn(message, result.stderr)

    def test_missing_file(self):
        self.fail_with("missing.json", "render", self.folder / "missing.json",
                       "-o", self.folder / "x.svg")

    def test_broken_json_with_its_line(self):
        path = self.file("broken.json", '{\n  "n_layers": 3,\n  "d_model" 64\n}\n')
        self.fail_with("broken.json:3:13: ", "render", path, "-o", self.folder / "x.pdf")

    def test_numbers_out_of_range(self):
        base = {"n_layers": 2, "d_model": 64, "n_heads": 4, "d_vocab": 100}
        for key, value in (("n_layers", -3), ("n_heads", 0), ("d_model", 10**12)):
            with self.subTest(key):
                path = self.file("bad.json", json.dumps({**base, key: value}, indent=1))
                result = self.fail_with(f"{key}", "render", path, "-o", self.folder / "x.svg")
                self.assertRegex(result.stderr, r"bad\.json:\d+:\d+: ")
                self.assertIn(str(value), result.stderr)

    def test_unknown_model_names_the_nearest(self):
        self.fail_with("gpt2-large", "render", "gpt2-larg", "-o", self.folder / "x.svg")

    def test_unknown_hook_names_the_nearest(self):
        self.fail_with("did you mean 'blocks.1.attn.hook_pattern'", "render", "gpt2",
                       "--hook", "blocks.1.attn.hook_patterns", "-o", self.folder / "x.svg")

    def test_head_twelve_of_twelve(self):
        self.fail_with("has no head 12 (its 12 heads are 0 to 11)", "render", "gpt2",
                       "--hook", "blocks.1.attn.hook_z=f@12", "-o", self.folder / "x.svg")

    def test_unknown_theme_key_with_its_line(self):
        theme = self.file("my.yaml", "schema: 1\nextends: circuits\nroles:\n  pge: paper\n")
        self.fail_with("my.yaml:4:3: roles: unknown key 'pge' (did you mean 'roles.page'?)",
                       "render", "gpt2", "--theme", theme, "-o", self.folder / "x.svg")

    def test_unknown_format_and_none(self):
        self.fail_with("'pdff'", "render", "gpt2", "-o", self.folder / "x.pdff")
        self.fail_with("no extension", "render", "gpt2", "-o", self.folder / "figure")

    def test_one_bad_output_leaves_no_other(self):
        self.fail_with("'xyz'", "render", "gpt2", "-o", self.folder / "x.svg",
                       "-o", self.folder / "x.xyz")

    def test_folder_that_does_not_exist(self):
        self.fail_with("No such file or directory", "render", "gpt2",
                       "-o", self.folder / "nowhere" / "x.svg")

    def test_wrong_usage_is_code_two(self):
        for arguments in ((), ("render", "gpt2"), ("render", "gpt2", "--colour", "red"),
                          ("nonsense",)):
            with self.subTest(arguments):
                self.assertEqual(run(*arguments).returncode, 2)

    def test_errors_as_json(self):
        result = self.fail_with("error", "describe", "gpt2-larg", "--json")
        error = json.loads(result.stderr)["error"]
        self.assertEqual(set(error), {"message", "where", "hint"})
        self.assertIn("gpt2-large", error["hint"])

    def test_bad_lengths_and_numbers(self):
        for option, value in (("--width", "wide"), ("--width", "-3"), ("--max-layers", "0"),
                              ("--hook", "=f"), ("--hook", "hook_embed@x"), ("--set", "key")):
            with self.subTest(option + value):
                self.fail_with(option, "render", "gpt2", f"{option}={value}",
                               "-o", self.folder / "x.svg")


class NewPlugin(Case):
    """`tviz plugin new`; tests/consumers builds and runs what it writes."""

    COMMON = {".clang-format", ".gitignore", "CMakeLists.txt", "README.md", "test.sh"}

    def new(self, name, kind="hook_resolver", folder="new"):
        return ("plugin", "new", name, "--kind", kind, "-o", self.folder / folder)

    def test_a_folder_called_like_the_plugin(self):
        result = self.succeed("plugin", "new", "probes", "--kind", "backend", cwd=self.folder)
        self.assertTrue(result.stdout.startswith("probes: "), result.stdout)
        self.assertEqual({p.name for p in (self.folder / "probes").iterdir()},
                         self.COMMON | {"probes.cpp"})

    def test_an_empty_folder_is_filled(self):
        (self.folder / "new").mkdir()
        self.succeed(*self.new("probes", "architecture"))
        self.assertEqual({p.name for p in (self.folder / "new").iterdir()},
                         self.COMMON | {"probes.cpp", "model.yaml"})

    def test_the_name_in_its_three_forms(self):
        for name in ("my-GPT2_probes", "MyGpt2Probes", "my_gpt2_probes"):
            with self.subTest(name):
                self.succeed(*self.new(name, "architecture", name))
                source = (self.folder / name / "my_gpt2_probes.cpp").read_text(encoding="utf-8")
                self.assertIn("class MyGpt2Probes final", source)
                self.assertIn('"my_gpt2_probes"', source)
                self.assertIn('>("my-gpt2-probes")', source)

    def test_no_placeholder_is_left(self):
        for kind in ("architecture", "backend", "component_kind", "hook_resolver", "value_reader"):
            self.succeed(*self.new("probes", kind, kind))
            for path in (self.folder / kind).iterdir():
                words = path.name + path.read_text(encoding="utf-8")
                self.assertNotRegex(words, "plugin_name|plugin-name|PluginName", path)

    def test_names_that_are_none(self):
        for name in ("", "2d", "_x", "x-", "x--y", "a b", "a/b", "../x", "x.y", "größe", "x\n",
                     "x" * 41):
            with self.subTest(name):
                self.fail_with("is no name for a plugin (use letters", *self.new(name))

    def test_unknown_kinds(self):
        self.fail_with("did you mean 'architecture'?", *self.new("x", "Architectur"))
        self.fail_with(
            "there are architecture, backend, component_kind, hook_resolver, value_reader",
            *self.new("x", "common"))
        self.fail_with("--kind is required", "plugin", "new", "x", code=2)

    def test_a_folder_in_use_is_left_alone(self):
        self.file("mine.txt", "mine")
        self.fail_with("is not empty (name a new folder with -o)", *self.new("x", folder="."))
        self.fail_with("cannot be made", *self.new("x", folder="mine.txt"))
        self.fail_with("cannot be made: No such file", *self.new("x", folder="nowhere/x"))

    def test_nothing_is_left_of_a_project_that_could_not_be_written(self):
        # One of the files is larger than the limit, as on a disk that is full.
        too_small = ["sh", "-c", 'ulimit -f 1; trap "" XFSZ; exec "$@"', "sh", TVIZ]
        (self.folder / "empty").mkdir()
        for folder in ("empty", "new"):
            with self.subTest(folder):
                result = subprocess.run([*too_small, *map(str, self.new("x", folder=folder))],
                                        capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertIn("cannot be written: File too large", result.stderr)
        self.assertEqual(list(self.folder.rglob("*")), [self.folder / "empty"])


class Determinism(Case):
    def test_same_bytes_in_other_time_zones_and_locales(self):
        for extension in ("svg", "html", "pdf", "png", "ps", "eps"):
            with self.subTest(extension):
                bytes_seen = set()
                for environment in ({"TZ": "UTC", "LC_ALL": "C"},
                                    {"TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8"},
                                    {"TZ": "America/New_York", "HOME": "/nonexistent"}):
                    output = self.folder / f"x.{extension}"
                    self.succeed("render", "llama-3.1-8b", "-o", output, environment=environment)
                    bytes_seen.add(output.read_bytes())
                self.assertEqual(len(bytes_seen), 1)

    def test_source_date_epoch(self):
        output = self.folder / "x.pdf"
        self.succeed("render", "gpt2", "-o", output, environment={"SOURCE_DATE_EPOCH": "86400"})
        info = subprocess.run(["pdfinfo", "-rawdates", output], capture_output=True, text=True,
                              check=True).stdout
        self.assertRegex(info, r"CreationDate: +(D:)?19700102000000Z")


class Pdf(Case):
    def setUp(self):
        super().setUp()
        self.pdf = self.folder / "x.pdf"
        self.succeed("render", "gpt2", "--hook", "blocks.1.attn.hook_z=patch@0", "-o", self.pdf)

    def tool(self, *arguments):
        return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout

    def test_fonts_are_embedded_and_none_is_type_3(self):
        rows = self.tool("pdffonts", self.pdf).splitlines()[2:]
        self.assertGreaterEqual(len(rows), 4)
        for row in rows:
            self.assertNotIn("Type 3", row)
            self.assertRegex(row, r"\byes yes yes\b")

    def test_there_is_no_raster_image(self):
        self.assertEqual(len(self.tool("pdfimages", "-list", self.pdf).splitlines()), 2)

    def test_one_page_of_the_figures_size(self):
        info = self.tool("pdfinfo", self.pdf)
        self.assertRegex(info, r"Pages: +1\n")
        self.assertRegex(info, r"Page size: +450 x \d+(\.\d+)? pts")
        self.assertIn("Title:           GPT-2 small", info)

    def test_text_can_be_selected(self):
        text = self.tool("pdftotext", "-layout", self.pdf, "-")
        for words in ("GPT-2 small", "pos_embed", "blocks.1.attn.hook_z", "Layer 0",
                      "4 identical blocks", "unembed"):
            self.assertIn(words, text)


class Svg(Case):
    def test_well_formed_without_references_outside(self):
        output = self.folder / "x.svg"
        self.succeed("render", "gpt2", "--hook", "hook_embed=<b>&\"'", "-o", output)
        text = output.read_text(encoding="utf-8")
        root = ElementTree.fromstring(text)
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        self.assertEqual(len(ids), len(set(ids)))
        for reference in re.findall(r'(?:href|src)="([^"]*)"', text):
            self.assertTrue(reference.startswith("#"), reference)
        for reference in re.findall(r"url\(([^)]*)\)", text):
            self.assertRegex(reference, r'^["\']?(#|data:font/)')
        self.assertNotIn("<b>", text)

    def test_rsvg_convert_draws_it(self):
        svg, png = self.folder / "x.svg", self.folder / "x.png"
        self.succeed("render", "llama-3.1-8b", "-o", svg)
        subprocess.run(["rsvg-convert", svg, "-o", png], check=True)
        width, height = struct.unpack(">II", png.read_bytes()[16:24])
        self.assertEqual(width, 600)
        self.assertGreater(height, 1500)


class Loading(Case):
    """Plugins are mapped only when they are needed."""

    def mapped(self, *arguments):
        """The libraries that the dynamic loader opened."""
        result = run(*arguments, environment={"LD_DEBUG": "files"})
        self.assertEqual(result.returncode, 0)
        return set(re.findall(r"file=(\S+) \[\d+\];  generating link map", result.stderr))

    def names(self, *arguments):
        return {Path(path).name.split(".so")[0] for path in self.mapped(*arguments)}

    def test_svg_needs_no_cairo(self):
        names = self.names("render", "gpt2", "-o", self.folder / "x.svg")
        self.assertIn("svg", names)
        self.assertIn("transformers", names)
        for name in ("cairo", "libcairo", "librsvg-2", "libfontconfig", "transformer_lens",
                     "module_names", "values"):
            self.assertNotIn(name, names)

    def test_pdf_needs_no_svg(self):
        names = self.names("render", "gpt2", "-o", self.folder / "x.pdf")
        self.assertIn("cairo", names)
        self.assertNotIn("svg", names)
        # No artwork is in this figure.
        self.assertNotIn("librsvg-2", names)

    def test_listing_plugins_loads_none(self):
        names = self.names("plugins")
        self.assertTrue(names.isdisjoint(
            {"svg", "cairo", "transformers", "transformer_lens", "module_names", "values"}))


if __name__ == "__main__":
    unittest.main()
