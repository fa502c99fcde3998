// SPDX-License-Identifier: MIT
// Opens and closes layers and runs of them, and knows what the figure consists of, drawn or not.

class FoldControl {
  constructor(figure, svg, data, panels) {
    this.figure = figure;
    this.svg = svg;
    this.data = data;
    this.panels = panels;
    this.definitions = svg.querySelector('defs');
    this.items = data.items.map((item) => new Item(item));
    for (const [fold, members] of data.runs) {
      this.items[fold].adopt(this.items.slice(fold + 1, fold + 1 + members));
    }
    this.late = new LateDrawing(svg, () => this.items.filter((item) =>
      item.isShown && !item.isDrawn), (item) => this.draw(item));
    this.settle();
    this.layOut();
    this.listen();
  }

  settle() {
    const shown = this.items.filter((item) => item.isShown);
    const drawings = [...this.svg.querySelector('.tviz-drawing').children];
    shown.forEach((item, place) => {
      item.settle(drawings[place]);
      item.enliven();
    });
    const regions = this.inFlow().filter((item) => item.isShown).map((item) => item.regions);
    this.svg.querySelector('.tviz-regions').append(...regions);
  }

  inFlow() {
    return this.data.flow.map((index) => this.items[index]);
  }

  listen() {
    const pressed = (event) => {
      const button = event.target.closest('.tviz-button');
      return button && this.items.find((item) => item.button === button);
    };
    this.figure.addEventListener('click', (event) => {
      const item = pressed(event);
      if (item) this.press(item);
    });
    this.figure.addEventListener('keydown', (event) => {
      if (!isPress(event)) return;
      const item = pressed(event);
      if (!item) return;
      event.preventDefault();
      this.press(item);
    });
  }

  // The button stays under the pointer and keeps the focus. Where it goes is computed: asking
  // the browser would make it lay out everything in between.
  press(item) {
    const box = this.svg.getBoundingClientRect();
    const scale = this.late.scale(box);
    const before = item.top + item.buttonTop;
    this.change([[item, !item.isOpen]], () => {
      const moved = (item.top + item.buttonTop - before) * scale;
      this.late.drawNear(box.top - moved, scale);
      item.button.focus({preventScroll: true});
      window.scrollBy({top: moved, behavior: 'instant'});
      // At the ends of the page it does not scroll so far.
      this.late.drawInWindow();
    });
  }

  // Opens and closes items, as pairs say; `settleView` is called when they have their places, and
  // draws what can be seen.
  change(changes, settleView = () => this.late.drawInWindow()) {
    this.panels.close();
    for (const [item, open] of changes) {
      if (item.isOpen === open) continue;
      item.isOpen = open;
      if (item.isDrawn) this.draw(item);
      if (item.members.length === 0) continue;
      if (open) {
        item.showMembers();
      } else {
        item.hideMembers();
      }
    }
    this.layOut();
    settleView();
    this.late.start();
    this.figure.dispatchEvent(new CustomEvent('tviz-fold'));
  }

  draw(item) {
    this.define();
    item.draw();
    this.figure.dispatchEvent(new CustomEvent('tviz-draw', {detail: item}));
  }

  // What the figure as first seen does not refer to comes into the document when it is needed.
  define() {
    this.definitions.append(...drawn(this.data.definitions));
    this.data.definitions = '';
  }

  // Places every item, stretches the lines over them and fits the page to the whole.
  layOut() {
    const {tops, height} = stack(this.items.map((item) => item.height), this.data.columns);
    this.items.forEach((item, index) => {
      if (item.isShown) item.moveTo(tops[index]);
    });
    this.drawLines();
    const width = rounded(this.late.width);
    this.svg.setAttribute('height', rounded(height));
    this.svg.setAttribute('viewBox', `0 0 ${width} ${rounded(height)}`);
    this.svg.querySelector('.tviz-background').setAttribute('height', rounded(height));
  }

  drawLines() {
    const lines = [...this.svg.querySelector('.tviz-streams').children];
    const draw = (x, from, to) => {
      lines.shift().setAttribute('d', `M${rounded(x)} ${rounded(from)}V${rounded(to)}`);
    };
    for (const [x, topItem, top, bottomItem, bottom] of this.data.streams) {
      draw(x, this.items[topItem].top + top, this.items[bottomItem].top + bottom);
    }
    for (const [x, ...ends] of this.data.rails) {
      const places = ends.flatMap(([index, folded, unfolded]) => {
        const item = this.items[index];
        const height = item.isOpen ? unfolded : folded;
        return item.isShown && height !== undefined ? [item.top + height] : [];
      });
      // With no end to be seen it has no length.
      if (places.length === 0) places.push(0);
      draw(x, Math.min(...places), Math.max(...places));
    }
  }

  // Every component of the figure in the direction of the data flow, drawn or not.
  places() {
    this.known ??= this.data.flow.flatMap((item) =>
      this.items[item].foldedPlaces.map(([path, label, detail]) => ({path, label, detail, item})));
    return this.known;
  }

  // The region of a component, which is shown and drawn then. In an open layer parts of a
  // component are drawn otherwise; theirs is the one around them.
  reveal(path) {
    const place = this.places().find((each) => each.path === path);
    if (!place) return null;
    const item = this.items[place.item];
    if (!item.isShown) this.change([[item.run, true]]);
    if (!item.isDrawn) this.draw(item);
    const around = [...item.regions.querySelectorAll('[data-path]')].filter((region) =>
      `${path}.`.startsWith(`${region.dataset.path}.`));
    return around.reduce((best, each) =>
      (each.dataset.path.length > best.dataset.path.length ? each : best));
  }

  get foldIds() {
    return this.items.filter((item) => item.id).map((item) => item.id);
  }

  itemOf(id) {
    return this.items.find((item) => item.id === id);
  }

  isOpen(id) {
    return this.itemOf(id).isOpen;
  }

  setOpen(id, open) {
    this.change([[this.itemOf(id), open]]);
  }

  openRuns() {
    const runs = this.items.filter((item) => item.members.length > 0);
    this.change(runs.map((item) => [item, true]));
  }

  closeAll() {
    this.change(this.items.filter((item) => item.isOpen).map((item) => [item, false]));
  }

  drawAll() {
    this.late.drawAll();
  }
}
