"""Figures that a manifest lists."""

import os
import pathlib
import pickle
import shutil
import signal
import tempfile
import threading
import unittest
import unittest.mock

from transformer_viz import BatchResult, Error, Problem, batch, visualize

MANIFEST = """
schema: 1
defaults: {formats: [svg, pdf], model: attn-only-1l}
figures:
  - {name: plain}
  - {name: sub/hooked, hooks: hooks.yaml}
  - {name: folded, model: gpt2, width: 1280, direction: right}
"""
BROKEN = """  - {name: narrow, width: 20}
  - {name: absent, model: gpt2-smal}
"""


class Manifests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.manifest = self.file("figures.yaml", MANIFEST)
        self.hooks = self.file("hooks.yaml", "- blocks.0.attn.hook_z\n")

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def states(self, **options):
        return [result.state for result in batch(self.manifest, **options)]

    def drawn(self, folder):
        root = self.folder / folder
        return {str(path.relative_to(root)): path.read_bytes()
                for path in root.rglob("*") if path.is_file()}

    def test_a_result_tells_what_became_of_a_figure(self):
        plain, hooked, folded = batch(str(self.manifest))
        figures = self.folder / "figures"
        self.assertEqual(plain, BatchResult("plain", "drawn", (
            figures / "plain.svg", figures / "plain.pdf"), (), (), ()))
        self.assertEqual((hooked.name, hooked.inputs), ("sub/hooked", (self.hooks,)))
        self.assertRegex(folded.warnings[0], "more layers are folded than requested")
        self.assertTrue(plain.files[0].read_bytes() == visualize("attn-only-1l").to_bytes("svg"))
        self.assertEqual(pickle.loads(pickle.dumps(hooked)), hooked)

    def test_what_is_unchanged_is_left_alone(self):
        self.assertEqual(self.states(dry_run=True), ["waiting"] * 3)
        self.assertFalse((self.folder / "figures").exists())
        self.assertEqual(self.states(), ["drawn"] * 3)
        self.assertEqual(self.states(), ["unchanged"] * 3)
        self.file("hooks.yaml", "- blocks.0.attn.hook_v\n")
        self.assertEqual(self.states(), ["unchanged", "drawn", "unchanged"])
        self.assertEqual(self.states(force=True), ["drawn"] * 3)

    def test_threads_and_shards_draw_the_same(self):
        batch(self.manifest)
        batch(self.manifest, output=self.folder / "threads", threads=3)
        names = []
        for shard in (2, 1):
            results = batch(self.manifest, output=str(self.folder / "shards"), shard=(shard, 2))
            names += [result.name for result in results]
        self.assertEqual(names, ["sub/hooked", "plain", "folded"])
        whole = self.drawn("figures")
        self.assertEqual(len(whole), 9)
        self.assertTrue(self.drawn("threads") == whole)
        self.assertTrue(self.drawn("shards") == whole)
        for shard in ((0, 2), (3, 2), (1, 0)):
            with self.assertRaisesRegex(Error, f"'{shard[0]}/{shard[1]}' is not a shard"):
                batch(self.manifest, shard=shard)

    def test_files_have_the_date_of_the_environment(self):
        batch(self.manifest)
        before = self.drawn("figures")
        with unittest.mock.patch.dict(os.environ, SOURCE_DATE_EPOCH="1000000000"):
            self.assertEqual(self.states(), ["drawn"] * 3)
            pdf = visualize("attn-only-1l").to_bytes("pdf")
        after = self.drawn("figures")
        self.assertTrue(before["plain.pdf"] != after["plain.pdf"])
        self.assertTrue(pdf == after["plain.pdf"])

    def test_all_problems_are_told_and_nothing_is_drawn(self):
        self.file("figures.yaml", MANIFEST + BROKEN)
        with self.assertRaises(Error) as caught:
            batch(self.manifest)
        self.assertEqual([problem.where for problem in caught.exception.problems],
                         [f"{self.manifest}:8:27", f"{self.manifest}:9:5"])
        self.assertFalse((self.folder / "figures").exists())
        with self.assertRaisesRegex(Error, "none.yaml"):
            batch(self.folder / "none.yaml")

    def test_a_text_stands_for_a_file(self):
        document = self.folder / "sub/chapter.md"
        text = ("\n\nfigures:\n- {name: own, model: own.json, formats: [svg]}\n"
                "schema: 1\nfolder: drawn\n")
        document.parent.mkdir()
        self.file("sub/own.json", '{"n_layers": 1, "d_model": 64, "n_heads": 4, "d_vocab": 10}')
        result, = batch(document, text=text)
        self.assertEqual(list(result.files), [self.folder / "sub/drawn/own.svg"])
        with self.assertRaises(Error) as caught:
            batch(document, text=text.replace("formats", "width: wide, formats"))
        self.assertEqual(caught.exception.where, f"{document}:4:39: width")

    def test_figures_with_problems_may_cost_only_themselves(self):
        batch(self.manifest, output=self.folder / "whole")
        self.file("figures.yaml", MANIFEST + BROKEN)
        results = batch(self.manifest, keep_going=True)
        self.assertEqual([result.state for result in results], ["drawn"] * 3 + ["failed"] * 2)
        self.assertIsInstance(results[3].problems[0], Problem)
        self.assertIn("narrow: width: a width of 20 pixels", results[3].problems[0].message)
        self.assertTrue(self.drawn("figures") == self.drawn("whole"))

    def test_what_cannot_be_written_is_raised(self):
        (self.folder / "figures/plain.svg").mkdir(parents=True)
        with self.assertRaisesRegex(Error, "plain.svg: cannot be written"):
            batch(self.manifest)
        self.assertEqual(self.states(keep_going=True), ["failed", "unchanged", "unchanged"])

    def write_hooks(self):
        """Gives a batch that waits for its hooks what it reads, in Python."""
        with open(self.hooks, "w", encoding="utf-8") as pipe:
            pipe.write("- blocks.0.attn.hook_z\n")

    def test_other_threads_run_meanwhile(self):
        self.hooks.unlink()
        os.mkfifo(self.hooks)
        writer = threading.Thread(target=self.write_hooks, daemon=True)
        writer.start()
        self.assertEqual(self.states(shard=(1, 3)), ["drawn"])
        writer.join()

    def test_an_interrupt_ends_the_run(self):
        self.hooks.unlink()
        os.mkfifo(self.hooks)
        interrupted = threading.Event()

        def interrupt(*_):
            interrupted.set()
            raise KeyboardInterrupt

        def end():
            # The run has begun when it opens the pipe.
            with open(self.hooks, "w", encoding="utf-8") as pipe:
                os.kill(os.getpid(), signal.SIGINT)
                interrupted.wait()
                pipe.write("- blocks.0.attn.hook_z\n")

        before = signal.signal(signal.SIGINT, interrupt)
        self.addCleanup(signal.signal, signal.SIGINT, before)
        other = threading.Thread(target=end, daemon=True)
        other.start()
        with self.assertRaises(KeyboardInterrupt):
            batch(self.manifest, threads=2)
        other.join()
        self.assertEqual(list((self.folder / "figures").rglob("*.svg")), [])
        self.hooks.unlink()
        self.file("hooks.yaml", "- blocks.0.attn.hook_z\n")
        self.assertEqual(self.states(), ["drawn"] * 3)


if __name__ == "__main__":
    unittest.main()
