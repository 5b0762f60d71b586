/* Models, and the page of each record with all that is known of it. */

/* A link to the page of a record, where the page has it. */
function recordLink(kind, id, text) {
  return data.records[`${kind}/${id}`] ? make("a", { href: hrefOf(kind, id) }, text) : text;
}

function viewModels() {
  const table = data.models;
  const id = (row) => textAt(table, "id", row);
  const drawn = {
    name: (row) => recordLink("model", id(row), textAt(table, "name", row)),
  };
  const names = ["name", "developers", "released", "kind", "languages", "sizes", "verdict", "licence_name", "foundations"];
  const facets = ["verdict", "kind", "developers", "licence_name", "architecture"].map((name) => facetOf(table, name));
  facets.splice(3, 0, facetOf(table, "languages", nameOfLanguage));
  const grid = new Grid({
    id: "models",
    caption: t("models"),
    isUnderHeading: true,
    columns: columnsOf(table, names, drawn),
    count: countRows(table),
    search: (row) => `${texts.en[data.searched[id(row)] ?? 0]}\n${names.map((name) => textAt(table, name, row)).join("\n")}`,
    facets,
  });
  return [grid.node, ...noteLines(table)];
}

function viewRecord(kind) {
  const record = data.records[`${kind}/${address.key}`];
  if (!record) return [make("p", {}, t("no-record", { name: address.key }))];
  const links = [];
  const key = `${kind}/${address.key}`;
  if (data.steps.nodes[key]) links.push(make("a", { href: hrefOf("lineage", key) }, t("lineage")));
  if (data.sources) links.push(make("a", { href: hrefOf("sources", "", { id: address.key }) }, t("sources")));
  return [
    make("p", { class: "links-line" }, links.flatMap((link, place) => (place ? [" · ", link] : [link]))),
    make("p", { class: "note" }, t("values-lead")),
    ...record.tables.flatMap(([heading, table], place) => drawFacts(record, said(heading) || (place ? "" : t("facts")), table)),
    ...drawStandings(kind, address.key),
  ];
}

function drawFacts(record, heading, table) {
  const caption = `${said(record.name)}: ${heading}`;
  return [make("h3", {}, heading), plainTable(table, undefined, { caption, isUnderHeading: true }), ...noteLines(table)];
}

/* Where a model stands on the boards that the page has. */
function drawStandings(kind, id) {
  const standings = kind === "model" ? data.boards.flatMap((board) => rowsOfModel(board, id)) : [];
  if (!standings.length) return [];
  const column = (name, numeric, text, node) => ({ name, numeric, heading: said(data.headings[name]), text, node: node ?? text, value: text, order: "text" });
  const at = (name) => (row) => textAt(standings[row].board.ranking, name, standings[row].row);
  const columns = [
    column("board", false, (row) => standings[row].board.address, (row) => make("a", { href: hrefOf("boards", standings[row].board.address, { q: at("name")(row) }) }, standings[row].board.address)),
    column("name", false, at("name")),
    column("average", true, at("average")),
    column("rank", true, at("rank")),
    column("rank_set", true, at("rank_set")),
  ];
  const grid = new Grid({ id: "standings", caption: t("standings"), columns, count: standings.length, fixed: true, isUnderHeading: true });
  return [make("h3", {}, t("standings")), grid.node];
}

function rowsOfModel(board, id) {
  const index = indexOfColumn(board.ranking, "id");
  if (index < 0) return [];
  const rows = [];
  board.ranking.cells[index].forEach((number, row) => {
    if (texts.en[number] === id) rows.push({ board, row });
  });
  return rows;
}
