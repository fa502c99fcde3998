// SPDX-License-Identifier: MIT

// Tells those who listen to the page what has changed out of their sight.
class Announcer {
  constructor(shadow) {
    this.region = element('div', 'spoken');
    this.region.setAttribute('aria-live', 'polite');
    shadow.append(this.region);
  }

  say(text) {
    this.region.textContent = text;
  }
}
