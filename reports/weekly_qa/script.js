// Comforts only: the page says everything without it. State lives in the address, never in storage.
(() => {
  const find = (id) => document.getElementById(id);
  const { all, cellOf, byText, button, turned } = heads;
  const PAGE = 100;
  const SEVERITIES = ["critical", "high", "medium", "low", "info"];
  const STANDINGS = {
    waived: "waived", approved: "let pass", disputed: "disputed", upheld: "upheld", overturned: "overturned",
    "wrong-agent": "of somebody else", known: "in the baseline", new: "not in the baseline", first: "first seen now",
    again: "seen before", "was-open": "was open, now broken", undecided: "nothing decided",
  };
  const number = new Intl.NumberFormat("en");
  const several = (count, noun) => `${number.format(count)} ${noun}${count === 1 ? "" : "s"}`;

  addEventListener("beforeprint", () => all("details").forEach((one) => { one.open = true; }));
  const bar = find("filter");
  if (!bar) return;

  // What is on the page: cases with their findings, and the lines of the list.
  const NAMES = ["text", "severity", "who", "policy", "week", "standing"];
  const fields = Object.fromEntries(NAMES.map((name) => [name, find(`filter-${name}`)]));
  const keys = find("filter-keys");
  const low = (text) => text.toLocaleLowerCase();
  const facts = (element) => ({
    severity: element.dataset.severity, who: element.dataset.who, policy: element.dataset.policy,
    week: element.dataset.week, standing: element.dataset.standing,
  });
  const cases = all(".case").map((element) => (
    { element, text: low(element.textContent), findings: all(".finding", element).map(facts) }));
  const body = document.querySelector("table.lines tbody");
  const lines = body ? [...body.rows].map((row) => ({
    ...facts(row), row, name: row.id, severity: cellOf(row, 0), ticket: cellOf(row, 1).slice(1), title: cellOf(row, 2),
    who: row.cells[3].querySelector("bdi").textContent, standing: row.dataset.standing ?? "undecided",
    at: Date.parse(row.querySelector("time").dateTime) / 1000, text: `${low(row.textContent)} ${low(row.id)}`,
  })) : [];
  for (const line of lines) line.row.tabIndex = -1;
  const onPage = lines.length;
  let [fitting, pageOf, sorted, unpacked] = [lines, 0, "", !find("packed")];

  // The packed ones (packed.js), as rows.
  let when = null;
  const unpack = async () => {
    const [told, rest] = await openPacked(find("packed").content.textContent);
    when = told;
    for (const line of rest) lines.push(line);
  };
  const textOf = (line) => (line.text ??= low(
    `${line.severity} #${line.ticket} ${line.subject} ${line.title} ${line.clauses} ${line.who} ${line.name}`));
  const made = (tag, kind, ...inner) => {
    const element = document.createElement(tag);
    if (kind) element.className = kind;
    element.append(...inner);
    return element;
  };
  const rowOf = (line) => {
    if (line.row) return line.row;
    const row = document.createElement("tr");
    const [time, offset] = when(line.at);
    const head = made("th", "", made("b", "", `#${line.ticket}`), " ", made("bdi", "", line.subject || "(no subject)"));
    const link = made("a", "", line.name);
    head.scope = "row";
    link.href = `#${line.name}`;
    row.id = line.name;
    row.tabIndex = -1;
    row.append(
      made("td", "", made("span", `severity ${line.severity}`, line.severity)), head,
      made("td", "", `${line.title} `, made("span", "clause", line.clauses),
        ...line.marks.flatMap((text) => [" ", made("span", "mark", text)])),
      made("td", "", made("bdi", "", line.who), line.kind ? made("span", "kind", ` (${line.kind})`) : ""),
      made("td", "", `${time} `, made("span", "offset", offset)), made("td", "anchor", link));
    copies(row);
    return row;
  };

  // Filters, pages, the order of the list.
  const fits = (one) => NAMES.slice(1).every((name) => {
    const value = fields[name].value;
    return !value || (name === "standing" ? one.standing.split(" ").includes(value) : one[name] === value);
  });
  const holds = (text, words) => words.every((word) => text.includes(word));
  const show = () => {
    if (!body) return;
    const pages = Math.max(1, Math.ceil(fitting.length / PAGE));
    pageOf = Math.min(pageOf, pages - 1);
    const first = pageOf * PAGE;
    body.replaceChildren(...fitting.slice(first, first + PAGE).map(rowOf));
    find("lines").querySelector(".pager").hidden = pages === 1;
    find("page-told").textContent = fitting.length
      ? `${number.format(first + 1)} to ${number.format(Math.min(first + PAGE, fitting.length))} of ${number.format(fitting.length)}` : "";
    find("page-before").disabled = pageOf === 0;
    find("page-after").disabled = pageOf === pages - 1;
  };
  const ORDER = {
    severity: (line) => SEVERITIES.indexOf(line.severity), ticket: (line) => line.ticket, title: (line) => line.title,
    who: (line) => line.who, at: (line) => line.at,
  };
  const ordered = (list) => {
    const [key, turn] = sorted.startsWith("-") ? [ORDER[sorted.slice(1)], -1] : [ORDER[sorted], 1];
    if (!key || !lines.length) return list;
    const compare = typeof key(lines[0]) === "string" ? byText : (one, other) => one - other;
    return list.map((line) => [key(line), line]).sort(([one], [other]) => turn * compare(one, other)).map(([, line]) => line);
  };
  const asked = () => NAMES.filter((name) => fields[name].value).map((name) => [name, fields[name].value]);
  const count = (shown) => {
    const waiting = unpacked ? "" : " Opening the packed findings…";
    if (!asked().length) return waiting.trim();
    const told = `${number.format(shown)} of ${several(cases.length, "case")}`;
    const listed = lines.length ? ` and ${number.format(fitting.length)} of ${several(lines.length, "line")} of the list` : "";
    return `${told}${listed} shown${waiting && `.${waiting}`}`;
  };
  const apply = () => {
    const words = low(fields.text.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of cases) {
      one.element.hidden = !(one.findings.some(fits) && holds(one.text, words));
      shown += !one.element.hidden;
    }
    const plain = !asked().length;
    fitting = ordered(plain ? lines : lines.filter((line) => fits(line) && (!words.length || holds(textOf(line), words))));
    for (const head of all("table.lines th[data-key]")) {
      head.ariaSort = sorted === head.dataset.key ? "ascending" : sorted === `-${head.dataset.key}` ? "descending" : null;
    }
    show();
    find("filter-count").textContent = count(shown);
  };

  // The address: what is asked, the page, the order, the keys.
  const address = () => {
    const state = asked();
    if (pageOf) state.push(["page", pageOf + 1]);
    if (sorted) state.push(["sort", sorted]);
    if (!keys.checked) state.push(["keys", "off"]);
    const told = new URLSearchParams(state).toString();
    return told ? `#?${told}` : "#needs-action";
  };
  let typing = false;
  const remember = (replaced = false) => {
    if (address() === location.hash || (address() === "#needs-action" && !location.hash)) return;
    history[replaced ? "replaceState" : "pushState"](null, "", address());
  };
  const recall = () => {
    const state = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
    for (const name of NAMES) fields[name].value = state.get(name) ?? "";
    pageOf = Math.max(0, (Number.parseInt(state.get("page") ?? "1", 10) || 1) - 1);
    sorted = state.get("sort") ?? "";
    keys.checked = state.get("keys") !== "off";
    apply();
  };
  const clear = () => {
    for (const name of NAMES) fields[name].value = "";
    pageOf = 0;
    apply();
  };

  // A link to a finding shows it, wherever it is and whatever the filter hides; a link may be the first letters of a name.
  const goTo = (element) => {
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  };
  const wanted = () => {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
  };
  const lineOf = (name) => lines.find((line) => line.name === name)
    ?? (name.length >= 8 ? lines.find((line) => name.startsWith(line.name) || line.name.startsWith(name)) : undefined);
  const reveal = () => {
    const name = wanted();
    if (!name || name.startsWith("?")) return;
    const target = find(name) ?? (name.length >= 8 ? all(".finding").find((one) => one.id.startsWith(name)) : null);
    const line = target?.closest("table.lines") || !target ? lineOf(name) : null;
    if (line) {
      if (!fitting.includes(line)) clear();
      pageOf = Math.floor(fitting.indexOf(line) / PAGE);
      show();
      for (const row of all(".here", body)) row.classList.remove("here");
      const row = rowOf(line).isConnected ? rowOf(line) : find(line.name);
      row.classList.add("here");
      goTo(row);
    } else if (target?.closest(".case[hidden]")) {
      clear();
      goTo(target);
    } else if (target?.matches(".finding")) goTo(target);
  };

  // Copying.
  const told = (text) => { find("told").textContent = ""; requestAnimationFrame(() => { find("told").textContent = text; }); };
  const copy = async (name, where) => {
    const text = `${location.href.split("#")[0]}#${name}`;
    try { await navigator.clipboard.writeText(text); } catch {
      const field = made("textarea", "unseen", text);
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    told(`Link to finding ${name} copied`);
    if (!where) return;
    where.textContent = "Copied";
    setTimeout(() => { where.textContent = "Copy link"; }, 2000);
  };
  const copies = (from) => {
    for (const place of all(".anchor", from)) {
      const name = place.querySelector("a").getAttribute("href").slice(1);
      const added = made("button", "copy", "Copy link");
      added.type = "button";
      added.ariaLabel = `Copy the link to finding ${name}`;
      added.addEventListener("click", () => copy(name, added));
      place.append(added);
    }
  };

  // Single keys.
  const help = find("help");
  find("help-open").addEventListener("click", () => help.showModal());
  find("help-close").addEventListener("click", () => help.close());
  const PLACES = ".case:not([hidden]), table.lines tbody tr";
  const step = (way) => {
    const places = all(PLACES);
    const here = places.indexOf(document.activeElement.closest(PLACES));
    const next = places[way > 0 ? here + 1 : Math.max(0, here - 1)];
    if (next) goTo(next);
  };
  const copyHere = () => {
    const here = document.activeElement.closest(`.finding, ${PLACES}`);
    const finding = here?.matches(".case") ? here.querySelector(".finding") : here;
    if (finding) copy(finding.id);
  };
  const ACTIONS = {
    "/": () => fields.text.focus(), j: () => step(1), k: () => step(-1), c: copyHere, "?": () => help.showModal(),
  };
  addEventListener("keydown", (event) => {
    const elsewhere = event.target.closest?.("input, select, textarea, dialog") && event.target.type !== "checkbox";
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || elsewhere || help.open) return;
    if (!Object.hasOwn(ACTIONS, event.key)) return;
    event.preventDefault();
    ACTIONS[event.key]();
  });

  // What can be chosen.
  const fill = (name, values, words = (value) => value) => {
    const select = fields[name];
    const before = select.value;
    select.replaceChildren(select.options[0], ...values.map((value) => new Option(words(value), value)));
    select.value = before;
    select.parentElement.hidden = values.length < 2;
  };
  const offer = () => {
    const known = [...cases.flatMap((one) => one.findings), ...lines];
    const of = (name) => [...new Set(known.map((one) => one[name]))];
    const standings = new Set(of("standing").flatMap((tokens) => tokens.split(" ")));
    fill("severity", SEVERITIES.filter((name) => of("severity").includes(name)));
    fill("who", of("who").sort(byText));
    fill("policy", of("policy").sort(byText));
    fill("week", of("week").sort());
    fill("standing", Object.keys(STANDINGS).filter((name) => standings.has(name)), (name) => STANDINGS[name]);
  };

  bar.addEventListener("input", (event) => {
    if (event.target === keys) { remember(true); return; }
    pageOf = 0;
    apply();
    remember(typing && event.target === fields.text);
    typing = event.target === fields.text;
  });
  fields.text.addEventListener("blur", () => { typing = false; });
  find("filter-clear").addEventListener("click", () => { clear(); remember(); fields.text.focus(); });
  for (const head of all("table.lines th[data-key]")) {
    button(head).addEventListener("click", () => {
      sorted = turned(head, "ascending") === "ascending" ? head.dataset.key : `-${head.dataset.key}`;
      pageOf = 0;
      apply();
      remember();
    });
  }
  const turn = (by) => {
    pageOf += by;
    show();
    remember();
    body.closest("table").scrollIntoView({ block: "start" });
    told(find("page-told").textContent);
  };
  if (body) {
    find("page-before").addEventListener("click", () => turn(-1));
    find("page-after").addEventListener("click", () => turn(1));
  }
  addEventListener("hashchange", () => {
    if (location.hash.startsWith("#?") || ["", "#needs-action"].includes(location.hash)) recall();
    reveal();
  });
  // On paper the list is what stands on the page without a script.
  addEventListener("beforeprint", () => body?.replaceChildren(...lines.slice(0, onPage).map(rowOf)));
  addEventListener("afterprint", show);

  copies(document);
  offer();
  bar.hidden = false;
  recall();
  reveal();
  if (unpacked) return;
  unpack().then(() => {
    unpacked = true;
    find("packed-told").hidden = true;
    offer();
    recall();
    reveal();
  }).catch(() => {
    unpacked = true;
    find("filter-count").textContent = "This browser cannot open the packed findings; the files have them.";
  });
})();
