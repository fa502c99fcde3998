// SPDX-License-Identifier: MIT
// An entry of the legend shows where its function acts: under the pointer or with the focus, the rest
// of the figure fades, and a press keeps it so.

// What a drawing consists of.
const shapes = 'rect,circle,path,text,use,image';

// Colours of the data have another for dark pages; attributes of the drawing have the light one.
function lightColor(color) {
  return /#[0-9A-F]{6}/i.exec(color)[0].toUpperCase();
}

function holds(box, {left, right, top, bottom}) {
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

// What the marks of one function look like, wherever they are.
class MarkedShapes {
  constructor(marks) {
    this.components = new Set(marks.map(({component}) => component));
    this.fills = new Set(marks.map(({fill}) => lightColor(fill)));
    this.strokes = new Set(marks.flatMap(({fill, stroke}) => [fill, stroke].map(lightColor)));
    // Functions share colours if there are too many.
    this.mayBeOthers = marks.some(({letter}) => letter);
  }

  hasLook(shape) {
    return this.fills.has(shape.getAttribute('fill')?.toUpperCase()) ||
      this.strokes.has(shape.getAttribute('stroke')?.toUpperCase());
  }

  // Those of an item, among all that have their colours.
  of(item, others) {
    const regions = [...item.regions.querySelectorAll('[data-detail]')];
    const foreign = !this.mayBeOthers ? [] : regions.filter(({dataset}) =>
      others.has(dataset.path) && !this.components.has(dataset.path));
    const boxes = foreign.map((region) => region.getBoundingClientRect());
    return [...item.drawing.querySelectorAll(shapes)].filter((shape) => this.hasLook(shape) &&
      !boxes.some((box) => holds(box, shape.getBoundingClientRect())));
  }
}

class LegendControl {
  constructor({figure, svg, data, folds, keys}) {
    this.svg = svg;
    this.marks = data.marks;
    this.folds = folds;
    this.faded = [];
    this.shown = null;
    this.held = null;
    const over = (event) => this.show(this.entryOf(event) ?? this.held);
    for (const type of ['pointerover', 'focusin', 'focusout']) figure.addEventListener(type, over);
    figure.addEventListener('pointerleave', () => this.show(this.held));
    figure.addEventListener('click', (event) => this.press(this.entryOf(event)));
    figure.addEventListener('keydown', (event) => {
      const entry = isPress(event) && this.entryOf(event);
      if (!entry) return;
      event.preventDefault();
      this.press(entry);
    });
    keys.on('Escape', () => this.release());
    for (const type of ['tviz-fold', 'tviz-draw']) {
      figure.addEventListener(type, () => this.renew());
    }
  }

  entryOf(event) {
    if (event.type === 'focusout') return null;
    const region = event.target.closest('[data-path]');
    return region && isLegend(region.dataset.path) ? region : null;
  }

  press(entry) {
    if (!entry) return;
    const held = this.held === entry ? null : entry;
    this.held?.setAttribute('aria-pressed', 'false');
    this.held = held;
    held?.setAttribute('aria-pressed', 'true');
    this.show(held);
  }

  release() {
    if (!this.held) return false;
    this.press(this.held);
    return true;
  }

  // What was drawn anew since.
  renew() {
    const {shown} = this;
    this.show(null);
    this.show(shown);
  }

  show(entry) {
    if (entry === this.shown) return;
    for (const node of this.faded) node.classList.remove('tviz-faded');
    this.faded = entry ? this.restOf(entry) : [];
    for (const node of this.faded) node.classList.add('tviz-faded');
    this.shown = entry;
  }

  // All that is drawn but the entry and what it is about.
  restOf(entry) {
    const [, prefix, label] = /^(.:)?legend\.([^]*)$/.exec(entry.dataset.path);
    const own = this.marks.filter((mark) => mark.label === label &&
      mark.component.startsWith(prefix ?? ''));
    const marked = new MarkedShapes(own);
    const others = new Set(this.marks.map(({component}) => component));
    const items = this.folds.items.filter((item) => item.isShown && item.isDrawn);
    const buttons = items.map(({button}) => button).filter(Boolean);
    return [this.svg.querySelector('.tviz-streams'), ...buttons,
            ...items.flatMap((item) => this.restOfItem(item, entry, marked, others))];
  }

  restOfItem(item, entry, marked, others) {
    const kept = new Set(marked.of(item, others));
    const boxes = [...kept].map((shape) => shape.getBoundingClientRect());
    if (item.regions.contains(entry)) boxes.push(entry.getBoundingClientRect());
    if (boxes.length === 0) return [item.drawing];
    const isKept = (shape) => kept.has(shape) || boxes.some((box) =>
      holds(box, shape.getBoundingClientRect()));
    return [...item.drawing.querySelectorAll(shapes)].filter((shape) => !isKept(shape));
  }
}
