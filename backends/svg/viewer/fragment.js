// SPDX-License-Identifier: MIT
// In the page of a host, such as a notebook: replaces the picture of a fragment by the live
// figure. backends/svg/fragment_backend.cpp puts this script into a function with the constants
// `tvizFragment` ({id, rules, examples}) and `tvizData`.

function parseSvg(markup) {
  return new DOMParser().parseFromString(markup, 'image/svg+xml').documentElement;
}

function markupOf(image) {
  const bytes = atob(image.src.slice(image.src.indexOf(',') + 1));
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}

// An id of which the document has no other. Outputs have scripts of their own, and hosts take
// outputs out and put them back, so the count of figures is kept on the document; a symbol is no
// name that others could have taken.
function ownId(id) {
  const key = Symbol.for('tviz.figures');
  document[key] = (document[key] ?? 0) + 1;
  return document[key] === 1 ? id : `${id}-${document[key]}`;
}

function liveFigure(output) {
  const {id, rules, examples} = tvizFragment;
  const own = ownId(id);
  const renamed = (text) => text.replaceAll(id, own);
  const figure = element('figure', 'tviz-figure');
  figure.id = `${own}-figure`;
  const template = element('template');
  template.content.append(parseSvg(renamed(examples)));
  figure.append(element('style', '', renamed(rules)),
                parseSvg(renamed(markupOf(output.querySelector('img')))),
                template, output.querySelector('.tviz-outline'));
  return [figure, JSON.parse(renamed(JSON.stringify(tvizData)))];
}

// Hosts have shortcuts of single letters. JupyterLab catches keys before the figure gets them, but
// asks the element that has the focus for this attribute.
function keepKeys(output) {
  output.addEventListener('focusin', (event) => {
    event.target.setAttribute('data-lm-suppress-shortcuts', 'true');
  });
  for (const type of ['keydown', 'keypress', 'keyup']) {
    output.addEventListener(type, (event) => event.stopPropagation());
  }
}

// The same output may be in the document more than once, and its script runs for each.
const waiting = `.tviz-output[data-tviz-figure="${tvizFragment.id}"]:not([data-tviz])`;
for (const output of document.querySelectorAll(waiting)) {
  output.dataset.tviz = 'alive';
  const [figure, data] = liveFigure(output);
  keepKeys(output);
  output.replaceChildren(figure);
  bringToLife(figure, data);
}
