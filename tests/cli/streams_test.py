# SPDX-License-Identifier: MIT
"""Standard streams that are closed, full or a terminal's."""

import os
import signal
import subprocess
import unittest
from pathlib import Path

from program import TVIZ, Case

# Each command that writes to standard output, and what the program prints by itself.
COMMANDS = (
    ("scene", "gpt2"), ("describe", "gpt2"), ("describe", "gpt2", "--json"), ("hooks", "gpt2"),
    ("hooks", "gpt2", "--json"), ("models",), ("models", "--json"), ("themes",), ("plugins",),
    ("plugins", "--json"), ("theme", "reference"), ("theme", "schema"), ("theme", "check", "print"),
    ("theme", "show", "print"), ("theme", "show", "print", "--json"), ("plugin", "doctor"),
    ("--help",), ("render", "--help"), ("--version",))


def shell(script, *arguments, **options):
    """Runs a script in which "$@" is the program with its arguments."""
    return subprocess.run(["sh", "-c", script, "sh", TVIZ, *map(str, arguments)],
                          capture_output=True, text=True, timeout=120, check=False, **options)


class Streams(Case):
    def test_output_that_cannot_be_written_is_an_error(self):
        for redirection, reason in ((">/dev/full", "No space left on device"),
                                    (">&-", "Bad file descriptor")):
            for command in COMMANDS:
                with self.subTest(redirection, command=command):
                    result = shell(f'"$@" {redirection}', *command)
                    self.assertEqual(result.returncode, 1, result.stderr)
                    self.assertIn("standard output", result.stderr)
                    self.assertIn(f"cannot be written: {reason}", result.stderr)

    def test_a_reader_that_leaves_is_an_error_or_a_signal(self):
        for ignored, code in ((True, 1), (False, -signal.SIGPIPE)):
            reading, writing = os.pipe()
            os.close(reading)
            result = subprocess.run(
                [TVIZ, "scene", "gpt2"], stdout=writing, stderr=subprocess.PIPE, text=True,
                preexec_fn=lambda: signal.signal(
                    signal.SIGPIPE, signal.SIG_IGN if ignored else signal.SIG_DFL),
                restore_signals=False, timeout=60, check=False)
            os.close(writing)
            self.assertEqual(result.returncode, code)
            self.assertEqual("Broken pipe" in result.stderr, ignored)

    def test_messages_never_get_into_files(self):
        manifest = self.file("figures.yaml", "schema: 1\ndefaults: {formats: [svg, html], "
                                             "model: pythia-70m, max_layers: 1, text: system}\n"
                                             "figures:\n" + "".join(
                                                 f"  - {{name: f{i}, title: T{i}}}\n"
                                                 for i in range(40)))
        self.succeed("batch", manifest, "-q", "-o", self.folder / "right")
        for closed in ("2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
            folder = self.folder / "closed"
            result = shell(f'"$@" {closed}', "batch", manifest, "-j", "4", "--force", "-o", folder)
            self.assertEqual(result.returncode, 0)
            for path in filter(Path.is_file, (self.folder / "right").rglob("*.*")):
                other = folder / path.relative_to(self.folder / "right")
                self.assertTrue(path.read_bytes() == other.read_bytes(), f"{closed} {other}")

    def test_words_of_files_cannot_drive_a_terminal(self):
        hostile = "a\x1b]0;title\x07\x1b[31mRED\x00\x9b\u202e\nb"
        model = self.file("model.json", {"model_name": hostile, "n_layers": 1, "d_model": 8,
                                         "n_heads": 1, "d_vocab": 9, "n_ctx": 4})
        printed = self.succeed("describe", model).stdout
        self.assertEqual(printed.splitlines()[0],
                         r"a\x1b]0;title\x07\x1b[31mRED\x00\u009b\u202e\x0ab")
        plugins = self.folder / "plugins"
        plugins.mkdir()
        (plugins / "\x1b[31mred.so").write_bytes(b"no library")
        for command in ("plugins", "plugin doctor"):
            result = shell(f'"$@" {command}', "--plugin-dir", plugins)
            self.assertIn(r"\x1b[31mred.so", result.stdout)
            self.assertNotIn("\x1b", result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
