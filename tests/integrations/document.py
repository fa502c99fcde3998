# SPDX-License-Identifier: MIT
"""Documents in a folder, and the tools that make something of them.

The environment variable SOURCE is the source tree, TVIZ the program.
"""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["SOURCE"])
OWN_MODEL = "{model_name: mine, n_layers: 2, d_model: 64, n_heads: 4, d_vocab: 100, n_ctx: 32}\n"
UNCERTAIN_MODEL = ("{architectures: [FooForCausalLM], hidden_size: 64, num_hidden_layers: 2, "
                   "num_attention_heads: 4, vocab_size: 100}\n")
WARNING = "class 'FooForCausalLM' is not known, read as a decoder"
ALTERNATIVE_TEXT = "Architecture of A sample: 2 layers, 4 heads × 16, d_model 64"


class Case(unittest.TestCase):
    """A test with a folder of its own, which has the configuration own.yaml."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.file("own.yaml", OWN_MODEL)

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    def text(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def run_tool(self, *command, environment=None):
        """Runs a program in the folder, where it finds tviz; what it prints has no colors.

        NO_COLOR, because a caller's FORCE_COLOR colors the messages even where no terminal is.
        """
        path = f"{Path(os.environ['TVIZ']).parent}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "NO_COLOR": "1", **(environment or {})}
        environment.pop("FORCE_COLOR", None)
        return subprocess.run(
            [str(word) for word in command], cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=120,
            env=environment, check=False)

    def succeed(self, *command, **options):
        result = self.run_tool(*command, **options)
        self.assertEqual(result.returncode, 0, result.stdout)
        return result.stdout

    def has(self, text, part):
        """As assertIn, which would print the whole page with its figures."""
        self.assertTrue(part in text, part)

    def matches(self, text, pattern):
        """As assertRegex."""
        self.assertTrue(re.search(pattern, text), pattern)

    def times(self, pattern):
        """When each file was written."""
        return {path.name: path.stat().st_mtime_ns for path in self.folder.glob(pattern)}

    def redrawn(self, make, pattern):
        """The drawings that `make` makes again after the model in own.yaml was changed."""
        make()
        before = self.times(pattern)
        self.file("own.yaml", OWN_MODEL.replace("d_model: 64", "d_model: 128"))
        make()
        after = self.times(pattern)
        return [name for name in before if before[name] != after[name]]
