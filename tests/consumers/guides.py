"""Every code block in README.md and docs/*.md is true: guides.py SOURCE TREE FOLDER.

SOURCE is the repository, TREE an installed tviz, FOLDER gets a scratch folder for each page. A
block is one of these, and anything else is an error that names the file and the line:

- `sh`: its commands run in the page's folder and succeed.
- `python`: runs after those before it on its page, with the package of the build tree and the stand-in
  for TransformerLens of the package's own tests.
- `console`: each command after `$ ` prints the lines below it, errors included.
- below `<!-- listing: PATH -->`: a part of that file, which other tests build; the parts on one
  page, in their order and with an empty line between them, are the whole file.
- below `<!-- part of: PATH -->`: lines of that file.
- below `<!-- file: NAME -->`: a file that commands, programs or other files of the page use.
- below `<!-- not run: REASON -->`: not tested, and the reason is printed.

In the page's folder are the files of the page, the examples, build/release, and what
`<!-- needs: NAME = PATH -->` copies there. ~/tviz is an installed tviz, whose program is found.
"""

import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys

SOURCE, TREE, FOLDER = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
# A fence of tildes may have others inside.
FENCE = re.compile(r"^( *)(```|~~~)(\w*)\n(.*?)^ *\2$", re.MULTILINE | re.DOTALL)
DIRECTIVE = re.compile(r"<!-- (listing|part of|file|not run): (.*?) -->\n\s*\Z")
NEEDS = re.compile(r"<!-- needs: (\S+) = (\S+) -->")
# What other tests build: consumers.sh.
BUILT = ("examples/", "tests/consumers/")


class Block:
    """A fenced block with the directive above it."""

    def __init__(self, page, match):
        before = page.text[:match.start()]
        self.place = f"{page.name}:{before.count(chr(10)) + 1}"
        self.language = match[3]
        self.text = re.sub(f"^{match[1]}", "", match[4], flags=re.MULTILINE)
        directive = DIRECTIVE.search(before)
        self.directive, self.value = directive.groups() if directive else (self.language, "")


class Page:
    """A guide, its blocks, and a folder in which they are tried."""

    def __init__(self, path):
        self.name = str(path.relative_to(SOURCE))
        self.text = path.read_text(encoding="utf-8")
        self.blocks = [Block(self, match) for match in FENCE.finditer(self.text)]
        self.folder = FOLDER / path.stem
        self.problems = []

    def of(self, *directives):
        return [block for block in self.blocks if block.directive in directives]

    def check(self):
        self.prepare()
        checks = {"sh": self.run, "python": self.run_python, "console": self.compare,
                  "listing": self.built, "part of": self.part, "file": self.used,
                  "not run": self.explain}
        for block in self.blocks:
            check = checks.get(block.directive)
            problem = check(block) if check else "no test runs this block"
            if problem:
                self.problems.append(f"{block.place}: {problem}")
        self.compare_listings()
        self.find_other_fences()
        return self.problems

    def prepare(self):
        home = self.folder / "home"
        shutil.copytree(TREE, home / "tviz", symlinks=True)
        shutil.copytree(SOURCE / "examples", self.folder / "examples")
        (self.folder / "build").mkdir()
        (self.folder / "build" / "release").symlink_to(os.environ["BUILD"])
        for name, path in NEEDS.findall(self.text):
            shutil.copy(SOURCE / path, self.folder / name)
        for block in self.of("file"):
            (self.folder / block.value).write_text(block.text, encoding="utf-8")
        for path in {block.value for block in self.of("listing")}:
            shutil.copy(SOURCE / path, self.folder)
        self.environment = {
            **os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8",
            "PATH": f"{home}/tviz/bin:{os.environ['PATH']}", "PYTHONDONTWRITEBYTECODE": "1",
            "PKG_CONFIG_PATH": f"{home}/tviz/{os.environ['LIBDIR']}/pkgconfig"}

    def shell(self, text):
        return subprocess.run(["sh", "-euc", text], cwd=self.folder, env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=300, check=False)

    def run(self, block):
        result = self.shell(block.text)
        end = "".join(result.stdout.splitlines(True)[-20:])
        return f"exit code {result.returncode}\n{end}" if result.returncode else ""

    def run_python(self, block):
        earlier = self.of("python")
        program = "".join(each.text for each in earlier[:earlier.index(block) + 1])
        (self.folder / "program.py").write_text(program, encoding="utf-8")
        paths = f"{os.environ['BUILD']}/python:{SOURCE}/tests/python/stand_in"
        result = self.shell(f"PYTHONPATH={paths} {os.environ['PYTHON']} program.py")
        end = "".join(result.stdout.splitlines(True)[-20:])
        return f"exit code {result.returncode}\n{end}" if result.returncode else ""

    def compare(self, block):
        problems = ""
        for command, expected in re.findall(r"^\$ (.*\n)((?:(?!\$ ).*\n)*)", block.text, re.M):
            problems += "".join(difflib.unified_diff(
                expected.splitlines(True), self.shell(command).stdout.splitlines(True),
                "shown", "printed"))
        return problems

    def built(self, block):
        return "" if block.value.startswith(BUILT) else f"no test builds {block.value}"

    def part(self, block):
        whole = "\n" + (SOURCE / block.value).read_text(encoding="utf-8")
        return "" if f"\n{block.text}" in whole else f"these are no lines of {block.value}"

    def used(self, block):
        others = "".join(other.text for other in self.of("sh", "console", "python", "file")
                         if other is not block)
        return "" if block.value in others else f"nothing on the page uses {block.value}"

    def explain(self, block):
        print(f"{block.place}: not run: {block.value}")
        return "" if block.value else "no reason"

    def compare_listings(self):
        files = {}
        for block in self.of("listing"):
            files.setdefault(block.value, []).append(block.text)
        for path, parts in files.items():
            source = (SOURCE / path).read_text(encoding="utf-8")
            difference = "".join(difflib.unified_diff(
                source.splitlines(True), "\n".join(parts).splitlines(True), path, self.name))
            self.problems += [difference] if difference else []

    def find_other_fences(self):
        """Fences that FENCE does not know would hide a block."""
        rest = FENCE.sub(lambda match: "\n" * match[0].count("\n"), self.text)
        for number, line in enumerate(rest.splitlines(), 1):
            if re.match(" *(```|~~~)", line):
                self.problems.append(f"{self.name}:{number}: this fence is not understood")


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    pages = [Page(path) for path in [SOURCE / "README.md", *sorted(SOURCE.glob("docs/*.md"))]]
    problems = [problem for page in pages for problem in page.check()]
    print(f"{sum(len(page.blocks) for page in pages)} blocks on {len(pages)} pages")
    sys.exit("\n".join(problems) or 0)


main()
