# SPDX-License-Identifier: MIT
"""examples/cluster, copied, and what was drawn of its 200 figures.

The environment variables TVIZ and TVIZ_SOURCE are the program and the repository.
"""

import collections
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TVIZ = os.environ["TVIZ"]
EXAMPLE = Path(os.environ["TVIZ_SOURCE"], "examples", "cluster")
ALL_FORMATS = "[pdf, svg, png]"
BROKEN = "figures:\n  - {name: broken, model: gpt2-small, hooks: [blocks.99.hook_resid_pre]}\n"


def contents(folder):
    """The digest of each file, records included, by its path."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file()}


class Example(unittest.TestCase):
    """A test with a copy of the example, beside which one process has drawn all of it once."""

    # PDF and PNG take six times as long, and say the same of who draws what.
    formats = "svg"

    @classmethod
    def setUpClass(cls):
        root = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, root)
        cls.folder = root / "example"
        cls.whole = root / "whole"
        cls.copy()
        cls.batch("-o", cls.whole, *cls.how_the_whole_is_drawn)

    how_the_whole_is_drawn = ("-j", "2")

    @classmethod
    def copy(cls):
        shutil.copytree(EXAMPLE, cls.folder)
        manifest = cls.folder / "figures.yaml"
        text = manifest.read_text(encoding="utf-8")
        assert ALL_FORMATS in text
        manifest.write_text(text.replace(ALL_FORMATS, cls.formats), encoding="utf-8")

    def setUp(self):
        """The example as it was, without figures."""
        shutil.rmtree(self.folder)
        self.copy()

    @classmethod
    def start(cls, *arguments):
        return subprocess.Popen([TVIZ, "batch", "figures.yaml", *map(str, arguments)],
                                cwd=cls.folder, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True)

    @classmethod
    def batch(cls, *arguments, code=0):
        """Runs the program and returns its messages."""
        process = cls.start(*arguments)
        messages = process.communicate()[1]
        assert process.returncode == code, messages
        return messages

    def states(self, *arguments):
        """What became of each figure."""
        report = self.folder / "report.json"
        self.batch("--report", report, *arguments)
        figures = json.loads(report.read_text(encoding="utf-8"))["figures"]
        return {figure["name"]: figure["state"] for figure in figures}

    def counts(self, *arguments):
        return dict(collections.Counter(self.states(*arguments).values()))

    def add_a_broken_figure(self):
        with open(self.folder / "figures.yaml", "a", encoding="utf-8") as manifest:
            manifest.write(BROKEN)

    def assert_same(self, folder, other):
        """Every byte of every file, without printing all of them."""
        left, right = contents(folder), contents(other)
        differ = [name for name in sorted({*left, *right}) if left.get(name) != right.get(name)]
        self.assertEqual(differ, [])
