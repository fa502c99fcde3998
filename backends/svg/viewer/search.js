// SPDX-License-Identifier: MIT
// Finds components and hook points by their names, drawn or not, and goes from one to the next.

// Finds a word in a text, whatever its case; a number only where it is whole, so that "layer 1" is
// one layer.
function wordPattern(word) {
  const begin = /^\d/.test(word) ? '(^|\\D)' : '';
  const end = /\d$/.test(word) ? '(?!\\d)' : '';
  return new RegExp(begin + word.replace(/[^\w\s]/g, '\\$&') + end, 'i');
}

// The names of a hook point, of each expert that has it.
function namesOf([name, , , , first, count = 1], block) {
  return Array.from({length: count}, (_, at) => {
    const index = first === undefined ? -1 : first + at;
    return {hook: hookName(name, block).replace('{expert}', index), index};
  });
}

// A component's place with its name, as "Attention, layer 5", and the names of its hook points.
function searchable(place, details) {
  const {label, path, detail} = place;
  const told = details[detail];
  const block = blockOf(ownPath(path));
  return {
    place,
    text: `${label.split(':')[0]} ${path}`,
    hooks: (told.rows ?? []).flatMap((row) => namesOf(row, block)),
    layer: Number(block.layer || -1),
    cells: cellsOf({...emptyDetail, ...told}),
  };
}

// What a query finds of a component: the whole, else those of its hook points that have all words.
function hitsIn({place, text, hooks}, patterns) {
  const fits = (name) => patterns.every((pattern) => pattern.test(name));
  if (fits(text)) return [{place}];
  return hooks.filter(({hook}) => fits(`${text} ${hook}`)).map((each) => ({place, ...each}));
}

// A head as "L9H6" or "9.6", an expert as "L5E17".
function singleOf(query) {
  const [, layer, word, index] = /^l?(\d+)([.he])(\d+)$/i.exec(query) ?? [];
  if (index === undefined) return null;
  return {layer: Number(layer), word: /e/i.test(word) ? 'expert' : 'head', index: Number(index)};
}

// Where the single one is: an atlas has places for heads, and experts one inside of their mixture's.
function hitsOfSingle(index, {layer, word, index: wanted}) {
  const hits = index.filter(({place, layer: own, cells}) => {
    const at = splitPath(place.path).index;
    return own === layer && cells.word === word && wanted < cells.count &&
      (at < 0 || at === wanted);
  }).map(({place}) => ({place, index: wanted}));
  return hits.filter(({place}) =>
    !hits.some((other) => other.place.path.startsWith(`${place.path}.`)));
}

// No name is as long; a pattern of very many letters is more than browsers take.
const longestQuery = 200;

// Of the field where it stands at the top of the window.
const fieldRoom = 34;

class SearchControl {
  constructor({data, folds, panels, toolbar, announcer, keys}) {
    this.data = data;
    this.folds = folds;
    this.panels = panels;
    this.announcer = announcer;
    this.hits = [];
    this.current = -1;
    this.field = element('input');
    this.field.placeholder = 'search  /';
    this.field.setAttribute('aria-label', 'search components and hook points');
    this.field.setAttribute('aria-keyshortcuts', '/');
    this.field.autocomplete = 'off';
    this.field.spellcheck = false;
    this.field.maxLength = longestQuery;
    this.count = element('span', 'count');
    this.box = element('span', 'search', element('span', 'finder', this.field, this.count));
    toolbar.add(this.box);
    keys.on('/', () => this.begin());
    this.listen();
  }

  listen() {
    this.field.addEventListener('input', () => this.find());
    this.field.addEventListener('focus', (event) => { this.origin = event.relatedTarget; });
    this.field.addEventListener('keydown', (event) => {
      const back = event.key === 'ArrowUp' || (event.key === 'Enter' && event.shiftKey);
      if (back || event.key === 'ArrowDown' || event.key === 'Enter') {
        this.step(back ? -1 : 1);
      } else if (event.key === 'Escape') {
        this.end();
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
    // In view as long as something is searched, wherever a hit is.
    new IntersectionObserver(([{isIntersecting}]) => {
      this.box.classList.toggle('away', !isIntersecting);
      this.panels.leaveRoom(isIntersecting || !this.query ? 0 : fieldRoom);
    }).observe(this.box);
  }

  // Where the reader is, which is wherever in the figure.
  begin() {
    this.field.focus({preventScroll: true});
    this.field.select();
  }

  seek(text) {
    this.field.value = text.slice(0, longestQuery);
    this.find();
  }

  get query() {
    return this.field.value.trim();
  }

  find() {
    this.index ??= this.folds.places().filter(({detail}) => detail !== undefined)
      .map((place) => searchable(place, this.data.details));
    this.hits = this.query ? this.hitsOf(this.query) : [];
    this.current = -1;
    this.tell(this.query && `${this.hits.length} found`);
  }

  hitsOf(query) {
    const single = singleOf(query);
    if (single) return hitsOfSingle(this.index, single);
    const patterns = query.split(/\s+/).map(wordPattern);
    return this.index.flatMap((each) => hitsIn(each, patterns));
  }

  tell(text, spoken = text) {
    this.count.textContent = text;
    this.announcer.say(spoken);
  }

  step(by) {
    const total = this.hits.length;
    if (total === 0) return;
    this.current = (Math.max(this.current, by < 0 ? 0 : -1) + by + total) % total;
    const hit = this.hits[this.current];
    this.show(hit);
    const number = this.current + 1;
    this.tell(`${number} / ${total}`, `${number} of ${total}: ${this.nameOf(hit)}`);
  }

  nameOf({place, hook, index}) {
    if (hook || index === undefined) return hook ?? place.label;
    const {component, index: own} = splitPath(place.path);
    if (own >= 0) return place.label;
    const {word} = this.index.find((each) => each.place === place).cells;
    const number = this.data.values.numberOf(component, index);
    const told = number === undefined ? '' : `: ${numberText(number)}`;
    return `${word} ${index}${told}, ${place.label}`;
  }

  // At once, without motion that a reader would have to wait for or may not bear.
  show({place, hook, index = -1}) {
    this.panels.close();
    const region = this.folds.reveal(place.path);
    region.scrollIntoView({block: 'center', behavior: 'instant'});
    this.panels.show(region, true, index, place);
    this.panels.point(hook);
  }

  end() {
    this.field.value = '';
    this.find();
    this.field.blur();
    this.origin?.focus({preventScroll: true});
    // After the focus, which would open one.
    this.panels.close();
  }
}
