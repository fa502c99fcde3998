// SPDX-License-Identifier: MIT
// Of a very large figure, browsers record all that is drawn whenever something opens over it: what is
// far from the window is then left out of what they paint, and stays where it is.

// Elements of a figure, from which on that takes longer than a frame has.
const manyElements = 10000;

function hideFar(svg) {
  if (svg.getElementsByTagName('*').length < manyElements) return;
  const observer = new IntersectionObserver((entries) => {
    for (const {target, isIntersecting} of entries) {
      target.classList.toggle('tviz-far', !isIntersecting);
    }
  }, {rootMargin: '100%'});
  for (const drawing of svg.querySelector('.tviz-drawing').children) observer.observe(drawing);
}
