// Draws every picture of the course: a background made by matplotlib, and over it marks in data coordinates.
// The kernel sends numbers only. Where all frames of a sweep were sent, the controls are followed without a kernel.
import { makeQuestion, remember } from "./ask.js";
import { makeHandles } from "./handles.js";
import { paint, unpack } from "./marks.js";
import { element, keepArrows, nameControls, themeNow } from "./page.js";

const LATE = 800; // milliseconds after which the controls' own views are there
const REDRAWN_ON = ["values", "frames", "styles", "message", "strides", "points"];

function floats(raw) {
  return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
}

// The control models that the picture follows.
function modelsOf(model) {
  const ids = model.get("controls").map((id) => id.slice("IPY_MODEL_".length));
  return Promise.all(ids.map((id) => model.widget_manager.get_model(id)));
}

// The number of the frame that the controls ask for.
function frameNumber(model, controls) {
  const notch = (control) => control.get("index") ?? Number(control.get("value"));
  return model.get("strides").reduce((sum, stride, i) => sum + stride * notch(controls[i]), 0);
}

// The elements of one picture, in the order in which they stand.
function lay(el, [width, height]) {
  const zoom = Math.max(window.devicePixelRatio || 1, 1);
  const frame = element("div", "frame");
  const canvas = element("canvas", "canvas", { role: "img", width: width * zoom, height: height * zoom });
  const card = element("div", "card", { role: "status" });
  const caption = element("div", "caption", { "aria-hidden": true });
  el.style.setProperty("--width", `${width}px`);
  frame.style.aspectRatio = `${width} / ${height}`;
  frame.append(canvas, card);
  el.append(frame, caption);
  return { frame, canvas, card, caption, zoom, context: canvas.getContext("2d") };
}

async function render({ model, el }) {
  const size = model.get("size");
  const { frame, canvas, card, caption, zoom, context } = lay(el, size);
  const controls = await modelsOf(model);
  let background = null;
  let panels = model.get("panels");
  let wanted = 0; // numbers of backgrounds: the newest one, and the one on show
  let ready = 0;
  let waiting = false;
  const placeHandles = makeHandles(model, frame, size, () => panels);
  const asked = makeQuestion(model, el, frame, size, () => panels, controls, () => redraw());

  function say(message, sentence) {
    card.style.display = message ? "flex" : "none";
    card.textContent = message;
    canvas.style.visibility = message ? "hidden" : "visible";
    caption.textContent = sentence;
    caption.style.display = asked.locked() ? "none" : ""; // the question stands in its place
    canvas.setAttribute("aria-label", `${model.get("about")} ${sentence}`.trim());
  }

  function draw() {
    const message = model.get("message");
    const now = model.get("frames")[frameNumber(model, controls)];
    const locked = asked.locked();
    say(message, now && !message && !locked ? now[3] : "");
    nameControls(controls);
    if (!background) return;
    context.setTransform(zoom, 0, 0, zoom, 0, 0);
    context.clearRect(0, 0, ...size);
    context.drawImage(background, 0, 0, ...size);
    const marks = now ? unpack(model.get("styles"), now, floats(model.get("values"))) : [];
    const shown = marks.filter(({ mark }) => !(locked && mark.revealed));
    paint(context, size, panels, [...shown, ...asked.marks()], model.get("look")[themeNow()]);
    placeHandles(shown, Boolean(message) || locked);
    asked.put(Boolean(message));
  }

  function redraw() {
    if (waiting || ready !== wanted) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  }
  async function load() {
    const { head, tail, ...themes } = model.get("background");
    const itsPanels = model.get("panels");
    const number = ++wanted;
    const parts = head && [head, themes[themeNow()], tail];
    const next = parts && (await createImageBitmap(new Blob(parts, { type: "image/png" })));
    if (number !== wanted) return; // what is on show stays until the newest background is ready
    background = next;
    panels = itsPanels;
    ready = number;
    redraw();
  }

  const watched = [
    ...REDRAWN_ON.map((name) => [model, `change:${name}`, redraw]),
    [model, "change:background", load],
    ...controls.map((control) => [control, "change:index change:value", redraw]),
  ];
  watched.forEach(([source, name, then]) => source.on(name, then));
  const themes = new MutationObserver(load);
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  await load();
  window.addEventListener("keydown", keepArrows, true); // before JupyterLab, which listens at the document
  const later = setTimeout(() => nameControls(controls), LATE);
  return () => {
    clearTimeout(later);
    window.removeEventListener("keydown", keepArrows, true);
    themes.disconnect();
    asked.end();
    watched.forEach(([source, name, then]) => source.off(name, then));
  };
}

const initialize = ({ model }) => {
  remember(model, modelsOf);
};

export default { initialize, render };
