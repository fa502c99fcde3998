// SPDX-License-Identifier: MIT
// Opens and closes a figure's panel: hover and focus show it, a click pins it.

const openDelay = 120;
const closeDelay = 300;
// Where in the window a cell of a region is, as [index, x, y, width, height] says.
function cellBox(region, [, x, y, width, height]) {
  const box = region.getBoundingClientRect();
  const scale = box.width / region.width.baseVal.value;
  return new DOMRect(box.left + (x - region.x.baseVal.value) * scale,
                     box.top + (y - region.y.baseVal.value) * scale, width * scale, height * scale);
}

// Where in the window the words of a region's part of the figure are: labels, and notes beside it.
function textsAround(region) {
  const {drawing} = region.parentNode;
  if (!drawing) return [];
  return [...drawing.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
}

// The index of the head or expert at a place of the window, or -1.
function cellAt(region, {x, y}) {
  const cell = region.cells.find((each) => {
    const box = cellBox(region, each);
    return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
  });
  return cell ? cell[0] : splitPath(region.dataset.path).index;
}

function addShadow(figure, style) {
  const host = element('div');
  figure.append(host);
  for (const [name, value] of Object.entries(style)) host.style.setProperty(`--${name}`, value);
  const shadow = host.attachShadow({mode: 'open'});
  shadow.append(element('style', '', styleSheet));
  return shadow;
}

class PanelControl {
  constructor(figure, svg, data) {
    this.svg = svg;
    this.data = data;
    this.shadow = addShadow(figure, data.style);
    this.open = null;
    this.timer = 0;
    this.highest = margin;
    this.listen(figure);
    // One panel on the page, whichever figure it belongs to.
    document.addEventListener('tviz-panel', (event) => {
      if (event.detail !== this.shadow.host) this.close();
    });
  }

  regionOf(event) {
    return event.target.closest('[data-detail]');
  }

  later(delay, action) {
    clearTimeout(this.timer);
    this.timer = setTimeout(action, delay);
  }

  keep() {
    clearTimeout(this.timer);
  }

  closeLater() {
    this.later(closeDelay, () => this.closeUnpinned());
  }

  closeUnpinned() {
    if (!this.open?.pinned) this.close();
  }

  // On the figure, not its svg: Chromium makes an svg that listens for focus a stop of the
  // Tab key.
  listen(figure) {
    const enter = (event) => {
      const region = this.regionOf(event);
      if (this.isStill(event) || !region || this.open?.pinned) return;
      this.later(openDelay, () => this.show(region, false, cellAt(region, this.pointer)));
    };
    figure.addEventListener('pointerover', enter);
    figure.addEventListener('pointermove', (event) => {
      if (this.escapedAt) enter(event);
      this.follow(event);
    });
    figure.addEventListener('pointerout', (event) => {
      this.isStill(event);
      if (this.regionOf(event)) this.closeLater();
    });
    figure.addEventListener('focusin', (event) => {
      const region = this.regionOf(event);
      if (region && !this.open?.pinned) this.show(region, false);
    });
    figure.addEventListener('focusout', (event) => {
      if (this.regionOf(event)) this.closeLater();
    });
    figure.addEventListener('click', (event) => {
      const region = this.regionOf(event);
      if (region) this.show(region, true, cellAt(region, event));
    });
    figure.addEventListener('keydown', (event) => {
      const region = this.regionOf(event);
      if (!region || !isPress(event)) return;
      event.preventDefault();
      this.show(region, true);
      this.open.panel.node.focus();
    });
  }

  // Whether what lay over the figure has gone, and not the pointer moved.
  isStill({clientX, clientY}) {
    const still = this.escapedAt?.x === clientX && this.escapedAt.y === clientY;
    if (!still) this.escapedAt = null;
    this.pointer = {x: clientX, y: clientY};
    return still;
  }

  // The head or expert under the pointer is the one that the open panel shows.
  follow(event) {
    const {open} = this;
    if (!open || open.pinned || event.target !== open.region) return;
    this.choose(cellAt(open.region, event));
  }

  choose(index) {
    if (this.open.panel.context.index === index) return;
    this.open.panel.choose(index);
    this.place();
  }

  // The panel of a place, {path, detail}, which is usually the region's own, and of one of its
  // heads or experts if `index` is not -1.
  show(region, pinned, index = splitPath(region.dataset.path).index, place = region.dataset) {
    this.keep();
    if (this.open?.region !== region) {
      this.close();
      document.dispatchEvent(new CustomEvent('tviz-panel', {detail: this.shadow.host}));
      this.build(region, place, index);
    }
    this.open.pinned ||= pinned;
    this.open.panel.node.classList.toggle('pinned', this.open.pinned);
    this.choose(index);
  }

  build(region, {path, detail}, index) {
    const places = this.placesOf(region, index);
    const panel = new Panel(this.data.details[detail], splitPath(path).component, this.data,
                            isNarrow(places.figure));
    const {node} = panel;
    // Drawn in the figure, they would make the browser paint all of that anew.
    const frame = element('div', 'frame');
    const hair = element('div', 'hair');
    panel.choose(index);
    fit(node, places);
    this.shadow.append(frame, hair, node);
    // Above everything, and placed by the window: boxes of a host's page would clip it, and move
    // what is fixed in them.
    node.popover = 'manual';
    node.showPopover?.();
    followRows(panel, this.shadow);
    followCells(node, (chosen) => this.choose(chosen));
    node.addEventListener('pointerenter', () => this.keep());
    node.addEventListener('pointerleave', () => this.closeLater());
    node.addEventListener('click', () => this.show(region, true, panel.context.index));
    region.setAttribute('aria-expanded', 'true');
    this.open = {region, frame, hair, panel, pinned: false, end: this.watch(region, node)};
    this.dock(places);
  }

  // Shows the row of a hook point, if the open panel has that.
  point(name) {
    const rows = [...this.open.panel.node.querySelectorAll('.row')];
    const row = rows.find((each) => each.dataset.copy === name);
    row?.classList.add('found');
    row?.scrollIntoView({block: 'center'});
  }

  // Leaves room at the top of the window, which what is open over the page cannot share.
  leaveRoom(height) {
    this.highest = margin + height;
    if (this.open) this.place();
  }

  place() {
    const {region, panel} = this.open;
    const places = this.placesOf(region, panel.context.index);
    fit(panel.node, places);
    this.dock(places);
  }

  dock(places) {
    const {frame, hair, panel} = this.open;
    frame.classList.toggle('ring', places.part !== places.row);
    dock({panel: panel.node, frame, hair}, places);
  }

  // Where in the window a panel of a region finds what it stands beside.
  placesOf(region, index) {
    const {parentNode} = this.svg;
    const row = seenOf(region, parentNode);
    const cell = region.cells.find(([each]) => each === index);
    return {
      row,
      part: cell ? cellBox(region, cell) : row,
      texts: textsAround(region),
      figure: seenOf(this.svg, parentNode),
      origin: this.shadow.host.getBoundingClientRect(),
      highest: this.highest,
    };
  }

  // Listens to the page while a panel is open; returns what ends that.
  watch(region, panel) {
    const end = new AbortController();
    const {signal} = end;
    const place = () => this.place();
    window.addEventListener('resize', place, {signal});
    window.addEventListener('scroll', place, {signal, passive: true, capture: true});
    // Before the figure, which in a fragment keeps keys from the host.
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      if (panel.contains(this.shadow.activeElement)) region.focus();
      this.close();
      this.escapedAt = this.pointer;
    }, {signal, capture: true});
    window.addEventListener('pointermove', ({clientX, clientY}) => {
      this.pointer = {x: clientX, y: clientY};
    }, {signal, passive: true, capture: true});
    document.addEventListener('pointerdown', (event) => {
      const path = event.composedPath();
      if (!path.includes(panel) && !path.includes(region)) this.close();
    }, {signal});
    return end;
  }

  close() {
    this.keep();
    if (!this.open) return;
    const {region, frame, hair, panel, end} = this.open;
    this.open = null;
    end.abort();
    for (const node of [frame, hair, panel.node]) node.remove();
    region.setAttribute('aria-expanded', 'false');
  }
}
