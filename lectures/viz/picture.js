// Draws every picture of the course: a background made by matplotlib, and over it marks in data coordinates.
// The kernel sends numbers only. Where all frames of a sweep were sent, the controls are followed without a kernel.

const MARKERS = {
  s: [[-1, -1], [1, -1], [1, 1], [-1, 1]], "^": [[0, -1.2], [1.1, 0.9], [-1.1, 0.9]], v: [[0, 1.2], [1.1, -0.9], [-1.1, -0.9]],
  D: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  "*": Array.from({ length: 10 }, (_, i) => [Math.sin(i * Math.PI / 5) * (i % 2 ? 0.6 : 1.5), -Math.cos(i * Math.PI / 5) * (i % 2 ? 0.6 : 1.5)]),
};
const clamp = (v, low, high) => Math.min(Math.max(v, low), high);

// Where data are in a panel: functions from data to pixels, and back.
export function scale(panel, [width, height]) {
  const [left, top, w, h] = panel.box;
  const axis = ([low, high], log, from, length) => {
    const bend = log ? Math.log10 : (v) => v, unbend = log ? (v) => 10 ** v : (v) => v;
    const a = bend(low), b = bend(high);
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
    if (!m.marker) return;
    c.fillStyle = c.strokeStyle = colour;
    for (let i = 0; i < d.length; i += 2) {
      const x = s.x(d[i]), y = s.y(d[i + 1]), r = m.size / 2;
      if (!Number.isFinite(x + y)) continue;
      c.beginPath();
      if (MARKERS[m.marker]) { MARKERS[m.marker].forEach(([a, b]) => c.lineTo(x + a * r, y + b * r)); c.closePath(); c.fill(); }
      else if (m.marker === "x" || m.marker === "+") {
        const k = m.marker === "x" ? 1 : 0;
        c.lineWidth = 1.6; c.moveTo(x - r, y - r * k); c.lineTo(x + r, y + r * k); c.moveTo(x - r * k, y + r); c.lineTo(x + r * k, y - r); c.stroke();
      } else { c.arc(x, y, r, 0, 2 * Math.PI); c.fill(); }
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
    const [left, top, w, h] = s.rect;
    const x = m.inside ? left + d[0] * w : s.x(d[0]), y = m.inside ? top + (1 - d[1]) * h : s.y(d[1]);
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
  handle() {},
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
    DRAW[mark.kind](context, mark, data, s, look[mark.colour] ?? mark.colour, look, words);
    context.restore();
  }
}

const themeNow = () => (document.body.dataset.jpThemeLight === "false" ? "dark" : "light");
const element = (tag, style, attributes = {}) => {
  const node = document.createElement(tag);
  node.style.cssText = style;
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  return node;
};

// Sliders of ipywidgets tell a screen reader neither their name nor the value as it is shown.
async function nameControls(controls) {
  for (const control of controls) for (const view of Object.values(control.views ?? {})) {
    const handle = (await view).el.querySelector(".noUi-handle");
    if (!handle) continue;
    handle.setAttribute("aria-label", control.get("description"));
    handle.setAttribute("aria-valuetext", String(control.get("_options_labels")?.[control.get("index")] ?? control.get("value")));
  }
}

// Points on the picture that are dragged, clicked to another place, or moved with the arrow keys.
function makeHandles(model, frame, size, panelsNow) {
  const at = [], boxes = model.get("handles");
  const space = (i) => scale(panelsNow()[boxes[i].panel], size);
  function move(i, px, py) {
    const s = space(i), [left, top, w, h] = s.rect, points = model.get("points").map((point) => [...point]);
    if (boxes[i].free !== "y") points[i][0] = s.unx(clamp(px, left, left + w));
    if (boxes[i].free !== "x") points[i][1] = s.uny(clamp(py, top, top + h));
    model.set("points", points); model.save_changes();
  }
  const pixel = (event) => {
    const box = frame.getBoundingClientRect();
    return [(event.clientX - box.left) * size[0] / box.width, (event.clientY - box.top) * size[1] / box.height];
  };
  const nodes = boxes.map((handle, i) => {
    const node = element("div", "position:absolute;width:24px;height:24px;margin:-12px;border-radius:50%;border:3px solid var(--jp-content-font-color1, #222);background:rgba(128,128,128,.25);box-sizing:border-box;cursor:grab;touch-action:none",
      { role: "slider", tabindex: 0, "aria-label": `${handle.label}, move with the arrow keys`, "data-lm-suppress-shortcuts": "true" });
    node.onkeydown = (event) => {
      const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!turn) return;
      event.preventDefault(); event.stopPropagation();
      const [, , w, h] = space(i).rect, part = event.shiftKey ? 10 : 50;
      move(i, at[i][0] + turn[0] * w / part, at[i][1] + turn[1] * h / part);
    };
    frame.append(node);
    return node;
  });
  let held = -1;
  frame.onpointerdown = (event) => {
    const [px, py] = pixel(event), distance = (i) => Math.hypot(at[i][0] - px, at[i][1] - py);
    const inside = (i) => { const [l, t, w, h] = space(i).rect; return px >= l - 12 && px <= l + w + 12 && py >= t - 12 && py <= t + h + 12; };
    held = boxes.map((_, i) => i).filter(inside).sort((a, b) => distance(a) - distance(b))[0] ?? -1;
    if (held < 0) return;
    event.preventDefault(); frame.setPointerCapture(event.pointerId); nodes[held].focus({ preventScroll: true }); move(held, px, py);
  };
  frame.onpointermove = (event) => { if (held >= 0) move(held, ...pixel(event)); };
  frame.onpointerup = frame.onpointercancel = () => { held = -1; };
  return (marks, hidden) => nodes.forEach((node, i) => {
    const placed = marks.find(({ mark }) => mark.kind === "handle" && mark.number === i);
    const [x, y] = placed ? placed.data : model.get("points")[i], s = space(i);
    at[i] = [s.x(x), s.y(y)];
    node.style.left = `${100 * at[i][0] / size[0]}%`; node.style.top = `${100 * at[i][1] / size[1]}%`;
    node.style.display = hidden ? "none" : "block";
    const words = { x: `${x.toPrecision(3)}`, y: `${y.toPrecision(3)}` }[boxes[i].free] ?? `${x.toPrecision(3)}, ${y.toPrecision(3)}`;
    Object.entries({ valuetext: words, valuenow: x, valuemin: panelsNow()[boxes[i].panel].x[0], valuemax: panelsNow()[boxes[i].panel].x[1] })
      .forEach(([name, value]) => node.setAttribute(`aria-${name}`, value));
  });
}

