// SPDX-License-Identifier: MIT

// Sums of lengths, without the dust of binary fractions.
function rounded(length) {
  return String(Math.round(length * 1000) / 1000);
}

// Where each item begins: below the one before it, or in a column, whose foot is at the height
// of the tallest one's.
function stack(heights, columns) {
  const tops = [];
  const add = (top, first, end) => {
    for (let index = first; index < end; ++index) {
      tops.push(top);
      top += heights[index];
    }
    return top;
  };
  const first = columns.length > 0 ? columns[0][0] : heights.length;
  let height = add(0, 0, first);
  const sums = columns.map(([from, to]) =>
    heights.slice(from, to + 1).reduce((sum, each) => sum + each, 0));
  const foot = height + Math.max(0, ...sums);
  columns.forEach(([from, to], index) => {
    add(foot - sums[index], from, to + 1);
  });
  height = add(foot, tops.length, heights.length);
  return {tops, height};
}
