// SPDX-License-Identifier: MIT
// In a page of its own: all figures that are in the document and not yet alive.

for (const figure of document.querySelectorAll('.tviz-figure:not([data-tviz])')) {
  bringToLife(figure);
}
