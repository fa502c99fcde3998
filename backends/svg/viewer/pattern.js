// SPDX-License-Identifier: MIT
// Makes elements of patterns, as backends/svg/pattern_book.hpp writes them. What all rows of a
// pattern share is made once; a row is a clone of that with other values in some places.

// Sums of lengths, without the dust of binary fractions.
function rounded(length) {
  return String(Math.round(length * 1000) / 1000);
}

// A column has its first number and a step, or the numbers of all rows.
function numberIn(column, row) {
  return column.length === 2 ? rounded(column[0] + column[1] * row) : String(column[row]);
}

// A place is an attribute, or the text.
function setPlace(node, place, value) {
  if (place) {
    node.setAttribute(place, value);
  } else {
    node.textContent = value;
  }
}

class Pattern {
  constructor([element, columns], shapes, examples) {
    this.columns = columns;
    this.shapes = shapes;
    this.examples = examples;
    this.slots = [];
    this.common = this.build(element, []);
  }

  // `way` is the way from the root to the element, by numbers of children. A value is the same in
  // all rows, or texts with numbers of columns between them.
  build([shape, ...values], way) {
    const made = document.importNode(this.examples[shape], true);
    const places = this.shapes[shape];
    places.forEach((place, index) => {
      const value = values[index];
      if (Array.isArray(value)) {
        this.slots.push({way, place, parts: value});
      } else {
        setPlace(made, place, String(value));
      }
    });
    values.slice(places.length).forEach((child, index) => {
      made.append(this.build(child, [...way, index]));
    });
    return made;
  }

  make(row) {
    const made = this.common.cloneNode(true);
    for (const {way, place, parts} of this.slots) {
      const node = way.reduce((parent, index) => parent.childNodes[index], made);
      const texts = parts.map((part) =>
        (typeof part === 'number' ? numberIn(this.columns[part], row) : part));
      setPlace(node, place, texts.join(''));
    }
    return made;
  }
}

class PatternBook {
  constructor(template, {shapes, patterns}) {
    this.examples = template ? [...template.content.firstElementChild.children] : [];
    this.shapes = shapes;
    this.written = patterns;
    this.patterns = [];
  }

  make([pattern, row]) {
    this.patterns[pattern] ??= new Pattern(this.written[pattern], this.shapes, this.examples);
    return this.patterns[pattern].make(row);
  }
}
