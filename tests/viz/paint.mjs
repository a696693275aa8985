// Paints what it reads from standard input on a context that records, and prints the record.
import { readFileSync } from "node:fs";

const { scene, folder } = JSON.parse(readFileSync(0, "utf8"));
const { paint, unpack } = await import(`${folder}/marks.js`);
const { scale } = await import(`${folder}/geometry.js`);
const calls = [], state = {};
const context = new Proxy({}, {
  get: (_, name) => (...values) => calls.push([name, ...values, ["fill", "fillRect", "stroke", "fillText"].includes(name) ? { ...state } : {}]),
  set: (_, name, value) => { state[name] = value; return true; },
});
const values = Float32Array.from(scene.values.map((v) => (v === null ? NaN : v)));
const marks = unpack(scene.styles, scene.frame, values);
paint(context, scene.size, scene.panels, marks, scene.look);
const s = scale(scene.panels[0], scene.size);
const back = scene.probe.map(([x, y]) => [s.unx(s.x(x)), s.uny(s.y(y)), s.x(x), s.y(y)]);
console.log(JSON.stringify({ calls, back }));
