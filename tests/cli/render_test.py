# SPDX-License-Identifier: MIT
"""Figures as files: formats, options, hooks, and what is said on the way."""

import json
import re
import struct
import subprocess
import unittest

from program import TVIZ, Case


def gguf(entries):
    """A GGUF header of version 3 with texts and numbers, and without tensors."""
    def text(value):
        return struct.pack("<Q", len(value)) + value.encode()

    body = b"".join(text(key) + (struct.pack("<I", 8) + text(value) if isinstance(value, str)
                                 else struct.pack("<II", 4, value)) for key, value in entries)
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(entries)) + body


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

    def test_fits_a_page(self):
        output = self.folder / "x.svg"
        for page, width, height in (("neurips", 528, 864), ("icml", 312, 864), ("beamer", 408, 269)):
            self.succeed("render", "gpt2", "--fit", page, "-o", output)
            size = re.search(r'width="([\d.]+)" height="([\d.]+)"', output.read_text("utf-8"))
            self.assertEqual(float(size[1]), width)
            self.assertLessEqual(float(size[2]), height)
        self.succeed("render", "gpt2", "--fit", "icml", "--width", "4in", "-o", output)
        self.assertIn('width="384"', output.read_text(encoding="utf-8"))
        result = self.succeed("render", "gpt2", "--width", "icml", "--height", "4in", "-o", output)
        self.assertIn("the notes were left out: with them the figure is", result.stderr)
        self.fail_with("--height: a height of 96 pixels is too small (in this width, one block of "
                       "each kind needs", "render", "gpt2", "--height", "1in", "-o",
                       self.folder / "y.pdf")
        self.fail_with("(did you mean 'neurips'?)", "render", "gpt2", "--fit", "neurps", "-o",
                       self.folder / "y.pdf")

    def test_to_the_right(self):
        output = self.folder / "x.svg"
        result = self.succeed("render", "gpt2", "--direction", "right", "--width", "slide", "-o",
                              output)
        self.assertIn('width="1920"', output.read_text(encoding="utf-8"))
        self.assertIn("more layers are folded than requested", result.stderr)
        result = self.succeed("render", "gpt2", "--direction", "right", "--max-layers", "1", "-o",
                              output)
        # Notes, which are there if nothing else is asked, are left out without a word.
        self.assertEqual(result.stderr, "")
        self.fail_with("a width of 500 pixels is too small (this model needs",
                       "render", "gpt2", "--direction", "right", "--width", "500", "-o",
                       self.folder / "y.svg")
        self.fail_with("cannot show opened layers", "render", "gpt2", "--direction", "right",
                       "--expand", "blocks.0", "-o", self.folder / "y.svg")
        self.assertFalse((self.folder / "y.svg").exists())

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

    def test_the_font_of_the_paper(self):
        output, set_by_key = self.folder / "x.svg", self.folder / "y.svg"
        self.succeed("render", "gpt2", "--theme", "auto", "--font", "computer-modern", "-o", output)
        self.succeed("render", "gpt2", "--theme", "auto", "--set", "fonts.family=computer-modern",
                     "-o", set_by_key)
        self.assertIn("'Latin Modern Roman'", output.read_text(encoding="utf-8"))
        self.assertEqual(output.read_bytes(), set_by_key.read_bytes())
        self.fail_with("--font: must be one of times, computer-modern, sans, got 'san' "
                       "(did you mean 'sans'?)", "render", "gpt2", "--font", "san", "-o", output)

    def test_warnings_go_to_standard_error(self):
        figure = ["gpt2", "--direction", "right", "--width", "1280", "-o", self.folder / "x.svg"]
        result = self.succeed("render", *figure)
        self.assertIn("tviz: warning: more layers are folded than requested", result.stderr)
        result = self.succeed("render", "-q", *figure)
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


if __name__ == "__main__":
    unittest.main()
