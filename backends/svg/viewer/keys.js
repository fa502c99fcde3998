// SPDX-License-Identifier: MIT
// The keys that a figure acts on: while it has the focus; while nothing has it and the pointer is
// over the figure, or there is no other.

class KeyMap {
  constructor(figure) {
    this.figure = figure;
    this.actions = new Map();
    // Before the figure, which in a fragment keeps keys from the host.
    document.addEventListener('keydown', (event) => this.act(event), {capture: true});
  }

  // An action that returns false has done nothing, and leaves the key to others.
  on(key, action) {
    this.actions.set(key, action);
  }

  act(event) {
    const action = this.actions.get(event.key);
    const typing = event.composedPath()[0].matches?.('input,textarea,select,[contenteditable]');
    if (!action || typing || event.ctrlKey || event.metaKey || event.altKey || !this.isMeant()) {
      return;
    }
    if (action() === false) return;
    event.preventDefault();
    event.stopPropagation();
  }

  isMeant() {
    const focused = document.activeElement;
    if (focused && focused !== document.body) return this.figure.contains(focused);
    return this.figure.matches(':hover') || document.querySelectorAll('.tviz-figure').length === 1;
  }
}
