// SPDX-License-Identifier: MIT
// The hook points of a component in its panel.

function blockOf(path) {
  const match = /^(.*?\.(\d+))(?:\.|$)/.exec(path);
  return match ? {path: match[1], layer: match[2]} : {path: '', layer: ''};
}

// The path in its model: one among sub-figures begins with the letter of its own, as "b:".
function ownPath(path) {
  return path.slice(path.indexOf(':') + 1);
}

// The part of a hook's name that its panel does not already say.
function shortName(name, component) {
  return name.startsWith(`${component}.`) ? name.slice(component.length + 1) : name;
}

// Of one block; names in the page's data are those of all blocks of equal structure.
function hookName(name, block) {
  return name.replace('{block}', block.path).replace('{layer}', block.layer);
}

// The numbers of all experts that a row is about, between other words as `braced` puts them.
function ofExperts(name, first, count, braced) {
  const last = first + count - 1;
  return name.replace('{expert}', first === last ? String(first) : braced(first, last));
}

// Copies a line of code that hooks the point.
function codeButton(name, snippet) {
  const button = element('button', 'code', 'code');
  button.type = 'button';
  button.dataset.copy = snippet.replace('{name}', () => name);
  button.setAttribute('aria-label', `copy code for ${name}`);
  return button;
}

// The marks at a point, each once with the heads or experts that it acts on.
function toldMarks(marks, count) {
  const told = new Map();
  for (const mark of marks) {
    const key = [mark.label, mark.letter, mark.look].join();
    const {places} = told.get(key) ?? told.set(key, {mark, places: []}).get(key);
    places.push(...mark.heads);
    if (mark.expert !== undefined) places.push(mark.expert);
  }
  return [...told.values()].map(({mark, places}) =>
    markText(mark, count > 1 && places.length === count ? [] : places));
}

// Of one expert if the panel is, else of all.
function expertsOf(first, count, {index}) {
  return count > 0 && index >= first && index < first + count ? [index, 1] : [first, count];
}

function noteOf(note, marks, count) {
  if (marks.length > 0) return toldMarks(marks, count);
  return [note || (count > 1 ? `${count} hooks` : '')];
}

function hookRow([name, site, shape, note = '', from = 0, all = 0], context) {
  const [first, count] = expertsOf(from, all, context);
  const general = hookName(name, context.block);
  // What is copied is what tviz takes for all of them.
  const full = ofExperts(general, first, count, (least, most) => `{${least}-${most}}`);
  const seen = ofExperts(general, first, count, (least, most) => `{${least}…${most}}`);
  const short = shortName(shortName(seen, context.path), context.block.path);
  const marks = context.marks.filter((mark) => mark.site === site &&
    (mark.expert === undefined || (mark.expert >= first && mark.expert < first + count)));
  const row = element('button', 'row', element('span', 'name', short),
                      element('span', 'shape', shape),
                      element('span', 'note', ...noteOf(note, marks, count)));
  row.type = 'button';
  row.dataset.copy = full;
  if (note) row.classList.add('dormant');
  if (marks.length > 0) {
    row.classList.add('hooked');
    row.style.setProperty('--tint', marks[0].fill);
  }
  const code = context.snippet && count < 2 ? [codeButton(full, context.snippet)] : [];
  return element('div', 'line', row, ...code);
}

// The columns of all rows align: each is as wide as its longest text, which is monospaced.
function hookRows(detail, context) {
  const rows = element('div', 'rows', ...detail.rows.map((row) => hookRow(row, context)));
  const widest = (selector) => Math.max(
    ...Array.from(rows.querySelectorAll(selector), (cell) => cell.textContent.length));
  rows.style.setProperty('--name', `${widest('.name') + 2}ch`);
  rows.style.setProperty('--shape', `${widest('.shape') + 2}ch`);
  return rows;
}
