# SPDX-License-Identifier: MIT
"""Figures in MkDocs."""

import json
import os
import sys
import unittest

from document import ALTERNATIVE_TEXT, OWN_MODEL, UNCERTAIN_MODEL, WARNING, Case

INDEX = """---
title: Home
---
# Models

```tviz
model: gpt2
hooks: [blocks.0.attn.hook_z=ablate@3]
```

1. In a list:

    ```tviz
    gpt2
    ```

2. Next.

````markdown
```tviz
model: gpt2
```
````
"""

PAGE = """# An own model

~~~ tviz
model: own.yaml
formats: svg
crop: true
~~~
"""

# What `mkdocs serve` does when a page changes: it loads the configuration again.
SERVE = """
import pathlib
import tviz_documents
from mkdocs.commands.build import build
from mkdocs.config import load_config

batch = tviz_documents.batch

def reported(*arguments, **options):
    results = batch(*arguments, **options)
    print(results[0].state)
    return results

tviz_documents.batch = reported
build(load_config("mkdocs.yml"))
pathlib.Path("docs/index.md").write_text("Text.")
build(load_config("mkdocs.yml"))
"""

WRONG = """---
title: Home
---

```tviz
model: gpt2
widht: 3in
```
"""


class MkDocs(Case):
    def setUp(self):
        super().setUp()
        self.file("mkdocs.yml", "site_name: Models\nplugins:\n  - search\n  - tviz:\n"
                  "      defaults: {title: A sample, max_layers: 1}\n")
        # What pip writes for the package.
        about = "installed/transformer_viz-1.dist-info"
        self.file(f"{about}/METADATA", "Metadata-Version: 2.1\nName: transformer-viz\nVersion: 1\n")
        self.file(f"{about}/entry_points.txt",
                  "[mkdocs.plugins]\ntviz = tviz_documents.mkdocs:TvizPlugin\n")

    def python(self, *arguments):
        paths = f"{self.folder / 'installed'}:{os.environ['PYTHONPATH']}"
        return self.run_tool(sys.executable, *arguments, environment={"PYTHONPATH": paths})

    def build(self, *options):
        return self.python("-m", "mkdocs", "build", *options)

    def test_blocks_become_figures(self):
        self.file("docs/index.md", INDEX)
        self.file("docs/sub/page.md", PAGE)
        self.file("docs/sub/own.yaml", OWN_MODEL)
        result = self.build("-q")
        self.assertEqual((result.returncode, result.stdout), (0, ""))
        page = self.text("site/index.html")
        self.assertEqual(page.count('<div class="tviz-output"'), 2)
        self.has(page, 'alt="Architecture of A sample: 12 layers')
        # The list goes on behind its figure.
        self.assertEqual(page.count("<ol>"), 1)
        # A block inside another one is text.
        self.has(page, "```tviz\nmodel: gpt2\n```")
        image, = self.folder.glob("site/assets/tviz/*.svg")
        self.matches(self.text("site/sub/page/index.html"),
                     rf'<img src="../../assets/tviz/{image.name}" alt="{ALTERNATIVE_TEXT}')
        words = json.loads(self.text("site/search/search_index.json"))
        self.assertNotIn("tvizFragment", json.dumps(words))

    def test_an_error_ends_the_build_with_its_place(self):
        self.file("docs/index.md", WRONG)
        result = self.build("-q")
        self.assertEqual(result.returncode, 1)
        self.assertIn("index.md:7:3: unknown key 'widht' (did you mean 'width'?)", result.stdout)

    def test_a_mistake_in_the_settings_has_its_place(self):
        self.file("mkdocs.yml", "site_name: Models\nplugins:\n  - tviz:\n"
                  "      defaults: {widht: 3in}\n")
        self.file("docs/index.md", "```tviz\nmodel: gpt2\n```\n")
        self.assertIn("  mkdocs.yml: unknown key 'widht' (did you mean 'width'?)", self.build().stdout)

    def test_the_settings_may_have_any_character(self):
        self.file("mkdocs.yml", "site_name: Models\nplugins:\n  - tviz:\n"
                  "      defaults: {title: Model \N{MATHEMATICAL DOUBLE-STRUCK SMALL X} ü}\n")
        self.file("docs/index.md", "```tviz\nmodel: gpt2\nformats: svg\n```\n")
        result = self.build("-q")
        self.assertEqual((result.returncode, result.stdout), (0, ""))
        self.has(self.text("site/index.html"),
                 'alt="Architecture of Model \N{MATHEMATICAL DOUBLE-STRUCK SMALL X} ü:')

    def test_warnings_reach_the_author(self):
        self.file("docs/index.md", "Text.\n\n```tviz\nown.yaml\n```\n")
        self.file("docs/own.yaml", UNCERTAIN_MODEL)
        self.assertIn(f"index.md:3: {WARNING}", self.build().stdout)

    def test_a_second_build_draws_only_what_changed(self):
        self.file("docs/index.md", "```tviz\nmodel: gpt2\nformats: svg\n```\n")
        self.file("docs/page.md", PAGE)
        self.file("docs/own.yaml", OWN_MODEL)
        self.file("serve.py", SERVE)
        result = self.python("serve.py")
        self.assertEqual((result.returncode, result.stdout), (0, "drawn\ndrawn\nunchanged\n"))
        # What no page shows any more is not in the site.
        self.assertEqual(len(list(self.folder.glob("site/assets/tviz/*.svg"))), 1)

    def test_a_format_that_pages_cannot_show_is_an_error(self):
        self.file("docs/index.md", "```tviz\nmodel: gpt2\nformats: pdf\n```\n")
        result = self.build("-q")
        self.assertEqual(result.returncode, 1)
        self.assertIn("index.md:1: the document can show fragment or svg, but the figure has only pdf "
                      "(change the option 'formats')", result.stdout)


if __name__ == "__main__":
    unittest.main()
