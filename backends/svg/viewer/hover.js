// SPDX-License-Identifier: MIT
// Opens and closes a figure's panel: hover and focus show it, a click pins it.

const openDelay = 120;
const closeDelay = 300;
const margin = 8;
const gap = 16;

// Narrower than this, a panel's rows break.
const narrowest = 440;

// Beside the figure if there is room, else beside the region, else wherever it fits.
function placePanel(panel, box, svg, highest) {
  const right = document.documentElement.clientWidth - margin;
  const beside = svg.getBoundingClientRect().right + gap;
  panel.style.maxWidth = '';
  panel.style.maxHeight = `${window.innerHeight - margin - highest}px`;
  if (right - beside >= narrowest && right - beside < panel.offsetWidth) {
    panel.style.maxWidth = `${right - beside}px`;
  }
  const limit = right - panel.offsetWidth;
  const left = [beside, box.right + gap].find((x) => x <= limit) ??
    box.left - gap - panel.offsetWidth;
  const lowest = window.innerHeight - margin - panel.offsetHeight;
  panel.style.left = `${Math.max(margin, Math.min(left, limit))}px`;
  panel.style.top = `${Math.max(highest, Math.min(box.top, lowest))}px`;
}

// A frame in the drawing would make the browser paint all of that anew.
function placeFrame(frame, box, origin) {
  frame.style.left = `${box.left - origin.left}px`;
  frame.style.top = `${box.top - origin.top}px`;
  frame.style.width = `${box.width}px`;
  frame.style.height = `${box.height}px`;
}

// The part of a region that is not cut off at the sides of what it is scrolled in.
function seenOf(region, frame) {
  const box = region.getBoundingClientRect();
  const sides = frame.getBoundingClientRect();
  const left = Math.min(Math.max(box.left, sides.left), sides.right);
  const right = Math.max(left, Math.min(box.right, sides.right));
  return new DOMRect(left, box.top, right - left, box.height);
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
      this.later(openDelay, () => this.show(region, false));
    };
    figure.addEventListener('pointerover', enter);
    figure.addEventListener('pointermove', (event) => {
      if (this.escapedAt) enter(event);
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
      if (region) this.show(region, true);
    });
    figure.addEventListener('keydown', (event) => {
      const region = this.regionOf(event);
      if (!region || !isPress(event)) return;
      event.preventDefault();
      this.show(region, true);
      this.open.panel.focus();
    });
  }

  // Whether what lay over the figure has gone, and not the pointer moved.
  isStill({clientX, clientY}) {
    const still = this.escapedAt?.x === clientX && this.escapedAt.y === clientY;
    if (!still) this.escapedAt = null;
    this.pointer = {x: clientX, y: clientY};
    return still;
  }

  // The panel of a place, {path, detail}, which is usually the region's own.
  show(region, pinned, place = region.dataset) {
    this.keep();
    if (this.open?.region !== region) {
      this.close();
      document.dispatchEvent(new CustomEvent('tviz-panel', {detail: this.shadow.host}));
      this.build(region, place);
    }
    this.open.pinned ||= pinned;
    this.open.panel.classList.toggle('pinned', this.open.pinned);
  }

  build(region, {path, detail}) {
    const panel = buildPanel(this.data.details[detail], path, this.data);
    const frame = element('div', 'frame');
    this.shadow.append(frame, panel);
    // Above everything, and placed by the window: boxes of a host's page would clip it, and move
    // what is fixed in them.
    panel.popover = 'manual';
    panel.showPopover?.();
    followRows(panel, ownPath(path), this.shadow);
    panel.addEventListener('pointerenter', () => this.keep());
    panel.addEventListener('pointerleave', () => this.closeLater());
    panel.addEventListener('click', () => this.show(region, true));
    region.setAttribute('aria-expanded', 'true');
    this.open = {region, frame, panel, pinned: false, end: this.watch(region, panel)};
    this.place(this.open);
  }

  // Shows the row of a hook point, if the open panel has that.
  point(name) {
    const rows = [...this.open.panel.querySelectorAll('.row')];
    const row = rows.find((each) => each.dataset.copy === name);
    row?.classList.add('found');
    row?.scrollIntoView({block: 'center'});
  }

  // Leaves room at the top of the window, which what is open over the page cannot share.
  leaveRoom(height) {
    this.highest = margin + height;
    if (this.open) this.place(this.open);
  }

  // Reads all places before it sets any, so that the browser lays out once.
  place({region, frame, panel}) {
    const box = seenOf(region, this.svg.parentNode);
    const origin = this.shadow.host.getBoundingClientRect();
    placePanel(panel, box, this.svg, this.highest);
    placeFrame(frame, box, origin);
  }

  // Listens to the page while a panel is open; returns what ends that.
  watch(region, panel) {
    const end = new AbortController();
    const {signal} = end;
    const place = () => this.place(this.open);
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
    const {region, frame, panel, end} = this.open;
    this.open = null;
    end.abort();
    frame.remove();
    panel.remove();
    region.setAttribute('aria-expanded', 'false');
  }
}
