// Commit, then look: a question below a picture, the reader's guess, and how far it is off, in words.
import { scale } from "./geometry.js";
import { makeHandles } from "./handles.js";
import { element } from "./page.js";

const KEPT = "descent-guess"; // the name under which the browser keeps a guess
const WAITING = "Your guess is kept until there is something to compare it with.";
const KEY = { place: "(The dot is your guess, the green star the truth.)", curve: "(Dashed: your guess; green: the truth.)" };
const GUESS = { panel: 0, colour: "ink", dash: "dashed", marker: "o", width: 2, size: 8, opacity: 1 };
const TRUTH = { ...GUESS, colour: "green", dash: "solid", marker: "*", size: 14 };

// A number as a person writes it: 1000, 12,500, −0.57, 2.5·10⁻⁷.
export function short(value) {
  const size = Math.abs(Number(value.toPrecision(3)));
  const sign = value < 0 && size ? "−" : "";
  if (size && (size < 1e-5 || size >= 1e7)) {
    const power = Math.floor(Math.log10(size) + 1e-9);
    const factor = Number((size / 10 ** power).toPrecision(3));
    const raised = [...String(power)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");
    return `${sign}${factor === 1 ? "" : `${factor}·`}10${raised}`;
  }
  return sign + (size < 1e4 ? String(size) : size.toLocaleString("en"));
}

// A number as people type it; NaN where it is none.
export function typed(text) {
  const plain = text.trim().replaceAll("−", "-").replaceAll(/\s/g, "");
  const grouped = /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain);
  return plain === "" ? Number.NaN : Number(grouped ? plain.replaceAll(",", "") : plain.replace(",", "."));
}

const ending = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

function judgeNumber(question, guess) {
  const { right, unit, log, low, high, within } = question;
  const told = `You said ${short(guess)}; it is ${[short(right), unit].filter(Boolean).join(" ")}`;
  if (log && guess > 0) {
    const factor = Math.max(guess / right, right / guess);
    const near = factor <= within;
    const size = factor < 1.01 ? "" : `: too ${guess > right ? "high" : "low"} by a factor of ${short(factor)}`;
    return [near, `${near ? "Right. " : ""}${told}${size}.`];
  }
  const gap = Math.abs(guess - right);
  const near = gap <= within * (high - low);
  const size = gap < 0.005 * (high - low) ? "" : `: ${short(gap)} too ${guess > right ? "high" : "low"}`;
  return [near, `${near ? "Right. " : ""}${told}${size}.`];
}

function judgePlace(question, guess, panel, size) {
  const { right, free, within } = question;
  const where = scale(panel, size);
  const axes = free === "x" ? [0] : free === "y" ? [1] : [0, 1];
  const [, , width, height] = where.rect;
  const pixels = Math.hypot(...axes.map((i) => (i ? where.y(guess[1]) - where.y(right[1]) : where.x(guess[0]) - where.x(right[0]))));
  const longest = free === "x" ? width : free === "y" ? height : Math.hypot(width, height);
  const near = pixels <= within * longest;
  const told = axes.length === 2 ? `(${short(right[0])}, ${short(right[1])})` : short(right[axes[0]]);
  const bent = axes.some((i) => (i ? panel.logy : panel.logx)); // on such an axis a distance says little
  const mine = axes.length === 2 ? `(${guess.map(short).join(", ")})` : short(guess[axes[0]]);
  const off = short(Math.hypot(...axes.map((i) => guess[i] - right[i])));
  const apart = bent ? `; your guess is at ${mine}` : `, ${off} away from your guess`;
  return [near, `${near ? "Right. " : ""}It is at ${told}${apart}.`];
}

function judgeCurve(question, guess, panel, size) {
  const { right, x, within } = question;
  const where = scale(panel, size);
  const gaps = guess.map((y, i) => (Number.isFinite(right[i]) ? Math.abs(where.y(y) - where.y(right[i])) : 0));
  const worst = gaps.indexOf(Math.max(...gaps));
  const near = gaps[worst] <= within * where.rect[3];
  const told = `Farthest off at ${short(x[worst])}: you drew ${short(guess[worst])}, it is ${short(right[worst])}.`;
  return [near, `${near ? "Right. " : ""}${told}`];
}

// Whether a guess counts as right, and how far it is off in words.
export function judge(question, guess, panels, size) {
  const panel = panels[question.panel ?? 0];
  switch (question.kind) {
    case "pick": {
      const [mine, right] = [question.choices[guess], question.choices[question.right]];
      return guess === question.right ? [true, `Right: ${ending(right)}`] : [false, `You chose “${mine}”; it is “${right}”.`];
    }
    case "number":
      return judgeNumber(question, guess);
    case "place":
      return judgePlace(question, guess, panel, size);
    default:
      return judgeCurve(question, guess, panel, size);
  }
}

