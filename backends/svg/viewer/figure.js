// SPDX-License-Identifier: MIT
// Brings one figure to life. A page may hold many, and the same one twice; each finds its own
// parts below itself.

function bringToLife(figure) {
  figure.dataset.tviz = 'alive';
  const svg = figure.querySelector('svg');
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  // A picture has no parts that can be pressed, a group has.
  svg.setAttribute('role', 'group');
  const panels = new PanelControl(figure, svg, data);
  const {shadow} = panels;
  const toolbar = new Toolbar(figure, svg, shadow);
  const announcer = new Announcer(shadow);
  const keys = new KeyMap(figure);
  const folds = new FoldControl(figure, svg, data, panels);
  const parts = {figure, svg, data, shadow, panels, toolbar, announcer, keys, folds};
  new SearchControl(parts);
  new LayersControl(parts);
  new ZoomControl(parts);
  new SaveControl(parts);
}
