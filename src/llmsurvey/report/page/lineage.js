/* Lineage: where a model or dataset comes from, and what came from it, drawn from left to right. */

const ROW = 26;
const GAP = 90;

function viewLineage() {
  const keys = Object.keys(data.steps.nodes);
  const key = data.steps.nodes[address.key] ? address.key : defaultRoot(keys);
  const depth = Number(parameter("depth", "1"));
  const names = new Map(keys.map((each) => [nameOfNode(each), each]));
  const list = make("datalist", { id: "lineage-names" }, [...names.keys()].map((name) => make("option", { value: name })));
  const find = searchInput("lineage-name", nameOfNode(key), (value) => {
    if (names.has(value)) go("lineage", names.get(value), parameter("depth") ? { depth: parameter("depth") } : {});
  }, "lineage-names");
  const depths = [["0", "0"], ["1", "1"], ["2", "2"], ["3", "3"], ["99", t("all")]];
  const place = make("div");
  const show = () => place.replaceChildren(...drawLineage(key, Number(parameter("depth", "1"))));
  const form = make("form", { class: "controls", onsubmit: (event) => event.preventDefault() },
    labelled(t("name"), find), list,
    labelled(t("depth"), selectFrom("lineage-depth", depths, String(depth), (value) => {
      setParameter("depth", value === "1" ? "" : value);
      show();
    })));
  show();
  return [form, place];
}

/* What is shown where nothing is asked for: the model from which most came, if they fit on a screen. */
function defaultRoot(keys) {
  const counts = new Map();
  for (const [, base] of data.steps.arrows) counts.set(base, (counts.get(base) ?? 0) + 1);
  const models = [...counts].filter(([key, count]) => key.startsWith("model/") && count <= 18);
  return models.sort((one, other) => other[1] - one[1])[0]?.[0] ?? keys[0];
}

function nameOfNode(key) {
  const name = said(data.steps.nodes[key][0]);
  return key.startsWith("model/") ? name : `${name} (${t("dataset")})`;
}

/* What is reached from a root by arrows one way, with the number of steps to it. */
function reach(root, next, most) {
  const steps = new Map([[root, 0]]);
  const waiting = [root];
  while (waiting.length) {
    const key = waiting.shift();
    if (steps.get(key) >= most) continue;
    for (const other of next.get(key) ?? []) {
      if (!steps.has(other)) {
        steps.set(other, steps.get(key) + 1);
        waiting.push(other);
      }
    }
  }
  return steps;
}

function neighbours(from, to) {
  const found = new Map();
  for (const arrow of data.steps.arrows) found.set(arrow[from], [...(found.get(arrow[from]) ?? []), arrow[to]]);
  return found;
}

let ways = null;

function drawLineage(root, depth) {
  ways ??= { up: neighbours(0, 1), down: neighbours(1, 0) };
  const before = reach(root, ways.up, Infinity);
  const after = reach(root, ways.down, depth);
  const places = new Map();
  for (const [key, step] of after) if (step) places.set(key, step);
  for (const [key, step] of before) places.set(key, -step);
  const arrows = data.steps.arrows.filter(([made, base]) => made !== base && places.has(made) && places.has(base));
  putApart(places, arrows);
  const nodes = placeNodes(places);
  const name = nameOfNode(root);
  const counts = { name, before: before.size - 1, after: after.size - 1 };
  return [
    make("p", { role: "status" }, t("lineage-says", counts)),
    ...zoomable(t("lineage-of", { name }), sizeOfDrawing(nodes), nodes.get(root), arrows.map((arrow) => drawArrow(arrow, nodes)),
      [...nodes].map(([key, at]) => drawNode(key, at, key === root))),
    make("p", { class: "note" }, t("lineage-legend"), " ", Object.keys(data.verdicts).map((verdict) => [make("span", { class: "sample" }, verdictDot(verdict), said(data.verdicts[verdict])), " "]),
      make("span", { class: "sample" }, caveatSquare(), t("caveat"))),
    make("h3", {}, t("as-text")),
    listArrows(t("comes-from", { name }), root, before, ([made]) => made, ([, base]) => base),
    listArrows(t("leads-to", { name }), root, after, ([, base]) => base, ([made]) => made),
  ];
}

