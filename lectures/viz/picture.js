// Draws every picture of the course: a background made by matplotlib, and over it marks in data coordinates.
// The kernel sends numbers only. Where all frames of a sweep were sent, the controls are followed without a kernel.

const star = (points, inner, turn, radius) => Array.from({ length: 2 * points }, (_, i) => {
  const angle = turn + i * Math.PI / points, length = i % 2 ? radius * inner : radius;
  return [length * Math.sin(angle), -length * Math.cos(angle)];
});
const MARKERS = {
  o: star(12, 0.97, 0, 1), s: star(4, 0.71, Math.PI / 4, 1.3), D: star(4, 0.71, 0, 1.3), "^": star(3, 0.5, 0, 1.3),
  v: star(3, 0.5, Math.PI, 1.3), "*": star(5, 0.4, 0, 1.5), "+": star(4, 0.2, 0, 1.4), x: star(4, 0.2, Math.PI / 4, 1.5),
};
const clamp = (v, low, high) => Math.min(Math.max(v, low), high);

// Where data are in a panel: functions from data to pixels, and back.
export function scale(panel, [width, height]) {
  const [left, top, w, h] = panel.box;
  const axis = ([low, high], log, from, length) => {
    const bend = log ? Math.log10 : (v) => v, unbend = log ? (v) => 10 ** v : (v) => v, a = bend(low), b = bend(high);
    return [(v) => clamp(from + (bend(v) - a) / (b - a) * length, -1e4, 2e4), (p) => unbend(a + (p - from) / length * (b - a))];
  };
  const [x, unx] = axis(panel.x, panel.logx, left * width, w * width);
  const [y, uny] = axis(panel.y, panel.logy, (top + h) * height, -h * height);
  return { x, y, unx, uny, rect: [left * width, top * height, w * width, h * height] };
}

const DRAW = {
  line(c, m, d, s, colour, look) {
    c.globalAlpha = m.opacity;
    if (m.width) {
      c.setLineDash(look.dashes[m.dash]); c.lineWidth = m.width; c.strokeStyle = colour; c.beginPath();
      for (let i = 0, pen = false; i < d.length; i += 2) {
        const x = s.x(d[i]), y = s.y(d[i + 1]);
        if (Number.isFinite(x + y)) { pen ? c.lineTo(x, y) : c.moveTo(x, y); pen = true; } else pen = false;
      }
      c.stroke(); c.setLineDash([]);
    }
    c.fillStyle = colour;
    for (let i = 0; m.marker && i < d.length; i += 2) {
      const x = s.x(d[i]), y = s.y(d[i + 1]), r = m.size / 2;
      if (!Number.isFinite(x + y)) continue;
      c.beginPath(); MARKERS[m.marker].forEach(([a, b]) => c.lineTo(x + a * r, y + b * r)); c.closePath(); c.fill();
    }
  },
  bars(c, m, d, s, colour) {
    c.globalAlpha = m.opacity; c.fillStyle = colour;
    for (let i = 0; i < d.length; i += 3) {
      const x0 = s.x(d[i] - m.width / 2), x1 = s.x(d[i] + m.width / 2), base = s.y(d[i + 1]), top = s.y(d[i + 2]);
      if (Number.isFinite(base + top)) c.fillRect(x0, Math.min(base, top), x1 - x0, Math.abs(base - top));
    }
  },
  arrows(c, m, d, s, colour) {
    c.strokeStyle = c.fillStyle = colour; c.lineWidth = m.width;
    for (let i = 0; i < d.length; i += 4) {
      const x0 = s.x(d[i]), y0 = s.y(d[i + 1]), x1 = s.x(d[i + 2]), y1 = s.y(d[i + 3]);
      const length = Math.hypot(x1 - x0, y1 - y0), head = Math.min(m.head, length), turn = Math.atan2(y1 - y0, x1 - x0);
      if (!(length > 0.5)) continue;
      const at = (along, aside) => [x1 - along * Math.cos(turn) - aside * Math.sin(turn), y1 - along * Math.sin(turn) + aside * Math.cos(turn)];
      c.beginPath(); c.moveTo(x0, y0); c.lineTo(...at(head * 0.8, 0)); c.stroke();
      c.beginPath(); c.moveTo(x1, y1); c.lineTo(...at(head, head * 0.42)); c.lineTo(...at(head, -head * 0.42)); c.closePath(); c.fill();
    }
  },
  fill(c, m, d, s, colour) {
    c.globalAlpha = m.opacity; c.fillStyle = colour; c.beginPath();
    for (let i = 0; i < d.length; i += 2) c.lineTo(s.x(d[i]), s.y(d[i + 1]));
    c.fill();
  },
  text(c, m, d, s, colour, look, words) {
    const [left, top, w, h] = s.rect, [x, y] = m.inside ? [left + d[0] * w, top + (1 - d[1]) * h] : [s.x(d[0]), s.y(d[1])];
    c.font = `${m.bold ? "bold " : ""}${m.size}px "DejaVu Sans", Verdana, sans-serif`;
    c.textAlign = m.align; c.textBaseline = "middle"; c.lineJoin = "round";
    c.lineWidth = 3; c.strokeStyle = look.paper; c.strokeText(words, x, y); c.fillStyle = colour; c.fillText(words, x, y);
  },
  heat(c, m, d, s) {
    const [x0, x1, y0, y1, columns] = d, rows = (d.length - 5) / columns, table = m.colours;
    const edges = (at, low, high, n) => Array.from({ length: n + 1 }, (_, i) => Math.round(at(low + (high - low) * i / n)));
    const xs = edges(s.x, x0, x1, columns), ys = edges(s.y, y0, y1, rows);
    for (let r = 0, i = 5; r < rows; r++) for (let k = 0; k < columns; k++, i++) {
      if (!Number.isFinite(d[i])) continue;
      c.fillStyle = table[clamp(Math.floor(d[i] * table.length), 0, table.length - 1)];
      c.fillRect(xs[k], ys[r + 1], xs[k + 1] - xs[k], ys[r] - ys[r + 1]);
    }
  },
};

