// SPDX-License-Identifier: MIT

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
