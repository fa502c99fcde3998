// SPDX-License-Identifier: MIT
// How hooks look in a panel: as they do in the figure.

// What a mark's look means, in words.
const looks = {backward: 'backward', dormant: 'never fires'};

function inWords(mark) {
  const words = mark.look.split(' ').map((look) => looks[look]);
  return [mark.letter, mark.label, ...words].filter(Boolean).join(' · ');
}

// The area of a mark, as in the figure: full, a frame, or pale.
function ground(mark) {
  if (!mark.look) return mark.fill;
  return mark.look.includes('dormant')
    ? `color-mix(in srgb,${mark.fill} 30%,var(--surface))` : 'var(--surface)';
}

// `places` are heads or experts; none if it acts on all.
function markText(mark, places) {
  const swatch = element('span', `swatch ${mark.look}`, mark.letter);
  swatch.style.background = ground(mark);
  swatch.style.borderColor = mark.look === 'backward' ? mark.fill : mark.stroke;
  swatch.style.color = mark.look ? 'var(--ink)' : mark.text;
  const where = places.length > 0 ? ` · ${places.join(', ')}` : '';
  const words = mark.look.split(' ').filter(Boolean).map((look) => ` · ${looks[look]}`);
  return element('span', 'mark', swatch, mark.label + where + words.join(''));
}

// Gives a box the look of one mark; several share it in stripes, which are full.
function paintMarks(node, marks) {
  const share = 100 / marks.length;
  const one = marks.length === 1;
  const stripes = marks.map((mark, i) =>
    `${one ? ground(mark) : mark.fill} ${i * share}% ${(i + 1) * share}%`);
  node.style.background = `linear-gradient(90deg,${stripes})`;
  node.style.borderColor = one && marks[0].look === 'backward' ? marks[0].fill : marks[0].stroke;
  if (one && marks[0].look) node.classList.add(...marks[0].look.split(' '));
  const plain = marks.every((mark) => mark.text === marks[0].text) && !(one && marks[0].look);
  node.style.color = plain ? marks[0].text : 'var(--ink)';
  if (!plain && !one) node.classList.add('mixed');
}

// Over the colour of a number, as tabs on the lower edge.
function addTabs(node, marks) {
  const share = 100 / marks.length;
  const stripes = marks.map((mark, i) => `${mark.fill} ${i * share}% ${(i + 1) * share}%`);
  node.style.backgroundImage = `linear-gradient(90deg,${stripes})`;
  node.classList.add('tabbed');
}
