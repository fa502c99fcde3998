// SPDX-License-Identifier: MIT
// Builds the content of a panel from a detail, which all blocks of equal structure share,
// and from the path of the one component that it is opened for.

// In the order of the library's faces.
const faceClasses = ['serif', 'serif italic', 'serif bold', 'sans', 'mono', 'math'];

function blockOf(path) {
  const match = /^(.*?\.(\d+))(?:\.|$)/.exec(path);
  return match ? {path: match[1], layer: match[2]} : {path: '', layer: ''};
}

// The path in its model: one among sub-figures begins with the letter of its own, as "b:".
function ownPath(path) {
  return path.slice(path.indexOf(':') + 1);
}

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

// A head with one mark has its look; several share it in stripes, which are full.
function paintHead(node, marks) {
  const share = 100 / marks.length;
  const one = marks.length === 1;
  const stripes = marks.map((mark, i) =>
    `${one ? ground(mark) : mark.fill} ${i * share}% ${(i + 1) * share}%`);
  node.classList.add('marked');
  node.style.background = `linear-gradient(90deg,${stripes})`;
  node.style.borderColor = one && marks[0].look === 'backward' ? marks[0].fill : marks[0].stroke;
  if (one && marks[0].look) node.classList.add(...marks[0].look.split(' '));
  const plain = marks.every((mark) => mark.text === marks[0].text) && !(one && marks[0].look);
  if (plain) node.style.color = marks[0].text;
  if (!plain) node.style.color = 'var(--ink)';
  if (!plain && !one) node.classList.add('mixed');
  const letters = marks.map((mark) => mark.letter).filter(Boolean).join('');
  if (letters) node.append(element('sup', 'letters', letters));
  node.title = marks.map(inWords).join(', ');
}

function headBox(index, marks) {
  const node = element('span', 'head', ...indexed('h', index));
  const own = marks.filter((mark) => mark.heads.length === 0 || mark.heads.includes(index));
  if (own.length > 0) paintHead(node, own);
  return node;
}

// More than this are drawn smaller.
const manyHeads = 32;

// Heads that share a key/value head stand together over its name.
function headGrid(detail, marks) {
  const heads = Array.from({length: detail.heads}, (_, index) => headBox(index, marks));
  const size = detail.heads > manyHeads ? ' small' : '';
  if (detail.groups === 0 || detail.groups >= detail.heads) {
    return element('div', `heads${size}`, ...heads);
  }
  const groups = Array.from({length: detail.groups}, (_, group) => {
    const own = heads.filter((_, index) =>
      Math.floor((index * detail.groups) / detail.heads) === group);
    return element('div', 'group', element('div', 'heads', ...own),
                   element('div', 'shared', ...indexed('kv', group)));
  });
  return element('div', `groups${size}`, ...groups);
}

function equationLine(parts) {
  const names = {'-1': 'sub', '0': 'span', '1': 'sup'};
  return element('div', 'equation', ...parts.map(([text, face = 0, script = 0]) =>
    element(names[script], faceClasses[face], text)));
}

function markText(mark) {
  const swatch = element('span', `swatch ${mark.look}`, mark.letter);
  swatch.style.background = ground(mark);
  swatch.style.borderColor = mark.look === 'backward' ? mark.fill : mark.stroke;
  swatch.style.color = mark.look ? 'var(--ink)' : mark.text;
  const heads = mark.heads.length > 0 ? ` · ${mark.heads.join(', ')}` : '';
  const words = mark.look.split(' ').filter(Boolean).map((look) => ` · ${looks[look]}`);
  return element('span', 'mark', swatch, mark.label + heads + words.join(''));
}

// The part of a hook's name that its panel does not already say.
function shortName(name, component) {
  return name.startsWith(`${component}.`) ? name.slice(component.length + 1) : name;
}

// Copies a line of code that hooks the point.
function codeButton(name, snippet) {
  const button = element('button', 'code', 'code');
  button.type = 'button';
  button.dataset.copy = snippet.replace('{name}', () => name);
  button.setAttribute('aria-label', `copy code for ${name}`);
  return button;
}

// Of one block; names in the page's data are those of all blocks of equal structure.
function hookName(name, block) {
  return name.replace('{block}', block.path).replace('{layer}', block.layer);
}

