// SPDX-License-Identifier: MIT
// Shows the figure larger or smaller than it fits into the page. What does not fit into the width
// is scrolled there; the height is the page's to scroll, so that a plain wheel does what it always
// does.

const smallestZoom = 0.25;
const largestZoom = 8;
const zoomStep = 1.25;

// As many pixels as a hand shakes when it presses a button.
const shake = 4;

class ZoomControl {
  constructor({svg, toolbar, announcer, keys}) {
    this.svg = svg;
    this.announcer = announcer;
    this.zoom = 1;
    this.frame = element('section');
    svg.replaceWith(this.frame);
    this.frame.append(svg);
    this.addButtons(toolbar, keys);
    keys.on('ArrowLeft', () => this.pan(-1));
    keys.on('ArrowRight', () => this.pan(1));
    this.frame.addEventListener('wheel', (event) => this.turn(event), {passive: false});
    this.frame.addEventListener('pointerdown', (event) => this.drag(event));
    this.update();
  }

  addButtons(toolbar, keyMap) {
    const add = (label, path, keys, press) => {
      for (const key of keys) keyMap.on(key, press);
      return toolbar.button({label, symbol: glyph(path), keys: keys[0], press});
    };
    this.out = add('zoom out', 'M3 8h10', ['-'], () => this.step(1 / zoomStep));
    this.in = add('zoom in', 'M3 8h10M8 3v10', ['+', '='], () => this.step(zoomStep));
    this.fit = add('fit to width', 'M2 3v10M14 3v10M4.5 8h7M6.5 6l-2 2 2 2M9.5 6l2 2-2 2', ['0'],
                   () => this.step(1 / this.zoom));
  }

  update() {
    const {zoom} = this;
    enable(this.out, zoom > smallestZoom);
    enable(this.in, zoom < largestZoom);
    enable(this.fit, zoom !== 1);
    const natural = this.svg.getAttribute('width');
    const {style} = this.svg;
    style.maxWidth = zoom === 1 ? '' : 'none';
    style.width = zoom === 1 ? '' : `calc(min(100%, ${natural}px) * ${zoom})`;
    this.frame.style.overflowX = zoom > 1 ? 'auto' : '';
    this.frame.style.cursor = zoom > 1 ? 'grab' : '';
  }

  // About the middle of what is seen of the figure.
  step(factor) {
    const box = this.frame.getBoundingClientRect();
    const top = Math.max(box.top, 0);
    const bottom = Math.max(top, Math.min(box.bottom, window.innerHeight));
    this.set(this.zoom * factor, box.left + box.width / 2, (top + bottom) / 2);
    this.announcer.say(`zoom ${Math.round(this.zoom * 100)} %`);
  }

  // What is at (x, y) of the window stays there, once there is no room at the right to grow into.
  set(zoom, x = 0, y = 0) {
    const before = this.svg.getBoundingClientRect();
    const near = Math.abs(zoom - 1) < 0.01 ? 1 : zoom;
    this.zoom = Math.min(Math.max(near, smallestZoom), largestZoom);
    this.update();
    const after = this.svg.getBoundingClientRect();
    const factor = after.width / before.width;
    this.frame.scrollBy({left: after.left + (x - before.left) * factor - x, behavior: 'instant'});
    window.scrollBy({top: after.top + (y - before.top) * factor - y, behavior: 'instant'});
  }

  pan(steps) {
    if (this.zoom <= 1) return false;
    this.frame.scrollLeft += steps * this.frame.clientWidth / 8;
    return true;
  }

  // A pinch on a touchpad comes as a wheel with the control key, too.
  turn(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 33);
    const most = 2 * zoomStep;
    const factor = Math.min(Math.max(Math.exp(-pixels / 300), 1 / most), most);
    this.set(this.zoom * factor, event.clientX, event.clientY);
  }

  // Fingers scroll on their own.
  drag(event) {
    if (this.zoom <= 1 || event.button !== 0 || event.pointerType === 'touch') return;
    const end = new AbortController();
    const options = {signal: end.signal, capture: true};
    let [x, y, moved] = [event.clientX, event.clientY, false];
    window.addEventListener('pointermove', (move) => {
      moved ||= Math.hypot(move.clientX - x, move.clientY - y) > shake;
      if (!moved) return;
      getSelection().empty();
      this.frame.scrollLeft -= move.clientX - x;
      window.scrollBy({top: y - move.clientY, behavior: 'instant'});
      [x, y] = [move.clientX, move.clientY];
    }, options);
    // The click that ends a drag presses nothing; it comes right after the pointer is up.
    window.addEventListener('click', (click) => {
      if (moved) click.stopPropagation();
    }, options);
    const stop = () => setTimeout(() => end.abort());
    window.addEventListener('pointerup', stop, options);
    window.addEventListener('pointercancel', stop, options);
  }
}
