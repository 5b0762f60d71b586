// Names and a way in by keyboard for what Material adds to a page once it is open.
const korean = document.documentElement.lang === "ko";

function nameParts() {
  document.querySelectorAll(".md-code__nav").forEach((bar, number) => {
    bar.setAttribute("aria-label", `${korean ? "코드" : "Code"} ${number + 1}`);
  });
  document.querySelectorAll(".md-typeset__scrollwrap").forEach((wrap) => {
    wrap.tabIndex = 0;
  });
}

nameParts();
new MutationObserver(nameParts).observe(document.body, { childList: true, subtree: true });
