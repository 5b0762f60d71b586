/* What the page holds: unpacked from the compressed block at its end, and read by everything else. */

let data;
let texts;
let language;

async function unpackData() {
  const packed = document.getElementById("data").textContent.trim();
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place += 1) bytes[place] = binary.charCodeAt(place);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  data = JSON.parse(await new Response(stream).text());
  texts = data.texts;
  language = data.language;
}

/* A text by its number, in the language of the page. */
function said(number) {
  return (language === "ko" && texts.ko[number]) || texts.en[number];
}

/* A sentence of the page by its name; {parts} stand for values. */
function t(name, parts = {}) {
  return said(data.words[name]).replace(/\{(\w+)\}/g, (whole, part) => (part in parts ? parts[part] : whole));
}

const digits = new Intl.NumberFormat("en-US");

function formatNumber(value) {
  return digits.format(value);
}

function formatGigabytes(bytes) {
  return (bytes / 1e9).toFixed(1);
}

function nameOfLanguage(code) {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(code);
  } catch {
    return code; // what a registry calls a language needn't be a code
  }
}

function indexOfColumn(table, name) {
  return table.columns.findIndex((column) => column.name === name);
}

/* The text of a cell, and what it is ordered by. */
function textAt(table, name, row) {
  const index = indexOfColumn(table, name);
  return index < 0 ? "" : said(table.cells[index][row]);
}

function valueAt(table, name, row) {
  return table.values[name] ? table.values[name][row] : textAt(table, name, row);
}

function countRows(table) {
  return table.cells.length ? table.cells[0].length : 0;
}
