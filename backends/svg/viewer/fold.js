// SPDX-License-Identifier: MIT
// Opens and closes layers and runs of them. The closed state is in the drawing from the start;
// the open one is made of patterns and is in the document only while it is open.

// Where each item begins: below the one before it, or in a column, whose foot is at the height
// of the tallest one's.
function stack(heights, columns) {
  const tops = [];
  const add = (top, first, end) => {
    for (let index = first; index < end; ++index) {
      tops.push(top);
      top += heights[index];
    }
    return top;
  };
  const first = columns.length > 0 ? columns[0][0] : heights.length;
  let height = add(0, 0, first);
  const sums = columns.map(([from, to]) =>
    heights.slice(from, to + 1).reduce((sum, each) => sum + each, 0));
  const foot = height + Math.max(0, ...sums);
  columns.forEach(([from, to], index) => {
    add(foot - sums[index], from, to + 1);
  });
  height = add(foot, tops.length, heights.length);
  return {tops, height};
}

class FoldControl {
  constructor(figure, svg, data, panels) {
    this.svg = svg;
    this.data = data;
    this.panels = panels;
    this.drawings = [...svg.querySelector('.tviz-drawing').children];
    this.regions = [];
    const groups = svg.querySelector('.tviz-regions').children;
    data.flow.forEach((item, place) => { this.regions[item] = groups[place]; });
    this.closedContent = new Map();
    this.definitions = svg.querySelector('defs');
    this.book = new PatternBook(figure.querySelector('template'), data);
    this.regions.forEach((group, index) => {
      const [, , , , , , button] = data.items[index];
      if (button) group.append(this.book.make(button));
      this.enliven(group, index);
      this.listen(group, index);
    });
  }

  listen(group, index) {
    const onButton = (event) => event.target.closest('.tviz-button');
    group.addEventListener('click', (event) => {
      if (onButton(event)) this.toggle(index);
    });
    group.addEventListener('keydown', (event) => {
      if (!onButton(event) || !isPress(event)) return;
      event.preventDefault();
      this.toggle(index);
    });
  }

  isOpen(index) {
    return this.closedContent.has(index);
  }

  // Gives regions and fold buttons what they need where a script runs.
  enliven(group, index) {
    for (const region of group.querySelectorAll('[data-detail]')) {
      const title = region.querySelector('title');
      if (!title) continue;
      makeButton(region, title.textContent, false);
      // A tooltip would lie over the panel.
      title.remove();
      region.setAttribute('rx', '4');
    }
    const button = group.querySelector('.tviz-button');
    if (!button) return;
    const [, , unfold, fold] = this.data.items[index];
    makeButton(button, this.isOpen(index) ? fold : unfold, this.isOpen(index));
    button.style.cursor = 'pointer';
  }

  toggle(index) {
    this.panels.close();
    const group = this.regions[index];
    const before = group.querySelector('.tviz-button').getBoundingClientRect().top;
    if (this.isOpen(index)) {
      this.close(index);
    } else {
      this.open(index);
    }
    this.layOut();
    this.enliven(group, index);
    // The control stays under the pointer and keeps the focus.
    const button = group.querySelector('.tviz-button');
    button.focus({preventScroll: true});
    window.scrollBy(0, button.getBoundingClientRect().top - before);
  }

  open(index) {
    this.define();
    const [, , , , drawing, regions, , button] = this.data.items[index];
    const groups = [this.drawings[index], this.regions[index]];
    this.closedContent.set(index, groups.map((group) => [...group.childNodes]));
    groups[0].replaceChildren(this.book.make(drawing));
    groups[1].replaceChildren(this.book.make(regions), this.book.make(button));
  }

  // What only open folds refer to comes into the document with the first of them.
  define() {
    this.definitions.append(this.book.make(this.data.definitions));
    this.data.definitions = [];
  }

  close(index) {
    const groups = [this.drawings[index], this.regions[index]];
    const content = this.closedContent.get(index);
    this.closedContent.delete(index);
    groups.forEach((group, i) => group.replaceChildren(...content[i]));
  }

  // Places every item, stretches the lines over them and fits the page to the whole.
  layOut() {
    const heights = this.data.items.map((item, index) => item[this.isOpen(index) ? 1 : 0]);
    const {tops, height} = stack(heights, this.data.columns);
    tops.forEach((top, index) => {
      const move = `translate(0 ${rounded(top)})`;
      this.drawings[index].setAttribute('transform', move);
      this.regions[index].setAttribute('transform', move);
    });
    const lines = [...this.svg.querySelector('.tviz-streams').children];
    const draw = (x, from, to) => {
      lines.shift().setAttribute('d', `M${rounded(x)} ${rounded(from)}V${rounded(to)}`);
    };
    for (const [x, topItem, top, bottomItem, bottom] of this.data.streams) {
      draw(x, tops[topItem] + top, tops[bottomItem] + bottom);
    }
    for (const [x, ...ends] of this.data.rails) {
      const places = ends.map(([item, folded, unfolded]) =>
        tops[item] + (this.isOpen(item) ? unfolded : folded));
      draw(x, Math.min(...places), Math.max(...places));
    }
    const width = this.svg.getAttribute('width');
    this.svg.setAttribute('height', rounded(height));
    this.svg.setAttribute('viewBox', `0 0 ${width} ${rounded(height)}`);
    this.svg.querySelector('.tviz-background').setAttribute('height', rounded(height));
  }
}
