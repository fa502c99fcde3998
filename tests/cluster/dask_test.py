# SPDX-License-Identifier: MIT
"""examples/cluster/dask_driver.py on a cluster of this machine."""

import subprocess
import sys
import unittest

from distributed import LocalCluster
from example import Example

FEW = "schema: 1\ndefaults: {model: attn-only-1l, formats: svg}\n" \
      "figures: [{name: a}, {name: b}, {name: c, width: 20}]\n"


class Driver(Example):
    def drive(self, *arguments):
        return subprocess.run([sys.executable, "-B", "dask_driver.py", *arguments],
                              cwd=self.folder, capture_output=True, text=True, check=False)

    def test_the_workers_of_a_scheduler_draw_what_one_process_draws(self):
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            result = self.drive("figures.yaml", "--scheduler", cluster.scheduler_address)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(result.stdout, "200 figures: 200 drawn\n")
            self.assertIn("8 of 8 parts", result.stderr)
            self.assert_same(self.folder / "figures", self.whole)
            result = self.drive("figures.yaml", "--scheduler", cluster.scheduler_address)
            self.assertEqual(result.stdout, "200 figures: 200 unchanged\n")

    def test_a_figure_that_fails_costs_only_itself(self):
        (self.folder / "few.yaml").write_text(FEW, encoding="utf-8")
        result = self.drive("few.yaml", "--output", "few", "--shards", "2")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("few.yaml:3:50: c: width: ", result.stderr)
        self.assertEqual(result.stdout, "3 figures: 2 drawn, 1 failed\n")
        self.assertTrue((self.folder / "few" / "b.svg").exists())

    def test_a_wrong_manifest_is_told_before_a_worker_is_asked(self):
        (self.folder / "few.yaml").write_text(FEW.replace("schema: 1", "schema: 2"),
                                              encoding="utf-8")
        result = self.drive("few.yaml", "--scheduler", "tcp://localhost:1")
        self.assertEqual(result.returncode, 1)
        self.assertIn("few.yaml:1:9: schema: schema 2 is unknown", result.stderr)


if __name__ == "__main__":
    unittest.main()
