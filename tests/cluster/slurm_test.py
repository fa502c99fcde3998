# SPDX-License-Identifier: MIT
"""examples/cluster/slurm.sh in a Slurm of one node. Where there is none, says why and ends with 77,
which ctest counts as skipped."""

import os
import shutil
import signal
import sys
import tempfile
import unittest
from pathlib import Path

import slurm
from example import TVIZ, Example

SKIPPED = 77


class Array(Example):
    cluster = None

    def submit(self, array):
        """Waits for the end of all tasks; returns the state and the messages of each."""
        for log in self.folder.glob("*.log"):
            log.unlink()
        states = self.cluster.finish("slurm.sh", array, self.folder)
        logs = [log.read_text(encoding="utf-8") for log in sorted(self.folder.glob("*.log"))]
        return states, logs

    def test_an_array_draws_what_one_process_draws(self):
        states, logs = self.submit("1-4")
        self.assertEqual(states, ["COMPLETED"] * 4, logs)
        for log in logs:
            self.assertIn("50 figures: 50 drawn", log)
        self.assert_same(self.folder / "figures", self.whole)

    def test_what_failed_is_drawn_when_it_is_submitted_again(self):
        shutil.copytree(self.whole, self.folder / "figures")
        self.add_a_broken_figure()
        states, logs = self.submit("0-1")
        self.assertEqual(states, ["FAILED", "COMPLETED"], logs)
        self.assertIn("101 figures: 100 unchanged, 1 failed", logs[0])
        self.assertIn("100 figures: 100 unchanged", logs[1])
        manifest = self.folder / "figures.yaml"
        manifest.write_text(manifest.read_text(encoding="utf-8").replace("blocks.99", "blocks.0"),
                            encoding="utf-8")
        states, logs = self.submit("7-9")
        self.assertEqual(states, ["COMPLETED"] * 3, logs)
        self.assertEqual([log.splitlines()[-1] for log in logs],
                         ["67 figures: 1 drawn, 66 unchanged", "67 figures: 67 unchanged",
                          "67 figures: 67 unchanged"])


def main():
    # So that the daemons and jobs are ended, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="slurm"))
    try:
        Array.cluster = slurm.Slurm(folder)
    except slurm.CannotStart as reason:
        shutil.rmtree(folder)
        print(f"skipped: {reason}")
        sys.exit(SKIPPED)
    try:
        path = Array.cluster.environment["PATH"]
        Array.cluster.environment["PATH"] = os.pathsep.join((str(Path(TVIZ).parent), path))
        result = unittest.main(exit=False).result
    finally:
        Array.cluster.stop()
        shutil.rmtree(folder)
    sys.exit(not result.wasSuccessful())


if __name__ == "__main__":
    main()
