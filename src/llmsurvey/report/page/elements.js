/* Elements, made one by one: text is only ever text, so that nothing in the data is taken for markup. */

const SVG = "http://www.w3.org/2000/svg";

function fillIn(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== ""));
  return element;
}

function make(tag, properties = {}, ...children) {
  return fillIn(document.createElement(tag), properties, children);
}

function draw(tag, properties = {}, ...children) {
  return fillIn(document.createElementNS(SVG, tag), properties, children);
}

/* A link out of the page, for addresses of the web alone; anything else stays text. */
function linkOut(address, text) {
  return /^https?:\/\//i.test(address) ? make("a", { href: address, rel: "noreferrer noopener" }, text) : text;
}

function verdictBadge(verdict, text) {
  return make("span", { class: `verdict ${String(verdict).replace(/ /g, "-")}` }, text);
}

/* A control under its label. */
function labelled(text, control) {
  return make("label", { class: "field" }, make("span", {}, text), control);
}

function selectFrom(id, choices, chosen, onchange) {
  const options = choices.map(([value, text]) => make("option", { value, selected: value === chosen }, text));
  return make("select", { id, onchange: (event) => onchange(event.target.value) }, options);
}

function numberInput(id, value, limits, oninput) {
  return make("input", { id, type: "number", value, ...limits, oninput: (event) => oninput(event.target.value) });
}

function searchInput(id, value, oninput, list) {
  return make("input", {
    id, type: "search", value, list, autocomplete: "off", spellcheck: "false",
    oninput: (event) => oninput(event.target.value),
  });
}

function checkbox(id, text, checked, onchange) {
  const box = make("input", { id, type: "checkbox", checked, onchange: (event) => onchange(event.target.checked) });
  return make("label", { class: "check" }, box, make("span", {}, text));
}

/* What scrolls by itself must be reachable by the keyboard, and shows a shadow where it goes on to the right. */
function scrollable(label, ...children) {
  const box = make("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": label }, ...children);
  const mark = () => box.classList.toggle("goes-on", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  box.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(box);
  return box;
}
