# SPDX-License-Identifier: MIT
"""What the program tells of themes."""

import json
import re
import unittest

import jsonschema
import yaml

from program import Case

THEMES = ["auto", "blueprint", "circuits", "circuits-dark", "colorblind", "minimal", "print", "slides"]


class Themes(Case):
    def test_each_can_be_drawn_and_says_what_it_is_for(self):
        themes = json.loads(self.succeed("themes", "--json").stdout)
        self.assertEqual([each["name"] for each in themes], THEMES)
        for theme in themes:
            self.assertTrue(theme["summary"].endswith("."), theme)
            self.succeed("render", "gpt2", "--theme", theme["name"],
                         "-o", self.folder / f"{theme['name']}.svg")

    def test_a_theme_says_how_wide_a_figure_is_for_which_nothing_is_asked(self):
        output = self.folder / "x.svg"
        for arguments, width in ((("--theme", "slides"), 960), (("--set", "metrics.width=700"), 700),
                                 (("--theme", "slides", "--width", "800"), 800)):
            self.succeed("render", "gpt2", *arguments, "-o", output)
            self.assertIn(f' width="{width}"', output.read_text(encoding="utf-8"))

    def test_check_reports_all_mistakes_of_all_files(self):
        broken = self.file("broken.yaml", "schema: 1\nextends: circuits\ntipe: {}\nroles:\n"
                                          "  page: snow\n")
        pale = self.file("pale.yaml", "schema: 1\nextends: circuits\nroles: {muted: '#AAA'}\n")
        result = self.succeed("theme", "check", *THEMES)
        self.assertEqual(result.stdout, "".join(f"{name}: good\n" for name in THEMES))
        result = self.fail_with("", "theme", "check", broken, pale)
        problems = result.stderr.splitlines()
        self.assertEqual(len(problems), 6, problems)
        self.assertIn("broken.yaml:3:1: unknown key 'tipe' (did you mean 'type'?)", problems[0])
        self.assertIn("broken.yaml:5:9: roles.page: 'snow' is not a colour", problems[1])
        for problem in problems[2:]:
            self.assertIn("pale.yaml:3:16: roles.muted: #AAAAAA on ", problem)

    def test_check_in_json(self):
        good = self.succeed("theme", "check", "print", "--json")
        self.assertEqual(json.loads(good.stdout), {"good": ["print"]})
        pale = self.file("pale.yaml", "schema: 1\nextends: circuits\nroles: {muted: '#AAA'}\n")
        result = self.fail_with("", "theme", "check", pale, "--json")
        errors = [json.loads(line)["error"] for line in result.stderr.splitlines()]
        self.assertEqual(len(errors), 4)
        self.assertEqual(errors[0]["where"], f"{pale}:3:16: roles.muted")

    def test_what_could_exhaust_a_reader_is_refused(self):
        bomb = "schema: 1\na: &a [x, x]\nb: &b [*a, *a]\n"
        for name, text, message in (
                ("aliases", bomb, "anchors"),
                ("itself", "schema: 1\npalette: &p {ink: *p}\n", "anchors"),
                ("twice", "schema: 1\nname: a\nname: b\n", "twice"),
                ("long", f"schema: 1\nname: {'x' * 10_000_000}\n", "larger than"),
                ("deep", "schema: 1\nroles: " + "[" * 10_000 + "]" * 10_000 + "\n", "deep")):
            path = self.file(f"{name}.yaml", text)
            result = self.fail_with(message, "theme", "check", path)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr[:300])

    def test_show_prints_a_theme_that_draws_the_same(self):
        shown = self.file("shown.yaml", self.succeed(
            "theme", "show", "circuits-dark", "--set", "palette.tan=#333").stdout)
        first, second = self.folder / "1.svg", self.folder / "2.svg"
        self.succeed("render", "gpt2", "--theme", "circuits-dark", "--set", "palette.tan=#333",
                     "-o", first)
        self.succeed("render", "gpt2", "--theme", shown, "-o", second)
        self.assertEqual(first.read_bytes(), second.read_bytes())

    def test_show_tells_where_each_value_comes_from(self):
        text = self.succeed("theme", "show", "slides", "--set", "metrics.riser=20").stdout
        self.assertRegex(text, r"  title: 30  # slides\.yaml:\d+:10\n")
        self.assertRegex(text, r"  riser: 20  # --set\n")
        self.assertRegex(text, r'    text: "#151515"  # circuits\.yaml:\d+:\d+, ink of slides\.yaml:')
        values = json.loads(self.succeed("theme", "show", "slides", "--json").stdout)["values"]
        self.assertEqual(len(values), len(re.findall("  # ", text)))
        self.assertIn("palette_where", values[0])

    def test_the_schema_knows_what_the_program_knows(self):
        schema = json.loads(self.succeed("theme", "schema").stdout)
        validator = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        for name in THEMES:
            shown = yaml.safe_load(self.succeed("theme", "show", name).stdout)
            self.assertEqual(list(validator.iter_errors(shown)), [], name)
        wrong = {"schema": 2, "roles": {"pge": "#FFFFFF"}, "metrics": {"margin": -1},
                 "palette": {"tan": "F1E3CB"}, "highlights": [], "fonts": {"family": "san"}}
        self.assertEqual(len(list(validator.iter_errors(wrong))), 6)


if __name__ == "__main__":
    unittest.main()
