/* The address of a view: #/boards/open-llm-leaderboard@2023-07-28?q=llama. Each can be shared. */

let address = { view: "", key: "", parameters: new URLSearchParams() };

function readAddress() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const [view, ...key] = path.split("/");
  address = { view, key: decode(key.join("/")), parameters: new URLSearchParams(query) };
  const wished = address.parameters.get("lang");
  if (wished === "en" || wished === "ko") language = wished;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign of somebody's own
  }
}

/* The address of a view, in the language of the page where that isn't the one that it begins with. */
function hrefOf(view, key = "", parameters = {}) {
  const query = new URLSearchParams(parameters);
  if (language !== data.language) query.set("lang", language);
  const path = key ? `${view}/${encodeURIComponent(key).replace(/%2F/g, "/").replace(/%40/g, "@")}` : view;
  return `#/${path}${query.size ? `?${query}` : ""}`;
}

/* Put a wish of the reader into the address, without another entry in the history. */
function setParameter(name, value) {
  if (value === "" || value === undefined || value === null || value === false) address.parameters.delete(name);
  else address.parameters.set(name, value === true ? "1" : value);
  replaceAddress();
}

function replaceAddress() {
  const parameters = Object.fromEntries([...address.parameters].filter(([name]) => name !== "lang"));
  history.replaceState(null, "", hrefOf(address.view, address.key, parameters));
}

function parameter(name, otherwise = "") {
  return address.parameters.get(name) ?? otherwise;
}

function go(view, key, parameters) {
  location.hash = hrefOf(view, key, parameters);
}
