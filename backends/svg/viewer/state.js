// SPDX-License-Identifier: MIT
// Keeps in the address what a reader has opened, so that a link shows the same to others. Only
// where the address is the figure's own: in a page that consists of it, not inside of another.

const writeDelay = 200;

class StateControl {
  // Of each part of the state a name, what reads it ('' at first) and what sets it.
  constructor(parts) {
    Object.assign(this, parts);
    if (!this.isAlone()) return;
    this.parts = {
      open: [() => this.openFolds(), (text) => this.openOnly(text.split(','))],
      find: [() => this.search.query, (text) => this.search.seek(text)],
      zoom: [() => this.zoomText(), (text) => this.zoom.set(Number(text) || 1)],
      pin: [() => this.pinned(), (text) => this.pin(text)],
    };
    this.toolbar.button({
      label: 'copy link',
      symbol: glyph('M7 5l2-2a2.8 2.8 0 014 4l-2 2M9 11l-2 2a2.8 2.8 0 01-4-4l2-2M6 10l4-4'),
      press: () => this.copy(),
    });
    this.restore();
    this.listen();
  }

  isAlone() {
    return window.top === window && /^(https?|file):$/.test(location.protocol) &&
      this.figure.matches('body > main > figure:only-of-type') && document.body.children.length === 2;
  }

  listen() {
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.write(), writeDelay);
    };
    this.figure.addEventListener('tviz-fold', soon);
    for (const type of ['click', 'keyup', 'input', 'wheel']) {
      document.addEventListener(type, soon, {passive: true});
    }
    window.addEventListener('hashchange', () => this.restore());
  }

  openFolds() {
    return this.folds.foldIds.filter((id) => this.folds.isOpen(id)).join();
  }

  openOnly(ids) {
    const {items} = this.folds;
    this.folds.change(items.filter((item) => item.id).map((item) => [item, ids.includes(item.id)]));
  }

  zoomText() {
    const {zoom} = this.zoom;
    return zoom === 1 ? '' : rounded(zoom);
  }

  pinned() {
    const {open} = this.panels;
    return open?.pinned ? open.region.dataset.path : '';
  }

  pin(path) {
    this.panels.close();
    const region = path && this.folds.reveal(path);
    if (!region) return;
    region.scrollIntoView({block: 'center', behavior: 'instant'});
    this.panels.show(region, true);
  }

  // The way back stays as it is: what is opened is no page of its own.
  write() {
    const state = new URLSearchParams();
    for (const [name, [read]] of Object.entries(this.parts)) {
      if (read()) state.set(name, read());
    }
    const hash = String(state);
    if (hash === location.hash.slice(1)) return;
    history.replaceState(history.state, '', hash ? `#${hash}` : location.href.split('#')[0]);
  }

  // What the figure does not know is left alone.
  restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const [name, [read, set]] of Object.entries(this.parts)) {
      const text = state.get(name) ?? '';
      if (text !== read()) set(text);
    }
  }

  copy() {
    this.write();
    copyText(location.href, this.shadow);
    this.announcer.say('link copied');
  }
}
