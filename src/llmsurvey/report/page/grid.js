/* A table that is searched, narrowed down and sorted. Its wishes stand in the address. */

const FIRST_ROWS = 60;

/* Columns of a table of the data, by their names; `drawn` has those whose cells are more than text. */
function columnsOf(table, names, drawn = {}) {
  const shown = names ?? table.columns.map((column) => column.name);
  return shown.filter((name) => indexOfColumn(table, name) >= 0).map((name) => {
    const column = table.columns[indexOfColumn(table, name)];
    return {
      name,
      heading: said(column.heading),
      numeric: column.numeric,
      text: (row) => textAt(table, name, row),
      value: (row) => valueAt(table, name, row),
      order: column.order,
      node: drawn[name] ?? ((row) => cellOf(table, name, row)),
    };
  });
}

/* A cell as it is read: a verdict by its colour too, links where it leads anywhere. */
function cellOf(table, name, row) {
  const text = textAt(table, name, row);
  const link = table.links[name]?.[row];
  if (Array.isArray(link) && link.length) {
    return make("ul", { class: "links" }, link.map((each) => make("li", {}, linkOut(said(each), shortAddress(said(each))))));
  }
  if (!Array.isArray(link) && link && text) return linkOut(said(link), name === "sources" ? shortAddress(text) : text);
  const order = table.columns[indexOfColumn(table, name)].order;
  if (text && (order === "verdict" || ["commercial", "outcome"].includes(name))) {
    return verdictBadge(table.values[name]?.[row], text);
  }
  return text;
}

/* What a text is searched by: signs that people leave out or write otherwise are left out. */
function loosen(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s\-_.,/@()]+/g, "");
}

function matcher(query) {
  const words = query.split(/\s+/).map(loosen).filter(Boolean);
  return (text) => words.every((word) => text.includes(word));
}

/* An address without what everybody knows, and no longer than a line. */
function shortAddress(address) {
  const text = address.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
  return text.length > 48 ? `${text.slice(0, 46)}…` : text;
}

class Grid {
  /* `count` rows with `columns`; `search` gives what a row is found by, `facets` what it is narrowed down by. */
  constructor({ id, caption, columns, count, search, facets = [], fixed, isUnderHeading }) {
    Object.assign(this, { id, caption, columns, count, search, facets, fixed });
    this.most = FIRST_ROWS;
    this.found = Array.from({ length: count }, (_, row) => search && loosen(search(row)));
    this.body = make("tbody");
    this.status = make("p", { class: "status", role: "status" });
    this.more = make("p", { class: "more" });
    this.headings = columns.map((column) => this.makeHeading(column));
    const head = make("thead", {}, make("tr", {}, this.headings));
    const table = make("table", { id }, make("caption", { class: isUnderHeading && "unseen" }, make("span", {}, caption)), head, this.body);
    this.node = make("div", { class: "grid" }, this.makeControls(), this.status, scrollable(caption, table), this.more);
    this.update();
    if (!fixed) currentGrid = this;
  }

  makeHeading(column) {
    const properties = { scope: "col", class: column.numeric ? "number" : undefined };
    if (this.fixed || !column.heading) return make("th", properties, column.heading);
    const button = make("button", { type: "button", class: "sort", onclick: () => this.sortBy(column) }, column.heading);
    button.dataset.column = column.name;
    return make("th", properties, button);
  }

  makeControls() {
    if (!this.search && !this.facets.length) return null;
    const controls = this.facets.map((facet) => {
      const choices = [["", t("any")], ...this.countItems(facet)];
      const select = selectFrom(`${this.id}-${facet.name}`, choices, parameter(facet.name), (value) => {
        setParameter(facet.name, value);
        this.update();
      });
      return labelled(facet.heading, select);
    });
    if (this.search) {
      const input = searchInput(`${this.id}-q`, parameter("q"), (value) => {
        setParameter("q", value);
        this.update();
      });
      controls.unshift(labelled(t("search"), input));
    }
    const clear = make("button", { type: "button", class: "clear", onclick: () => this.clear() }, t("clear"));
    return make("form", { class: "controls", onsubmit: (event) => event.preventDefault() }, controls, clear);
  }

  /* The values of a facet, the most frequent first, each with how many rows have it. */
  countItems(facet) {
    const counts = new Map();
    for (let row = 0; row < this.count; row += 1) {
      for (const item of facet.items(row)) counts.set(item, (counts.get(item) ?? 0) + 1);
    }
    return [...counts].sort((one, other) => other[1] - one[1]).map(([item, count]) => [
      texts.en[item], t("counted", { name: facet.say ? facet.say(said(item)) : said(item), count }),
    ]);
  }

