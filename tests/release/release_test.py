#!/usr/bin/env python3
"""The released program works where nothing else is: release_test.py. scripts/test --all calls it.

Needs the release build, whose figures the released program must draw with the same bytes, and a kernel that lets
users have namespaces of their own. Ends with 77 where scripts/release does.
"""

import filecmp
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from bundled_sources_test import BundledSources  # noqa: F401 (runs here too)

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
ORDINARY = SOURCE / "build" / "release" / "bin" / "tviz"
FOLDER = SOURCE / "build" / "released"
MOST_BYTES = 12_000_000
MODELS = ("gpt2", "llama-7b", "mixtral", "t5-small", "llava-1.5-7b")


def called(*words):
    return subprocess.run([str(word) for word in words], check=False, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)


class Release(unittest.TestCase):
    """The program in a root that has only itself."""

    name = "x86_64-linux"

    def setUp(self):
        self.program, = FOLDER.glob(f"tviz-*-{self.name}")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "tviz").write_bytes(self.program.read_bytes())
        (self.root / "tviz").chmod(0o755)

    def alone(self, *words):
        return called("unshare", "--map-root-user", f"--root={self.root}", "--wd=/", "/tviz", *words)

    def test_is_small(self):
        self.assertLess(self.program.stat().st_size, MOST_BYTES)

    def test_needs_no_library(self):
        read = called("env", "LC_ALL=C", "readelf", "--wide", "--dynamic", "--program-headers", self.program)
        self.assertEqual((read.returncode, read.stderr), (0, ""))
        self.assertIn("There is no dynamic section in this file.", read.stdout)
        self.assertRegex(read.stdout, r"(?m)^  LOAD ")
        self.assertNotIn("INTERP", read.stdout)

    def test_draws_the_same_text_formats(self):
        for model in MODELS:
            for extension in ("svg", "html"):
                with self.subTest(model=model, extension=extension):
                    name = f"{model}.{extension}"
                    drawn = self.alone("render", model, "-o", name)
                    self.assertEqual((drawn.returncode, drawn.stderr), (0, ""))
                    expected = self.root / f"expected-{name}"
                    self.assertEqual(called(ORDINARY, "render", model, "-o", expected).returncode, 0)
                    self.assertTrue(filecmp.cmp(self.root / name, expected, shallow=False))

    def check_format(self, extension, beginning):
        drawn = self.alone("render", "gpt2", "-o", f"gpt2.{extension}")
        self.assertEqual((drawn.returncode, drawn.stderr), (0, ""))
        expected = self.root / f"expected.{extension}"
        self.assertEqual(called(ORDINARY, "render", "gpt2", "-o", expected).returncode, 0)
        content = (self.root / f"gpt2.{extension}").read_bytes()
        self.assertEqual(content[:len(beginning)], beginning)
        self.assertEqual(content, expected.read_bytes())

    def test_draws_the_same_pdf_and_png(self):
        self.check_format("pdf", b"%PDF-1.")
        self.check_format("png", b"\x89PNG\r\n")

    def test_draws_the_same_postscript_if_there_is_a_folder_for_temporary_files(self):
        (self.root / "tmp").mkdir()
        self.check_format("ps", b"%!PS-Adobe")
        self.check_format("eps", b"%!PS-Adobe")

    def test_a_bad_model_is_an_error(self):
        drawn = self.alone("render", "gpt3", "-o", "gpt3.svg")
        self.assertEqual(drawn.returncode, 1)
        self.assertIn("did you mean 'gpt2'", drawn.stderr)
        self.assertFalse((self.root / "gpt3.svg").exists())

    def test_refuses_plugin_files(self):
        (self.root / "plugins").mkdir()
        (self.root / "plugins" / "mine.so").write_bytes(b"")
        listed = self.alone("--plugin-dir", "plugins", "plugins")
        self.assertIn("a self-contained tviz cannot load plugin files", listed.stdout)

    def test_tells_what_is_inside(self):
        bill, = FOLDER.glob("*.spdx.json")
        packages = json.loads(bill.read_text(encoding="utf-8"))["packages"]
        names = [package["name"] for package in packages]
        self.assertLessEqual({"tviz", "Cairo", "HarfBuzz", "FreeType", "zlib", "Boost", "Inter"}, set(names))
        self.assertLessEqual({f"{name} of zig" for name in ("musl", "libc++", "libc++abi", "libunwind", "compiler-rt")},
                             set(names))
        self.assertEqual(len({package["SPDXID"] for package in packages}), len(packages))
        path, = FOLDER.glob("*-licenses.txt")
        sections = [section.split("\n\n", maxsplit=1) for section in
                    path.read_text(encoding="utf-8").split(f"\n\n{'=' * 80}\n\n")]
        self.assertEqual([name for name, _ in sections], names)
        texts = dict(sections)
        for name, text in texts.items():
            self.assertRegex(text, r"(?i)licen[cs]e|permission", name)
        self.assertIn("Mozilla Public License", texts["Cairo"])
        self.assertIn("Rich Felker", texts["musl of zig"])
        self.assertIn("LLVM Exceptions", texts["libc++ of zig"])

    def test_checksums_are_those_of_the_files(self):
        sums = dict(reversed(line.split("  ")) for line in
                    (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
        self.assertIn(self.program.name, sums)
        for name, digest in sums.items():
            self.assertEqual(hashlib.sha256((FOLDER / name).read_bytes()).hexdigest(), digest)


class ReleaseForArm(Release):
    """The same under an emulator of the processor, which is in the root, too."""

    name = "aarch64-linux"

    def setUp(self):
        super().setUp()
        shutil.copy("/usr/bin/qemu-aarch64-static", self.root / "emulator")

    def alone(self, *words):
        return called("unshare", "--map-root-user", f"--root={self.root}", "--wd=/", "/emulator", "/tviz", *words)


if __name__ == "__main__":
    # What was released before may have the number of another version.
    shutil.rmtree(FOLDER, ignore_errors=True)
    made = subprocess.run([SOURCE / "scripts" / "release", FOLDER], check=False)
    if made.returncode != 0:
        sys.exit(made.returncode)
    unittest.main()
