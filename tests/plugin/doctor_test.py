"""`tviz plugin doctor` on good and deadly plugins.

The environment variables TVIZ and TVIZ_ZOO are the program and the folder of test plugins,
TVIZ_PLUGIN_ABI is the version of the plugin interface.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

TVIZ = os.environ["TVIZ"]
ZOO = Path(os.environ["TVIZ_ZOO"])
ABI = os.environ["TVIZ_PLUGIN_ABI"]
BUILT_IN = ["cairo", "module_names", "svg", "transformer_lens", "transformers", "values"]


def run(*arguments, **options):
    return subprocess.run([TVIZ, *map(str, arguments)], capture_output=True, text=True,
                          timeout=120, check=False, **options)


def processes_that_map(path):
    found = []
    for maps in Path("/proc").glob("[0-9]*/maps"):
        try:
            if str(path) in maps.read_text(encoding="utf-8", errors="replace"):
                found.append(maps.parent.name)
        except OSError:
            pass  # It has just ended, or is not ours.
    return found


class Doctor(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder)

    def put(self, *names):
        for name in names:
            shutil.copy(ZOO / f"{name}.so", self.folder)
            os.chmod(self.folder / f"{name}.so", 0o755)

    def doctor(self, *arguments, **options):
        return run("plugin", "doctor", "--plugin-dir", self.folder, *arguments, **options)

    def examine(self, *names, arguments=(), **options):
        """State and reason of each plugin file beside the good one, which stays ok."""
        self.put("good", *names)
        result = self.doctor("--json", *arguments, **options)
        rows = {Path(row["path"]).stem: row for row in json.loads(result.stdout)}
        states = {name: (row["state"], row["reason"]) for name, row in rows.items()}
        for name in ("good", *BUILT_IN):
            self.assertEqual(states.pop(name), ("ok", ""))
        self.assertEqual((rows["good"]["name"], rows["good"]["version"]), ("good", "1.0.0"))
        ill = sum(state != "ok" for state, _ in states.values())
        self.assertEqual(result.returncode, 1 if ill else 0, result.stderr)
        if ill:
            error = json.loads(result.stderr)["error"]
            self.assertEqual(error["message"], f"{ill} of {len(rows)} plugins are not ok")
        return states

    def examine_one(self, name, **options):
        states = self.examine(name, **options)
        self.assertEqual(list(states), [name])
        return states[name]

    def test_good_plugins_are_ok(self):
        self.assertEqual(self.examine(), {})

    def test_the_table_for_people(self):
        self.put("aborts", "good")
        result = self.doctor()
        self.assertEqual(result.returncode, 1)
        rows = result.stdout.splitlines()
        self.assertRegex(rows[0], r"^aborts +crashed  /.*/aborts\.so +SIGABRT while loading$")
        self.assertRegex(rows[1], r"^good +1\.0\.0  ok +/.*/good\.so$")
        self.assertEqual(len(rows), 2 + len(BUILT_IN))
        self.assertEqual(result.stderr, f"tviz: error: 1 of {len(BUILT_IN) + 2} plugins are not ok\n")

    def test_crashes_carry_the_signals_name(self):
        self.assertEqual(self.examine("aborts", "aborts_with_words", "segfaults",
                                      "aborts_at_the_end"), {
            "aborts": ("crashed", "SIGABRT while loading"),
            "aborts_with_words": ("crashed", "SIGABRT while making backend 'quiet'"),
            "segfaults": ("crashed", "SIGSEGV while making backend 'quiet'"),
            "aborts_at_the_end": ("crashed", "SIGABRT while ending"),
        })

    def test_a_plugin_that_ends_the_program(self):
        self.assertEqual(self.examine("exits", "exits_quietly", "exits_in_order", "exits_quickly",
                                      "exits_unseen"), {
            "exits": ("failed", "the plugin ended the program while loading"),
            "exits_quietly": ("failed", "the plugin ended the program while loading"),
            "exits_in_order": ("failed", "the plugin ended the program while loading"),
            "exits_quickly": ("failed",
                              "the plugin ended the program while making backend 'quiet'"),
            "exits_unseen": ("crashed", "exit code 42 while making backend 'quiet'"),
        })

    def test_hangs_are_stopped_in_time(self):
        start = time.monotonic()
        states = self.examine("loops", "stalls", arguments=("--time-limit", "3"))
        self.assertGreater(time.monotonic() - start, 6)
        self.assertEqual(states, {
            "loops": ("hangs", "did not end within 3 s while loading"),
            "stalls": ("hangs", "did not end within 3 s while making backend 'quiet'"),
        })
        self.assertEqual(processes_that_map(self.folder), [])

    def test_the_time_limit_is_five_seconds(self):
        self.assertEqual(self.examine_one("loops"),
                         ("hangs", "did not end within 5 s while loading"))

    def test_what_a_plugin_starts_ends_with_it(self):
        self.assertEqual(self.examine_one("starts_another"), ("ok", ""))
        self.assertEqual(processes_that_map(self.folder), [])

    def test_a_hanging_plugin_does_not_outlive_the_doctor(self):
        self.put("loops")
        doctor = subprocess.Popen([TVIZ, "plugin", "doctor", "--plugin-dir", str(self.folder)],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while not processes_that_map(self.folder) and time.monotonic() < end:
            time.sleep(0.05)
        doctor.kill()
        doctor.wait()
        while processes_that_map(self.folder) and time.monotonic() < end:
            time.sleep(0.05)
        self.assertLess(time.monotonic(), end)

    def test_noise_blocks_nothing(self):
        self.assertEqual(self.examine("talks", "talks_out_of_turn"), {
            "talks": ("ok", ""),
            "talks_out_of_turn": ("failed",
                                  "writes to standard output, which belongs to the program"),
        })

    def test_what_cannot_be_made(self):
        self.assertEqual(self.examine_one("fragile"),
                         ("failed", "making backend 'throws' threw: out of order"))

    def test_what_is_no_plugin(self):
        (self.folder / "text.so").write_text("this is no library", encoding="utf-8")
        os.chmod(self.folder / "text.so", 0o644)
        self.assertEqual(self.examine("null_descriptor", "other_major", "no_entry", "unlinked"), {
            "text": ("failed", "not a shared library"),
            "null_descriptor": ("failed", "the entry function returned no descriptor"),
            "other_major": ("failed",
                            f"built for plugin ABI 10.{ABI.partition('.')[2]}, but this tviz has {ABI}: rebuild "
                            "the plugin with the headers of this tviz"),
            "no_entry": ("failed",
                         "not a tviz plugin: it has no function tviz_plugin_descriptor_v1"),
            "unlinked": ("failed",
                         "cannot be loaded: undefined symbol: "
                         "tviz_zoo_function_that_nobody_defines"),
        })

    def test_what_is_refused_unseen(self):
        self.put("aborts")
        os.chmod(self.folder / "aborts.so", 0o777)
        result = self.doctor("--json")
        row = json.loads(result.stdout)[0]
        self.assertEqual((row["state"], row["reason"]),
                         ("failed", f"everyone can write to {self.folder}/aborts.so"))

    def test_a_manifest_that_is_broken_or_of_another_plugin(self):
        manifest = self.folder / "rival.json"
        manifest.write_text("[]", encoding="utf-8")
        os.chmod(manifest, 0o644)
        self.assertEqual(self.examine_one("rival"), ("failed", f"{manifest}: not a JSON object"))
        run("plugin", "inspect", ZOO / "newer_good.so", "--manifest", manifest)
        self.assertEqual(self.examine_one("rival"),
                         ("failed", f"its manifest {manifest} does not match it: "
                                    "rebuild the plugin"))

    def test_closed_standard_streams(self):
        self.put("good")
        for closed in ("<&-", ">&-", "2>&-", "<&- 2>&-", "<&- >&- 2>&-"):
            with self.subTest(closed):
                command = f'exec "$0" plugin doctor --plugin-dir "$1" {closed}'
                result = subprocess.run(["sh", "-c", command, TVIZ, self.folder],
                                        capture_output=True, text=True, timeout=120,
                                        check=False)
                no_output = " >&-" in f" {closed}"
                self.assertEqual(result.returncode, 1 if no_output else 0, result.stdout)
                self.assertEqual(result.stdout.count(" ok "), 0 if no_output else len(BUILT_IN) + 1)

    def test_ignored_children_are_seen_all_the_same(self):
        self.put("aborts")
        result = subprocess.run(["sh", "-c", 'trap "" CHLD; exec "$0" "$@"', TVIZ, "plugin",
                                 "doctor", "--json", "--plugin-dir", str(self.folder)],
                                capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(json.loads(result.stdout)[0]["reason"], "SIGABRT while loading")

    def test_wrong_usage(self):
        for arguments in (("--time-limit", "0"), ("--time-limit", "soon"), ("good.so",)):
            with self.subTest(arguments):
                self.assertEqual(self.doctor(*arguments).returncode, 2)
        missing = run("plugin", "doctor", "--plugin-dir", self.folder / "none")
        self.assertEqual(missing.returncode, 1)
        self.assertEqual(missing.stderr,
                         f"tviz: error: {self.folder}/none: no such plugin folder\n")


if __name__ == "__main__":
    unittest.main()
