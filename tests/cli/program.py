# SPDX-License-Identifier: MIT
"""The program as a user runs it: what it prints, writes and returns.

The environment variable TVIZ is the program.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TVIZ = os.environ["TVIZ"]


def run(*arguments, stdin=None, environment=None, cwd=None):
    return subprocess.run([TVIZ, *map(str, arguments)], capture_output=True, text=True,
                          input=stdin, env={**os.environ, **(environment or {})}, cwd=cwd,
                          timeout=120, check=False)


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
