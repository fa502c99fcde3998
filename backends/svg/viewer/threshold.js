// SPDX-License-Identifier: MIT
// A slider on the colour bar: cells whose number is nearer to zero fade.

// Of the slider's range, for one press of an arrow and of a page key.
const smallStep = 0.025;
const largeStep = 0.1;

// Of the handle in the bar, and of what takes the pointer around it.
const handle = 6;
const grip = 4;

// Of the text that says the threshold, from the bar.
const textGap = 5.5;
const textSize = 11;

class ThresholdSlider {
  // Scales that one bar shows are equal. `change` is called when they have another threshold.
  constructor(region, scales, style, change) {
    this.scales = scales;
    this.scale = scales[0];
    this.change = change;
    this.bar = region.getBBox();
    const {low, high} = this.scale;
    this.least = low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high));
    this.most = Math.max(Math.abs(low), Math.abs(high));
    this.build(region, style);
    this.set(this.least);
  }

  build(region, style) {
    const {x, y, width, height} = this.bar;
    this.veil = svgElement('path', {fill: 'none', 'fill-opacity': 0.8});
    this.veil.style.fill = style.page;
    this.handles = svgElement('path', {});
    this.handles.style.fill = style.ink;
    this.text = svgElement('text', {x: x + width, y: y - textGap, 'text-anchor': 'end',
                                    'font-size': textSize, 'aria-hidden': 'true', 'pointer-events': 'none'});
    Object.assign(this.text.style, {fill: style.ink, fontFamily: style.sans, paintOrder: 'stroke',
                                    stroke: style.page, strokeWidth: '4px'});
    const frame = svgElement('rect', {x, y, width, height, fill: 'none', class: 'tviz-bar'});
    const area = svgElement('rect', {x: x - grip, y: y - grip, width: width + 2 * grip,
                                     height: height + 2 * grip, fill: 'none'});
    this.node = svgElement('g', {
      role: 'slider', tabindex: 0, cursor: 'ew-resize', 'aria-valuemin': this.least,
      'aria-label': `fade values below, of ${this.scale.title}`, 'aria-valuemax': this.most,
      'aria-orientation': 'horizontal', class: 'tviz-slider',
    }, frame, this.veil, this.handles, area);
    this.node.style.touchAction = 'none';
    region.replaceWith(this.node, this.text);
    this.listen();
  }

  listen() {
    this.node.addEventListener('keydown', (event) => this.turn(event));
    this.node.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      this.node.setPointerCapture(event.pointerId);
      this.move(event);
    });
    this.node.addEventListener('pointermove', (event) => {
      if (this.node.hasPointerCapture(event.pointerId)) this.move(event);
    });
  }

  turn(event) {
    const range = this.most - this.least;
    const steps = {
      ArrowRight: smallStep, ArrowUp: smallStep, ArrowLeft: -smallStep, ArrowDown: -smallStep,
      PageUp: largeStep, PageDown: -largeStep, Home: -1, End: 1,
    };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.set(this.scale.threshold + step * range);
  }

  // The number under the pointer, whatever its sign.
  move({clientX}) {
    const box = this.node.lastElementChild.getBoundingClientRect();
    const pixels = box.width / (this.bar.width + 2 * grip);
    const share = ((clientX - box.left) / pixels - grip) / this.bar.width;
    const {low, high} = this.scale;
    this.set(Math.abs(low + share * (high - low)));
  }

  set(number) {
    const threshold = between(this.least, number, this.most);
    for (const scale of this.scales) scale.threshold = threshold;
    const fades = threshold > this.least;
    const text = fades ? `|value| ≥ ${numberText(threshold)}` : '';
    this.text.textContent = text;
    this.node.setAttribute('aria-valuenow', threshold);
    this.node.setAttribute('aria-valuetext', fades ? numberText(threshold) : 'nothing fades');
    this.draw(threshold);
    this.change();
  }

  placeOf(number) {
    const {low, high} = this.scale;
    const share = high > low ? (number - low) / (high - low) : 0;
    return this.bar.x + between(0, share, 1) * this.bar.width;
  }

  // A handle where either sign has the threshold, and the part of the bar between them faded.
  draw(threshold) {
    const {y, height} = this.bar;
    const [from, to] = [this.placeOf(-threshold), this.placeOf(threshold)];
    const ends = [-threshold, threshold].filter((number) =>
      number >= this.scale.low && number <= this.scale.high).map((number) => this.placeOf(number));
    this.veil.setAttribute('d', `M${from} ${y}H${to}v${height}H${from}z`);
    this.handles.setAttribute('d', ends.map((x) =>
      `M${x} ${y + handle}l${-handle / 2} ${-handle}h${handle}zM${x - 0.5} ${y}h1v${height}h-1z`).join(''));
  }
}

// With the outline, half of which lies around it.
function rectangle([x, y, width, height]) {
  return `M${x - 1} ${y - 1}h${width + 2}v${height + 2}h${-width - 2}z`;
}

class ThresholdControl {
  constructor({figure, svg, data, folds, panels}) {
    this.values = data.values;
    this.folds = folds;
    this.panels = panels;
    this.page = data.style.page;
    for (const region of svg.querySelectorAll('[data-path$="scale"]')) {
      const prefix = region.dataset.path.slice(0, -'scale'.length);
      const scales = data.scales.filter(({numbers}) =>
        Object.keys(numbers)[0].startsWith(prefix));
      new ThresholdSlider(region, scales, data.style, () => this.fade());
    }
    figure.addEventListener('tviz-draw', ({detail}) => this.fadeItem(detail));
  }

  fade() {
    for (const item of this.folds.items) if (item.isDrawn) this.fadeItem(item);
    this.panels.open?.panel.fade();
  }

  // What is faded is covered in the colour of the page, as the drawing may be shared.
  fadeItem(item) {
    item.veil?.remove();
    const covered = this.coveredOf(item);
    if (covered.length === 0) return;
    item.veil = svgElement('path', {d: covered.map(rectangle).join(''), 'fill-opacity': 0.8,
                                    class: 'tviz-veil'});
    item.veil.style.fill = this.page;
    item.drawing.append(item.veil);
  }

  coveredOf(item) {
    const [, regions] = item.state;
    return regions.flatMap(([place, x, y, width, height, cells = []]) => {
      const {component, index} = splitPath(item.places[place][0]);
      const {threshold = 0} = this.values.scaleOf(component) ?? {};
      if (threshold === 0) return [];
      const boxes = cells.length > 0 ? cells : [[index, x, y, width, height]];
      return boxes.filter(([each]) => Math.abs(this.values.numberOf(component, each)) < threshold)
        .map(([, ...box]) => box);
    });
  }
}
