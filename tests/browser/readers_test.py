# SPDX-License-Identifier: MIT
"""One figure as Chromium, librsvg, Inkscape, CairoSVG, svglib and resvg draw it: all the same.

Run as: readers_test.py PROGRAM OUTPUT_FOLDER
A reader that cannot be had is skipped, and the reason printed.
"""

import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from PIL import Image, ImageChops

from browser import Browser
from figure_page import OUTPUT, render
from npm import Unavailable, package_folder

HERE = Path(__file__).resolve().parent
IN_ENVIRONMENT = HERE.parent / "python" / "in_environment.py"
SKIPPED = 77

# Pixels along the side of a part that is compared, and by how much of black its mean may differ.
PART = 12
TOLERANCE = 0.12

RESVG = """
const {Resvg} = require(process.argv[1]);
const fs = require('fs');
fs.writeFileSync(process.argv[3],
                 new Resvg(fs.readFileSync(process.argv[2]), {background: 'white'}).render().asPng());
"""


def parts_of(picture, size):
    """The mean brightness of each part, on white."""
    image = Image.open(picture).convert("RGBA")
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    grey = ground.convert("L").resize(size, Image.Resampling.BOX)
    return grey.resize((size[0] // PART, size[1] // PART), Image.Resampling.BOX)


def largest_difference(one, other):
    return ImageChops.difference(one, other).getextrema()[1] / 255


class ReadersTest(unittest.TestCase):
    """Outlined letters, so that no reader's fonts count; layers that repeat; a dark partner."""

    @classmethod
    def setUpClass(cls):
        cls.file = render("figure", "gpt2-small", "--max-layers", "2", "--text", "outline",
                          "--theme", "auto", "--hook", "blocks.1.attn.hook_pattern=ablation@0,2",
                          form="svg")
        with Browser() as browser:
            browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
                "features": [{"name": "prefers-color-scheme", "value": "light"}]})
            browser.open(cls.file)
            svg = browser.run("""const {width, height} = document.documentElement.viewBox.baseVal;
                                 return [width, height]""")
            cls.size = tuple(round(length) for length in svg)
            browser.driver.set_window_size(cls.size[0] + 200, cls.size[1] + 400)
            picture = OUTPUT / "chromium.png"
            browser.driver.save_screenshot(str(picture))
        Image.open(picture).crop((0, 0, *cls.size)).save(picture)
        cls.expected = parts_of(picture, cls.size)

    def assert_same(self, picture):
        difference = largest_difference(parts_of(picture, self.size), self.expected)
        self.assertLess(difference, TOLERANCE, picture)

    def run_or_skip(self, *command):
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode == SKIPPED:
            self.skipTest(result.stdout.strip())
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def by_python(self, library, target):
        self.run_or_skip(sys.executable, IN_ENVIRONMENT, HERE / "requirements-readers.txt",
                         HERE / "svg_to_picture.py", library, self.file, target)

    def test_chromium_draws_the_figure(self):
        darkest, brightest = self.expected.getextrema()
        self.assertLess(darkest, 200)
        self.assertEqual(brightest, 255)

    def test_librsvg(self):
        picture = OUTPUT / "librsvg.png"
        subprocess.run(["rsvg-convert", self.file, "-o", picture], check=True)
        self.assert_same(picture)

    def test_inkscape(self):
        if shutil.which("inkscape") is None:
            self.skipTest("inkscape is not installed")
        picture = OUTPUT / "inkscape.png"
        subprocess.run(["inkscape", self.file, f"--export-filename={picture}"], check=True,
                       capture_output=True)
        self.assert_same(picture)

    def test_cairosvg(self):
        picture = OUTPUT / "cairosvg.png"
        self.by_python("cairosvg", picture)
        self.assert_same(picture)

    def test_svglib(self):
        page = OUTPUT / "svglib.pdf"
        self.by_python("svglib", page)
        subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "96", page, page.with_suffix("")],
                       check=True)
        self.assert_same(OUTPUT / "svglib.png")

    def test_resvg(self):
        try:
            folder = package_folder("@resvg/resvg-js", "2.6.2")
        except Unavailable as reason:
            self.skipTest(str(reason))
        picture = OUTPUT / "resvg.png"
        subprocess.run(["node", "-e", RESVG, folder, self.file, picture], check=True)
        self.assert_same(picture)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
