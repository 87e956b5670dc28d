// Comforts only: the page says everything without it. State lives in the address, never in storage.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const bar = find("filter");
  const cases = [...document.querySelectorAll(".case")];

  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  if (!bar) return;

  const fields = { text: find("filter-text"), severity: find("filter-severity"), who: find("filter-who") };
  const keys = find("filter-keys");
  const words = new Map(cases.map((one) => [one, one.textContent.toLocaleLowerCase()]));

  const fill = (select, values) => {
    for (const value of values) select.append(new Option(value, value));
  };
  const findings = cases.flatMap((one) => [...one.querySelectorAll(".finding")]);
  const present = new Set(findings.map((one) => one.dataset.severity));
  fill(fields.severity, ["critical", "high", "medium", "low", "info"].filter((name) => present.has(name)));
  fill(fields.who, [...new Set(findings.map((one) => one.dataset.who))].sort((a, b) => a.localeCompare(b)));

  const fits = (one) => {
    const text = fields.text.value.trim().toLocaleLowerCase();
    const own = [...one.querySelectorAll(".finding")].some((finding) =>
      (!fields.severity.value || finding.dataset.severity === fields.severity.value) &&
      (!fields.who.value || finding.dataset.who === fields.who.value));
    return own && (!text || words.get(one).includes(text));
  };
  const asked = () => Object.entries(fields).filter(([, field]) => field.value);
  const apply = () => {
    let shown = 0;
    for (const one of cases) { one.hidden = !fits(one); shown += !one.hidden; }
    find("filter-count").textContent = asked().length ? `${shown} of ${cases.length} cases shown` : "";
  };
  const remember = () => {
    const state = new URLSearchParams(asked().map(([name, field]) => [name, field.value])).toString();
    history.replaceState(null, "", state ? `#?${state}` : "#needs-action");
  };
  const recall = () => {
    if (!location.hash.startsWith("#?")) return;
    const state = new URLSearchParams(location.hash.slice(2));
    for (const [name, field] of Object.entries(fields)) field.value = state.get(name) ?? "";
    apply();
  };
  const clear = () => {
    for (const field of Object.values(fields)) field.value = "";
    apply();
  };
  // A link to a finding that the filter hides shows it.
  const reveal = () => {
    const target = location.hash.length > 1 && !location.hash.startsWith("#?") && find(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.closest(".case[hidden]")) return;
    clear();
    target.scrollIntoView();
  };

  bar.addEventListener("input", (event) => { if (event.target !== keys) { apply(); remember(); } });
  find("filter-clear").addEventListener("click", () => { clear(); remember(); fields.text.focus(); });
  addEventListener("hashchange", () => { recall(); reveal(); });
  addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "/") { event.preventDefault(); fields.text.focus(); }
    if (event.key !== "j" && event.key !== "k") return;
    const seen = cases.filter((one) => !one.hidden);
    const here = seen.indexOf(document.activeElement.closest(".case"));
    const next = seen[event.key === "j" ? here + 1 : Math.max(0, here - 1)];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "start" }); }
  });
  bar.hidden = false;
  recall();
})();