  clear() {
    for (const name of ["q", "sort", ...this.facets.map((facet) => facet.name)]) setParameter(name, "");
    for (const control of this.node.querySelectorAll("form input, form select")) control.value = "";
    this.update();
  }

  sortBy(column) {
    const sort = parameter("sort");
    const down = column.numeric || column.order === "date" ? `-${column.name}` : column.name;
    const up = down.startsWith("-") ? column.name : `-${column.name}`;
    setParameter("sort", sort === down ? up : sort === up ? "" : down);
    this.update();
  }

  chosenRows() {
    const fits = matcher(parameter("q"));
    const wishes = this.facets.map((facet) => [facet, parameter(facet.name)]).filter(([, wish]) => wish);
    const rows = [];
    for (let row = 0; row < this.count; row += 1) {
      if (this.search && !fits(this.found[row])) continue;
      if (wishes.every(([facet, wish]) => facet.items(row).some((item) => texts.en[item] === wish))) rows.push(row);
    }
    return this.sortRows(rows);
  }

  sortRows(rows) {
    const sort = this.fixed ? "" : parameter("sort");
    const column = this.columns.find(({ name }) => name === sort.replace(/^-/, ""));
    if (!column) return rows;
    const collator = new Intl.Collator(language, { numeric: true });
    const sign = sort.startsWith("-") ? -1 : 1;
    const keyed = rows.map((row) => [keyOf(column, row), row]);
    const isKnown = ([key]) => key !== null && key !== "" && key !== undefined;
    const known = keyed.filter(isKnown).sort(([one], [other]) =>
      sign * (typeof one === "number" ? one - other : collator.compare(one, other)));
    return [...known, ...keyed.filter((each) => !isKnown(each))].map(([, row]) => row); // unknown is last, either way
  }

  update() {
    const rows = this.chosenRows();
    const shown = rows.slice(0, this.most);
    this.body.replaceChildren(...shown.map((row) => this.makeRow(row)));
    this.status.textContent = this.search || this.facets.length
      ? t("shown", { shown: formatNumber(rows.length), total: formatNumber(this.count) }) : "";
    this.status.hidden = !this.status.textContent;
    this.markSorted();
    this.offerMore(rows.length);
    if (!rows.length) {
      this.body.append(make("tr", {}, make("td", { colspan: this.columns.length }, t("nothing"))));
    }
  }

  makeRow(row) {
    const cells = this.columns.map((column, place) => {
      const properties = { class: [column.numeric && "number", `c-${column.name}`].filter(Boolean).join(" ") };
      return place ? make("td", properties, column.node(row)) : make("th", { scope: "row", ...properties }, column.node(row));
    });
    return make("tr", {}, cells);
  }

  markSorted() {
    const sort = parameter("sort");
    this.columns.forEach((column, place) => {
      const heading = this.headings[place];
      if (!this.fixed && column.name === sort.replace(/^-/, "")) {
        heading.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
      } else heading.removeAttribute("aria-sort");
    });
  }

  offerMore(total) {
    this.more.replaceChildren();
    if (total <= this.most) return;
    const showAll = () => {
      this.most = this.count;
      this.update();
      this.node.querySelector(".scroll").focus();
    };
    this.more.append(
      t("first", { shown: this.most, total: formatNumber(total) }), " ",
      make("button", { type: "button", class: "all", onclick: showAll }, t("show-all")));
  }
}

let currentGrid = null;

/* What a column is ordered by in a row; verdicts from the worst to the best. */
function keyOf(column, row) {
  const value = column.value(row);
  return column.order === "verdict" && value ? Object.keys(data.verdicts).indexOf(value) : value;
}

/* A facet of a table by the values that are given of one of its columns. */
function facetOf(table, name, say) {
  const column = table.columns[indexOfColumn(table, name)];
  return { name, heading: said(column.heading), items: (row) => table.items[name][row], say };
}

/* A table of the data without controls, in its own order. */
function plainTable(table, names, options = {}) {
  const columns = columnsOf(table, names, options.drawn);
  return new Grid({
    id: options.id, caption: options.caption || said(table.caption), columns, count: countRows(table), fixed: true,
    isUnderHeading: options.isUnderHeading,
  }).node;
}

function noteLines(table) {
  return table.notes.map((note) => make("p", { class: "note" }, said(note)));
}
