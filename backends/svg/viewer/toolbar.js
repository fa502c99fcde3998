// SPDX-License-Identifier: MIT

// One line of a drawing as a glyph of the height of small text.
function glyph(path) {
  return svgElement('svg', {viewBox: '0 0 16 16', 'aria-hidden': 'true'},
                    svgElement('path', {d: path}));
}

// What acts on the figure as a whole. It stands above the drawing, in the room that the style
// sheet of the page leaves, and after it for the Tab key: the figure itself comes first.
class Toolbar {
  constructor(figure, svg, shadow) {
    this.bar = element('div', 'toolbar');
    this.bar.setAttribute('role', 'toolbar');
    this.bar.setAttribute('aria-label', 'figure');
    this.bar.style.width = `${svg.viewBox.baseVal.width}px`;
    shadow.append(this.bar);
  }

  add(node) {
    this.bar.append(node);
  }

  // `symbol` is a glyph or a text; `keys` names the keys that do the same.
  button({label, symbol, press, keys}) {
    const button = element('button', 'tool', symbol);
    button.type = 'button';
    button.title = keys ? `${label} (${keys})` : label;
    button.setAttribute('aria-label', label);
    if (keys) button.setAttribute('aria-keyshortcuts', keys);
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') !== 'true') press();
    });
    this.add(button);
    return button;
  }
}

// Not the attribute `disabled`, with which a button that was just pressed would lose the focus.
function enable(button, enabled) {
  button.setAttribute('aria-disabled', String(!enabled));
}
