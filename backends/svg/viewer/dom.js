// SPDX-License-Identifier: MIT
// What the script says itself is made element by element, so that text is only ever text. The only
// markup that is parsed is what the library drew.

function element(name, className, ...content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...content);
  return node;
}

// The elements of drawn markup.
function drawn(markup) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.innerHTML = markup;
  return [...svg.children];
}

// A letter with a lowered number, as heads are named.
function indexed(letter, index) {
  return [element('i', '', letter), element('sub', '', String(index))];
}

// What makes an element of the drawing a button for keyboards and screen readers.
function makeButton(node, label, expanded) {
  node.setAttribute('role', 'button');
  node.setAttribute('tabindex', '0');
  node.setAttribute('aria-label', label);
  node.setAttribute('aria-expanded', String(expanded));
}

function isPress(event) {
  return event.key === 'Enter' || event.key === ' ';
}
