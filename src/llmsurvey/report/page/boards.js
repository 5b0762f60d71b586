/* Boards: every snapshot in order, with the ranks that each entry may have; and size against score. */

function chosenBoard() {
  return data.boards.find((board) => board.address === address.key) ??
    data.boards.find((board) => board.address === data.choices?.board) ?? data.boards[0];
}

function boardSelect(view, board) {
  const choices = data.boards.map((each) => [each.address, said(each.name)]);
  const form = make("form", { class: "controls", onsubmit: (event) => event.preventDefault() },
    labelled(said(data.headings.board), selectFrom("board", choices, board.address, (value) => go(view, value))));
  return form;
}

function viewBoards() {
  const board = chosenBoard();
  if (!board) return [make("p", {}, t("no-board"))];
  const table = board.ranking;
  const hidden = ["best_rank", "worst_rank", "parameters", "standard_error", "frontier", "id", "size"];
  const names = table.columns.map(({ name }) => name).filter((name) => !hidden.includes(name));
  const columns = columnsOf(table, names, {
    name: (row) => recordLink("model", textAt(table, "id", row), textAt(table, "name", row)),
    rank_set: (row) => make("span", { class: "set" }, drawInterval(table, row, board.total), make("span", {}, textAt(table, "rank_set", row))),
  });
  const name = columns.findIndex((column) => column.name === "name");
  columns.unshift(...columns.splice(name, 1)); // the row is called by it
  const sets = columns.find((column) => column.name === "rank_set");
  if (sets) Object.assign(sets, { numeric: true, value: (row) => table.values.best_rank?.[row] });
  const grid = new Grid({
    id: "ranking", caption: said(board.name), columns, count: countRows(table),
    search: (row) => `${textAt(table, "name", row)}\n${textAt(table, "id", row)}\n${texts.en[data.searched[textAt(table, "id", row)] ?? 0]}`,
    facets: indexOfColumn(table, "verdict") >= 0 ? [verdictFacet(table)] : [],
  });
  const cut = board.total > countRows(table)
    ? [make("p", { class: "warning" }, t("cut", { total: formatNumber(board.total), shown: formatNumber(countRows(table)) }))] : [];
  const frontier = board.frontier && data.sections.includes("frontier")
    ? [make("p", {}, make("a", { href: hrefOf("frontier", board.address) }, t("frontier")))] : [];
  const drawn = sets ? [make("p", { class: "note" }, t("ranks-drawn", { total: formatNumber(board.total) }))] : [];
  return [boardSelect("boards", board), ...cut, ...frontier, grid.node, ...drawn, ...noteLines(table)];
}

function verdictFacet(table) {
  const heading = said(table.columns[indexOfColumn(table, "verdict")].heading);
  const items = (row) => (table.values.verdict[row] ? [data.verdicts[table.values.verdict[row]]] : []);
  return { name: "verdict", heading, items };
}

/* The ranks that an entry may have, drawn among all of the board; the text beside it says the same. */
function drawInterval(table, row, total) {
  const [rank, best, worst] = ["rank", "best_rank", "worst_rank"].map((name) => table.values[name]?.[row]);
  const at = scale([1, Math.max(total, 2)], [1, 99], { log: true }); // else the first ten of 449 would be one dot
  const svg = draw("svg", { class: "interval", viewBox: "0 0 100 12", "aria-hidden": "true" }, draw("line", { x1: 1, x2: 99, y1: 6, y2: 6, class: "rule" }));
  if (best && worst) svg.append(draw("line", { x1: at(best) - 0.5, x2: at(worst) + 0.5, y1: 6, y2: 6, class: "bar" }));
  if (rank) svg.append(draw("circle", { cx: at(rank), cy: 6, r: 2.5, class: "dot" }));
  return svg;
}

function viewFrontier() {
  const board = chosenBoard();
  if (!board) return [make("p", {}, t("no-board"))];
  if (!board.frontier) return [boardSelect("frontier", board), make("p", {}, t("no-frontier"))];
  const hidden = ["board_rank", "bytes", "id", "size", "hub"];
  const table = board.frontier;
  const columns = columnsOf(table, table.columns.map(({ name }) => name).filter((name) => !hidden.includes(name)), {
    name: (row) => recordLink("model", textAt(table, "id", row), textAt(table, "name", row)),
  });
  const grid = new Grid({ id: "unbeaten", caption: t("unbeaten", { board: said(board.name) }), columns, count: countRows(table) });
  return [boardSelect("frontier", board), drawFrontier(board), grid.node, ...noteLines(table)];
}

/* Every entry whose size is known by its score; those that no other beats on both are joined and marked. */
function drawFrontier({ ranking, frontier, name }) {
  const [width, height] = [widthOfChart(), 520];
  const plot = { left: 56, right: width - 20, top: 34, bottom: height - 52 };
  const dots = ranking.values.parameters.map((parameters, row) => ({ parameters, score: ranking.values.average?.[row], row }))
    .filter(({ parameters, score }) => parameters && typeof score === "number");
  const best = frontier.values.parameters.map((parameters, row) => ({ parameters, score: frontier.values.average[row], row }));
  const all = [...dots, ...best];
  const span = (values) => [Math.min(...values), Math.max(...values)];
  const sizes = span(all.map(({ parameters }) => parameters));
  const scores = span(all.map(({ score }) => score));
  const x = scale([sizes[0] * 0.8, sizes[1] * 1.25], [plot.left, plot.right], { log: true });
  const room = (scores[1] - scores[0]) * 0.05 || 1;
  const y = scale([scores[0] - room, scores[1] + room], [plot.bottom, plot.top]);
  const steps = best.map(({ parameters, score }, place) => `${place ? `H${x(parameters)}` : `M${x(parameters)},${y(score)}`}V${y(score)}`).join("");
  let isAside = false;
  const marks = best.map(({ parameters, score, row }, place) => {
    const before = best[place - 1];
    const isNear = before && Math.abs(x(before.parameters) - x(parameters)) < 12 && Math.abs(y(before.score) - y(score)) < 12;
    isAside = isNear && !isAside; // a letter on the other side doesn't cover the one before
    const [away, anchor, up] = isAside ? [7, "start", -12] : [-6, "end", 7];
    return draw("g", {},
      draw("circle", { cx: x(parameters), cy: y(score), r: 4.5, class: "best" }, draw("title", {}, textAt(frontier, "name", row))),
      draw("text", { x: x(parameters) + away, y: y(score) - up, "text-anchor": anchor, class: "label" }, textAt(frontier, "mark", row)));
  });
  return figure(
    t("frontier"), t("frontier-says", { count: best.length, total: dots.length, board: said(name) }), [width, height],
    axes(plot,
      { ticks: ticksOfLog(sizes[0] * 0.8, sizes[1] * 1.25), at: x, say: shortCount, title: said(data.headings.parameters) },
      { ticks: ticksWithin(scores[0] - room, scores[1] + room), at: y, say: String, title: said(data.headings.average) }),
    dots.map(({ parameters, score, row }) => draw("circle", { cx: x(parameters), cy: y(score), r: 2.5, class: "other" },
      draw("title", {}, `${textAt(ranking, "name", row)}: ${textAt(ranking, "average", row)}`))),
    draw("path", { d: steps, class: "line" }), marks);
}
