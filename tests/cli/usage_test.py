# SPDX-License-Identifier: MIT
"""What helps people at the command line."""

import os
import pty
import re
import shutil
import subprocess
import time
import unittest
from pathlib import Path

from program import TVIZ, Case, run


class Usage(Case):
    def commands(self):
        text = self.succeed("--help").stdout.partition("Subcommands:\n")[2]
        return re.findall(r"^  (\w+) ", text, re.MULTILINE)

    def on_terminal(self, *arguments, **environment):
        master, slave = pty.openpty()
        process = subprocess.Popen([TVIZ, *arguments], stderr=slave,
                                   env={**os.environ, "TERM": "xterm", **environment})
        os.close(slave)
        shown = b""
        while True:
            try:
                shown += os.read(master, 4096)
            except OSError:
                break
        os.close(master)
        process.wait()
        return shown.decode()

    def test_help_has_the_exit_codes(self):
        self.assertIn("Exit codes: 0 success; 1 ", self.succeed("--help").stdout)

    def test_the_version(self):
        self.assertEqual(self.succeed("-V").stdout, self.succeed("--version").stdout)

    def test_models_that_are_not_there(self):
        result = self.fail_with("no model has 'zzz' in its name", "models", "zzz")
        self.assertEqual(len(result.stderr.splitlines()), 1)
        self.fail_with("did you mean 'gpt2-small'", "models", "gpt2-smll")
        self.assertEqual(self.succeed("models", "zzz", "--json").stdout, "[]\n")

    def test_errors_are_coloured_on_a_terminal_only(self):
        self.assertIn("tviz: \033[1;31merror:\033[0m ", self.on_terminal("describe", "gpt3"))
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertNotIn("\033", self.on_terminal("describe", "gpt3", **environment))
        self.assertNotIn("\033", run("describe", "gpt3").stderr)

    def complete(self, *words):
        """What bash offers for the last word."""
        script = self.file("completion.bash", self.succeed("completion", "bash").stdout)
        line = " ".join(f"'{word}'" for word in words)
        result = subprocess.run(
            ["bash", "-c", f"source '{script}'; COMP_WORDS=(tviz {line}); "
                           f"COMP_CWORD={len(words)}; _tviz '{TVIZ}'; "
                           'printf "%s\\n" "${COMPREPLY[@]}"'],
            capture_output=True, text=True, timeout=60, check=True)
        self.assertEqual(result.stderr, "")
        return set(result.stdout.split())

    def test_bash_completes(self):
        self.assertEqual(self.complete("rend"), {"render"})
        self.assertTrue(set(self.commands()) <= self.complete(""))
        self.assertEqual(self.complete("plugin", ""), {"new", "inspect", "doctor", "-h", "--help"})
        self.assertEqual(self.complete("render", "gpt2", "--anno"), {"--annotations"})
        self.assertEqual(self.complete("render", "--annotations", ""), {"none", "equations"})
        self.assertIn("circuits-dark", self.complete("render", "--theme", "circ"))
        self.assertIn("gpt2-small", self.complete("render", "gpt2-s"))
        self.assertIn("pythia-70m", self.complete("describe", "pyth"))
        self.assertEqual(self.complete("render", "gpt2", "-o", "x"), set())
        self.assertEqual(self.complete("completion", ""), {"bash", "zsh", "fish", "-h", "--help"})

    def test_other_shells_read_their_scripts(self):
        for shell in ("zsh", "fish"):
            script = self.succeed("completion", shell).stdout
            for command in self.commands():
                self.assertIn(command, script)
            self.assertIn("annotations", script)
            if shutil.which(shell):
                path = self.file(f"completion.{shell}", script)
                subprocess.run([shell, "-n", path], check=True, timeout=60)
        self.assertEqual(run("completion", "tcsh").returncode, 2)

    def test_the_manual_has_every_command_and_option(self):
        page = self.file("tviz.1", self.succeed("man").stdout)
        result = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-P-cbou", page],
                                capture_output=True, text=True, timeout=60, check=True)
        self.assertEqual(result.stderr, "")
        for command in self.commands():
            self.assertIn(f"tviz {command}", result.stdout)
            for option in re.findall(r"(--[a-z-]+)", self.succeed(command, "--help").stdout):
                self.assertIn(option, result.stdout)
        self.assertIn("EXIT STATUS", result.stdout)

    def test_open_shows_the_first_file(self):
        viewer = self.file("xdg-open", '#!/bin/sh\necho "$1" > shown\n')
        viewer.chmod(0o755)
        self.succeed("render", "gpt2", "-o", "x.svg", "-o", "x.pdf", "--open", cwd=self.folder,
                     environment={"PATH": f"{self.folder}:{os.environ['PATH']}"})
        shown = self.folder / "shown"
        self.wait_until(lambda: shown.exists() and shown.read_text() == "x.svg\n")
        result = run("render", "gpt2", "-o", "x.svg", "--open", cwd=self.folder,
                     environment={"PATH": "/nowhere"})
        self.assertEqual(result.returncode, 1)
        self.assertIn("x.svg: cannot be shown", result.stderr)

    def wait_until(self, condition):
        end = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)

    def test_watch_draws_again(self):
        theme = self.file("own.yaml", "schema: 1\nextends: print\n")
        figure = self.folder / "x.svg"
        process = subprocess.Popen([TVIZ, "render", "gpt2", "--theme", theme, "-o", figure,
                                    "--watch"], stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        self.assertIn("watching", process.stderr.readline())
        before = figure.read_bytes()
        self.file("own.yaml", "schema: 1\nextends: print\nmetrics: {margn: 9}\n")
        self.assertIn("unknown key 'margn'", process.stderr.readline())
        self.assertEqual(figure.read_bytes(), before)
        self.file("own.yaml", "schema: 1\nextends: print\nmetrics: {margin: 9}\n")
        self.assertIn("drawn again", process.stderr.readline())
        self.assertNotEqual(figure.read_bytes(), before)
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    unittest.main()
