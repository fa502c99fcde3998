// SPDX-License-Identifier: MIT

class Toolbar {
  constructor(figure, svg, shadow) {
    this.bar = element('div', 'toolbar');
    this.bar.setAttribute('role', 'toolbar');
    this.bar.setAttribute('aria-label', 'figure');
    shadow.append(this.bar);
    this.bar.style.width = `${svg.viewBox.baseVal.width}px`;
  }

  add(node) {
    this.bar.append(node);
  }
}
