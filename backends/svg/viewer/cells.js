// SPDX-License-Identifier: MIT
// The heads or experts of a component in its panel.

// More than these are small cells without names, in rows that are numbered.
const manyCells = 32;
const cellsOfRow = 32;
const cellsOfNarrowRow = 16;
const numberedColumns = 4;

// What a component consists of, in names: its heads, its experts, or nothing.
function cellsOf({heads, experts}) {
  if (heads > 0) return {letter: 'h', word: 'head', count: heads};
  return {letter: 'e', word: 'expert', count: experts};
}

// Whether a hook acts on a head or expert.
function actsOn(mark, word, index) {
  if (word === 'expert') return mark.expert === index;
  return mark.heads.length === 0 || mark.heads.includes(index);
}

function paintCell(node, index, {word}, {marks, values, path}) {
  const own = marks.filter((mark) => actsOn(mark, word, index));
  const number = values.numberOf(path, index);
  if (number !== undefined) {
    const [fill, text] = values.colorsOf(path, number);
    node.style.backgroundColor = fill;
    node.style.color = text;
    node.dataset.size = Math.abs(number);
    node.classList.add('valued');
  }
  if (own.length === 0) return;
  node.classList.add('marked');
  if (number === undefined) {
    paintMarks(node, own);
  } else {
    addTabs(node, own);
  }
  node.title = own.map(inWords).join(', ');
}

function lettersOf(marks, word, index) {
  return marks.filter((mark) => actsOn(mark, word, index)).map(({letter}) => letter)
    .filter(Boolean).join('');
}

// A box with its name, over its number if it has one.
function namedCell(index, kind, context) {
  const box = element('span', 'head', ...indexed(kind.letter, index));
  paintCell(box, index, kind, context);
  const letters = lettersOf(context.marks, kind.word, index);
  if (letters) box.append(element('sup', 'letters', letters));
  const number = context.values.numbersOf(context.path).get(index);
  const cell = element('span', 'cell', box);
  if (number !== undefined) cell.append(element('span', 'number', numberText(number)));
  cell.dataset.cell = index;
  return cell;
}

function smallCell(index, kind, context) {
  const cell = element('span', 'head dot');
  cell.dataset.cell = index;
  paintCell(cell, index, kind, context);
  return cell;
}

// Over the first row the numbers of columns, beside each row that of its first cell.
function numberedGrid(count, columns, nameOfRow, cellAt) {
  const grid = element('div', 'grid');
  grid.style.setProperty('--columns', columns);
  grid.append(element('span'));
  for (let column = 0; column < columns; ++column) {
    grid.append(element('span', 'axis', column % numberedColumns === 0 ? String(column) : ''));
  }
  for (let index = 0; index < count; ++index) {
    if (index % columns === 0) grid.append(element('span', 'axis row-name', ...nameOfRow(index)));
    grid.append(cellAt(index));
  }
  return grid;
}

function isGrouped({heads, groups}) {
  return groups > 0 && groups < heads;
}

function smallGrid(detail, kind, context) {
  const shared = detail.heads / detail.groups;
  const byGroup = isGrouped(detail) && shared <= cellsOfRow;
  return numberedGrid(kind.count, byGroup ? shared : context.isNarrow ? cellsOfNarrowRow : cellsOfRow,
                      (first) => (byGroup ? indexed('kv', first / shared) : [String(first)]),
                      (index) => smallCell(index, kind, context));
}

// Heads that share a key/value head stand together over its name.
function namedGrid(detail, kind, context) {
  const cells = Array.from({length: kind.count}, (_, index) => namedCell(index, kind, context));
  const counted = context.values.numbersOf(context.path).size > 0 ? ' counted' : '';
  if (!isGrouped(detail)) return element('div', `heads${counted}`, ...cells);
  const groups = Array.from({length: detail.groups}, (_, group) => {
    const own = cells.filter((_, index) =>
      Math.floor((index * detail.groups) / detail.heads) === group);
    return element('div', 'group', element('div', `heads${counted}`, ...own),
                   element('div', 'shared', ...indexed('kv', group)));
  });
  return element('div', 'groups', ...groups);
}

function cellGrid(detail, context) {
  const kind = cellsOf(detail);
  return kind.count > manyCells ? smallGrid(detail, kind, context)
    : namedGrid(detail, kind, context);
}
