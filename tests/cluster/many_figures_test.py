# SPDX-License-Identifier: MIT
"""200 figures by the program: formats, threads, shards, changes, kills and mistakes."""

import shutil
import signal
import time
import unittest

from example import ALL_FORMATS, Example, contents


class ThreeFormats(Example):
    formats = ALL_FORMATS
    how_the_whole_is_drawn = ("-j", "1")

    def test_there_are_200_figures_in_three_formats(self):
        files = [name for name in contents(self.whole) if not name.startswith(".tviz")]
        for end in (".pdf", ".svg", ".png"):
            self.assertEqual(sum(name.endswith(end) for name in files), 200)
        self.assertEqual(len(files), 600)

    def test_two_threads_draw_what_one_draws(self):
        self.assertIn("200 figures: 200 drawn", self.batch("-j", "2"))
        self.assert_same(self.folder / "figures", self.whole)


class ManyFigures(Example):
    how_the_whole_is_drawn = ("-j", "1")

    @property
    def figures(self):
        return self.folder / "figures"

    def records(self):
        return len(list((self.figures / ".tviz").rglob("*.json")))

    def test_three_shards_at_the_same_time_are_the_whole(self):
        shards = [self.start("--shard", f"{shard}/3") for shard in (1, 2, 3)]
        for shard in shards:
            messages = shard.communicate()[1]
            self.assertEqual(shard.returncode, 0, messages)
            self.assertRegex(messages, "6[67] figures: 6[67] drawn")
        self.assert_same(self.figures, self.whole)

    def test_a_second_run_draws_nothing(self):
        shutil.copytree(self.whole, self.figures)
        times = {path: path.stat().st_mtime_ns for path in self.figures.rglob("*")}
        self.assertEqual(self.counts(), {"unchanged": 200})
        self.assertEqual(times, {path: path.stat().st_mtime_ns
                                 for path in self.figures.rglob("*")})

    def test_one_value_of_a_theme_redraws_what_uses_it(self):
        shutil.copytree(self.whole, self.figures)
        theme = self.folder / "house.yaml"
        text = theme.read_text(encoding="utf-8")
        changed = text.replace("#F3E3E8", "#E3E8F3")
        self.assertNotEqual(changed, text)
        theme.write_text(changed, encoding="utf-8")
        for name, state in self.states("-j", "2").items():
            self.assertEqual(state, "drawn" if name.startswith("house/") else "unchanged", name)
        before, after = contents(self.whole), contents(self.figures)
        self.assertEqual(before.keys(), after.keys())
        differ = {name for name in before if before[name] != after[name]}
        self.assertEqual(differ, {name for name in before
                                  if name.startswith(("house/", ".tviz/house/"))})
        self.assertEqual(len(differ), 50 * 2)

    def end_at_half(self, kind):
        """Ends a run when half of the figures are drawn; returns its messages."""
        process = self.start("-j", "2")
        while self.records() < 100:
            self.assertIsNone(process.poll())
            time.sleep(0.005)
        process.send_signal(kind)
        messages = process.communicate()[1]
        self.assertEqual(process.returncode, -kind, messages)
        return messages

    def assert_the_rest_is_drawn(self):
        done = self.records()
        self.assertLess(done, 200)
        self.assertEqual(self.counts("-j", "2"), {"unchanged": done, "drawn": 200 - done})
        self.assert_same(self.figures, self.whole)

    def test_killed_at_half_time_and_started_again_it_ends_the_same(self):
        self.end_at_half(signal.SIGKILL)
        self.assert_the_rest_is_drawn()

    def test_an_interrupt_finishes_what_is_being_drawn(self):
        messages = self.end_at_half(signal.SIGINT)
        done = self.records()
        self.assertIn(f"200 figures: {done} drawn, {200 - done} waiting", messages)
        self.assertEqual(len(contents(self.figures)), 2 * done)
        self.assert_the_rest_is_drawn()

    def test_a_broken_figure_costs_only_itself(self):
        self.add_a_broken_figure()
        self.assertIn("figures.yaml:26:46: broken: ", self.batch(code=1))
        self.assertFalse(self.figures.exists())
        messages = self.batch("-j", "2", "--keep-going", code=1)
        self.assertIn("201 figures: 200 drawn, 1 failed", messages)
        self.assert_same(self.figures, self.whole)


if __name__ == "__main__":
    unittest.main()
