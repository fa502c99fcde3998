// SPDX-License-Identifier: MIT
// The numbers of a component in words: the only one, or the largest of those of its parts.

const mostExtremes = 3;

function swatchOf(path, number, values) {
  const swatch = element('span', 'swatch');
  swatch.style.background = values.colorsOf(path, number)[0];
  return swatch;
}

// "h₉ 2.31" beside its colour.
function toldNumber(name, number, {path, values}) {
  return element('span', 'told', swatchOf(path, number, values), ...name,
                 element('b', '', numberText(number)));
}

function extremesOf(numbers) {
  const known = [...numbers].filter(([, number]) => !Number.isNaN(number));
  return known.sort(([, a], [, b]) => Math.abs(b) - Math.abs(a)).slice(0, mostExtremes);
}

// None of a component without numbers.
function readout(detail, context) {
  const {path, values} = context;
  const numbers = values.numbersOf(path);
  if (numbers.size === 0) return [];
  const {letter} = cellsOf(detail);
  const told = extremesOf(numbers).map(([index, number]) =>
    toldNumber(index < 0 ? [] : indexed(letter, index), number, context));
  const {title} = values.scaleOf(path);
  const count = numbers.size > mostExtremes ? ` · the ${mostExtremes} largest of ${numbers.size}` : '';
  return [element('div', 'readout', element('span', 'caption', title + count), ...told)];
}
