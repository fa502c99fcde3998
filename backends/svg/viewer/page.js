// SPDX-License-Identifier: MIT
// In a page of its own: all figures that are in the document and not yet alive. Their data is
// deflated, which makes it a third.

async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).json();
}

async function wake(figure) {
  figure.dataset.tviz = 'waking';
  bringToLife(figure, await inflated(figure.querySelector('script').textContent));
}

for (const figure of document.querySelectorAll('.tviz-figure:not([data-tviz])')) wake(figure);
