#!/usr/bin/env python3
"""scripts/bundled-sources with a library and an archive of the test's own: bundled_sources_test.py.

release_test.py runs this too. Needs a kernel that lets users have namespaces of their own.
"""

import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
# "apt-get -qq OPTION... source ..." copies the archive's files.
SERVES = """#!/bin/sh
case " $* " in *" source "*) cp "{archive}"/* . ;; esac
"""
LACKS = """#!/bin/sh
case " $* " in *" source "*) echo "E: Failed to fetch mill_1.orig.tar 404 Not Found"; exit 100 ;; esac
"""
FAILS = "#!/bin/sh\nexit 100\n"


class BundledSources(unittest.TestCase):
    """The script in a tree whose bundled/sources.json pins the library "mill"."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name in ("scripts", "bundled", "archive", "programs"):
            (self.root / name).mkdir()
        shutil.copy(SOURCE / "scripts" / "bundled-sources", self.root / "scripts")
        self.fetched = self.root / "sources" / "mill-1" / "mill.c"

    def pin(self, revision):
        """Pins a revision of the sources whose only file is an old one and has the revision as its text."""
        path = self.root / "archive" / f"mill_1-{revision}.tar"
        text = f"revision {revision}".encode()
        with tarfile.open(path, "w") as archive:
            entry = tarfile.TarInfo("mill-1/mill.c")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
        library = {"name": "Mill", "license": "MIT", "package": "mill", "version": f"1-{revision}", "folder": "mill-1",
                   "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}}
        (self.root / "bundled" / "sources.json").write_text(json.dumps({"libraries": [library]}), encoding="utf-8")

    def fetch(self, apt_get=None, before=()):
        """Runs the script with the text of a program apt-get, or with the system's."""
        path = os.environ["PATH"]
        if apt_get:
            program = self.root / "programs" / "apt-get"
            program.write_text(apt_get.format(archive=self.root / "archive"), encoding="utf-8")
            program.chmod(0o755)
            path = f"{program.parent}:{path}"
        return subprocess.run([*before, self.root / "scripts" / "bundled-sources", self.root / "sources"], check=False,
                              text=True, capture_output=True, env={**os.environ, "PATH": path})

    def check_fetched(self, result, text):
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))
        self.assertEqual(self.fetched.read_text(encoding="utf-8"), text)

    def test_a_changed_pin_replaces_the_sources(self):
        self.pin(1)
        self.check_fetched(self.fetch(SERVES), "revision 1")
        built = self.root / "mill.o"
        built.touch()
        self.pin(2)
        self.check_fetched(self.fetch(SERVES), "revision 2")
        # So that a build folder compiles them again.
        self.assertGreater(self.fetched.stat().st_mtime_ns, built.stat().st_mtime_ns)

    def test_a_changed_digest_alone_is_noticed(self):
        self.pin(1)
        self.check_fetched(self.fetch(SERVES), "revision 1")
        pins = self.root / "bundled" / "sources.json"
        content = json.loads(pins.read_text(encoding="utf-8"))
        content["libraries"][0]["sha256"] = dict.fromkeys(content["libraries"][0]["sha256"], "0" * 64)
        pins.write_text(json.dumps(content), encoding="utf-8")
        result = self.fetch(SERVES)
        self.assertEqual(result.returncode, 1)
        self.assertIn("is not the file whose digest bundled/sources.json has", result.stderr)

    def test_the_same_pin_needs_no_archive(self):
        self.pin(1)
        self.check_fetched(self.fetch(SERVES), "revision 1")
        self.check_fetched(self.fetch(FAILS), "revision 1")

    def test_without_a_network_it_is_skipped(self):
        self.pin(1)
        result = self.fetch(before=("unshare", "--map-root-user", "--net"))
        self.assertEqual(result.returncode, 77, result.stderr)
        self.assertIn("skipped: Debian's archive of sources cannot be reached: ", result.stdout)
        self.assertFalse(self.fetched.exists())

    def test_tells_what_apt_says_of_a_file_that_the_archive_lacks(self):
        self.pin(1)
        result = self.fetch(LACKS)
        self.assertEqual(result.returncode, 1)
        self.assertIn("mill=1-1", result.stderr)
        self.assertIn("404 Not Found", result.stderr)
        self.assertIn("bundled/sources.json", result.stderr)
        self.assertFalse(self.fetched.exists())


if __name__ == "__main__":
    unittest.main()
