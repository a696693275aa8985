// Where data are in a panel.

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// What lies far outside is kept near the picture: a canvas does not draw lines to very distant places.
const NEAR = [-1e4, 2e4];

function axis([low, high], logarithmic, from, length) {
  const bend = logarithmic ? Math.log10 : (value) => value;
  const unbend = logarithmic ? (value) => 10 ** value : (value) => value;
  const start = bend(low);
  const extent = bend(high) - start;
  const toPixel = (value) => clamp(from + ((bend(value) - start) / extent) * length, ...NEAR);
  const toData = (pixel) => unbend(start + ((pixel - from) / length) * extent);
  return [toPixel, toData];
}

// Functions from data to pixels of a panel and back, and its rectangle [left, top, width, height] in pixels.
export function scale(panel, [width, height]) {
  const [left, top, w, h] = panel.box;
  const [x, unx] = axis(panel.x, panel.logx, left * width, w * width);
  const [y, uny] = axis(panel.y, panel.logy, (top + h) * height, -h * height);
  return { x, y, unx, uny, rect: [left * width, top * height, w * width, h * height] };
}
