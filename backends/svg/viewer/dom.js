// SPDX-License-Identifier: MIT
// What the script itself says is made element by element, so text is only ever text. It parses
// nothing but the library's own drawings, as XML: what is not well-formed becomes no element.

function element(name, className, ...content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...content);
  return node;
}

function svgElement(name, attributes, ...content) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...content);
  return node;
}

function parseSvg(markup) {
  return new DOMParser().parseFromString(markup, 'image/svg+xml').documentElement;
}

// The elements of a part of a drawing.
function drawn(markup) {
  const names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
  return [...parseSvg(`<svg ${names}>${markup}</svg>`).children];
}

// A letter with a lowered number, as heads are named.
function indexed(letter, index) {
  return [element('i', '', letter), element('sub', '', String(index))];
}

// What makes an element of the drawing a button for keyboards and screen readers.
function makeButton(node, label) {
  node.setAttribute('role', 'button');
  node.setAttribute('tabindex', '0');
  node.setAttribute('aria-label', label);
}

function isPress(event) {
  return event.key === 'Enter' || event.key === ' ';
}
