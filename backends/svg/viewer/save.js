// SPDX-License-Identifier: MIT
// Saves what is shown, as it is shown, in a file of its own.

// What browsers can paint: pixels along a side, and in all.
const longestSide = 32767;
const mostPixels = 2 ** 28;

class SaveControl {
  constructor({svg, folds, toolbar, announcer}) {
    this.svg = svg;
    this.folds = folds;
    this.announcer = announcer;
    toolbar.button({label: 'save as SVG', symbol: 'svg', press: () => this.saveSvg()});
    toolbar.button({label: 'save as PNG', symbol: 'png', press: () => this.savePng()});
  }

  // Without what only a page with a script can use. The fonts are in the drawing.
  markup() {
    this.folds.drawAll();
    const copy = this.svg.cloneNode(true);
    copy.querySelector('.tviz-regions').remove();
    copy.style.width = copy.style.maxWidth = '';
    // As the page is, light or dark, wherever the file is shown.
    const {colorScheme} = getComputedStyle(this.svg);
    const wished = matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'light';
    copy.style.colorScheme = colorScheme === 'light dark' ? wished : colorScheme;
    copy.setAttribute('role', 'img');
    return new XMLSerializer().serializeToString(copy);
  }

  give(blob, ending) {
    const link = element('a');
    const title = this.svg.querySelector('title').textContent;
    link.download = `${title.replace(/[^\p{L}\p{N}.]+/gu, '-')}.${ending}`;
    link.href = URL.createObjectURL(blob);
    link.click();
    // The browser reads it when it likes.
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    this.announcer.say(`${link.download} saved`);
  }

  saveSvg() {
    this.give(new Blob([this.markup()], {type: 'image/svg+xml'}), 'svg');
  }

  // A data URL is what the page's policy lets an image be.
  async savePng() {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(this.markup())}`;
    await image.decode();
    const {width, height} = image;
    const scale = Math.min(2, longestSide / height, Math.sqrt(mostPixels / (width * height)));
    const canvas = element('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      if (blob) this.give(blob, 'png');
      if (!blob) this.announcer.say('too large for a PNG');
    });
  }
}
