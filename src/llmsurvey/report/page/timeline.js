/* The history that the survey tells, along the years. */

const DAY = 86400000;

/* The first day that a date may mean, which may be a year or a month alone. */
function dayOf(date) {
  const [year, month = 1, day = 1] = date.split("-").map(Number);
  return Date.UTC(year, month - 1, day) / DAY;
}

function viewTimeline() {
  const table = data.timeline;
  const id = (row) => textAt(table, "id", row);
  const columns = columnsOf(table, ["name", "released", "developers", "kind", "sizes", "foundations", "printed_year", "printed_name", "printed_developer"], {
    name: (row) => recordLink("model", id(row), textAt(table, "name", row)),
  });
  const grid = new Grid({ id: "history", caption: t("timeline"), isUnderHeading: true, columns, count: countRows(table), facets: [facetOf(table, "kind")] });
  return [drawTimeline(table), grid.node, ...noteLines(table)];
}

/* Each event at its day, as high as its name has room beside the others. */
function drawTimeline(table) {
  const events = Array.from({ length: countRows(table) }, (_, row) => row)
    .filter((row) => valueAt(table, "released", row))
    .map((row) => ({ row, day: dayOf(valueAt(table, "released", row)), name: textAt(table, "name", row), kind: table.items.kind[row] }));
  const years = [...new Set(events.map(({ row }) => Number(valueAt(table, "released", row).slice(0, 4))))];
  const [first, last] = [Math.min(...years), Math.max(...years) + 1];
  const at = scaleOfYears(first, last, events);
  const lanes = [];
  for (const event of events) {
    event.x = at(event.day);
    event.lane = lanes.findIndex((end) => end < event.x - 6);
    if (event.lane < 0) event.lane = lanes.push(0) - 1;
    lanes[event.lane] = event.x + 12 + widthOf(event.name);
  }
  const width = Math.max(...lanes, 900) + 16;
  const height = lanes.length * 22 + 44;
  const bottom = height - 30;
  const ruled = Array.from({ length: last - first + 1 }, (_, place) => first + place).map((year) => [
    draw("line", { x1: at(dayOf(`${year}`)), x2: at(dayOf(`${year}`)), y1: 0, y2: bottom, class: "rule" }),
    draw("text", { x: at(dayOf(`${year}`)) + 4, y: bottom + 18 }, String(year)),
  ]);
  const heightOf = (lane) => bottom - 14 - lane * 22;
  const stems = events.map(({ x, lane }) => draw("line", { x1: x, x2: x, y1: heightOf(lane), y2: bottom, class: "stem" }));
  const drawn = events.map(({ x, lane, name, kind }) => {
    const y = heightOf(lane);
    const shape = kind.length && texts.en[kind[0]] !== "pretrained"
      ? draw("rect", { x: x - 4, y: y - 4, width: 8, height: 8, class: "best" }) : draw("circle", { cx: x, cy: y, r: 4, class: "dot" });
    return draw("g", {}, shape, draw("text", { x: x + 8, y: y + 4, class: "label" }, name));
  });
  const title = t("timeline");
  return figure(title, t("timeline-says", { count: events.length, first, last: last - 1 }), [width, height], ruled, stems, drawn);
}

/* A year is as wide as what happened in it needs, so that the crowded ones can be read. */
function scaleOfYears(first, last, events) {
  const starts = [24];
  for (let year = first; year < last; year += 1) {
    const count = events.filter(({ day }) => day >= dayOf(`${year}`) && day < dayOf(`${year + 1}`)).length;
    starts.push(starts.at(-1) + 60 + count * 26);
  }
  return (day) => {
    const year = new Date(day * DAY).getUTCFullYear();
    const place = Math.min(Math.max(year - first, 0), starts.length - 1);
    if (place === starts.length - 1) return starts[place];
    const [begin, end] = [dayOf(`${year}`), dayOf(`${year + 1}`)];
    return starts[place] + ((day - begin) / (end - begin)) * (starts[place + 1] - starts[place]);
  };
}
