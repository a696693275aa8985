// Elements of the page, and what makes ipywidgets' controls usable by keyboard and screen reader.

export const themeNow = () => (document.body.dataset.jpThemeLight === "false" ? "dark" : "light");

export function setAll(node, attributes) {
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  return node;
}

export function element(tag, name, attributes = {}) {
  return setAll(document.createElement(tag), { class: `descent-${name}`, ...attributes });
}

// Sliders of ipywidgets tell a screen reader neither their name nor the value as it is shown.
export async function nameControls(controls) {
  for (const control of controls) {
    for (const view of Object.values(control.views ?? {})) {
      const { el } = await view;
      const handle = el.querySelector(".noUi-handle");
      const shown = control.get("_options_labels")?.[control.get("index")] ?? control.get("value");
      el.querySelector(".noUi-handle, select")?.classList.add("descent-control");
      if (handle) setAll(handle, { "aria-label": control.get("description"), "aria-valuetext": shown });
    }
  }
}

// JupyterLab goes to another cell with the arrow keys, also from a slider or a list, unless that has this attribute.
export function keepArrows({ key, target }) {
  if (!target.classList?.contains("descent-control")) return;
  target.toggleAttribute("data-lm-suppress-shortcuts", key.startsWith("Arrow"));
}
