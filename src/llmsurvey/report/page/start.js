/* Shows the view that the address names, and another whenever it changes. */

const VIEWS = {
  choose: viewChoose, models: viewModels, lineage: viewLineage, memory: viewMemory, boards: viewBoards, frontier: viewFrontier,
  tables: viewTables, errata: viewErrata, claims: viewClaims, timeline: viewTimeline, licences: viewLicences, sources: viewSources,
};
const RECORDS = ["model", "dataset", "licence", "benchmark"];

/* The view that is shown, and the part of the page that it belongs to. */
function currentView() {
  if (RECORDS.includes(address.view) && data.sections.includes("models")) {
    const isLicence = address.view === "licence" && data.sections.includes("licences");
    return { section: isLicence ? "licences" : "models", show: () => viewRecord(address.view) };
  }
  const section = data.sections.includes(address.view) ? address.view : data.sections[0];
  address.view = section;
  return { section, show: VIEWS[section] };
}

function titleOfView(section) {
  const record = RECORDS.includes(address.view) && data.records[`${address.view}/${address.key}`];
  return record ? said(record.name) : t(section);
}

function showView({ focus = false } = {}) {
  const { section, show } = currentView();
  const title = titleOfView(section);
  currentGrid = null;
  const heading = make("h2", { tabindex: "-1" }, title);
  document.getElementById("view").replaceChildren(heading, ...show());
  document.title = `${title} – llmsurvey`;
  if (focus) heading.focus();
}

/* What stands around every view, in the language of the page. */
function showFrame() {
  document.documentElement.lang = language;
  const { section } = currentView();
  const links = data.sections.map((name) => make("li", {}, make("a", {
    href: hrefOf(name), "aria-current": name === section ? "page" : undefined,
  }, t(name))));
  const list = document.getElementById("sections");
  list.replaceChildren(...links);
  const here = list.querySelector("[aria-current]");
  list.scrollLeft = here.offsetLeft - list.offsetLeft - (list.clientWidth - here.offsetWidth) / 2; // on a phone it scrolls
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = t(element.dataset.word);
  document.getElementById("sections-nav").setAttribute("aria-label", t("sections-label"));
  const button = document.getElementById("language");
  button.textContent = language === "ko" ? "English" : "한국어";
  button.lang = language === "ko" ? "en" : "ko";
  document.getElementById("cuts").replaceChildren(...data.notes.map((note) => make("p", { class: "warning" }, said(note))));
}

/* Change the language where the reader is: the same view, the same place in it, the same control. */
function switchLanguage() {
  const [height, focused] = [scrollY, document.activeElement?.id];
  language = language === "ko" ? "en" : "ko";
  const most = currentGrid?.most;
  replaceAddress();
  showFrame();
  showView();
  if (currentGrid && most > currentGrid.most) {
    currentGrid.most = most;
    currentGrid.update();
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  scrollTo(0, height);
}

function followAddress() {
  language = data.language;
  readAddress();
  showFrame();
  showView({ focus: true });
  scrollTo(0, 0);
}

/* On paper there is no button that shows the rest, and no control that says what was asked for. */
function prepareForPaper() {
  leavePaper();
  if (currentGrid) {
    currentGrid.most = currentGrid.count;
    currentGrid.update();
  }
  for (const details of document.querySelectorAll("details")) details.open = true;
  const wishes = listWishes();
  if (wishes.length) document.querySelector("h2").after(make("p", { class: "on-paper" }, wishes.join(" \u00b7 ")));
  for (const button of document.querySelectorAll("thead .sort")) { // Chromium repeats no heading with a button in it
    button.hidden = true;
    button.after(make("span", { class: "on-paper" }, button.textContent));
  }
}

function leavePaper() {
  for (const element of document.querySelectorAll(".on-paper")) element.remove();
  for (const button of document.querySelectorAll("thead .sort")) button.hidden = false;
}

/* What the controls of the view say, in words; nothing of those that are left as they are for all. */
function listWishes() {
  const fields = [...document.querySelectorAll(".controls .field")].filter((field) => !field.closest("[hidden]")).map((field) => {
    const control = field.querySelector("select, input");
    const value = control instanceof HTMLSelectElement ? control.value && control.selectedOptions[0]?.text : control?.value;
    return value && `${field.querySelector("span").textContent}: ${value}`;
  });
  const boxes = [...document.querySelectorAll(".controls .check")].map((box) => box.querySelector("input").checked && box.textContent);
  return [...fields, ...boxes].filter(Boolean);
}

async function start() {
  await unpackData();
  readAddress();
  showFrame();
  showView();
  document.getElementById("loading").remove();
  document.getElementById("language").addEventListener("click", switchLanguage);
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("h2").focus();
  });
  addEventListener("hashchange", followAddress);
  addEventListener("beforeprint", prepareForPaper);
  addEventListener("afterprint", leavePaper);
  document.documentElement.dataset.ready = "";
}

requestAnimationFrame(() => setTimeout(start)); // the frame is painted before anything is unpacked
