/* What all drawings have in common: scales, axes, and how wide a text is. */

const pen = document.createElement("canvas").getContext("2d");

/* What a text of a drawing takes, in the letters of the page. */
function widthOf(text, weight = 400) {
  pen.font = `${weight} 12px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

/* As wide as a chart is drawn: on a phone narrower, so that it is seen whole and its letters can be read. */
function widthOfChart() {
  return Math.min(Math.max(innerWidth, 480), 900);
}

function scale([least, most], [from, to], { log = false } = {}) {
  const place = log ? Math.log10 : (value) => value;
  const span = place(most) - place(least) || 1;
  return (value) => from + ((place(value) - place(least)) / span) * (to - from);
}

/* Round numbers within a span, about so many. */
function ticksWithin(least, most, count = 6) {
  const rough = (most - least) / count || 1;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((each) => each >= rough);
  const ticks = [];
  for (let tick = Math.ceil(least / step) * step; tick <= most + step / 1e6; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}

/* 1, 3, 10, 30 ... within a span. */
function ticksOfLog(least, most) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power += 1) {
    for (const factor of [1, 3]) if (factor * 10 ** power >= least && factor * 10 ** power <= most) ticks.push(factor * 10 ** power);
  }
  return ticks;
}

function shortCount(value) {
  for (const [unit, sign] of [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "k"]]) {
    if (value >= unit) return `${Number((value / unit).toPrecision(3))}${sign}`;
  }
  return String(value);
}

/* A figure with a title and a description for whoever doesn't see it. */
function figure(title, description, [width, height], ...drawn) {
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${description}` }, ...drawn);
  svg.style.minWidth = `${width * 0.74}px`; // smaller letters can't be read
  return make("figure", {}, scrollable(title, svg), make("figcaption", {}, `${title}. ${description}`));
}

/* Two axes with their ticks and titles around a plot. */
function axes({ left, right, top, bottom }, across, up) {
  return draw("g", { class: "axes" },
    across.ticks.map((tick) => [
      draw("line", { x1: across.at(tick), x2: across.at(tick), y1: top, y2: bottom, class: "rule" }),
      draw("text", { x: across.at(tick), y: bottom + 18, "text-anchor": "middle" }, across.say(tick)),
    ]),
    up.ticks.map((tick) => [
      draw("line", { x1: left, x2: right, y1: up.at(tick), y2: up.at(tick), class: "rule" }),
      draw("text", { x: left - 8, y: up.at(tick) + 4, "text-anchor": "end" }, up.say(tick)),
    ]),
    draw("text", { x: (left + right) / 2, y: bottom + 40, "text-anchor": "middle", class: "title" }, across.title),
    draw("text", { x: left, y: top - 10, class: "title" }, up.title));
}
