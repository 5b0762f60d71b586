/* The survey: its tables as printed and corrected, its errata, its claims, its history. */

function viewTables() {
  const pair = data.printed.find(({ number }) => String(number) === address.key) ?? data.printed[0];
  const numbers = data.printed.map(({ number }) => make("a", {
    href: hrefOf("tables", String(number), parameter("as") ? { as: parameter("as") } : {}),
    "aria-current": number === pair.number ? "true" : undefined,
  }, t("table-number", { number })));
  const place = make("div", { id: "survey-table" });
  const show = () => place.replaceChildren(...drawPrinted(pair, parameter("as") === "printed"));
  const choose = (value) => make("label", { class: "check" },
    make("input", {
      type: "radio", name: "as", id: `as-${value}`, checked: (parameter("as", "corrected") === value),
      onchange: () => {
        setParameter("as", value === "printed" ? value : "");
        show();
      },
    }), make("span", {}, t(value)));
  show();
  return [
    make("nav", { class: "tabs", "aria-label": t("tables") }, numbers),
    make("form", { class: "controls" }, make("fieldset", {}, make("legend", {}, t("as")), choose("corrected"), choose("printed"))),
    place,
    ...drawErrataOf(pair.number),
  ];
}

function drawPrinted(pair, asPrinted) {
  const table = asPrinted ? pair.printed : pair.corrected;
  const hidden = ["id", "changed_cells", "errata", "corrections"];
  const names = table.columns.map(({ name }) => name).filter((name) => !hidden.includes(name));
  const changed = new Map((asPrinted ? [] : pair.corrected.marks).map(([row, name, mark]) => [`${row} ${name}`, mark]));
  const drawn = Object.fromEntries(names.map((name) => [name, (row) => {
    const mark = changed.get(`${row} ${name}`);
    const text = textAt(table, name, row);
    return mark ? [make("del", {}, textAt(pair.printed, name, row)), " ", make("ins", {}, text), " ", erratumLink(mark)] : text;
  }]));
  const columns = columnsOf(table, names, drawn);
  return [
    new Grid({ id: `table-${pair.number}`, caption: said(table.caption), columns, count: countRows(table), fixed: true }).node,
    ...noteLines(table),
  ];
}

function erratumLink(name) {
  return data.errata ? make("a", { class: "mark", href: hrefOf("errata", name) }, name) : name;
}

/* The errata of a table below it, each with the reason and what proves it. */
function drawErrataOf(number) {
  const table = data.errata;
  const rows = Array.from({ length: countRows(table) }, (_, row) => row).filter((row) => table.values.table[row] === number);
  if (!rows.length) return [];
  return [make("h3", {}, t("errata-of", { number })), make("dl", { class: "errata" }, rows.flatMap((row) => [
    make("dt", {}, erratumLink(textAt(table, "erratum", row)), ` ${textAt(table, "place", row)}: `,
      make("del", {}, textAt(table, "printed", row)), " ", make("ins", {}, textAt(table, "correct", row))),
    make("dd", {}, textAt(table, "reason", row), " ", cellOf(table, "sources", row)),
  ]))];
}

function viewErrata() {
  const table = data.errata;
  const names = ["erratum", "erratum_kind", "place", "printed", "correct", "reason", "sources"];
  const columns = columnsOf(table, names, {
    erratum: (row) => make("a", { href: hrefOf("errata", textAt(table, "erratum", row)) }, textAt(table, "erratum", row)),
    printed: (row) => make("del", {}, textAt(table, "printed", row)),
    correct: (row) => make("ins", {}, textAt(table, "correct", row)),
  });
  const one = Array.from({ length: countRows(table) }, (_, row) => row).find((row) => textAt(table, "erratum", row) === address.key);
  if (one !== undefined) {
    const only = columns.map((column) => ({ ...column, node: () => column.node(one), text: () => column.text(one) }));
    const all = make("a", { href: hrefOf("errata") }, t("show-all"));
    return [new Grid({ id: "erratum", caption: address.key, columns: only, count: 1, fixed: true }).node, make("p", {}, all)];
  }
  const grid = new Grid({
    id: "errata", caption: t("errata"), isUnderHeading: true, columns, count: countRows(table),
    search: (row) => names.map((name) => textAt(table, name, row)).join("\n"),
    facets: [facetOf(table, "erratum_kind")],
  });
  return [grid.node, ...noteLines(table)];
}

function viewClaims() {
  const table = data.claims;
  const names = ["claim", "place", "outcome", "text", "facts"];
  const columns = columnsOf(table, names, {
    claim: (row) => make("a", { href: hrefOf("claims", textAt(table, "claim", row)) }, textAt(table, "claim", row)),
    outcome: (row) => verdictBadge(table.values.outcome[row].replace(/'/g, ""), textAt(table, "outcome", row)),
  });
  const all = new Grid({
    id: "claims", caption: t("claims"), isUnderHeading: true, columns, count: countRows(table),
    search: (row) => names.map((name) => textAt(table, name, row)).join("\n"),
    facets: [facetOf(table, "outcome")],
  });
  return [...drawWorking(address.key), all.node, ...noteLines(table)];
}

/* What a claim was computed from, fact by fact. */
function drawWorking(name) {
  const rows = data.workings.rows[name];
  if (!rows) return [];
  const claim = data.claims.cells[0].findIndex((number) => texts.en[number] === name);
  const { table } = data.workings;
  const columns = columnsOf(table).map((column) => ({
    ...column, node: (row) => column.node(rows[row]), text: (row) => column.text(rows[row]),
  }));
  const grid = new Grid({ id: "working", caption: t("working", { claim: name }), columns, count: rows.length, fixed: true });
  return [make("div", { class: "panel" },
    make("h3", {}, `${name}: ${textAt(data.claims, "text", claim)}`),
    make("p", {}, verdictBadge(data.claims.values.outcome[claim].replace(/'/g, ""), textAt(data.claims, "outcome", claim))),
    grid.node)];
}
