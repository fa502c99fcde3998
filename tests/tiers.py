"""Builds and tests in tiers: tiers.py [--ci | --all]. scripts/test calls it.

What belongs to a tier is told by the labels of the tests (each CMakeLists.txt): a test with the label
"ci" is not run without an option. Its other label is its group, whose time is printed at the end.
"""

import argparse
import collections
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree

SOURCE = pathlib.Path(__file__).resolve().parent.parent
# What GoogleTest prints of a case that went well.
PASSED_CASE = re.compile(r"^\[ RUN      \] .*\n\[       OK \] .*\n", re.MULTILINE)
SKIPPED = 77  # As in tests/python/in_environment.py.
PROCESSORS = len(os.sched_getaffinity(0))
# Many tests wait for a browser, a kernel, or an installation half of the time.
TESTS_AT_A_TIME = 2 * PROCESSORS


@dataclasses.dataclass
class Verdict:
    """What one or many tests came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Verdict(self.passed + other.passed, self.failed + other.failed,
                       self.skipped + other.skipped)


def number(pattern, text):
    """The sum of a number in all places of a text."""
    return sum(int(found) for found in re.findall(pattern, text, re.MULTILINE))


def verdict_of(succeeded, output):
    """The tests that a process ran, which GoogleTest and unittest tell; for others it is one test."""
    if re.search(r"^\[=+\] Running \d+ tests?", output, re.MULTILINE):
        verdict = Verdict(number(r"^\[  PASSED  \] (\d+) tests?\.", output),
                          number(r"^\[  FAILED  \] (\d+) tests?, listed", output),
                          number(r"^\[  SKIPPED \] (\d+) tests?, listed", output))
    else:
        ran = number(r"^Ran (\d+) tests? in", output) or 1
        skipped = number(r"^(?:OK|FAILED) \(.*\bskipped=(\d+)", output)
        failed = number(r"^FAILED \(.*\bfailures=(\d+)", output)
        failed += number(r"^FAILED \(.*\berrors=(\d+)", output)
        verdict = Verdict(max(ran - failed - skipped, 0), failed, skipped)
    if not succeeded and verdict.failed == 0:
        # It crashed, was stopped, or failed without saying where.
        verdict = Verdict(max(verdict.passed - 1, 0), 1, verdict.skipped)
    return verdict


def reasons_of(output):
    """Why tests were skipped: of our programs, of GoogleTest, of unittest."""
    reasons = re.findall(r"^skipped: .*", output, re.MULTILINE)
    reasons += [f"skipped: {reason}" for reason in
                re.findall(r"^\S+:\d+: Skipped\n(.+)", output, re.MULTILINE)]
    reasons += [f"skipped: {reason}" for reason in
                re.findall(r"\.\.\. skipped ['\"](.*)['\"]$", output, re.MULTILINE)]
    return list(dict.fromkeys(reasons))


class Run:
    """One call of this program: what has been run so far, and how long it took."""

    def __init__(self):
        self.times = []
        self.total = Verdict()
        self.problems = []

    def step(self, name, *command):
        """Runs a command that is one test or a condition of tests; whether it succeeded."""
        print(f"== {name}", flush=True)
        began = time.monotonic()
        succeeded = subprocess.run(command, cwd=SOURCE, check=False).returncode == 0
        self.times.append((name, time.monotonic() - began))
        if not succeeded:
            self.problems.append(f"{name}: {' '.join(command)}")
        return succeeded

    def check(self, name, *command):
        """A step that counts as one test."""
        succeeded = self.step(name, *command)
        self.total += Verdict(passed=1) if succeeded else Verdict(failed=1)

    def optional(self, name, *command):
        """A check that prints why and ends with SKIPPED where it cannot be made."""
        print(f"== {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=SOURCE, check=False).returncode
        self.times.append((name, time.monotonic() - began))
        self.total += Verdict(passed=code == 0, failed=code not in (0, SKIPPED), skipped=code == SKIPPED)
        if code not in (0, SKIPPED):
            self.problems.append(f"{name}: {' '.join(command)}")

    def build(self, preset, *targets):
        succeeded = self.step(f"build {preset}", "scripts/build", preset, *targets)
        if not succeeded:
            self.total += Verdict(failed=1)
        return succeeded

    def tests(self, preset, *options):
        """Runs tests of a build that ctest's options choose."""
        name = f"tests of {preset}"
        print(f"== {name}", flush=True)
        groups = groups_of_tests(preset, options)
        report = SOURCE / "build" / preset / "tests.xml"
        report.unlink(missing_ok=True)
        began = time.monotonic()
        result = subprocess.run(
            ["ctest", "--preset", preset, "-j", str(TESTS_AT_A_TIME), "--output-junit", str(report),
             "--test-output-size-passed", "10000000", "--test-output-size-failed", "10000000",
             "--quiet", *options], cwd=SOURCE, check=False)
        self.times.append((name, time.monotonic() - began))
        if not report.exists() or not groups:
            self.total += Verdict(failed=1)
            self.problems.append(f"{name}: ctest ran none, and ended with {result.returncode}")
            return
        seconds = collections.Counter()
        verdict = Verdict()
        for case in xml.etree.ElementTree.parse(report).getroot().iter("testcase"):
            seconds[groups[case.get("name")]] += float(case.get("time"))
            verdict += self.judge(case)
        self.times += [(f"  {group}", spent) for group, spent in seconds.most_common()]
        self.total += verdict
        print(f"{verdict.passed} passed, {verdict.failed} failed, {verdict.skipped} skipped "
              f"in build/{preset}", flush=True)

    def judge(self, case):
        """Prints what went wrong or was left out in a test of ctest, and counts."""
        name, status = case.get("name"), case.get("status")
        output = case.findtext("system-out") or ""
        for reason in reasons_of(output):
            print(f"{name}: {reason}")
        if status == "notrun" and "SKIP" in attributes(case.find("skipped")):
            return Verdict(skipped=1)
        verdict = verdict_of(status == "run", output)
        if verdict.failed:
            self.problems.append(f"{name}:\n{PASSED_CASE.sub('', output)}")
        return verdict

    def finish(self):
        """The problems, the times and the verdict; the exit code."""
        for problem in self.problems:
            print(f"\n== failed: {problem}")
        print("\n   seconds  what (of a group: the sum of its tests, which run side by side)")
        for name, seconds in self.times:
            print(f"{seconds:10.1f}  {name}")
        total = sum(seconds for name, seconds in self.times if not name.startswith(" "))
        print(f"{total:10.1f}  in all\n")
        print(f"{self.total.passed} passed, {self.total.failed} failed, "
              f"{self.total.skipped} skipped")
        return 1 if self.total.failed else 0


