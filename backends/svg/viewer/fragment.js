// SPDX-License-Identifier: MIT
// In the page of a host, such as a notebook: replaces the picture of a fragment by the live
// figure. backends/svg/fragment_backend.cpp puts this script into a function with the constant
// `tvizFragment` ({id, rules, data}).

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

async function wake(output) {
  const {id, rules, data} = tvizFragment;
  const text = await inflated(data);
  const own = ownId(id);
  const renamed = (markup) => markup.replaceAll(id, own);
  const figure = element('figure', 'tviz-figure');
  figure.id = `${own}-figure`;
  figure.append(element('style', '', renamed(rules)),
                parseSvg(renamed(markupOf(output.querySelector('img')))),
                output.querySelector('.tviz-outline'));
  keepKeys(output);
  output.replaceChildren(figure);
  bringToLife(figure, JSON.parse(renamed(text)));
  output.dataset.tviz = 'alive';
}

// The same output may be in the document more than once, and its script runs for each.
const waiting = `.tviz-output[data-tviz-figure="${tvizFragment.id}"]:not([data-tviz])`;
for (const output of document.querySelectorAll(waiting)) {
  output.dataset.tviz = 'waking';
  wake(output);
}