/* Move what was made of something in its own column, or before it, to a column behind it: arrows lead to the right. */
function putApart(places, arrows) {
  for (let round = 0; round < 60; round += 1) { // no lineage has more steps, and a circle must end
    let isMoved = false;
    for (const [made, base] of arrows) {
      if (places.get(made) > places.get(base)) continue;
      if (places.get(base) >= 0) places.set(made, places.get(base) + 1);
      else places.set(base, places.get(made) - 1);
      isMoved = true;
    }
    if (!isMoved) return;
  }
}

function verdictDot(verdict) {
  return draw("svg", { class: "dot-sample", viewBox: "0 0 10 10", "aria-hidden": "true" }, draw("circle", { cx: 5, cy: 5, r: 4.5, class: `node ${verdict.replace(/ /g, "-")}` }));
}

function caveatSquare() {
  return draw("svg", { class: "dot-sample", viewBox: "0 0 10 10", "aria-hidden": "true" }, draw("rect", { x: 0.5, y: 0.5, width: 9, height: 9, class: "node caveat" }));
}

/* Columns by steps, rows in the order of the data, each column in the middle of the highest. */
function placeNodes(places) {
  const columns = new Map();
  for (const [key, step] of places) columns.set(step, [...(columns.get(step) ?? []), key]);
  const highest = Math.max(...[...columns.values()].map((keys) => keys.length));
  const nodes = new Map();
  let x = 12;
  for (const [, keys] of [...columns].sort(([one], [other]) => one - other)) {
    keys.forEach((key, row) => {
      const end = x + 12 + widthOf(nameOfNode(key), places.get(key) ? 400 : 700);
      nodes.set(key, { x, end, y: 16 + (row + (highest - keys.length) / 2) * ROW });
    });
    x = Math.max(...keys.map((key) => nodes.get(key).end)) + GAP;
  }
  return nodes;
}

function sizeOfDrawing(nodes) {
  const all = [...nodes.values()];
  return [Math.max(...all.map(({ end }) => end)) + 16, Math.max(...all.map(({ y }) => y)) + ROW];
}

function drawNode(key, { x, y }, isRoot) {
  const [, verdict, , , caveat] = data.steps.nodes[key];
  const name = nameOfNode(key);
  const kind = key.startsWith("model/") ? "circle" : "rect";
  const shape = kind === "circle"
    ? draw("circle", { cx: x, cy: y, r: 5 }) : draw("rect", { x: x - 5, y: y - 5, width: 10, height: 10 });
  shape.setAttribute("class", `node ${String(verdict ?? (caveat ? "caveat" : "data")).replace(/ /g, "-")}`);
  const label = draw("text", { x: x + 10, y: y + 4, class: isRoot ? "label root" : "label" }, name);
  const words = [name, verdict ? said(data.verdicts[verdict]) : "", caveat ? t("caveat") : ""].filter(Boolean).join(", ");
  return draw("a", { href: hrefOf("lineage", key, parameter("depth") ? { depth: parameter("depth") } : {}), "aria-label": words, "data-x": x, "data-y": y },
    draw("title", {}, words), shape, label);
}

function drawArrow([made, base], nodes) {
  const [from, to] = [nodes.get(base), nodes.get(made)];
  const start = from.end + 4;
  const middle = (start + to.x - 8) / 2;
  return draw("path", { class: "arrow", d: `M${start},${from.y}C${middle},${from.y} ${middle},${to.y} ${to.x - 8},${to.y}` });
}