def attributes(element):
    return "" if element is None else str(element.attrib)


def groups_of_tests(preset, options):
    """The group of each test: its label that is no tier."""
    listing = subprocess.run(
        ["ctest", "--preset", preset, "--show-only=json-v1", *options], cwd=SOURCE,
        stdout=subprocess.PIPE, text=True, check=False).stdout
    groups = {}
    for test in json.loads(listing or "{}").get("tests", []):
        labels = {entry["name"]: entry["value"] for entry in test["properties"]}.get("LABELS", [])
        groups[test["name"]], = [label for label in labels if label != "ci"]
    return groups


def main():
    parser = argparse.ArgumentParser(description="Builds and tests tviz.")
    tier = parser.add_mutually_exclusive_group()
    tier.add_argument("--ci", action="store_true",
                      help="also sanitizers, fuzzing, browsers, consumers and what else takes long")
    tier.add_argument("--all", action="store_true",
                      help="as --ci, and clang-tidy with all its checks on every source, hook names and "
                           "model families against the newest releases of the libraries, and the "
                           "program that scripts/release makes")
    arguments = parser.parse_args()
    run = Run()
    run.check("style", "scripts/check-style")
    if run.build("release"):
        run.tests("release", *([] if arguments.ci or arguments.all else ["-LE", "^ci$"]))
    if arguments.ci or arguments.all:
        if run.build("asan"):
            run.tests("asan")
        if run.build("tsan", "test_threads"):
            run.tests("tsan", "-L", "^threads$")
        run.check("clang-tidy", "scripts/tidy", *(["--all"] if arguments.all else []))
        run.check("documentation", "scripts/docs")
    if arguments.all:
        run.optional("hook facts", "scripts/hook-facts")
        run.optional("families", "scripts/families")
        run.optional("released program", "tests/release/release_test.py")
    sys.exit(run.finish())


if __name__ == "__main__":
    main()