function hookRow([name, site, shape, note = '', expert], context) {
  const full = hookName(name, context.block);
  const short = shortName(shortName(full, context.path), context.block.path);
  const marks = context.marks.filter((mark) =>
    mark.site === site && (mark.expert === undefined || mark.expert === expert));
  const last = marks.length > 0 ? marks.map(markText) : [note];
  const row = element('button', 'row', element('span', 'name', short),
                      element('span', 'shape', shape), element('span', 'note', ...last));
  row.type = 'button';
  row.dataset.copy = full;
  if (note) row.classList.add('dormant');
  if (marks.length > 0) {
    row.classList.add('hooked');
    row.style.setProperty('--tint', marks[0].fill);
  }
  const code = context.snippet ? [codeButton(full, context.snippet)] : [];
  return element('div', 'line', row, ...code);
}

// The columns of all rows align: each is as wide as its longest text, which is monospaced.
function hookRows(detail, context) {
  const rows = element('div', 'rows', ...detail.rows.map((row) => hookRow(row, context)));
  const widest = (selector) => Math.max(
    ...Array.from(rows.querySelectorAll(selector), (cell) => cell.textContent.length));
  if (detail.rows.length > 0) {
    rows.style.setProperty('--name', `${widest('.name') + 2}ch`);
    rows.style.setProperty('--shape', `${widest('.shape') + 2}ch`);
  }
  return rows;
}

function panelHeader(detail, layer) {
  const summary = [layer && `layer ${layer}`, detail.summary].filter(Boolean).join(' · ');
  return element('header', '', element('span', 'title', detail.title),
                 element('span', 'summary', summary),
                 element('span', 'parameters', detail.parameters));
}

const rowHint = 'click a row to copy its name · Esc closes';
const closeHint = 'Esc closes';
const codeHint = 'click to copy this code';

function panelFooter(path, detail) {
  return element('footer', '', element('span', 'full', path),
                 element('span', 'hint', detail.rows.length > 0 ? rowHint : closeHint));
}

// What the page's data leaves out.
const emptyDetail = {summary: '', parameters: '', equation: [], heads: 0, groups: 0, rows: [], notes: []};

// A detail of the page's data, complete. Its equation may be the number of one that has the same.
function completed(told, details) {
  const detail = {...emptyDetail, ...told};
  if (!Array.isArray(detail.equation)) detail.equation = details[detail.equation].equation;
  return detail;
}

function buildPanel(told, place, data) {
  const detail = completed(told, data.details);
  const marks = data.marks.filter((mark) => mark.component === place);
  const path = ownPath(place);
  const block = blockOf(path);
  const panel = element('section', 'panel', panelHeader(detail, block.layer));
  if (detail.heads > 0) panel.append(headGrid(detail, marks));
  if (detail.equation.length > 0) panel.append(equationLine(detail.equation));
  if (detail.rows.length > 0) panel.append(hookRows(detail, {path, block, marks, snippet: data.snippet}));
  if (detail.notes.length > 0) {
    panel.append(element('ul', 'notes', ...detail.notes.map((note) => element('li', '', note))));
  }
  panel.append(panelFooter(path, detail));
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', detail.title);
  panel.tabIndex = -1;
  return panel;
}

// The footer shows the name or the code under the pointer or the focus; a press copies that.
function followRows(panel, path, shadow) {
  const full = panel.querySelector('.full');
  const hint = panel.querySelector('.hint');
  const sourceOf = (event) => event.target.closest('[data-copy]');
  const usualHint = hint.textContent;
  const hintOf = (source) => (source?.matches('.code') ? codeHint : usualHint);
  const show = (event) => {
    const source = sourceOf(event);
    full.textContent = source?.dataset.copy ?? path;
    hint.textContent = hintOf(source);
  };
  panel.addEventListener('pointerover', show);
  panel.addEventListener('focusin', show);
  panel.addEventListener('click', async (event) => {
    const source = sourceOf(event);
    if (!source) return;
    await copyText(source.dataset.copy, shadow);
    hint.textContent = 'copied';
    setTimeout(() => { hint.textContent = hintOf(source); }, 1200);
  });
}
