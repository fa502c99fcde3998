# SPDX-License-Identifier: MIT
"""A page of a given number of elements, nearly all of them hidden until a button is pressed."""

LAYER_HEIGHT = 260
ELEMENTS_OF_LAYER = 320
LAYERS_SHOWN = 8

HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Stand-in</title>
<link rel="icon" href="data:,">
<style>.hidden{display:none}</style></head><body><button id="show">Show all layers</button>
"""

SCRIPT = """<script>
document.getElementById('show').addEventListener('click', () => {
  const svg = document.querySelector('svg');
  svg.querySelector('.hidden').classList.remove('hidden');
  svg.setAttribute('height', svg.dataset.height);
  svg.setAttribute('viewBox', `0 0 600 ${svg.dataset.height}`);
});
</script></body></html>
"""


def layer(index, elements):
    """A group that holds as many boxes with labels and lines as there are elements."""
    top = index * LAYER_HEIGHT
    parts = [f'<g transform="translate(0 {top})">']
    for number in range(elements - 1):
        x, y = 24 + number // 3 % 12 * 44, 20 + number // 36 * 24
        kind = number % 3
        if kind == 0:
            parts.append(f'<rect x="{x}" y="{y}" width="36" height="18" rx="3" fill="#F1E3CB"/>')
        elif kind == 1:
            parts.append(f'<text x="{x + 6}" y="{y + 13}" font-size="11">h{number}</text>')
        else:
            parts.append(f'<path d="M{x + 18} {y}V{y - 6}" stroke="#4A4A4A"/>')
    return "".join(parts) + "</g>"


def stand_in_page(elements):
    """Own drawing, not the original's: as many elements in layers of a likely size, of which all
    but eight are in the document with display: none, as the original has them."""
    layers = [ELEMENTS_OF_LAYER] * (elements // ELEMENTS_OF_LAYER)
    if elements % ELEMENTS_OF_LAYER:
        layers.append(elements % ELEMENTS_OF_LAYER)
    shown = min(LAYERS_SHOWN, len(layers) - 1)
    drawn = [layer(index, count) for index, count in enumerate(layers)]
    height = LAYER_HEIGHT * len(layers)
    svg = (f'<svg width="600" height="{shown * LAYER_HEIGHT}" data-height="{height}" '
           f'viewBox="0 0 600 {shown * LAYER_HEIGHT}"><g>{"".join(drawn[:shown])}</g>'
           f'<g class="hidden">{"".join(drawn[shown:])}</g></svg>')
    return HEAD + svg + SCRIPT
