// SPDX-License-Identifier: MIT
// Brings one figure to life. A page may hold many, and the same one twice; each finds its own
// parts below itself.

function bringToLife(figure, data) {
  const svg = figure.querySelector('svg');
  // A picture has no parts that can be pressed, a group has.
  svg.setAttribute('role', 'group');
  data.values = new Values(data.scales);
  const panels = new PanelControl(figure, svg, data);
  const {shadow} = panels;
  const toolbar = new Toolbar(figure, svg, shadow);
  const announcer = new Announcer(shadow);
  const keys = new KeyMap(figure);
  const folds = new FoldControl(figure, svg, data, panels);
  const parts = {figure, svg, data, shadow, panels, toolbar, announcer, keys, folds};
  const search = new SearchControl(parts);
  // A figure that flows to the right and one of several parts have nothing that opens.
  if (folds.foldIds.length > 0) new LayersControl(parts);
  if (data.marks.length > 0) new LegendControl(parts);
  if (data.scales.length > 0) new ThresholdControl(parts);
  const zoom = new ZoomControl(parts);
  new SaveControl(parts);
  new StateControl({...parts, search, zoom});
  hideFar(svg);
  figure.dataset.tviz = 'alive';
}
