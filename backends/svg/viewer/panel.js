// SPDX-License-Identifier: MIT
// Builds the content of a panel from a detail, which all blocks of equal structure share,
// and from the path of the one component that it is opened for.

// In the order of the library's faces.
const faceClasses = ['serif', 'serif italic', 'serif bold', 'sans', 'mono', 'math'];

function blockOf(path) {
  const match = /^(.*?\.(\d+))(?:\.|$)/.exec(path);
  return match ? {path: match[1], layer: match[2]} : {path: '', layer: ''};
}

function paintHead(node, marks) {
  const share = 100 / marks.length;
  const stripes = marks.map((mark, i) => `${mark.fill} ${i * share}% ${(i + 1) * share}%`);
  node.classList.add('marked');
  node.style.background = `linear-gradient(90deg,${stripes})`;
  node.style.borderColor = marks[0].stroke;
  node.style.color = marks[0].text;
  node.title = marks.map((mark) => mark.label).join(', ');
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
  const swatch = element('span', 'swatch');
  swatch.style.background = mark.fill;
  swatch.style.borderColor = mark.stroke;
  const heads = mark.heads.length > 0 ? ` · ${mark.heads.join(', ')}` : '';
  return element('span', 'mark', swatch, mark.label + heads);
}

// The part of a hook's name that its panel does not already say.
function shortName(name, component) {
  return name.startsWith(`${component}.`) ? name.slice(component.length + 1) : name;
}

function hookRow([name, site, shape, note], context) {
  const full = name.replace('{block}', context.block.path);
  const short = shortName(shortName(full, context.path), context.block.path);
  const marks = context.marks.filter((mark) => mark.site === site);
  const last = marks.length > 0 ? marks.map(markText) : [note];
  const row = element('button', 'row', element('span', 'name', short),
                      element('span', 'shape', shape), element('span', 'note', ...last));
  row.type = 'button';
  row.dataset.name = full;
  if (note) row.classList.add('dormant');
  if (marks.length > 0) {
    row.classList.add('hooked');
    row.style.setProperty('--tint', marks[0].fill);
  }
  return row;
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

const usualHint = 'click a row to copy its name · Esc closes';

function panelFooter(path) {
  return element('footer', '', element('span', 'full', path),
                 element('span', 'hint', usualHint));
}

function buildPanel(detail, path, allMarks) {
  const marks = allMarks.filter((mark) => mark.component === path);
  const block = blockOf(path);
  const panel = element('section', 'panel', panelHeader(detail, block.layer));
  if (detail.heads > 0) panel.append(headGrid(detail, marks));
  if (detail.equation.length > 0) panel.append(equationLine(detail.equation));
  if (detail.rows.length > 0) panel.append(hookRows(detail, {path, block, marks}));
  panel.append(panelFooter(path));
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', detail.title);
  panel.tabIndex = -1;
  return panel;
}

// The footer names the row under the pointer or the focus; a press copies that name.
function followRows(panel, path, shadow) {
  const full = panel.querySelector('.full');
  const hint = panel.querySelector('.hint');
  const rowOf = (event) => event.target.closest('.row');
  const name = (event) => {
    full.textContent = rowOf(event)?.dataset.name ?? path;
  };
  panel.addEventListener('pointerover', name);
  panel.addEventListener('focusin', name);
  panel.addEventListener('click', async (event) => {
    const row = rowOf(event);
    if (!row) return;
    await copyText(row.dataset.name, shadow);
    hint.textContent = 'copied';
    setTimeout(() => { hint.textContent = usualHint; }, 1200);
  });
}
