// SPDX-License-Identifier: MIT
// In a page of its own: all figures that are in the document and not yet alive.

async function wake(figure) {
  figure.dataset.tviz = 'waking';
  bringToLife(figure, JSON.parse(await inflated(figure.querySelector('script').textContent)));
}

for (const figure of document.querySelectorAll('.tviz-figure:not([data-tviz])')) wake(figure);
