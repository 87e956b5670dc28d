// Comforts only: copy buttons, a search, keys. The page says everything without them. State lives in the address.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));

  // Where the clipboard is not given to a page from disk, the text is selected for Ctrl+C.
  const choose = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  const spoken = document.body.appendChild(Object.assign(document.createElement("p"), { className: "unseen" }));
  spoken.setAttribute("role", "status");
  for (const code of document.querySelectorAll("code[data-copies]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: "Copy" });
    button.setAttribute("aria-label", `Copy ${code.dataset.copies}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
        spoken.textContent = "Copied.";
      } catch {
        choose(code);
        button.textContent = "Ctrl+C";
        spoken.textContent = "Selected: copy it with Ctrl+C or ⌘C.";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    code.after(button);
  }

  // A link into what is folded opens it.
  const reveal = () => {
    const target = location.hash.length > 1 && !location.hash.startsWith("#?") && find(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.matches("details")) target.open = true;
    if (target.closest("[hidden]")) { clear(); target.scrollIntoView(); }
  };

  const bar = find("filter");
  const findings = [...document.querySelectorAll(".finding")];
  const duties = [...document.querySelectorAll(".duty")];
  const words = new Map(findings.map((one) =>
    [one, `${one.closest(".duty").querySelector("header").textContent} ${one.textContent}`.toLocaleLowerCase()]));
  const field = find("filter-text");
  const apply = () => {
    const text = field.value.trim().toLocaleLowerCase();
    let shown = 0;
    for (const one of findings) { one.hidden = !words.get(one).includes(text); shown += !one.hidden; }
    for (const one of duties) one.hidden = Boolean(text) && !one.querySelector(".finding:not([hidden])");
    find("filter-count").textContent = text ? `${shown} of ${findings.length} findings shown` : "";
  };
  const remember = () => {
    const text = field.value.trim();
    history.replaceState(null, "", text ? `#?${new URLSearchParams({ text })}` : "#fails");
  };
  function clear() { if (field) { field.value = ""; apply(); } }
  addEventListener("hashchange", () => { recall(); reveal(); });
  function recall() {
    if (!bar || !location.hash.startsWith("#?")) return;
    field.value = new URLSearchParams(location.hash.slice(2)).get("text") ?? "";
    apply();
  }
  if (bar) {
    bar.hidden = false;
    field.addEventListener("input", () => { apply(); remember(); });
    find("filter-clear").addEventListener("click", () => { clear(); remember(); field.focus(); });
    const keys = find("filter-keys");
    addEventListener("keydown", (event) => {
      if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
      if (event.key === "/") { event.preventDefault(); field.focus(); }
      if (event.key !== "j" && event.key !== "k") return;
      const seen = findings.filter((one) => !one.hidden);
      const here = seen.indexOf(document.activeElement.closest(".finding"));
      const next = seen[event.key === "j" ? here + 1 : Math.max(0, here - 1)];
      if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest" }); }
    });
  }
  recall();
  reveal();
})();
