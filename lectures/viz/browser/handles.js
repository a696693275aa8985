// Points on the picture that are dragged, clicked to another place, or moved with the arrow keys.
import { clamp, scale } from "./geometry.js";
import { element, setAll } from "./page.js";

const TURNS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const REACH = 12; // pixels around a panel in which a press still counts as one on it
const STEPS = 50; // presses of a key from one side of a panel to the other
const LARGE_STEPS = 10; // with shift

// Put handles on a frame; the function that is returned places them for the marks of the present picture.
export function makeHandles(model, frame, size, panelsNow, look = "handle") {
  const handles = model.get("handles");
  const places = []; // in pixels
  const scaleOf = (i) => scale(panelsNow()[handles[i].panel], size);
  const nodes = handles.map(({ label }) =>
    element("div", look === "handle" ? look : `handle descent-${look}`, {
      role: "slider",
      tabindex: 0,
      "aria-label": `${label}, move with the arrow keys`,
      "data-lm-suppress-shortcuts": true,
    }),
  );
  frame.append(...nodes);

  function move(i, px, py) {
    const place = scaleOf(i);
    const [left, top, width, height] = place.rect;
    const points = model.get("points").map((point) => [...point]);
    if (handles[i].free !== "y") points[i][0] = place.unx(clamp(px, left, left + width));
    if (handles[i].free !== "x") points[i][1] = place.uny(clamp(py, top, top + height));
    model.set("points", points);
    model.save_changes();
  }

  function followKey(event) {
    const turn = TURNS[event.key];
    const i = nodes.indexOf(event.target);
    if (!turn || i < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const place = scaleOf(i);
    const [, , width, height] = place.rect;
    const [x, y] = model.get("points")[i];
    const steps = event.shiftKey ? LARGE_STEPS : STEPS;
    move(i, place.x(x) + (turn[0] * width) / steps, place.y(y) + (turn[1] * height) / steps);
  }

  function pixel({ clientX, clientY }) {
    const box = frame.getBoundingClientRect();
    return [((clientX - box.left) * size[0]) / box.width, ((clientY - box.top) * size[1]) / box.height];
  }

  function isOnPanel(i, px, py) {
    const [left, top, width, height] = scaleOf(i).rect;
    const aside = Math.abs(px - left - width / 2) - width / 2;
    const above = Math.abs(py - top - height / 2) - height / 2;
    return Math.max(aside, above) < REACH;
  }

  let held = -1; // the handle that the pointer has hold of
  let away = true; // hidden handles cannot be taken hold of
  function take(event) {
    if (away) return;
    const [px, py] = pixel(event);
    const distance = (i) => (i < 0 ? Infinity : Math.hypot(places[i][0] - px, places[i][1] - py));
    const near = [...nodes.keys()].filter((i) => isOnPanel(i, px, py));
    held = near.reduce((best, i) => (distance(i) < distance(best) ? i : best), -1);
    if (held < 0) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    nodes[held].focus({ preventScroll: true });
    move(held, px, py);
  }
  function drag(event) {
    if (held >= 0) move(held, ...pixel(event));
  }
  function letGo() {
    held = -1;
  }
  frame.addEventListener("keydown", followKey);
  frame.addEventListener("pointerdown", take);
  frame.addEventListener("pointermove", drag);
  frame.addEventListener("pointerup", letGo);
  frame.addEventListener("pointercancel", letGo);

  function put(node, i, marks, hidden) {
    const placed = marks.find(({ mark }) => mark.kind === "handle" && mark.number === i);
    const at = placed ? [...placed.data] : model.get("points")[i];
    const { free, panel } = handles[i];
    const spaces = scaleOf(i);
    places[i] = [spaces.x(at[0]), spaces.y(at[1])];
    Object.assign(node.style, {
      left: `${(100 * places[i][0]) / size[0]}%`,
      top: `${(100 * places[i][1]) / size[1]}%`,
      display: hidden ? "none" : "block",
    });
    const [low, high] = panelsNow()[panel][free === "y" ? "y" : "x"];
    const spoken = { x: at.slice(0, 1), y: at.slice(1) }[free] ?? at;
    setAll(node, {
      "aria-valuetext": spoken.map((value) => String(Number(value.toPrecision(3)))).join(", "),
      "aria-valuenow": at[free === "y" ? 1 : 0],
      "aria-valuemin": low,
      "aria-valuemax": high,
    });
  }

  return (marks, hidden) => {
    away = hidden;
    nodes.forEach((node, i) => put(node, i, marks, hidden));
  };
}