// Split one frame of the buffer into its marks, each with its numbers and words.
export function unpack(styles, frame, values) {
  let [which, at, words] = frame, said = 0;
  return styles[which].map((mark) => {
    const size = values[at], data = values.subarray(at + 1, at + 1 + size);
    at += 1 + size;
    return { mark, data, words: mark.kind === "text" ? words[said++] : null };
  });
}

// Paint marks; `look` holds the colours of the present theme and the dashes.
export function paint(context, size, panels, marks, look) {
  for (const { mark, data, words } of marks) {
    const s = scale(panels[mark.panel], size);
    context.save(); context.beginPath(); context.rect(...s.rect); context.clip();
    DRAW[mark.kind]?.(context, mark, data, s, look[mark.colour] ?? mark.colour, look, words); context.restore();
  }
}

const themeNow = () => (document.body.dataset.jpThemeLight === "false" ? "dark" : "light");
const setAll = (node, attributes) => { Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value)); return node; };
const element = (tag, name, attributes = {}) => setAll(document.createElement(tag), { class: `descent-${name}`, ...attributes });

// Sliders of ipywidgets tell a screen reader neither their name nor the value as it is shown.
async function nameControls(controls) {
  for (const control of controls) for (const view of Object.values(control.views ?? {})) {
    const { el } = await view, handle = el.querySelector(".noUi-handle"), shown = control.get("_options_labels")?.[control.get("index")];
    el.querySelector(".noUi-handle, select")?.classList.add("descent-control");
    if (handle) setAll(handle, { "aria-label": control.get("description"), "aria-valuetext": shown ?? control.get("value") });
  }
}

// JupyterLab goes to another cell with the arrow keys, also from a slider or a list, unless that has this attribute.
function keepArrows({ key, target }) {
  if (target.classList?.contains("descent-control")) target.toggleAttribute("data-lm-suppress-shortcuts", key.startsWith("Arrow"));
}