// The right answer in words, for those who look without a guess; a curve is seen on the picture.
export function truth({ kind, choices, right, unit, free }) {
  if ((right ?? null) === null || kind === "curve") return "Here it is.";
  if (kind === "pick") return `It is “${choices[right]}”.`;
  if (kind === "number") return `It is ${[short(right), unit].filter(Boolean).join(" ")}.`;
  return `It is at ${free === "xy" ? `(${right.map(short).join(", ")})` : short(right[free === "x" ? 0 : 1])}.`;
}

// Marks for the guess and, once it is known, for the truth over it.
export function guessMarks(question, guess, known) {
  const line = (style, data) => ({ mark: { kind: "line", ...style, panel: question.panel }, data: Float32Array.from(data), words: null });
  const told = known && (question.right ?? null) !== null;
  if (question.kind === "curve") {
    const along = (heights) => question.x.flatMap((x, i) => [x, heights[i]]);
    return [...(guess ? [line(GUESS, along(guess))] : []), ...(told ? [line(TRUTH, along(question.right.map((y) => y ?? Number.NaN)))] : [])];
  }
  if (question.kind !== "place" || !told) return [];
  const apart = guess ? [line({ ...GUESS, dash: "dotted" }, [...guess, ...question.right])] : [];
  return [...apart, line({ ...TRUTH, width: 0, size: 18 }, question.right)];
}

const nameOf = (model) => `${KEPT}:${model.get("notebook") || window.location.pathname}:${model.get("question").text}`;

function kept(model) {
  try {
    return JSON.parse(window.localStorage.getItem(nameOf(model)));
  } catch {
    return null; // a browser that keeps nothing
  }
}

function keep(model) {
  try {
    if (isKnown(model)) window.localStorage.setItem(nameOf(model), JSON.stringify(model.get("guess")));
    else window.localStorage.removeItem(nameOf(model));
  } catch {
    // the guess stays in the notebook all the same
  }
}

// Whether the reader has committed to a guess, or looked without one.
function isKnown(model) {
  const guess = model.get("guess");
  return Boolean(guess?.words || guess?.skipped);
}

function setGuess(model, guess) {
  model.set("guess", guess);
  model.save_changes();
}

// What a guess is worth; where nothing can be compared yet, it is kept until there is something.
function answerOf(model, value) {
  const question = model.get("question");
  const panels = model.get("panels");
  if ((question.right ?? null) === null || !panels.length) return { value, right: null, words: WAITING };
  const [right, words] = judge(question, value, panels, model.get("size"));
  return { value, right, words };
}

// The demo's controls are locked until the reader has committed.
function lock(controls, locked) {
  controls.forEach((control) => {
    if (control.get("disabled") !== locked) {
      control.set("disabled", locked);
      control.save_changes();
    }
  });
}

function moveTo(model, controls, [moves, points]) {
  moves.forEach(([which, name, value]) => {
    controls[which].set(name, value);
    controls[which].save_changes();
  });
  if (points) {
    model.set("points", points);
    model.save_changes();
  }
}

// Rings that are dragged for a guess of the kinds "place" and "curve"; they stand for a model with points of its own.
function guessHandles(question, frame, size, panelsNow, changed) {
  const { kind, panel, start, label, x } = question;
  const free = kind === "curve" ? "y" : question.free;
  let points = kind === "curve" ? x.map((at, i) => [at, start[i]]) : [start];
  const names = kind === "curve" ? x.map((at) => `${label} at ${short(at)}`) : [label];
  const model = {
    get: (name) => (name === "handles" ? names.map((text) => ({ label: text, panel, free })) : points),
    set: (_, value) => {
      points = value;
    },
    save_changes: changed,
  };
  const put = makeHandles(model, frame, size, panelsNow, "guess");
  return { put, now: () => (kind === "curve" ? points.map(([, y]) => y) : points[0]) };
}

function choiceField(question, name) {
  const nodes = question.choices.map((text, i) => {
    const label = element("label", "choice");
    const input = element("input", "radio", { type: "radio", name, value: i });
    label.append(input, text);
    return [label, input];
  });
  const read = () => {
    const at = nodes.findIndex(([, input]) => input.checked);
    return at < 0 ? [null, "Pick one of the answers first."] : [at, ""];
  };
  return [nodes.map(([label]) => label), read];
}

