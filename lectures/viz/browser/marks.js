// Paints marks on a canvas: one function for each kind of mark, as `Pen` makes them.
import { clamp, scale } from "./geometry.js";

const FONT = '"DejaVu Sans", Verdana, sans-serif';

// The corners of a star around the origin; with shallow notches it is a polygon, with many corners a disc.
function star(corners, inner, turn, radius) {
  return Array.from({ length: 2 * corners }, (_, i) => {
    const angle = turn + (i * Math.PI) / corners;
    const length = i % 2 ? radius * inner : radius;
    return [length * Math.sin(angle), -length * Math.cos(angle)];
  });
}

const MARKERS = {
  o: star(12, 0.97, 0, 1),
  s: star(4, 0.71, Math.PI / 4, 1.3),
  D: star(4, 0.71, 0, 1.3),
  "^": star(3, 0.5, 0, 1.3),
  v: star(3, 0.5, Math.PI, 1.3),
  "*": star(5, 0.4, 0, 1.5),
  "+": star(4, 0.2, 0, 1.4),
  x: star(4, 0.2, Math.PI / 4, 1.5),
};

function polyline(context, data, place) {
  context.beginPath();
  let drawing = false;
  for (let i = 0; i < data.length; i += 2) {
    const x = place.x(data[i]);
    const y = place.y(data[i + 1]);
    const there = Number.isFinite(x + y); // a missing value breaks the line
    if (there && drawing) context.lineTo(x, y);
    else if (there) context.moveTo(x, y);
    drawing = there;
  }
  context.stroke();
}

function markers(context, data, place, corners, size) {
  for (let i = 0; i < data.length; i += 2) {
    const x = place.x(data[i]);
    const y = place.y(data[i + 1]);
    if (!Number.isFinite(x + y)) continue;
    context.beginPath();
    corners.forEach(([a, b]) => context.lineTo(x + (a * size) / 2, y + (b * size) / 2));
    context.closePath();
    context.fill();
  }
}

function line(context, mark, data, place, { colour, look }) {
  context.globalAlpha = mark.opacity;
  if (mark.width) {
    context.setLineDash(look.dashes[mark.dash]);
    context.lineWidth = mark.width;
    context.strokeStyle = colour;
    polyline(context, data, place);
    context.setLineDash([]);
  }
  context.fillStyle = colour;
  if (mark.marker) markers(context, data, place, MARKERS[mark.marker], mark.size);
}

function bars(context, mark, data, place, { colour }) {
  context.globalAlpha = mark.opacity;
  context.fillStyle = colour;
  for (let i = 0; i < data.length; i += 3) {
    const left = place.x(data[i] - mark.width / 2);
    const right = place.x(data[i] + mark.width / 2);
    const base = place.y(data[i + 1]);
    const top = place.y(data[i + 2]);
    if (!Number.isFinite(base + top)) continue;
    context.fillRect(left, Math.min(base, top), right - left, Math.abs(base - top));
  }
}

function arrow(context, [x0, y0], [x1, y1], longestHead) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (!(length > 0.5)) return; // also where a number is missing
  const head = Math.min(longestHead, length);
  const [along, across] = [(x1 - x0) / length, (y1 - y0) / length];
  const back = (by, aside) => [x1 - by * along - aside * across, y1 - by * across + aside * along];
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(...back(head * 0.8, 0));
  context.stroke();
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(...back(head, head * 0.42));
  context.lineTo(...back(head, -head * 0.42));
  context.closePath();
  context.fill();
}

function arrows(context, mark, data, place, { colour }) {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = mark.width;
  for (let i = 0; i < data.length; i += 4) {
    const from = [place.x(data[i]), place.y(data[i + 1])];
    const to = [place.x(data[i + 2]), place.y(data[i + 3])];
    arrow(context, from, to, mark.head);
  }
}

function fill(context, mark, data, place, { colour }) {
  context.globalAlpha = mark.opacity;
  context.fillStyle = colour;
  context.beginPath();
  for (let i = 0; i < data.length; i += 2) context.lineTo(place.x(data[i]), place.y(data[i + 1]));
  context.fill();
}

function text(context, mark, data, place, { colour, look, words }) {
  const [left, top, width, height] = place.rect;
  const x = mark.inside ? left + data[0] * width : place.x(data[0]);
  const y = mark.inside ? top + (1 - data[1]) * height : place.y(data[1]);
  context.font = `${mark.bold ? "bold " : ""}${mark.size}px ${FONT}`;
  context.textAlign = mark.align;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = look.paper; // a rim, which keeps words readable over lines
  context.strokeText(words, x, y);
  context.fillStyle = colour;
  context.fillText(words, x, y);
}

function heat(context, mark, data, place) {
  const [x0, x1, y0, y1, columns] = data;
  const rows = (data.length - 5) / columns;
  const table = mark.colours;
  const edges = (at, low, high, count) =>
    Array.from({ length: count + 1 }, (_, i) => Math.round(at(low + ((high - low) * i) / count)));
  const xs = edges(place.x, x0, x1, columns);
  const ys = edges(place.y, y0, y1, rows);
  for (let row = 0, i = 5; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      if (!Number.isFinite(data[i])) continue;
      context.fillStyle = table[clamp(Math.floor(data[i] * table.length), 0, table.length - 1)];
      context.fillRect(xs[column], ys[row + 1], xs[column + 1] - xs[column], ys[row] - ys[row + 1]);
    }
  }
}

const DRAW = { line, bars, arrows, fill, text, heat };

// Split one frame of the buffer into its marks, each with its numbers and words.
export function unpack(styles, frame, values) {
  const [which, start, words] = frame;
  let at = start;
  let said = 0;
  return styles[which].map((mark) => {
    const size = values[at];
    const data = values.subarray(at + 1, at + 1 + size);
    at += 1 + size;
    return { mark, data, words: mark.kind === "text" ? words[said++] : null };
  });
}

// Paint marks; `look` holds the colours of the present theme and the dashes.
export function paint(context, size, panels, marks, look) {
  for (const { mark, data, words } of marks) {
    const place = scale(panels[mark.panel], size);
    context.save();
    context.beginPath();
    context.rect(...place.rect);
    context.clip();
    DRAW[mark.kind]?.(context, mark, data, place, { colour: look[mark.colour] ?? mark.colour, look, words });
    context.restore();
  }
}