// Points on the picture that are dragged, clicked to another place, or moved with the arrow keys.
function makeHandles(model, frame, size, panelsNow) {
  const boxes = model.get("handles"), at = [], space = (i) => scale(panelsNow()[boxes[i].panel], size);
  function move(i, px, py) {
    const s = space(i), [left, top, w, h] = s.rect, points = model.get("points").map((point) => [...point]);
    if (boxes[i].free !== "y") points[i][0] = s.unx(clamp(px, left, left + w));
    if (boxes[i].free !== "x") points[i][1] = s.uny(clamp(py, top, top + h));
    model.set("points", points); model.save_changes();
  }
  const nodes = boxes.map(({ label }) => element("div", "handle",
    { role: "slider", tabindex: 0, "aria-label": `${label}, move with the arrow keys`, "data-lm-suppress-shortcuts": true }));
  frame.append(...nodes);
  frame.onkeydown = (event) => {
    const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key], i = nodes.indexOf(event.target);
    if (!turn || i < 0) return;
    event.preventDefault(); event.stopPropagation();
    const s = space(i), [x, y] = model.get("points")[i], part = event.shiftKey ? 10 : 50;
    move(i, s.x(x) + turn[0] * s.rect[2] / part, s.y(y) + turn[1] * s.rect[3] / part);
  };
  const pixel = ({ clientX, clientY }, box = frame.getBoundingClientRect()) =>
    [(clientX - box.left) * size[0] / box.width, (clientY - box.top) * size[1] / box.height];
  let held = -1; // the handle that the pointer has hold of
  frame.onpointerdown = (event) => {
    const [px, py] = pixel(event), far = (i) => Math.hypot(at[i][0] - px, at[i][1] - py);
    const near = (i) => { const [l, t, w, h] = space(i).rect; return Math.abs(px - l - w / 2) < w / 2 + 12 && Math.abs(py - t - h / 2) < h / 2 + 12; };
    held = [...nodes.keys()].filter(near).sort((a, b) => far(a) - far(b))[0] ?? -1;
    if (held < 0) return;
    event.preventDefault(); frame.setPointerCapture(event.pointerId); nodes[held].focus({ preventScroll: true }); move(held, px, py);
  };
  frame.onpointermove = (event) => { if (held >= 0) move(held, ...pixel(event)); };
  frame.onpointerup = frame.onpointercancel = () => { held = -1; };
  return (marks, hidden) => nodes.forEach((node, i) => {
    const placed = marks.find(({ mark }) => mark.kind === "handle" && mark.number === i), panel = panelsNow()[boxes[i].panel];
    const place = placed ? [...placed.data] : model.get("points")[i], s = space(i), axis = boxes[i].free === "y" ? 1 : 0;
    at[i] = [s.x(place[0]), s.y(place[1])];
    Object.assign(node.style, { left: `${100 * at[i][0] / size[0]}%`, top: `${100 * at[i][1] / size[1]}%`, display: hidden ? "none" : "block" });
    const words = { x: place.slice(0, 1), y: place.slice(1) }[boxes[i].free] ?? place, [low, high] = axis ? panel.y : panel.x;
    const spoken = words.map((v) => v.toPrecision(3)).join(", ");
    setAll(node, { "aria-valuetext": spoken, "aria-valuenow": place[axis], "aria-valuemin": low, "aria-valuemax": high });
  });
}

async function render({ model, el }) {
  const size = model.get("size"), [width, height] = size, zoom = Math.max(window.devicePixelRatio || 1, 1);
  const frame = element("div", "frame"), card = element("div", "card", { role: "status" }), caption = element("div", "caption", { "aria-hidden": true });
  const canvas = element("canvas", "canvas", { role: "img", width: width * zoom, height: height * zoom }), context = canvas.getContext("2d");
  el.style.setProperty("--width", `${width}px`); frame.style.aspectRatio = `${width} / ${height}`;
  frame.append(canvas, card); el.append(frame, caption);
  const named = await Promise.all(model.get("controls").map((id) => model.widget_manager.get_model(id.slice("IPY_MODEL_".length))));
  const row = () => model.get("strides").reduce((sum, stride, i) => sum + stride * (named[i].get("index") ?? Number(named[i].get("value"))), 0);
  let picture = null, panels = model.get("panels"), wanted = 0, ready = 0, waiting = false;
  const placeHandles = makeHandles(model, frame, size, () => panels);

  function draw() {
    waiting = false;
    const message = model.get("message"), now = model.get("frames")[row()], sentence = now && !message ? now[3] : "";
    card.style.display = message ? "flex" : "none"; card.textContent = message;
    canvas.style.visibility = message ? "hidden" : "visible"; caption.textContent = sentence;
    canvas.setAttribute("aria-label", `${model.get("about")} ${sentence}`.trim());
    nameControls(named);
    if (!picture) return;
    context.setTransform(zoom, 0, 0, zoom, 0, 0); context.clearRect(0, 0, width, height); context.drawImage(picture, 0, 0, width, height);
    const raw = model.get("values"), values = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
    const marks = now ? unpack(model.get("styles"), now, values) : [];
    paint(context, size, panels, marks, model.get("look")[themeNow()]);
    placeHandles(marks, !!message);
  }
  const redraw = () => { if (!waiting && ready === wanted) { waiting = true; requestAnimationFrame(draw); } };
  async function load() { // what is on show stays until the newest background is ready
    const parts = model.get("background"), places = model.get("panels"), mine = ++wanted;
    const next = parts.head && await createImageBitmap(new Blob([parts.head, parts[themeNow()], parts.tail], { type: "image/png" }));
    if (mine === wanted) { picture = next; panels = places; ready = mine; redraw(); }
  }
  const watched = ["values", "frames", "styles", "message", "strides", "points"].map((name) => [model, `change:${name}`, redraw]);
  watched.push([model, "change:background", load], ...named.map((control) => [control, "change:index change:value", redraw]));
  watched.forEach(([source, name, then]) => source.on(name, then));
  const themes = new MutationObserver(load);
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  await load();
  window.addEventListener("keydown", keepArrows, true); // before JupyterLab, which listens at the document
  const later = setTimeout(() => nameControls(named), 800);
  return () => { clearTimeout(later); window.removeEventListener("keydown", keepArrows, true); themes.disconnect(); watched.forEach(([source, name, then]) => source.off(name, then)); };
}

export default { render };
