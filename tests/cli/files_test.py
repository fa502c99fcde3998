# SPDX-License-Identifier: MIT
"""Written files as other programs see them, and that they are the same each time."""

import re
import struct
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from program import Case


class Determinism(Case):
    def test_same_bytes_in_other_time_zones_and_locales(self):
        for extension in ("svg", "html", "fragment", "pdf", "png", "ps", "eps"):
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


if __name__ == "__main__":
    unittest.main()
