# SPDX-License-Identifier: MIT
"""Which libraries the program opens."""

import re
import unittest
from pathlib import Path

from program import Case, run


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
