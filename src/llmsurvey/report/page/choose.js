/* choose: which sizes fit a card and a purpose, and how good they are. */

const AMOUNT = "amount";

/* What the controls ask, as the address has it. */
function readWish() {
  const { rooms, room, precisions, caches, most_context: most } = data.choices;
  const card = rooms.find(([name]) => name === parameter("card", room));
  const count = Math.min(Math.max(Math.round(Number(parameter("count", "1"))) || 1, 1), 9999);
  const amount = Math.floor((Number(parameter("gb", "24")) || 0) * 1e9);
  const named = precisions.filter(([name]) => name === parameter("precision"));
  const wished = Math.round(Number(parameter("context"))) || 0;
  return {
    room: parameter("card") === AMOUNT || !card ? amount : card[1] * count,
    roomName: parameter("card") === AMOUNT || !card ? `${parameter("gb", "24")} GB` : count > 1 ? `${count} x ${card[0]}` : card[0],
    precisions: (named.length ? named : precisions.filter(([, , tried]) => tried)).map(([name, bits]) => ({ name, bits })),
    context: Math.min(Math.max(wished, 0), most),
    cache: Object.fromEntries(
      ["name", "bits"].map((field, place) => [field, (caches.find(([name]) => name === parameter("cache")) ?? caches[0])[place]])),
    uses: data.choices.uses.map(([use]) => use).filter((use) => parameter(use)),
    commercial: Boolean(parameter("commercial")),
    language: parameter("language"),
    named: matcher(parameter("q")),
  };
}

/* The sizes that fit, in the order of the data, and how many are left out for which reason. */
function chooseSizes(wish) {
  const fitting = [];
  const left = {};
  for (const size of everySize()) {
    const reason = refuse(size, wish);
    const fit = reason ? null : bestFit(size, wish);
    if (fit) fitting.push({ size, ...fit });
    else {
      const why = reason ?? (fit === false ? "memory" : "facts");
      left[why] = (left[why] ?? 0) + 1;
    }
  }
  return { fitting, left };
}

/* Why a size isn't asked for, whatever memory it needs; null where it is. */
function refuse(size, wish) {
  if (!size.has_weights) return "no-weights";
  if (wish.language && !size.languages.includes(wish.language)) return "filter";
  if (!wish.named(loosen(`${said(size.name)} ${said(size.hub)} ${searchedNames(size)}`))) return "filter";
  if (wish.commercial && !size.is_commercial) return size.verdict === "unknown" ? "unknown" : "verdict";
  if (wish.uses.some((use) => size.barred.includes(use))) return "use";
  if (wish.context && (size.context === null || wish.context > size.context)) {
    return size.context === null ? "context-unknown" : "context";
  }
  return null;
}

function searchedNames(size) {
  return texts.en[data.searched[said(size.id)] ?? 0];
}

function viewChoose() {
  const result = make("div", { id: "result" });
  const show = () => result.replaceChildren(...drawChoice(readWish()));
  const set = (name) => (value) => {
    setParameter(name, value);
    show();
  };
  const form = make("form", { class: "controls", onsubmit: (event) => event.preventDefault() }, ...chooseControls(set));
  show();
  return [make("p", { class: "lead" }, t("choose-lead")), form, result];
}

function chooseControls(set) {
  const { rooms, room, precisions, caches, uses, sizes, least_context: least, most_context: most } = data.choices;
  const languages = [...new Set(sizes.languages.flat())].sort();
  const tried = precisions.filter(([, , isTried]) => isTried).map(([name]) => name).join(", ");
  const count = labelled(t("count"), numberInput("choose-count", parameter("count", "1"), { min: 1, max: 9999 }, set("count")));
  const gigabytes = labelled(t("gigabytes"), numberInput("choose-gb", parameter("gb", "24"), { min: 1, step: "any" }, set("gb")));
  const swap = (value) => {
    count.hidden = value === AMOUNT;
    gigabytes.hidden = value !== AMOUNT;
  };
  const cards = [...rooms.map(([name]) => [name, name]), [AMOUNT, t("amount")]];
  const card = selectFrom("choose-card", cards, parameter("card", room), (value) => {
    swap(value);
    set("card")(value === room ? "" : value);
  });
  swap(parameter("card", room));
  return [
    labelled(t("card"), card), count, gigabytes,
    labelled(t("context"), numberInput("choose-context", parameter("context"), { min: 1, max: most, placeholder: formatNumber(least) }, set("context"))),
    labelled(t("precision"), selectFrom("choose-precision", [["", t("largest", { names: tried })], ...precisions.map(([name]) => [name, name])], parameter("precision"), set("precision"))),
    labelled(t("cache"), selectFrom("choose-cache", caches.map(([name]) => [name, name]), parameter("cache", caches[0][0]), set("cache"))),
    labelled(t("language"), selectFrom("choose-language", [["", t("any")], ...languages.map((code) => [code, nameOfLanguage(code)])], parameter("language"), set("language"))),
    labelled(t("search"), searchInput("choose-q", parameter("q"), set("q"))),
    make("fieldset", {}, make("legend", {}, t("use")),
      checkbox("choose-commercial", t("commercial"), Boolean(parameter("commercial")), set("commercial")),
      uses.map(([use, text]) => checkbox(`choose-${use}`, said(text), Boolean(parameter(use)), set(use)))),
  ];
}

function drawChoice(wish) {
  const { fitting, left } = chooseSizes(wish);
  const parts = { fit: formatNumber(fitting.length), total: formatNumber(everySize().length), room: wish.roomName };
  const reasons = Object.entries(left).map(([reason, count]) => t(`left-${reason}`, { count: formatNumber(count) }));
  const caption = t("choose-caption", parts);
  const column = (name, numeric, text, node, value = text) => ({
    name, numeric, heading: said(data.headings[name]), text, node: node ?? text, value, order: "text",
  });
  const at = (row) => fitting[row];
  const columns = [
    column("name", false, (row) => said(at(row).size.name), (row) => recordLink("model", said(at(row).size.id), said(at(row).size.name))),
    column("verdict", false, (row) => at(row).size.verdict, (row) => verdictOfSize(at(row).size)),
    column("precision", false, (row) => at(row).precision),
    column("total_gb", true, (row) => formatGigabytes(at(row).total), null, (row) => at(row).total),
    column("longest_context", true, (row) => longestText(at(row)), null, (row) => at(row).longest),
    column("score", true, (row) => at(row).size.score?.toFixed(1) ?? "", null, (row) => at(row).size.score),
    column("rank_set", true, (row) => said(at(row).size.rank_set), null, (row) => at(row).size.rank),
    column("released", false, (row) => at(row).size.released ?? ""),
    column("conditions", false, (row) => at(row).size.conditions.map(said).join(", ")),
  ];
  columns[1].order = "verdict";
  const grid = new Grid({ id: "choice", caption, columns, count: fitting.length });
  return [
    make("p", { class: "unseen", role: "status" }, caption),
    grid.node,
    reasons.length ? make("p", { class: "note" }, t("left-out", { reasons: reasons.join("; ") })) : null,
    make("p", { class: "note" }, t("choose-note", { board: data.choices.board ?? "-" })),
    make("p", { class: "note" }, t("star")),
  ].filter(Boolean);
}

function verdictOfSize(size) {
  return verdictBadge(size.verdict, said(data.verdicts[size.verdict]) + (size.has_caveats ? " *" : ""));
}

function longestText({ size, longest }) {
  if (longest === null) return "";
  return longest === size.context ? formatNumber(longest) : t("of", { part: formatNumber(longest), whole: formatNumber(size.context) });
}