async function render({ model, el }) {
  const size = model.get("size"), [width, height] = size, zoom = Math.max(window.devicePixelRatio || 1, 1);
  const wide = `width:${width}px;max-width:100%;box-sizing:border-box;color:var(--jp-content-font-color1, inherit);`;
  const frame = element("div", `${wide}position:relative;aspect-ratio:${width}/${height}`);
  const canvas = element("canvas", "position:absolute;inset:0;width:100%;height:100%", { role: "img", width: width * zoom, height: height * zoom });
  const card = element("div", "position:absolute;inset:0;align-items:center;justify-content:center;text-align:center;padding:2em;border:1px dashed", { role: "status" });
  const caption = element("div", `${wide}min-height:3em;line-height:1.5;padding:0 8px;font-size:13px`, { "aria-hidden": "true" });
  frame.append(canvas, card); el.append(frame, caption);
  const context = canvas.getContext("2d");
  const named = await Promise.all(model.get("controls").map((id) => model.widget_manager.get_model(id.slice("IPY_MODEL_".length))));
  const notch = (control) => control.get("index") ?? Number(control.get("value") ?? 0);
  const row = () => model.get("strides").reduce((sum, stride, i) => sum + stride * notch(named[i]), 0);
  let picture = null, panels = model.get("panels"), decoding = 0, waiting = false;
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
    const raw = model.get("values"), bytes = raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength);
    const marks = now ? unpack(model.get("styles"), now, new Float32Array(bytes)) : [];
    paint(context, size, panels, marks, model.get("look")[themeNow()]);
    placeHandles(marks, !!message);
  }
  const redraw = () => { if (!waiting && !decoding) { waiting = true; requestAnimationFrame(draw); } };
  async function load() { // what is on show stays until the next background is ready
    const parts = model.get("background"), wanted = model.get("panels");
    if (!parts.head) return redraw();
    decoding++;
    const next = await createImageBitmap(new Blob([parts.head, parts[themeNow()], parts.tail], { type: "image/png" }));
    picture = next; panels = wanted; decoding--;
    redraw();
  }
  const watched = ["values", "frames", "styles", "message", "strides", "points"].map((name) => [model, `change:${name}`, redraw]);
  watched.push([model, "change:background", load], ...named.map((control) => [control, "change:index change:value", redraw]));
  watched.forEach(([source, name, then]) => source.on(name, then));
  const themes = new MutationObserver(load);
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  await load();
  const later = setTimeout(() => nameControls(named), 800);
  return () => { clearTimeout(later); themes.disconnect(); watched.forEach(([source, name, then]) => source.off(name, then)); };
}

export default { render };
