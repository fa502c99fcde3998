# SPDX-License-Identifier: MIT
"""Bad input and wrong usage."""

import json
import resource
import struct
import subprocess
import unittest
from pathlib import Path

from program import TVIZ, Case, run


class Errors(Case):
    """Bad input: what, where, a hint; exit code 1; no file."""

    def test_a_hostile_header_takes_no_memory(self):
        if b"__asan_init" in Path(TVIZ).read_bytes():
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

    def test_too_little_memory_is_an_error_wherever_it_ends(self):
        if b"__asan_init" in Path(TVIZ).read_bytes():
            self.skipTest("AddressSanitizer needs more address space than the limits of this test")
        path = self.file("deep.json", {"n_layers": 1000, "d_model": 64, "n_heads": 4, "d_vocab": 9})
        for arguments, most in ((("describe", "--json", path), 40), (("hooks", "--json", path), 90),
                                (("hooks", path), 80), (("scene", path, "--max-layers", "all"), 90)):
            ends = set()
            for kilobytes in (*range(17000, 22000, 250), *range(22 << 10, most << 10, 3 << 10)):
                with self.subTest((arguments, kilobytes)):
                    result = self.run_within(kilobytes, *arguments)
                    ends.add(result.returncode)
                    if result.returncode == 0:
                        self.assertTrue(result.stdout.endswith("\n"))
                        continue
                    self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
                    self.assertRegex(result.stderr, "not enough memory|annot allocate memory|"
                                     "failed to map|annot be loaded")
            self.assertIn(0, ends, arguments)

    @staticmethod
    def run_within(kilobytes, *arguments):
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (kilobytes << 10, kilobytes << 10))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        return subprocess.run([TVIZ, *map(str, arguments)], capture_output=True, text=True,
                              timeout=60, check=False, preexec_fn=limit)

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
        self.fail_with(f"No such file or directory (make the folder '{self.folder}/nowhere' first)",
                       "render", "gpt2", "-o", self.folder / "nowhere" / "x.svg")

    def test_wrong_usage_says_where_to_read_on(self):
        self.fail_with("tviz: error: --output is required\nRun 'tviz render --help'",
                       "render", "gpt2", code=2)
        for arguments, command in (((), "tviz render "), (("plugin",), "tviz plugin new ")):
            result = run(*arguments)
            self.assertIn("tviz: error: a command is required\n", result.stderr)
            self.assertIn(command, result.stderr)
        self.assertEqual(run("help").stdout, run("--help").stdout)
        self.assertIn("Draw a model", run("help").stdout)

    def test_wrong_usage_is_code_two(self):
        for arguments in ((), ("render", "gpt2"), ("render", "gpt2", "--colour", "red"),
                          ("nonsense",)):
            with self.subTest(arguments):
                self.assertEqual(run(*arguments).returncode, 2)

    def test_unknown_words_name_the_nearest(self):
        for arguments, hint in (
                (("rendr", "gpt2"), "rendr: did you mean 'render'?"),
                (("theme", "refernce"), "refernce: did you mean 'reference'?"),
                (("render", "gpt2", "--them=print", "-o", "x.svg"), "--them: did you mean '--theme'?"),
                (("render", "gpt2", "--max_layers", "2", "-o", "x.svg"), "'--max-layers'?"),
                (("render", "gpt2", "--direction", "rihgt", "-o", "x.svg"),
                 "--direction: must be up or right, got 'rihgt' (did you mean 'right'?)")):
            with self.subTest(arguments):
                self.fail_with(hint, *arguments, code=2)

    def test_an_empty_text_is_no_value(self):
        for option in ("--hooks", "--values", "--hook", "--title", "--theme", "--font", "--width"):
            with self.subTest(option):
                self.fail_with(f"{option}: must not be empty", "render", "gpt2", option, "",
                               "-o", self.folder / "x.svg")
        self.fail_with("--check: must not be empty", "hooks", "gpt2", "--check", "")

    def test_later_mistakes_are_told_in_the_words_of_the_program(self):
        for option, value in (("--expand", "blocks.99"), ("--stream", "vision"), ("--width", "0.5"),
                              ("--title", "x" * 5000), ("--author", "x" * 5000),
                              ("--set", "metrics.margn=1"), ("--set", "metrics.margin=-1")):
            with self.subTest(option):
                self.fail_with(f"tviz: error: {option}: ", "render", "gpt2", option, value,
                               "-o", self.folder / "x.svg")

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


if __name__ == "__main__":
    unittest.main()
