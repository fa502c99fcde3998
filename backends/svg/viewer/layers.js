// SPDX-License-Identifier: MIT

// Shows all layers, or folds all that is open.
class LayersControl {
  constructor({figure, folds, toolbar, announcer}) {
    this.folds = folds;
    this.announcer = announcer;
    this.showAll = toolbar.button({
      label: 'show all layers',
      symbol: glyph('M4 6 8 2l4 4M4 10l4 4 4-4'),
      press: () => folds.openRuns(),
    });
    this.foldAll = toolbar.button({
      label: 'fold all',
      symbol: glyph('M4 2l4 4 4-4M4 14l4-4 4 4'),
      press: () => folds.closeAll(),
    });
    this.shown = this.count();
    figure.addEventListener('tviz-fold', () => {
      this.update();
      this.tell();
    });
    this.update();
  }

  count() {
    return this.folds.items.filter((item) => item.run && item.isShown).length;
  }

  update() {
    const {items} = this.folds;
    enable(this.showAll, items.some((item) => item.members.length > 0 && !item.isOpen));
    enable(this.foldAll, items.some((item) => item.isOpen));
  }

  tell() {
    const more = this.count() - this.shown;
    this.shown += more;
    const layers = Math.abs(more) === 1 ? 'layer' : 'layers';
    if (more > 0) this.announcer.say(`${more} more ${layers} shown`);
    if (more < 0) this.announcer.say(`${-more} ${layers} folded`);
  }
}
