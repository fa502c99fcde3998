// SPDX-License-Identifier: MIT
// Makes elements of patterns, as backends/svg/pattern_book.hpp writes them: each is a clone of
// the example of its shape, with other values in some places.

// Sums of lengths, without the dust of binary fractions.
function rounded(length) {
  return String(Math.round(length * 1000) / 1000);
}

// A column has its first number and a step, or the numbers of all rows.
function numberIn(column, row) {
  return column.length === 2 ? rounded(column[0] + column[1] * row) : String(column[row]);
}

// A value is the same in all rows, or texts with numbers of columns between them.
function valueIn(value, columns, row) {
  if (!Array.isArray(value)) return String(value);
  const parts = value.map((part) =>
    (typeof part === 'number' ? numberIn(columns[part], row) : part));
  return parts.join('');
}

class PatternBook {
  constructor(template, {shapes, patterns}) {
    this.examples = template ? [...template.content.firstElementChild.children] : [];
    this.shapes = shapes;
    this.patterns = patterns;
  }

  // Of a list of a pattern, its first row, how many rows, and so on.
  make(uses) {
    const made = document.createDocumentFragment();
    for (let use = 0; use < uses.length; use += 3) {
      const [pattern, first, count] = uses.slice(use, use + 3);
      const [element, columns] = this.patterns[pattern];
      for (let row = first; row < first + count; ++row) {
        made.append(this.makeElement(element, columns, row));
      }
    }
    return made;
  }

  makeElement([shape, ...values], columns, row) {
    const made = document.importNode(this.examples[shape], true);
    const places = this.shapes[shape];
    places.forEach((place, index) => {
      const value = valueIn(values[index], columns, row);
      if (place) {
        made.setAttribute(place, value);
      } else {
        made.textContent = value;
      }
    });
    for (const child of values.slice(places.length)) {
      made.append(this.makeElement(child, columns, row));
    }
    return made;
  }
}
