// SPDX-License-Identifier: MIT
// Builds a panel from a detail, which all blocks of equal structure share, and from the place that
// it is opened for: a component or a part of it, of which one head or expert may be chosen.

// In the order of the library's faces.
const faceClasses = ['serif', 'serif italic', 'serif bold', 'sans', 'mono', 'math'];

function equationLine(parts) {
  const names = {'-1': 'sub', '0': 'span', '1': 'sup'};
  return element('div', 'equation', ...parts.map(([text, face = 0, script = 0]) =>
    element(names[script], faceClasses[face], text)));
}

function panelHeader(detail, layer) {
  const summary = [layer && `layer ${layer}`, detail.summary].filter(Boolean).join(' · ');
  return element('header', '', element('span', 'title', detail.title),
                 element('span', 'choice'), element('span', 'summary', summary),
                 element('span', 'parameters', detail.parameters));
}

const rowHint = 'click a row to copy its name · Esc closes';
const closeHint = 'Esc closes';
const codeHint = 'click to copy this code';

function panelFooter(detail) {
  return element('footer', '', element('span', 'full'),
                 element('span', 'hint', detail.rows.length > 0 ? rowHint : closeHint));
}

// What the page's data leaves out.
const emptyDetail = {
  summary: '', parameters: '', equation: [], heads: 0, groups: 0, experts: 0, rows: [], notes: [],
};

// A detail of the page's data, complete. Its equation may be the number of one that has the same.
function completed(told, details) {
  const detail = {...emptyDetail, ...told};
  if (!Array.isArray(detail.equation)) detail.equation = details[detail.equation].equation;
  return detail;
}

// A head of an atlas is a place of its own: the component's, with that head chosen. So is a position of a layer.
function splitPath(path) {
  const [, component, index] = /^(.*)\.(?:heads|positions)\.(\d+)$/.exec(path) ?? [null, path, -1];
  return {component, index: Number(index)};
}

// The component whose hooks and numbers a place shows: of the experts, what they are part of.
function subjectOf(path, detail) {
  return detail.experts > 0 && path.endsWith('.experts') ? path.slice(0, -'.experts'.length) : path;
}

class Panel {
  constructor(told, place, data, isNarrow) {
    this.detail = completed(told, data.details);
    const subject = subjectOf(place, this.detail);
    const path = ownPath(place);
    this.context = {
      path: subject,
      block: blockOf(path),
      marks: data.marks.filter((mark) => mark.component === subject),
      values: data.values,
      snippet: data.snippet,
      isNarrow,
      index: -1,
    };
    this.path = path;
    this.node = element('section', 'panel', ...this.parts());
    this.node.setAttribute('role', 'dialog');
    this.node.setAttribute('aria-label', this.detail.title);
    this.node.tabIndex = -1;
    this.tell('');
    this.fade();
  }

  // As in the figure, what is below the threshold.
  fade() {
    const {threshold = 0} = this.context.values.scaleOf(this.context.path) ?? {};
    for (const cell of this.node.querySelectorAll('.valued')) {
      cell.classList.toggle('faint', Number(cell.dataset.size) < threshold);
    }
  }

  parts() {
    const {detail, context} = this;
    const parts = [panelHeader(detail, context.block.layer)];
    if (cellsOf(detail).count > 0) parts.push(cellGrid(detail, context));
    parts.push(...readout(detail, context));
    if (detail.equation.length > 0) parts.push(equationLine(detail.equation));
    if (detail.rows.length > 0) parts.push(this.rows());
    if (detail.notes.length > 0) {
      parts.push(element('ul', 'notes', ...detail.notes.map((note) => element('li', '', note))));
    }
    return [...parts, panelFooter(detail)];
  }

  rows() {
    return hookRows(this.detail, {...this.context, path: ownPath(this.context.path)});
  }

  // The path of the place, or of the head or expert that is chosen.
  get fullPath() {
    const {index} = this.context;
    if (index < 0) return this.path;
    if (this.detail.heads > 0) return `${this.path}.heads.${index}`;
    return `${this.path.replace(/\.experts$/, '')}.experts.${index}`;
  }

  // Shows one head or expert, or with -1 none.
  choose(index) {
    if (index === this.context.index) return;
    this.context.index = index;
    this.node.querySelector('.chosen')?.classList.remove('chosen');
    const cell = this.node.querySelector(`[data-cell="${index}"]`);
    (cell?.firstElementChild?.matches('.head') ? cell.firstElementChild : cell)
      ?.classList.add('chosen');
    this.node.querySelector('.choice').replaceChildren(...this.chosenName());
    if (this.detail.experts > 0) this.node.querySelector('.rows')?.replaceWith(this.rows());
    this.tell('');
  }

  chosenName() {
    const {index, path, values} = this.context;
    if (index < 0) return [];
    const number = values.numberOf(path, index);
    const told = number === undefined ? '' : ` ${numberText(number)}`;
    return [...indexed(cellsOf(this.detail).letter, index), element('b', 'number', told)];
  }

  // The footer's text; the path of what the panel shows if there is no other.
  tell(text) {
    this.node.querySelector('.full').textContent = text || this.fullPath;
  }
}

// The footer shows the name or the code under the pointer or the focus; a press copies that.
function followRows(panel, shadow) {
  const {node} = panel;
  const hint = node.querySelector('.hint');
  const sourceOf = (event) => event.target.closest('[data-copy]');
  const usualHint = hint.textContent;
  const hintOf = (source) => (source?.matches('.code') ? codeHint : usualHint);
  const show = (event) => {
    const source = sourceOf(event);
    panel.tell(source?.dataset.copy);
    hint.textContent = hintOf(source);
  };
  node.addEventListener('pointerover', show);
  node.addEventListener('focusin', show);
  node.addEventListener('click', async (event) => {
    const source = sourceOf(event);
    if (!source) return;
    await copyText(source.dataset.copy, shadow);
    hint.textContent = 'copied';
    setTimeout(() => { hint.textContent = hintOf(source); }, 1200);
  });
}

// The head or expert under the pointer in a panel is the one that is chosen.
function followCells(node, choose) {
  node.addEventListener('pointerover', (event) => {
    const cell = event.target.closest('[data-cell]');
    if (cell) choose(Number(cell.dataset.cell));
  });
}
