// All that each picture carries itself: the program is the same for all of them, so a notebook holds it once.
const programs = (globalThis.descentPrograms ??= new Map()); // by their text

async function load(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return (await import(address)).default;
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function programOf({ model }) {
  const id = model.get("program").slice("IPY_MODEL_".length);
  const text = (await model.widget_manager.get_model(id)).get("text");
  if (!programs.has(text)) programs.set(text, load(text));
  return programs.get(text);
}

const initialize = async (context) => (await programOf(context)).initialize?.(context);
const render = async (context) => (await programOf(context)).render(context);

export default { initialize, render };