/* A drawing that is moved by dragging or arrow keys, and made larger by buttons, plus and minus. */
function zoomable(label, [width, height], middle, ...drawn) {
  const svg = draw("svg", { class: "zoom", role: "group", tabindex: "0", "aria-label": label, preserveAspectRatio: "xMidYMid meet" }, ...drawn);
  const whole = { x: 0, y: 0, width, height };
  let view = firstView(whole, middle);
  const show = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  const zoom = (factor, place = { x: 0.5, y: 0.5 }) => {
    const next = Math.min(Math.max(view.width * factor, 150), width * 4);
    const ratio = next / view.width;
    view = {
      x: view.x + view.width * (1 - ratio) * place.x, y: view.y + view.height * (1 - ratio) * place.y,
      width: next, height: view.height * ratio,
    };
    show();
  };
  const move = (across, down) => {
    view = { ...view, x: view.x + across * view.width, y: view.y + down * view.height };
    show();
  };
  const reset = () => {
    view = { ...whole };
    show();
  };
  const keys = {
    "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), 0: reset,
    ArrowLeft: () => move(-0.1, 0), ArrowRight: () => move(0.1, 0), ArrowUp: () => move(0, -0.1), ArrowDown: () => move(0, 0.1),
  };
  svg.addEventListener("keydown", (event) => {
    if (event.target !== svg || !keys[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  followPointer(svg, move, zoom);
  svg.addEventListener("focusin", ({ target }) => {
    if (target === svg) return;
    const [x, y] = [Number(target.dataset.x), Number(target.dataset.y)];
    const isSeen = x >= view.x && x <= view.x + view.width && y >= view.y && y <= view.y + view.height;
    if (isSeen) return; // what has the focus must be seen
    view = { ...view, x: x - view.width / 3, y: y - view.height / 2 };
    show();
  });
  svg.style.height = `${Math.min(Math.max((view.height / view.width) * Math.min(innerWidth, 1440), 160), 544)}px`;
  show();
  const button = (id, text, sign, act) => make("button", { type: "button", id, "aria-label": text, title: text, onclick: act }, sign);
  return [make("div", { class: "zoom-buttons" },
    button("zoom-in", t("zoom-in"), "+", () => zoom(0.8)), button("zoom-out", t("zoom-out"), "−", () => zoom(1.25)),
    button("zoom-whole", t("zoom-whole"), "⤢", reset)), svg];
}

/* All of a drawing, or, where it would be too small to read, what is around its middle. */
function firstView(whole, middle) {
  const [width, height] = [Math.min(innerWidth, 1440), Math.min(whole.height, 520)];
  if (whole.width < width * 1.6 && whole.height < height * 1.6) return { ...whole };
  const within = (wished, most) => Math.min(Math.max(wished, 0), Math.max(most, 0));
  return {
    x: within(middle.x - width / 3, whole.width - width), y: within(middle.y - height / 2, whole.height - height), width, height,
  };
}

function followPointer(svg, move, zoom) {
  let last = null;
  svg.addEventListener("pointerdown", (event) => {
    last = event.target.closest("a") ? null : { x: event.clientX, y: event.clientY };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!last) return;
    const box = svg.getBoundingClientRect();
    move((last.x - event.clientX) / box.width, (last.y - event.clientY) / box.height);
    last = { x: event.clientX, y: event.clientY };
  });
  for (const name of ["pointerup", "pointerleave"]) svg.addEventListener(name, () => { last = null; });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // the page scrolls
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.15 : 0.87, { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  }, { passive: false });
}

/* The arrows of one direction in words, step by step. */
function listArrows(heading, root, steps, from, to) {
  const arrows = data.steps.arrows.filter((arrow) => steps.has(from(arrow)) && steps.has(to(arrow)) && steps.get(to(arrow)) === steps.get(from(arrow)) + 1);
  if (!arrows.length) return make("p", {}, `${heading}: –`);
  const line = (arrow) => {
    const [made, base, relation, by, sizes] = arrow;
    const detail = [said(relation), said(by), said(sizes)].filter(Boolean).join(", ");
    const link = (key) => make("a", { href: hrefOf("lineage", key) }, nameOfNode(key));
    return make("li", {}, link(made), " ← ", link(base), detail ? ` (${detail})` : "");
  };
  const shown = make("details", { open: arrows.length <= 30 }, make("summary", {}, `${heading} (${arrows.length})`), make("ul", {}, arrows.map(line)));
  return shown;
}
