# SPDX-License-Identifier: MIT
"""Written files as other programs see them, and that they are the same each time."""

import re
import shutil
import struct
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from PIL import Image

from program import Case


FORMATS = ("svg", "html", "fragment", "pdf", "png", "ps", "eps")

# Another look for every font that fontconfig finds, which none of our figures asks it for.
FONT_RULES = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><match target="pattern">
<edit name="family" mode="assign" binding="strong"><string>DejaVu Sans Mono</string></edit>
</match></fontconfig>
"""


class Determinism(Case):
    """The same bytes in every process, wherever and by whomever it is run."""

    hooks = {"llama-3.1-8b": "blocks.1.attn.hook_z=patch@0", "t5-small": "decoder.1.hook_mlp_out"}

    def environments(self):
        locales = self.folder / "locales"
        locales.mkdir()
        # Commas in numbers; an i that is no I in small letters.
        for locale in ("de_DE", "tr_TR"):
            subprocess.run(["localedef", "-i", locale, "-f", "UTF-8",
                            locales / f"{locale}.UTF-8"], check=True, timeout=60)
        home = self.folder / "home"
        (home / ".config" / "fontconfig").mkdir(parents=True)
        (home / ".config" / "fontconfig" / "fonts.conf").write_text(FONT_RULES)
        there = {"LOCPATH": str(locales)}
        return (
            {"TZ": "UTC", "LC_ALL": "C"},
            {"TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "HOME": "/nonexistent", **there},
            {"TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "HOME": str(home), **there},
            {"TZ": "Pacific/Kiritimati", "LANG": "", "HOME": "", "LD_BIND_NOW": "1",
             "MALLOC_PERTURB_": "85"})

    def drawn(self, model, environment):
        """The files of a process of its own, in a folder of its own."""
        folder = self.folder / "drawn"
        folder.mkdir()
        outputs = [argument for extension in FORMATS for argument in ("-o", f"x.{extension}")]
        self.succeed("render", model, *outputs, "--hook", self.hooks[model],
                     environment=environment, cwd=folder)
        files = {extension: (folder / f"x.{extension}").read_bytes() for extension in FORMATS}
        shutil.rmtree(folder)
        return files

    def test_time_zones_locales_homes_and_folders(self):
        environments = self.environments()
        for model in self.hooks:
            first = self.drawn(model, {})
            for environment in environments:
                for extension, drawn in self.drawn(model, environment).items():
                    with self.subTest(extension, model=model, environment=environment):
                        self.assertTrue(drawn == first[extension])

    def test_one_thread_or_more_or_a_batch_or_none(self):
        manifest = self.file("figures.json", {
            "schema": 1, "defaults": {"formats": list(FORMATS)},
            "figures": [{"name": model, "model": model, "hooks": [hook]}
                        for model, hook in self.hooks.items()]})
        files = {model: self.drawn(model, {}) for model in self.hooks}
        for jobs in (1, 2, 5):
            folder = self.folder / f"jobs-{jobs}"
            self.succeed("batch", manifest, "-o", folder, "-j", jobs)
            for model in self.hooks:
                for extension, drawn in files[model].items():
                    with self.subTest(extension, model=model, jobs=jobs):
                        self.assertTrue((folder / f"{model}.{extension}").read_bytes() == drawn)

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
                      "10 identical blocks", "unembed"):
            self.assertIn(words, text)


class Metadata(Case):
    """What files say about themselves, as other programs read it."""

    TITLE = 'Heads <&"> (é) \\ ]]>'
    AUTHORS = ["Ada & Sons", "Émile (x)"]
    KEYWORDS = ["attention", "<b>", "GPT-2"]
    LICENCE = "CC-BY-4.0"
    SOURCE = re.compile(r"gpt2-small, architecture xxh128:[0-9a-f]{32}")

    def draw(self, extension, *options):
        output = self.folder / f"x.{extension}"
        self.succeed("render", "gpt2", "--max-layers", 1, "-o", output, *options)
        return output

    def draw_with_all(self, extension):
        return self.draw(extension, "--title", self.TITLE, "--author", self.AUTHORS[0],
                         "--author", self.AUTHORS[1], "--keywords", " attention,, <b> ",
                         "--keywords", "GPT-2", "--licence", self.LICENCE)

    def pdf_info(self, path):
        output = subprocess.run(["pdfinfo", path], capture_output=True, text=True,
                                check=True).stdout
        return dict(re.findall(r"^(\w+): +(.*)$", output, re.MULTILINE))

    def test_pdf(self):
        info = self.pdf_info(self.draw_with_all("pdf"))
        self.assertEqual(info["Title"], self.TITLE)
        self.assertEqual(info["Author"], ", ".join(self.AUTHORS))
        self.assertEqual(info["Keywords"], ", ".join(self.KEYWORDS))
        self.assertIn(f"Licence: {self.LICENCE}.", info["Subject"])
        self.assertRegex(info["Subject"], self.SOURCE)
        self.assertRegex(info["Creator"], r"^tviz \d")

    def test_png(self):
        with Image.open(self.draw_with_all("png")) as picture:
            picture.load()
            text = picture.text
        self.assertEqual(text["Title"], self.TITLE)
        self.assertEqual(text["Author"], ", ".join(self.AUTHORS))
        self.assertEqual(text["Keywords"], ", ".join(self.KEYWORDS))
        self.assertEqual(text["Copyright"], self.LICENCE)
        self.assertRegex(text["Source"], self.SOURCE)
        self.assertIn("124M parameters", text["Description"])
        self.assertRegex(text["Software"], r"^tviz \d")

    def test_svg(self):
        tree = ElementTree.parse(self.draw_with_all("svg"))
        told = {}
        for element in tree.find(".//{*}metadata/{*}RDF/{*}Description"):
            told.setdefault(element.tag.split("}")[1], []).append(element.text)
        self.assertEqual(told["title"], [self.TITLE])
        self.assertEqual(told["creator"], self.AUTHORS)
        self.assertEqual(told["subject"], self.KEYWORDS)
        self.assertEqual(told["rights"], [self.LICENCE])
        self.assertRegex(told["source"][0], self.SOURCE)

    def test_html(self):
        page = ElementTree.fromstring(self.draw_with_all("html").read_text(encoding="utf-8")
                                      .partition("<style>")[0]
                                      .partition("<head>")[2].join(["<head>", "</head>"]))
        told = [(meta.get("name"), meta.get("content")) for meta in page.iter("meta")]
        self.assertEqual([content for name, content in told if name == "author"], self.AUTHORS)
        self.assertIn(("keywords", ", ".join(self.KEYWORDS)), told)
        self.assertIn(("dcterms.rights", self.LICENCE), told)
        self.assertRegex(dict(told)["dcterms.source"], self.SOURCE)
        self.assertEqual(page.findtext("title"), self.TITLE)

    def test_postscript_in_ascii(self):
        for extension in ("ps", "eps"):
            with self.subTest(extension):
                header = self.draw_with_all(extension).read_bytes().partition(b"%%EndComments")[0]
                lines = header.decode("ascii").splitlines()
                self.assertIn('%%Title: Heads <&"> (?) \\ ]]>', lines)
                self.assertIn("%%For: Ada & Sons, ?mile (x)", lines)
                self.assertIn("%%Copyright: CC-BY-4.0", lines)

    def test_no_text_can_add_a_line_to_a_header(self):
        title = "one\n%%BoundingBox: 0 0 1 1\ntwo"
        for extension in ("ps", "eps"):
            drawn = self.draw(extension, "--title", title).read_bytes()
            self.assertEqual(drawn.count(b"\n%%BoundingBox:"), 1)
        self.assertEqual(self.pdf_info(self.draw("pdf", "--title", title))["Title"],
                         title.replace("\n", " "))

    def test_the_title_is_drawn(self):
        words = subprocess.run(["pdftotext", self.draw("pdf", "--title", "Ablated heads"), "-"],
                               capture_output=True, text=True, check=True).stdout
        self.assertTrue(words.startswith("Ablated heads\n"), words[:40])

    def test_nothing_is_said_of_the_one_who_draws(self):
        """No path, name or clock: a model's file counts by its name and content."""
        config = self.file("secret.json", {"model_name": "probe", "n_layers": 1, "d_model": 8,
                                           "n_heads": 1, "d_vocab": 9, "n_ctx": 4})
        for extension in FORMATS:
            output = self.folder / f"x.{extension}"
            self.succeed("render", config, "-o", output,
                         environment={"USER": "somebody", "LOGNAME": "somebody"})
            for word in (b"secret", b"somebody", str(self.folder).encode()):
                self.assertNotIn(word, output.read_bytes(), extension)

    def test_long_texts_are_refused(self):
        for option, name in (("--title", "title"), ("--author", "author"),
                             ("--keywords", "keywords"), ("--licence", "licence")):
            self.fail_with(f"{name}: has 4097 bytes, more than 4096 (text_bytes)", "render", "gpt2",
                           option, "x" * 4097, "-o", self.folder / "x.pdf")


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
