// SPDX-License-Identifier: MIT
// Where a panel stands, so that it never lies over what it describes: beside the figure, at the
// height of its row. Where that leaves too little room, it takes the lower end of the window in
// its full width, or the upper end if the row is at the lower one.

const margin = 8;
const gap = 16;

// Narrower than the first, there is no place for a panel; than the second, its rows break.
const narrowest = 260;
const narrowRows = 500;

// Of the window's height, for a panel that takes its full width.
const leastSheet = 0.3;
const mostSheet = 0.6;

// Beside a row of less height stand others like it, as in an atlas: a hairline runs along its edge
// lest it cross their numbers.
const thinRow = 18;

// Of a hairline from the corners of its panel, and from texts above and below it.
const cornerRoom = 14;
const clearance = 2;

function between(least, value, most) {
  return Math.max(least, Math.min(value, most));
}

// The part of a node that is not cut off at the sides of what it is scrolled in.
function seenOf(node, frame) {
  const box = node.getBoundingClientRect();
  const sides = frame.getBoundingClientRect();
  const left = between(sides.left, box.left, sides.right);
  const right = between(left, box.right, sides.right);
  return new DOMRect(left, box.top, right - left, box.height);
}

function setBox(node, box) {
  for (const [name, length] of Object.entries(box)) node.style[name] = `${length}px`;
}

// Where the page ends, and the room of a scroll bar begins that is not there yet.
function endOfPage() {
  const root = document.documentElement;
  return Math.min(root.clientWidth, root.getBoundingClientRect().right);
}

// At the left of the window's middle there may be room as well, as in a page that is not ours.
function sideOf(figure) {
  const right = endOfPage() - margin - figure.right - gap;
  const left = figure.left - gap - margin;
  const side = right >= left || right >= narrowest ? 'right' : 'left';
  return {side, room: side === 'right' ? right : left};
}

// Whether a panel beside the figure has little width.
function isNarrow(figure) {
  const {room} = sideOf(figure);
  return room >= narrowest && room < narrowRows;
}

// A panel moves without being laid out again.
function standAt(panel, left, top) {
  panel.style.translate = `${left}px ${top}px`;
  return new DOMRect(left, top, panel.offsetWidth, panel.offsetHeight);
}

// Returns the place of the panel in the window.
function standBeside(panel, box, figure, {side}, highest) {
  const {offsetWidth: width, offsetHeight: height} = panel;
  const left = side === 'right' ? figure.right + gap : figure.left - gap - width;
  const lowest = window.innerHeight - margin - height;
  return standAt(panel, left, Math.max(highest, Math.min(box.top, lowest)));
}

// Whether a panel of the window's width stands at its foot, and how high it may be.
function sheetOf(box, highest) {
  const all = window.innerHeight;
  const below = all - box.bottom - gap;
  const above = box.top - gap - (highest - margin);
  const atFoot = below >= leastSheet * all || below >= above;
  return {atFoot, most: between(leastSheet * all, atFoot ? below : above, mostSheet * all)};
}

// The height nearest to `y` at which a line passes between some texts; `y` itself if there is none.
function clearHeight(y, {top, bottom}, texts) {
  let nearest = y;
  let least = Infinity;
  let begin = top;
  const end = {top: bottom, bottom};
  for (const text of [...texts, end].sort((one, other) => one.top - other.top)) {
    const clear = between(begin + clearance, y, text.top - clearance);
    if (text.top - begin >= 2 * clearance && Math.abs(clear - y) < least) {
      nearest = clear;
      least = Math.abs(clear - y);
    }
    begin = Math.max(begin, text.bottom);
  }
  return nearest;
}

// From what a panel describes to the panel, one pixel wide.
function hairline(box, place, isAcross, texts) {
  if (isAcross) {
    const [top, bottom] = box.top < place.top ? [box.bottom, place.top] : [place.bottom, box.top];
    return {left: box.left + box.width / 2, top, width: 1, height: Math.max(0, bottom - top)};
  }
  const [left, right] = box.left < place.left ? [box.right, place.left] : [place.right, box.left];
  const crossed = texts.filter((text) => text.right > left && text.left < right);
  const height = box.height < thinRow ? box.bottom + 1
    : clearHeight(box.top + box.height / 2, box, crossed);
  const top = between(place.top + cornerRoom, height, place.bottom - cornerRoom);
  const isSeen = top > box.top && top <= box.bottom + 1;
  return {left, top, width: isSeen ? Math.max(0, right - left) : 0, height: 1};
}

function moved({left, top, width, height}, origin) {
  return {left: left - origin.left, top: top - origin.top, width, height};
}

// Gives a panel the size that its place leaves it: before it is in the document, so that the browser
// lays it out once.
function fit(panel, {row, figure, highest}) {
  const free = sideOf(figure);
  const isAcross = free.room < narrowest;
  const most = isAcross ? sheetOf(row, highest).most : window.innerHeight - margin - highest;
  panel.classList.toggle('across', isAcross);
  panel.classList.toggle('narrow', isNarrow(figure));
  panel.style.maxWidth = isAcross ? '' : `${free.room}px`;
  panel.style.maxHeight = `${most}px`;
}

// Places a panel and its hairline beside `row`, and the frame around `part` of that.
function dock({panel, frame, hair}, {row, part, texts, figure, origin, highest}) {
  const free = sideOf(figure);
  const isAcross = free.room < narrowest;
  const top = sheetOf(row, highest).atFoot ? window.innerHeight - panel.offsetHeight
    : highest - margin;
  const place = isAcross ? standAt(panel, 0, top)
    : standBeside(panel, row, figure, free, highest);
  // Begins at the edge of the row, so that it crosses nothing of it.
  const end = isAcross ? new DOMRect(part.left, row.top, part.width, row.height)
    : new DOMRect(row.left, part.top, row.width, part.height);
  setBox(hair, moved(hairline(end, place, isAcross, texts), origin));
  setBox(frame, moved(part, origin));
}
