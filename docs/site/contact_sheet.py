# SPDX-License-Identifier: MIT
"""Writes the page on which every theme stands beside itself as others see it.

Usage: contact_sheet.py THEME... > themes.html

The figures are theme-NAME.svg beside the page. Grey is the luminance of Rec. 709; the three kinds of
colour blindness are those of Machado, Oliveira and Fernandes 2009 at full severity. All are matrices
on linear light, which is what filters of SVG work in.
"""

import html
import sys

GREY = [[0.2126, 0.7152, 0.0722]] * 3
PROTANOPIA = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
              [-0.003882, -0.048116, 1.051998]]
DEUTERANOPIA = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881]]
TRITANOPIA = [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
              [0.004733, 0.691367, 0.303900]]
VIEWS = {"grey": GREY, "protanopia": PROTANOPIA, "deuteranopia": DEUTERANOPIA,
         "tritanopia": TRITANOPIA}

# As SVG in a page takes the colour scheme of the element that shows it, `auto` has two rows.
BOTH_SCHEMES = "auto"

STYLE = """
body { margin: 24px; font: 15px/1.4 sans-serif; color: #222; background: #fff; }
table { border-spacing: 12px 18px; }
th { font-weight: 600; text-align: left; vertical-align: top; white-space: nowrap; }
img { width: 420px; display: block; outline: 1px solid #ddd; }
.dark { color-scheme: dark; }
"""


def filter_of(name: str, matrix: list[list[float]]) -> str:
    rows = " ".join(" ".join(str(value) for value in [*row, 0, 0]) for row in matrix)
    return (f'<filter id="{name}" x="0" y="0" width="1" height="1">'
            f'<feColorMatrix values="{rows} 0 0 0 1 0"/></filter>')


def cell(theme: str, view: str, scheme: str) -> str:
    look = "" if view == "as drawn" else f' style="filter:url(#{view})"'
    words = html.escape(f"The theme {theme}{' in the dark' if scheme else ''}, {view}")
    return f'<td class="{scheme}"><img src="theme-{theme}.svg" alt="{words}"{look}></td>'


def row(theme: str, scheme: str) -> str:
    heading = html.escape(theme) + (", dark" if scheme else "")
    cells = "".join(cell(theme, view, scheme) for view in ["as drawn", *VIEWS])
    return f'<tr><th scope="row">{heading}</th>{cells}</tr>'


def page(themes: list[str]) -> str:
    rows = []
    for theme in themes:
        rows.append(row(theme, ""))
        if theme == BOTH_SCHEMES:
            rows.append(row(theme, "dark"))
    filters = "".join(filter_of(name, matrix) for name, matrix in VIEWS.items())
    heads = "".join(f'<th scope="col">{view}</th>' for view in ["as drawn", *VIEWS])
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            f"<title>Themes as others see them</title><style>{STYLE}</style></head><body>"
            f"<h1>Themes as others see them</h1>"
            f'<svg width="0" height="0" aria-hidden="true">{filters}</svg>'
            f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
            "</body></html>\n")


if __name__ == "__main__":
    sys.stdout.write(page(sys.argv[1:]))
