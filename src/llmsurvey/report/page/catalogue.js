/* Licences, and where everything was read. */

function viewLicences() {
  const table = data.licences;
  const columns = columnsOf(table, ["name", "spdx", "licence_kind", "commercial", "conditions", "licensed_models", "url"], {
    name: (row) => recordLink("licence", textAt(table, "id", row), textAt(table, "name", row)),
  });
  const grid = new Grid({
    id: "licences", caption: t("licences"), isUnderHeading: true, columns, count: countRows(table),
    search: (row) => ["id", "name", "spdx", "aliases"].map((name) => textAt(table, name, row)).join("\n"),
    facets: [facetOf(table, "commercial"), facetOf(table, "licence_kind")],
  });
  return [grid.node, ...noteLines(table)];
}

function viewSources() {
  const table = data.sources;
  const record = (row) => said(table.items.record[row][0]);
  const columns = columnsOf(table, ["id", "record", "url", "supports", "says", "checked"], {
    id: (row) => recordLink(texts.en[table.items.record[row][0]], textAt(table, "id", row), textAt(table, "id", row)),
  });
  const only = parameter("id");
  const rows = Array.from({ length: countRows(table) }, (_, row) => row).filter((row) => !only || textAt(table, "id", row) === only);
  const picked = columns.map((column) => ({
    ...column, node: (row) => column.node(rows[row]), text: (row) => column.text(rows[row]), value: (row) => column.value(rows[row]),
  }));
  const grid = new Grid({
    id: "sources", caption: t("sources"), isUnderHeading: true, columns: picked, count: rows.length,
    search: (row) => `${record(rows[row])}\n${["id", "url", "title", "supports", "says"].map((name) => textAt(table, name, rows[row])).join("\n")}`,
    facets: [{ ...facetOf(table, "record"), items: (row) => table.items.record[rows[row]] }],
  });
  const all = only ? [make("p", {}, t("sources-of", { name: only }), " ", make("a", { href: hrefOf("sources") }, t("show-all")))] : [];
  return [...all, grid.node, ...noteLines(table)];
}
