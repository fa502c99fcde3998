// SPDX-License-Identifier: MIT
// Finds components and hook points by their names, drawn or not, and goes from one to the next.

// Finds a word in a text, whatever its case; a number only where it is whole, so that "layer 1" is
// one layer.
function wordPattern(word) {
  const begin = /^\d/.test(word) ? '(^|\\D)' : '';
  const end = /\d$/.test(word) ? '(?!\\d)' : '';
  return new RegExp(begin + word.replace(/[^\w\s]/g, '\\$&') + end, 'i');
}

// A component's place with its name, as "Attention, layer 5", and the names of its hook points.
function searchable(place, details) {
  const {label, path, detail} = place;
  const rows = details[detail]?.rows ?? [];
  return {
    place,
    text: `${label.split(':')[0]} ${path}`,
    hooks: rows.map(([name]) => hookName(name, blockOf(ownPath(path)))),
  };
}

// What a query finds of a component: the whole, else those of its hook points that have all words.
function hitsIn({place, text, hooks}, patterns) {
  const fits = (name) => patterns.every((pattern) => pattern.test(name));
  if (fits(text)) return [{place}];
  return hooks.filter((hook) => fits(`${text} ${hook}`)).map((hook) => ({place, hook}));
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
    this.index ??= this.folds.places().map((place) => searchable(place, this.data.details));
    const patterns = this.query.split(/\s+/).map(wordPattern);
    this.hits = this.query ? this.index.flatMap((each) => hitsIn(each, patterns)) : [];
    this.current = -1;
    this.tell(this.query && `${this.hits.length} found`);
  }

  tell(text, spoken = text) {
    this.count.textContent = text;
    this.announcer.say(spoken);
  }

  step(by) {
    const total = this.hits.length;
    if (total === 0) return;
    this.current = (Math.max(this.current, by < 0 ? 0 : -1) + by + total) % total;
    const {place, hook} = this.hits[this.current];
    this.show(place, hook);
    const number = this.current + 1;
    this.tell(`${number} / ${total}`, `${number} of ${total}: ${hook ?? place.label}`);
  }

  // At once, without motion that a reader would have to wait for or may not bear.
  show(place, hook) {
    this.panels.close();
    const region = this.folds.reveal(place.path);
    region.scrollIntoView({block: 'center', behavior: 'instant'});
    this.panels.show(region, true, place);
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
