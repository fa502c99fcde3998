// SPDX-License-Identifier: MIT
// A part of the figure that lies between others, with one state or two. What is drawn of it at
// first is in the document from the start; everything else of markup in the data.

function isLegend(path) {
  return /^(.:)?legend\./.test(path);
}

// A button if it opens a panel, which says more than a tooltip and would lie under one.
function liveRegion(places, [place, x, y, width, height, cells = []]) {
  const [path, label, detail] = places[place];
  const region = svgElement('rect', {x, y, width, height, 'data-path': path});
  region.cells = cells;
  if (detail === undefined) region.append(svgElement('title', {}, label));
  if (isLegend(path)) {
    makeButton(region, label);
    region.setAttribute('aria-pressed', 'false');
  } else if (detail !== undefined) {
    region.setAttribute('data-detail', detail);
    region.setAttribute('rx', 4);
    makeButton(region, label);
    region.setAttribute('aria-expanded', 'false');
  }
  return region;
}

class Item {
  constructor([places, folded, unfolded, id]) {
    this.places = places;
    this.states = [folded, unfolded];
    this.id = id;
    this.members = [];
    this.run = null;
    this.isOpen = false;
    this.isShown = true;
    this.isDrawn = false;
    this.top = 0;
    this.drawing = null;
    this.regions = null;
    this.button = null;
  }

  // Layers that are shown only while this is open.
  adopt(members) {
    this.members = members;
    for (const member of members) {
      member.run = this;
      member.isShown = false;
    }
  }

  // Takes over what is in the document, or makes room for what will be, in groups like others.
  settle(drawing = this.run.drawing.cloneNode(false)) {
    this.drawing = drawing;
    this.regions = drawing.cloneNode(false);
    this.regions.drawing = drawing;
    this.first = [...drawing.childNodes];
  }

  // What the regions mean while it is folded, in their order.
  get foldedPlaces() {
    return this.states[0][1].map(([place]) => this.places[place]);
  }

  get state() {
    return this.states[this.isOpen ? 1 : 0];
  }

  get height() {
    return this.isShown ? this.state[0] : 0;
  }

  // How far below the item's top the button begins, which is told by the last of its parts.
  get buttonTop() {
    return Number(this.button.lastElementChild.getAttribute('y'));
  }

  moveTo(top) {
    this.top = top;
    const move = `translate(0 ${rounded(top)})`;
    this.drawing.setAttribute('transform', move);
    this.regions.setAttribute('transform', move);
  }

  draw() {
    const [, , , drawing] = this.state;
    this.drawing.replaceChildren(...(drawing ? drawn(drawing) : this.first));
    this.enliven();
  }

  // Makes what can be pressed.
  enliven() {
    const [, regions, button] = this.state;
    this.regions.replaceChildren(...regions.map((each) => liveRegion(this.places, each)),
                                 ...drawn(button));
    this.button = button ? this.regions.lastElementChild : null;
    this.isDrawn = true;
  }

  // Members stand below their run: in the drawing after it, and for the Tab key, which goes
  // upwards, before it.
  showMembers() {
    for (const member of this.members) {
      if (!member.drawing) member.settle();
      member.isShown = true;
    }
    this.drawing.after(...this.members.map((member) => member.drawing));
    this.regions.before(...this.members.map((member) => member.regions).reverse());
  }

  // They stay as open as they are, but cost nothing while nobody sees them.
  hideMembers() {
    for (const member of this.members) {
      member.isShown = false;
      member.isDrawn = false;
      for (const group of [member.drawing, member.regions]) {
        group.remove();
        group.replaceChildren();
      }
    }
  }
}
