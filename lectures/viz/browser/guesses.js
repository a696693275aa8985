// All guesses of a notebook: what was said, what is right, and where another look is worth it.
const KEPT = "descent-guess";

function element(tag, name, text) {
  const node = document.createElement(tag);
  node.className = `descent-${name}`;
  if (text !== undefined) node.textContent = text;
  return node;
}

function modelsOf(model) {
  const ids = model.get("pictures").map((id) => id.slice("IPY_MODEL_".length));
  return Promise.all(ids.map((id) => model.widget_manager.get_model(id)));
}

// The question's own place on the page, if it is drawn there now.
function placeOf(question) {
  const legends = [...document.querySelectorAll(".descent-question")];
  return legends.find((legend) => legend.textContent === question.text);
}

function stateOf(guess) {
  if (guess?.skipped) return ["skipped", "looked at without a guess"];
  if (!guess?.words) return ["open", "not answered yet"];
  if (guess.right === null) return ["open", guess.words];
  return [guess.right ? "right" : "wrong", guess.words];
}

function row(picture) {
  const question = picture.get("question");
  const [state, words] = stateOf(picture.get("guess"));
  const item = element("li", `guess-${state}`);
  const mark = element("span", "mark", { right: "✓", wrong: "✗", skipped: "–", open: "·" }[state]);
  mark.setAttribute("aria-hidden", true);
  const link = element("button", "skip", question.text);
  link.type = "button";
  link.addEventListener("click", () => placeOf(question)?.scrollIntoView({ block: "center" }));
  item.append(mark, link, element("span", "said", words));
  return item;
}

function summary(pictures) {
  const states = pictures.map((picture) => stateOf(picture.get("guess"))[0]);
  const right = states.filter((state) => state === "right").length;
  const guessed = right + states.filter((state) => state === "wrong").length;
  if (!guessed) return `No guess of yours yet; questions asked here: ${pictures.length}.`;
  const wrong = pictures.filter((_, i) => states[i] === "wrong").map((picture) => `“${picture.get("question").text.replace(/\.$/, "")}”`);
  const list = new Intl.ListFormat("en").format(wrong);
  const again = wrong.length ? ` Look again at ${list}.` : " Well seen.";
  return `${right} of ${guessed} right.${again}`;
}

function forget(pictures) {
  const names = [window.location.pathname, ...pictures.map((picture) => picture.get("notebook")).filter(Boolean)];
  try {
    Object.keys(window.localStorage)
      .filter((key) => names.some((name) => key.startsWith(`${KEPT}:${name}:`)))
      .forEach((key) => window.localStorage.removeItem(key));
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
  pictures.forEach((picture) => {
    picture.set("guess", {});
    picture.save_changes();
  });
}

async function render({ model, el }) {
  let pictures = await modelsOf(model);
  const total = element("p", "total");
  total.setAttribute("role", "status");
  const list = element("ol", "guesses");
  const clear = element("button", "commit", "Forget my guesses");
  clear.type = "button";
  clear.addEventListener("click", () => forget(pictures));
  el.append(total, list, clear);
  const show = () => {
    total.textContent = summary(pictures);
    list.replaceChildren(...pictures.map(row));
  };
  const leave = () => pictures.forEach((picture) => picture.off("change:guess", show));
  const follow = () => pictures.forEach((picture) => picture.on("change:guess", show));
  const change = async () => {
    leave();
    pictures = await modelsOf(model);
    follow();
    show();
  };
  model.on("change:pictures", change);
  follow();
  show();
  return () => {
    model.off("change:pictures", change);
    leave();
  };
}

export default { render };
