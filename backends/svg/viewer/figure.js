// SPDX-License-Identifier: MIT
// Brings every figure to life that is in the document and not yet alive. A page may hold
// many figures, and the same one twice; each finds its own parts below itself.

function bringToLife(figure) {
  figure.dataset.tviz = 'alive';
  const svg = figure.querySelector('svg');
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  // A picture has no parts that can be pressed, a group has.
  svg.setAttribute('role', 'group');
  new FoldControl(figure, svg, data, new PanelControl(figure, svg, data));
}

for (const figure of document.querySelectorAll('.tviz-figure:not([data-tviz])')) {
  bringToLife(figure);
}
