# SPDX-License-Identifier: MIT
"""Signals, and headers that are larger than memory should be."""

import errno
import os
import signal
import struct
import subprocess
import time
import unittest
from pathlib import Path

from program import TVIZ, Case

SANITIZED = b"__asan_init" in Path(TVIZ).read_bytes()


class Interrupts(Case):
    def many(self, model="gpt2-xl"):
        return self.file("many.json", {
            "schema": 1, "defaults": {"model": model, "formats": ["pdf"], "max_layers": "all"},
            "figures": [{"name": f"f{i}", "title": f"T{i}"} for i in range(200)]})

    def start(self, *arguments, ignored=()):
        def prepare():
            for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(each, signal.SIG_IGN if each in ignored else signal.SIG_DFL)
        process = subprocess.Popen([TVIZ, *map(str, arguments)], stderr=subprocess.PIPE, text=True,
                                   preexec_fn=prepare)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        return process

    def reach(self, fifo):
        """Waits until a process reads a FIFO, which stays open, so that the process waits for more."""
        for _ in range(600):
            try:
                self.addCleanup(os.close, os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
                return
            except OSError as problem:
                self.assertEqual(problem.errno, errno.ENXIO)
                time.sleep(0.05)
        self.fail(f"nothing reads {fifo}")

    def test_reading_a_manifest_can_be_interrupted(self):
        fifo = self.folder / "m.yaml"
        os.mkfifo(fifo)
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.start("batch", fifo)
            self.reach(fifo)
            process.send_signal(each)
            self.assertEqual(process.wait(10), -each)

    def test_the_second_signal_ends_what_the_first_waits_for(self):
        fifo = self.folder / "config.json"
        os.mkfifo(fifo)
        manifest = self.file("m.yaml", f"schema: 1\nfigures: [{{name: a, model: {fifo}, "
                                       "formats: [svg]}]\n")
        process = self.start("batch", manifest)
        self.reach(fifo)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(10), -signal.SIGTERM)

    def test_what_is_ignored_stays_ignored(self):
        for each in (signal.SIGHUP, signal.SIGINT):
            process = self.start("batch", self.many(), "-j", "1", "-o", self.folder / each.name,
                                 ignored=(each,))
            self.assertIn("drawn f0", process.stderr.readline())
            process.send_signal(each)
            self.assertIn("drawn", process.stderr.readline())
            time.sleep(0.3)
            self.assertIsNone(process.poll())
            process.send_signal(signal.SIGTERM)
            process.communicate()
            self.assertEqual(process.returncode, -signal.SIGTERM)

    @unittest.skipIf(SANITIZED, "AddressSanitizer takes memory of its own")
    def test_a_header_is_read_without_being_held(self):
        def text(words):
            return struct.pack("<Q", len(words)) + words
        key_types = {  # Of a list of 4096 values each.
            "uint8": (9, struct.pack("<IQ", 0, 4096) + bytes(4096)),
            "bool": (9, struct.pack("<IQ", 7, 4096) + bytes(4096)),
            "int64": (9, struct.pack("<IQ", 11, 4096) + bytes(8 * 4096)),
            "texts": (9, struct.pack("<IQ", 8, 512) + text(b"") * 512),
            "text": (8, text(b"x" * 4096)),
            "number": (4, struct.pack("<I", 1))}
        for name, (kind, body) in key_types.items():
            count = min(60_000_000 // len(body), 200_000)
            with self.subTest(name):
                path = self.folder / "big.gguf"
                with open(path, "wb") as file:
                    file.write(struct.pack("<IIQQ", 0x46554747, 3, 0, count + 1))
                    for i in range(count):
                        file.write(text(b"llama.key%d" % i) + struct.pack("<I", kind) + body)
                    file.write(text(b"general.architecture") + struct.pack("<I", 8) + text(b"llama"))
                result = subprocess.run(["/usr/bin/time", "-f", "%M", TVIZ, "describe", path],
                                        capture_output=True, text=True, timeout=300, check=False)
                self.assertIn("num_hidden_layers: missing", result.stderr)
                self.assertLess(int(result.stderr.splitlines()[-1]), 60_000)


if __name__ == "__main__":
    unittest.main()
