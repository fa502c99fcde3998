# SPDX-License-Identifier: MIT
"""Lists of hook points, and lists of names checked against a model."""

import json
import re
import unittest

from program import Case, run


class Hooks(Case):
    def test_every_hook_point_with_its_shape(self):
        rows = json.loads(self.succeed("hooks", "gpt2", "--json").stdout)
        by_name = {row["name"]: row for row in rows}
        self.assertEqual(len(rows), 282)
        self.assertEqual(sum(row["fires"] for row in rows), 210)
        z = by_name["blocks.0.attn.hook_z"]
        self.assertEqual(z["shape"], "(batch, seq_len, 12, 64)")
        self.assertEqual(z["symbolic_shape"], "(batch, seq_len, n_heads, d_head)")
        self.assertEqual(z["head_axis"], 2)
        self.assertIsNone(z["needs"])
        self.assertEqual(by_name["blocks.3.attn.hook_result"]["needs"], "use_attn_result")
        self.assertEqual(by_name["blocks.3.attn.hook_pattern"]["head_axis"], 1)

    def test_shapes_in_words(self):
        rows = json.loads(self.succeed("hooks", "gpt2", "--json").stdout)
        by_name = {row["name"]: row for row in rows}
        in_words = by_name["blocks.0.attn.hook_z"]["symbolic_shape"]
        self.assertTrue(in_words.startswith("(batch, seq_len, "))
        wanted = ["blocks.0.attn.hook_z", "(batch, seq_len, 12, 64)", in_words, "blocks.0.attn z"]
        table = self.succeed("hooks", "gpt2", "--symbolic").stdout.splitlines()
        self.assertIn(wanted, [re.split(" {2,}", line) for line in table])
        del wanted[2]
        table = self.succeed("hooks", "gpt2").stdout.splitlines()
        self.assertIn(wanted, [re.split(" {2,}", line) for line in table])

    def test_the_table_for_people(self):
        text = self.succeed("hooks", "pythia-70m").stdout
        self.assertIn("blocks.0.attn.hook_rot_q", text)
        self.assertIn("dormant: needs use_attn_result", text)

    def test_names_of_another_dialect(self):
        text = self.succeed("hooks", "gpt2", "--dialect", "sae_lens").stdout
        self.assertIn("blocks.0.attn.hook_z", text)

    def test_a_list_without_faults(self):
        names = self.file("names.txt", "# all of these fire\nhook_embed\nblocks.0.attn.hook_z  # too\n")
        self.assertEqual(self.succeed("hooks", "gpt2", "--check", names).stdout, "")
        self.assertEqual(json.loads(self.succeed("hooks", "gpt2", "--check", names, "--json").stdout), [])

    def test_a_list_with_faults_is_reported_and_fails(self):
        names = self.file("names.txt", "hook_embed\nblocks.6.hook_resid_pre\nblocks.0.hook_resid_mid\n"
                                       "blocks.0.attn.hook_result\nblocks.0.attn.hook_patern\n")
        result = run("hooks", "pythia-70m", "--check", names)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stdout, f"""\
{names}:2: 'blocks.6.hook_resid_pre' is impossible: there is no blocks.6; the last is blocks.5 \
(nearest: 'blocks.5.hook_resid_pre')
{names}:3: 'blocks.0.hook_resid_mid' is stale: attention and MLP read the same state and are added at once
{names}:4: 'blocks.0.attn.hook_result' is dormant: it needs use_attn_result
{names}:5: 'blocks.0.attn.hook_patern' is misspelt: the model has no such name \
(nearest: 'blocks.0.attn.hook_pattern')
""")
        self.assertEqual(result.stderr, f"tviz: error: {names}: 4 of 5 names are at fault\n")
        result = run("hooks", "pythia-70m", "--check", names, "--json")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(json.loads(result.stdout)[0],
                         {"name": "blocks.6.hook_resid_pre", "line": 2, "fault": "impossible",
                          "reason": "there is no blocks.6; the last is blocks.5",
                          "instead": "blocks.5.hook_resid_pre"})
        self.assertEqual([row["instead"] for row in json.loads(result.stdout)][1:3], [None, None])

    def test_a_list_that_is_not_there(self):
        result = run("hooks", "gpt2", "--check", self.folder / "none.txt")
        self.assertEqual(result.returncode, 1)
        self.assertIn("none.txt", result.stderr)


if __name__ == "__main__":
    unittest.main()
