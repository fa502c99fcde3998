// SPDX-License-Identifier: MIT
// Elements are made one by one and text is only ever text: nothing here parses markup.

function element(name, className, ...content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...content);
  return node;
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
