# SPDX-License-Identifier: MIT
"""Draws an SVG by a Python library: svg_to_picture.py cairosvg|svglib FILE.svg PICTURE.

cairosvg writes a PNG, svglib a PDF.
"""

import sys


def by_cairosvg(source, target):
    import cairosvg
    cairosvg.svg2png(url=source, write_to=target, background_color="white")


def by_svglib(source, target):
    from reportlab.graphics import renderPDF
    from svglib.svglib import svg2rlg
    renderPDF.drawToFile(svg2rlg(source), target)


{"cairosvg": by_cairosvg, "svglib": by_svglib}[sys.argv[1]](*sys.argv[2:])
