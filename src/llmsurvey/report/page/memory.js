/* memory: what a size needs in each precision, and how that grows with the context. */

function viewMemory() {
  const names = new Map(everySize().map((size) => [said(size.name), size]));
  const size = names.get(address.key) ?? firstOfFitting();
  if (!size) return [make("p", {}, t("no-size"))];
  const list = make("datalist", { id: "memory-names" }, [...names.keys()].map((name) => make("option", { value: name })));
  const place = make("div");
  const show = () => place.replaceChildren(...drawMemory(size));
  const set = (name) => (value) => {
    setParameter(name, value);
    show();
  };
  const { rooms, room, caches, least_context: least, most_context: most } = data.choices;
  const form = make("form", { class: "controls", onsubmit: (event) => event.preventDefault() },
    labelled(t("name"), searchInput("memory-name", said(size.name), (value) => {
      if (names.has(value)) go("memory", value);
    }, "memory-names")), list,
    labelled(t("card"), selectFrom("memory-card", rooms.map(([name]) => [name, name]), parameter("card", room), set("card"))),
    labelled(t("context"), numberInput("memory-context", parameter("context"), { min: 1, max: most, placeholder: formatNumber(size.context ?? least) }, set("context"))),
    labelled(t("cache"), selectFrom("memory-cache", caches.map(([name]) => [name, name]), parameter("cache", caches[0][0]), set("cache"))));
  show();
  return [form, place];
}

/* What is shown where nothing is asked for: the best-ranked size that fits on the card. */
function firstOfFitting() {
  const known = everySize().filter((size) => size.parameters && size.cache && size.context);
  const wish = readWish();
  return known.find((size) => bestFit(size, wish)) ?? known[0];
}

function drawMemory(size) {
  const wish = readWish();
  const context = wish.context || size.context || size.least_context;
  const cache = cacheBytes(size, context, wish.cache);
  const needs = data.choices.precisions.map(([name, bits]) => {
    const weights = weightsOf(size, { name, bits });
    return { name, weights, total: weights === null || cache === null ? null : weights + cache, fits: fitsIn(wish.room, size, weights, cache) };
  }).filter(({ weights }) => weights !== null);
  const column = (name, numeric, text, heading) => ({ name, numeric, heading: heading ?? said(data.headings[name]), text, node: text, value: text, order: "text" });
  const gigabytes = (field) => (row) => (needs[row][field] === null ? "" : formatGigabytes(needs[row][field]));
  const columns = [
    column("precision", false, (row) => needs[row].name),
    column("weights", true, gigabytes("weights"), t("weights")),
    column("cache", true, () => (cache === null ? "" : formatGigabytes(cache)), t("cache-of", { context: formatNumber(context) })),
    column("total_gb", true, gigabytes("total")),
    column("fits", false, (row) => t({ true: "yes", false: "no", null: "not-known" }[needs[row].fits]), t("fits-in", { room: wish.roomName })),
  ];
  columns[4].node = (row) => verdictBadge({ true: "yes", false: "no", null: "unknown" }[needs[row].fits], columns[4].text(row));
  const caption = t("memory-of", { name: said(size.name) });
  const grid = new Grid({ id: "needs", caption, columns, count: needs.length, fixed: true });
  const drawn = size.cache && size.parameters ? [drawNeeds(size, wish)] : [make("p", { class: "note" }, t("no-shape"))];
  return [...drawn, grid.node, make("p", { class: "note" }, t("memory-note"))];
}

/* Weights and cache against the tokens in the cache, a line for each precision that is tried, and the card. */
function drawNeeds(size, wish) {
  const [width, height] = [widthOfChart(), 420];
  const plot = { left: 56, right: width - 110, top: 34, bottom: height - 52 };
  const most = size.context ?? size.least_context;
  const tried = data.choices.precisions.filter(([name, , isTried]) => isTried && !size.without.includes(name));
  const steps = Array.from({ length: 41 }, (_, step) => Math.max(1, Math.round((most * step) / 40)));
  const lines = tried.map(([name, bits]) => ({
    name, points: steps.map((context) => [context, weightsOf(size, { name, bits }) + cacheBytes(size, context, wish.cache)]),
  }));
  const top = Math.max(...lines.flatMap(({ points }) => points.map(([, bytes]) => bytes)), wish.room) * 1.05;
  const x = scale([0, most], [plot.left, plot.right]);
  const y = scale([0, top], [plot.bottom, plot.top]);
  const ends = spread(lines.map(({ points }) => y(points.at(-1)[1])), 15);
  return figure(
    t("memory-of", { name: said(size.name) }),
    t("memory-says", { room: wish.roomName, gigabytes: formatGigabytes(wish.room), context: formatNumber(most) }), [width, height],
    axes(plot,
      { ticks: ticksWithin(0, most, width < 700 ? 4 : 6), at: x, say: formatNumber, title: t("tokens") },
      { ticks: ticksWithin(0, top / 1e9).map((tick) => tick * 1e9), at: y, say: (tick) => String(tick / 1e9), title: "GB" }),
    draw("line", { x1: plot.left, x2: plot.right, y1: y(wish.room), y2: y(wish.room), class: "limit" }),
    lines.map(({ name, points }, place) => [
      draw("path", { d: `M${points.map(([context, bytes]) => `${x(context)},${y(bytes)}`).join("L")}`, class: `line l${place % 5}` }),
      draw("text", { x: plot.right + 8, y: ends[place] + 4, class: "label" }, name),
    ]),
    draw("text", { x: plot.left + 6, y: y(wish.room) - 5, class: "label" }, wish.roomName)); // over lines that cross it
}

/* Heights of labels, moved apart so that none covers another. */
function spread(heights, least) {
  const order = heights.map((height, place) => [height, place]).sort(([one], [other]) => one - other);
  let last = -Infinity;
  const moved = [...heights];
  for (const [height, place] of order) {
    last = Math.max(height, last + least);
    moved[place] = last;
  }
  return moved;
}