function numberField(question) {
  const label = element("label", "choice");
  const input = element("input", "number", { type: "text", inputmode: "decimal", autocomplete: "off", size: 8 });
  label.append("Your guess: ", input, question.unit ? ` ${question.unit}` : "");
  const read = () => {
    const value = typed(input.value);
    const fits = Number.isFinite(value) && value >= question.low && value <= question.high;
    return fits ? [value, ""] : [null, `Type a number between ${short(question.low)} and ${short(question.high)}.`];
  };
  return [[label], read];
}

// Bring back the guess that this browser keeps, also for a picture that is not on show; keep each new one, and let the
// demo follow: it is locked without a guess, and moved to where the answer is seen with one.
export async function remember(model, controlsOf) {
  let recalled = false;
  let known = isKnown(model);
  const judged = () => {
    const { value, right, words } = model.get("guess");
    if (!isKnown(model) || value === undefined) return;
    const answer = answerOf(model, value);
    if (answer.right !== null && (answer.right !== right || answer.words !== words)) setGuess(model, answer);
  };
  const recall = () => {
    if (recalled || !model.get("question").kind) return;
    recalled = true;
    const before = isKnown(model) ? null : kept(model);
    if (before) setGuess(model, before);
  };
  const follow = async () => {
    keep(model);
    judged();
    if (known === isKnown(model)) return;
    known = isKnown(model);
    const { at, points, back } = model.get("question");
    const controls = await controlsOf(model);
    lock(controls, !known);
    moveTo(model, controls, known ? [at, points] : back);
  };
  model.on("change:guess", follow);
  model.on("change:question change:panels", () => {
    recall();
    judged();
  });
  recall();
}

let count = 0; // of questions on the page, so that radio buttons know which belong together

// Put the question of a picture below it. What is returned tells whether the answer is known, and draws the guess.
export function makeQuestion(model, el, frame, size, panelsNow, controls, redraw) {
  const question = model.get("question");
  const none = { locked: () => false, marks: () => [], put: () => {}, end: () => {} };
  if (!question?.kind) return none;
  const guess = () => model.get("guess");
  const known = () => isKnown(model);
  const box = element("fieldset", "ask", { "data-lm-suppress-shortcuts": true });
  const legend = element("legend", "question");
  legend.textContent = question.text;
  const onPicture = question.kind === "place" || question.kind === "curve";
  const rings = onPicture ? guessHandles(question, frame, size, panelsNow, redraw) : null;
  const hint = element("p", "hint");
  hint.textContent = question.kind === "curve" ? "Drag the points of the curve, or move them with Tab and the arrow keys." : "Drag the ring, or move it with Tab and the arrow keys.";
  const field = { pick: (q) => choiceField(q, `descent-question-${++count}`), number: numberField }[question.kind];
  const [fields, read] = field ? field(question) : [[hint], () => [rings.now(), ""]];
  const commit = element("button", "commit", { type: "button" });
  commit.textContent = "Commit my guess";
  const skip = element("button", "skip", { type: "button" });
  skip.textContent = "Just show me";
  const verdict = element("p", "verdict", { role: "status", tabindex: -1 });
  const row = element("div", "row");
  row.append(...fields, commit, skip);
  box.append(legend, row, verdict);
  el.append(box);

  function settle(answer) {
    setGuess(model, answer);
    verdict.focus({ preventScroll: true }); // the button that had the focus is gone
  }
  commit.addEventListener("click", () => {
    const [value, trouble] = read();
    if (trouble) {
      verdict.textContent = trouble;
      return;
    }
    settle(answerOf(model, value));
  });
  skip.addEventListener("click", () => settle({ skipped: true }));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type === "text") commit.click();
  });

  function show() {
    const { right, words, skipped } = guess();
    box.classList.toggle("descent-known", known());
    row.style.display = known() ? "none" : "";
    verdict.classList.toggle("descent-right", Boolean(right));
    if (!known()) verdict.textContent = "";
    else verdict.textContent = [skipped ? truth(model.get("question")) : words, question.why, KEY[skipped ? "" : question.kind]].filter(Boolean).join(" ");
    redraw();
  }
  lock(controls, !known());
  model.on("change:guess change:question", show);
  show();
  return {
    locked: () => !known(),
    marks: () => (onPicture ? guessMarks(model.get("question"), known() ? guess().value : rings.now(), known()) : []),
    put: (hidden) => rings?.put([], hidden || known()),
    end: () => model.off("change:guess change:question", show),
  };
}
