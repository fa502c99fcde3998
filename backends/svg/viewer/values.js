// SPDX-License-Identifier: MIT
// The numbers that colour a figure.

// With three figures and a real minus sign.
function numberText(number) {
  return String(Number(number.toPrecision(3))).replace('-', '−').replace('Infinity', '∞');
}

class Values {
  constructor(scales) {
    this.scales = scales;
    this.known = new Map();
  }

  scaleOf(path) {
    return this.scales.find(({numbers}) => path in numbers);
  }

  // Those of a component: by the index of a head or expert, by -1 for the whole.
  numbersOf(path) {
    if (!this.known.has(path)) {
      const pairs = this.scaleOf(path)?.numbers[path] ?? [];
      this.known.set(path, new Map(pairs.flatMap((index, at) =>
        (at % 2 === 0 ? [[index, Number(pairs[at + 1])]] : []))));
    }
    return this.known.get(path);
  }

  // Of a head or expert, or else of its component; undefined without one.
  numberOf(path, index) {
    const own = this.numbersOf(path);
    return own.get(index) ?? own.get(-1);
  }

  // [fill, text] of a number, as in the figure but for less than a fortieth of the scale.
  colorsOf(path, number) {
    if (Number.isNaN(number)) return ['none', 'currentcolor'];
    const {low, high, steps} = this.scaleOf(path);
    const share = high > low ? (number - low) / (high - low) : 0;
    return steps[between(0, Math.floor(share * steps.length), steps.length - 1)];
  }
}
