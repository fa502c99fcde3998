// SPDX-License-Identifier: MIT
// Draws what is shown but far from the window: at once when it comes near, else in idle time. So
// showing a hundred layers costs what those in the window cost, and in the end all text is in the
// document.

// Layers for one idle period: the browser lays them out before its next frame.
const layersAtOnce = 4;

// A browser that is never idle, or does not tell, goes on after so many milliseconds.
const longestWait = 100;
const usualPause = 30;

function whenIdle(action) {
  if (window.requestIdleCallback) {
    window.requestIdleCallback(action, {timeout: longestWait});
  } else {
    setTimeout(() => action({didTimeout: true}), usualPause);
  }
}

class LateDrawing {
  // `waiting` gives the items that are shown and not drawn, `draw` draws one.
  constructor(svg, waiting, draw) {
    this.svg = svg;
    this.width = svg.viewBox.baseVal.width;
    this.waiting = waiting;
    this.draw = draw;
    this.end = null;
  }

  // Pixels of the window for one of the figure.
  scale(box) {
    return box.width / this.width;
  }

  // Draws what lies in the window or less than its height away, if `top` is the window's height
  // at which the figure begins.
  drawNear(top, scale) {
    const reach = window.innerHeight;
    for (const item of this.waiting()) {
      const begin = top + item.top * scale;
      if (begin < 2 * reach && begin + item.height * scale > -reach) this.draw(item);
    }
  }

  // The same where the browser has laid the figure out. One that is hidden has no extent.
  drawInWindow() {
    const box = this.svg.getBoundingClientRect();
    if (box.width > 0) this.drawNear(box.top, this.scale(box));
  }

  drawAll() {
    this.waiting().forEach((item) => this.draw(item));
  }

  // Goes on until nothing waits.
  start() {
    if (this.end || this.waiting().length === 0) return;
    this.end = new AbortController();
    const {signal} = this.end;
    const drawInWindow = () => this.drawInWindow();
    // Scrolling of whatever the figure stands in.
    window.addEventListener('scroll', drawInWindow, {signal, passive: true, capture: true});
    window.addEventListener('resize', drawInWindow, {signal});
    window.addEventListener('beforeprint', () => this.drawAll(), {signal});
    whenIdle((deadline) => this.goOn(deadline));
  }

  goOn(deadline) {
    for (const item of this.waiting().slice(0, layersAtOnce)) {
      this.draw(item);
      if (!deadline.didTimeout && deadline.timeRemaining() <= 0) break;
    }
    if (this.waiting().length > 0) {
      whenIdle((next) => this.goOn(next));
      return;
    }
    this.end.abort();
    this.end = null;
  }
}
