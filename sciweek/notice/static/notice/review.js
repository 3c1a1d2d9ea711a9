// The review page's convenience; everything here also works as links and forms without it.
(() => {
  "use strict";
  const root = document.getElementById("review");
  if (!root) return;
  document.documentElement.classList.add("has-js");

  const paper = root.querySelector(".sheet");
  const list = root.querySelector(".findings");
  const wide = window.matchMedia("(min-width: 1024px)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const thread = { line: root.querySelector(".thread-line"), rail: root.querySelector(".thread-rail"), knot: root.querySelector(".thread-knot") };
  const tabs = [...document.querySelectorAll(".review-tabs a")];
  let selected = null;
  let remember = 0;

  const row = (n) => document.getElementById(`f${n}`);
  const rows = () => [...list.querySelectorAll(".find[data-n]")];
  const evidence = (n) => [...paper.querySelectorAll(`.ev[data-n~="${n}"]`)];

  // --- selecting -------------------------------------------------------------------------------------------------

  function select(n, { paperToo = true, listToo = true, focus = false, save = true } = {}) {
    for (const one of root.querySelectorAll(".is-selected")) one.classList.remove("is-selected");
    selected = row(n) ? Number(n) : null;
    if (selected === null) return draw();
    const mine = row(n);
    const group = mine.closest("details");
    if (group) group.open = true;
    mine.classList.add("is-selected");
    for (const one of evidence(n)) one.classList.add("is-selected");
    root.querySelector(`.rail a[data-n="${n}"] .tick`)?.classList.add("is-selected");
    if (listToo) bringInto(list, mine);
    if (paperToo && evidence(n)[0]) bringInto(paper, evidence(n)[0]);
    if (focus) mine.focus({ preventScroll: true });
    draw();
    if (save) {
      clearTimeout(remember);
      remember = setTimeout(() => saveplace(mine.dataset.id), 600);
    }
  }

  function bringInto(pane, thing) {
    if (!wide.matches) {
      if (pane.offsetParent) thing.scrollIntoView({ block: "center" });
      return;
    }
    const box = thing.getBoundingClientRect();
    const view = pane.getBoundingClientRect();
    // The pane reaches below the window until the page has been scrolled to it.
    const bottom = Math.min(view.bottom, window.innerHeight);
    const top_ = Math.max(view.top, 0);
    if (box.top < top_ + 24 || box.bottom > bottom - 24) {
      const top = pane.scrollTop + box.top - top_ - Math.max(24, (bottom - top_ - box.height) / 3);
      pane.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
    }
  }

  function saveplace(id) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (!token) return;
    const body = new URLSearchParams({ finding: id, csrfmiddlewaretoken: token.value });
    fetch(root.dataset.place, { method: "POST", body, keepalive: true }).catch(() => {});
  }

  function step(by, { undecided = false } = {}) {
    const all = rows();
    const at = all.findIndex((one) => Number(one.dataset.n) === selected);
    for (let i = at + by; i >= 0 && i < all.length; i += by) {
      if (undecided && !all[i].matches(".is-open, .is-doubtful")) continue;
      return select(all[i].dataset.n, { focus: true });
    }
    if (at < 0 && all.length) select(all[0].dataset.n, { focus: true });
  }

  // --- the thread ------------------------------------------------------------------------------------------------

  let waiting = 0;
  function draw() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(paint);
  }

  function paint() {
    minimap();
    const mine = selected !== null && row(selected);
    const marks = mine ? evidence(selected) : [];
    if (!wide.matches || !mine || !marks.length || !mine.offsetParent) {
      thread.line.setAttribute("d", "");
      thread.rail.setAttribute("d", "");
      thread.knot.setAttribute("x", "-99");
      return;
    }
    const base = root.getBoundingClientRect();
    const rail = root.querySelector(".rail-line").getBoundingClientRect();
    const seen = paper.getBoundingClientRect();
    const listed = list.getBoundingClientRect();
    const place = [...marks[0].getClientRects()].pop();
    const number = mine.querySelector(".find-number").getBoundingClientRect();
    const clamp = (y, box) => Math.min(Math.max(y, box.top + 4), box.bottom - 4) - base.top;
    const shown = place.bottom > seen.top && place.top < seen.bottom;
    const fromY = clamp(place.bottom + 2, seen);
    const fromX = shown ? place.right - base.left : rail.left - base.left - 14;
    const toY = clamp((number.top + number.bottom) / 2, listed);
    const x = (rail.left + rail.right) / 2 - base.left;
    thread.line.setAttribute("d", `M${fromX} ${fromY}H${x}M${x} ${toY}H${number.left - base.left}`);
    thread.rail.setAttribute("d", `M${x} ${fromY}V${toY}`);
    thread.knot.setAttribute("x", x - 4.5);
    thread.knot.setAttribute("y", fromY - 4.5);
  }

  function minimap() {
    if (!wide.matches || !paper.scrollHeight) return;
    const height = root.querySelector(".rail").clientHeight;
    const share = height / paper.scrollHeight;
    const window_ = root.querySelector(".rail-window");
    window_.setAttribute("y", paper.scrollTop * share);
    window_.setAttribute("height", paper.scrollHeight > paper.clientHeight + 4 ? paper.clientHeight * share : 0);
  }

  // Ticks stand where the evidence really is, once the paper has been laid out.
  function settleTicks() {
    if (!wide.matches) return;
    const top = paper.getBoundingClientRect().top - paper.scrollTop;
    const share = root.querySelector(".rail").clientHeight / paper.scrollHeight;
    for (const link of root.querySelectorAll(".rail a[data-n]")) {
      const mark = document.getElementById(`e${link.dataset.n}`);
      if (mark) link.firstElementChild.setAttribute("y", (mark.getBoundingClientRect().top - top) * share + 8 * share);
    }
    draw();
  }

  // --- clicks ----------------------------------------------------------------------------------------------------

  paper.addEventListener("click", (event) => {
    const mark = event.target.closest(".ev");
    if (!mark || !document.getSelection().isCollapsed) return;
    event.preventDefault();
    const numbers = mark.dataset.n.split(" ").map(Number);
    const at = numbers.indexOf(selected);
    if (!wide.matches) show("findings");
    select(numbers[(at + 1) % numbers.length], { paperToo: false });
  });

  list.addEventListener("click", (event) => {
    const mine = event.target.closest(".find[data-n]");
    if (!mine) return;
    const number = event.target.closest("a.find-number");
    if (number) event.preventDefault();
    else if (event.target.closest("a, button, input, select, textarea, label")) return;
    if (number && !wide.matches) show("paper");
    select(mine.dataset.n, { listToo: false });
  });

  root.querySelector(".rail").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-n]");
    if (!link) return;
    event.preventDefault();
    select(link.dataset.n);
  });

  document.addEventListener("click", (event) => {
    const goes = event.target.closest("a[data-goes]");
    if (goes && goes.hash.startsWith("#e") && row(goes.hash.slice(2))) {
      event.preventDefault();
      select(goes.hash.slice(2));
      root.scrollIntoView({ block: "start" });
    }
    const opens = event.target.closest("[data-opens]");
    if (opens) document.getElementById(opens.dataset.opens).showModal();
  });

  function show(which) {
    root.classList.toggle("shows-paper", which === "paper");
    for (const tab of tabs) {
      if (tab.hash === `#${which}`) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }

  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      show(tab.hash.slice(1));
      if (selected !== null) select(selected, { save: false });
    });
  }

  // --- keys ------------------------------------------------------------------------------------------------------

  const press = (key) => {
    const mine = selected !== null && row(selected);
    const button = mine && mine.querySelector(`[data-key="${key}"]`);
    if (button) button.click();
    return Boolean(button);
  };
  let advance = false;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && typing) {
      const row_ = event.target.closest(".find");
      row_?.querySelector('[data-key="escape"]')?.click();
      return;
    }
    if (typing || document.querySelector("dialog[open]") && event.key !== "?") return;
    const inPaper = event.target.closest(".sheet");
    const actions = {
      j: () => step(1),
      k: () => step(-1),
      ArrowDown: inPaper ? null : () => step(1),
      ArrowUp: inPaper ? null : () => step(-1),
      a: () => { advance = press("a"); },
      x: () => { advance = press("x"); },
      e: () => press("e"),
      u: () => press("u"),
      n: () => location.assign(pickAddress() || root.dataset.add),
      "?": () => {
        const keys = document.getElementById("keys");
        if (keys.open) keys.close();
        else keys.showModal();
      },
    };
    const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // --- after a row was swapped ---------------------------------------------------------------------------------

  document.addEventListener("htmx:after:swap", () => {
    if (selected === null) return;
    const mine = row(selected);
    if (!mine) return;
    repaint(mine);
    select(selected, { paperToo: false, listToo: false, save: false });
    restore(mine);
    const box = mine.querySelector(".correcting input:not([type=hidden]), .correcting textarea, .correcting select");
    if (box) box.focus();
    else if (advance && mine.matches(".is-taken, .is-rejected")) step(1, { undecided: true });
    else mine.focus({ preventScroll: true });
    advance = false;
  });

  // The paper and the rail follow the verdict.
  function repaint(mine) {
    const state = ["taken", "open", "doubtful", "rejected"].find((one) => mine.classList.contains(`is-${one}`));
    if (!state) return;
    for (const mark of evidence(mine.dataset.n)) {
      if (mark.dataset.n.split(" ")[0] !== mine.dataset.n) continue;
      mark.classList.remove("is-taken", "is-open", "is-doubtful", "is-rejected");
      mark.classList.add(`is-${state}`);
    }
    const tick = root.querySelector(`.rail a[data-n="${mine.dataset.n}"] .tick`);
    if (tick) tick.setAttribute("class", `tick is-${state}`);
  }

  document.addEventListener("click", (event) => {
    // Pressing a button in a row also selects the row, so that the swap comes back to it.
    const mine = event.target.closest(".find[data-n]");
    if (mine && event.target.closest("[data-key], [type=submit]")) {
      selected = Number(mine.dataset.n);
      const form = event.target.closest("form.correcting");
      if (form && event.target.closest("[type=submit]")) form.dataset.sent = "1";
    }
  }, true);

  // --- half-typed corrections stay ---------------------------------------------------------------------------

  const drafts = `sciweek:notice:${root.dataset.code}:`;
  list.addEventListener("input", (event) => {
    const form = event.target.closest("form.correcting");
    if (!form) return;
    const typed = {};
    for (const box of form.elements) if (box.name && box.type !== "hidden") typed[box.name] = box.value;
    try {
      localStorage.setItem(drafts + form.closest(".find").dataset.id, JSON.stringify(typed));
    } catch { /* full or forbidden: then nothing is kept */ }
    weekdays(event.target);
  });

  function restore(mine) {
    const form = mine.querySelector("form.correcting");
    const key = drafts + mine.dataset.id;
    if (!form) {
      localStorage.removeItem(key);
      return;
    }
    if (form.querySelector("[aria-invalid]")) return;
    const typed = JSON.parse(localStorage.getItem(key) || "{}");
    for (const [name, value] of Object.entries(typed)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
  }

  function weekdays(box) {
    if (box.type !== "date") return;
    const hint = document.getElementById(`${box.id}-hint`);
    if (hint && box.valueAsDate) {
      hint.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", timeZone: "UTC" }).format(box.valueAsDate);
    }
  }

  // --- a passage of the paper as evidence of what is added ---------------------------------------------------------

  const add = root.querySelector('.pane-link[data-key="n"]');
  function offsetOf(node, at) {
    const line = (node.nodeType === 1 ? node : node.parentElement).closest(".line");
    if (!line) return null;
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(node, at);
    const part = range.cloneContents();
    for (const mark of part.querySelectorAll("sup")) mark.remove();
    return Number(line.dataset.s) + part.textContent.length;
  }

  function pickAddress() {
    const chosen = document.getSelection();
    if (!add || chosen.isCollapsed || !paper.contains(chosen.anchorNode) || !paper.contains(chosen.focusNode)) return "";
    const range = chosen.getRangeAt(0);
    const start = offsetOf(range.startContainer, range.startOffset);
    const end = offsetOf(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? "" : `${root.dataset.add}?start=${start}&end=${end}`;
  }

  if (add) {
    const words = add.textContent;
    document.addEventListener("selectionchange", () => {
      const address = pickAddress();
      add.href = address || root.dataset.add;
      add.textContent = address ? `${words}（已选原文）` : words;
    });
  }

  // --- begin -----------------------------------------------------------------------------------------------------

  for (const mark of paper.querySelectorAll(".ev")) if (mark.textContent.length > 90) mark.classList.add("is-long");
  show(location.hash.startsWith("#e") || location.hash.startsWith("#p") ? "paper" : "findings");
  const asked = /^#[ef](\d+)$/.exec(location.hash);
  const kept = list.querySelector(`.find[data-id="${root.dataset.selected || "none"}"]`);
  const first = list.querySelector(".find.is-open, .find.is-doubtful");
  const start = asked ? asked[1] : (kept || first)?.dataset.n;
  if (start) select(start, { save: false, focus: Boolean(asked) });
  for (const pane of [paper, list]) pane.addEventListener("scroll", draw, { passive: true });
  list.addEventListener("toggle", draw, true);
  window.addEventListener("resize", settleTicks);
  settleTicks();
})();
