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

async function render(context) {
  const id = context.model.get("program").slice("IPY_MODEL_".length);
  const text = (await context.model.widget_manager.get_model(id)).get("text");
  if (!programs.has(text)) programs.set(text, load(text));
  return (await programs.get(text)).render(context);
}

export default { render };
