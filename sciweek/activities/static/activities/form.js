// The comforts of the form of an activity: it saves itself, keeps what could not be sent, and asks only what is needed.
// All of it works by its buttons without this file.
(() => {
  "use strict";
  const form = document.getElementById("entry");
  if (!form) return;
  const field = (name) => form.querySelector(`[name="${name}"]`);
  const value = (name) => (form.querySelector(`[name="${name}"]:checked`) || (field(name)?.type === "radio" ? null : field(name)))?.value || "";
  const says = document.getElementById("draft-status");

  // --- only what is needed ------------------------------------------------------------------------------------------

  // data-when="mode" data-is="online both": shown with these values; data-unless: shown with others, or with none.
  const asked = [...form.querySelectorAll("[data-when], [data-unless]")];
  function ask() {
    for (const part of asked) {
      const { when, unless, is } = part.dataset;
      const now = value(when || unless);
      const fits = is === undefined ? now !== "" : is.split(" ").includes(now);
      const stays = "stays" in part.dataset || part.querySelector(".field-live:not(:empty)");
      part.hidden = !stays && (when ? !fits : fits);
    }
  }

  // A day by the ribbon or by its date: the last one touched counts.
  const other = field("day_other");
  function oneDay(target) {
    if (target.name === "day" && other) other.value = "";
    if (target === other && other.value) for (const day of form.querySelectorAll("[name=day]:checked")) day.checked = false;
  }

  // Two hours are the usual length; an end that somebody wrote stays.
  const start = field("start_time");
  const end = field("end_time");
  let given = Boolean(end.value);
  function lasts() {
    if (given || !/^\d\d:\d\d/.test(start.value)) return;
    const hour = Number(start.value.slice(0, 2)) + 2;
    end.value = hour < 24 ? `${String(hour).padStart(2, "0")}:${start.value.slice(3, 5)}` : "23:59";
  }

  for (const row of form.querySelectorAll("[data-quick]")) {
    row.hidden = false;
    row.addEventListener("click", (event) => {
      const control = event.target.dataset.value && document.getElementById(row.dataset.quick);
      if (!control) return;
      control.value = event.target.dataset.value;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  form.addEventListener("change", (event) => {
    if (event.target === end) given = Boolean(end.value);
    if (event.target === start) lasts();
    oneDay(event.target);
    ask();
  });
  ask();

  // A link to a folded field unfolds it.
  function unfold(id) {
    const aim = id && document.getElementById(id);
    const fold = aim && aim.closest("details");
    if (fold) fold.open = true;
    return aim;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const aim = link && unfold(link.hash.slice(1));
    if (!aim) return;
    event.preventDefault();
    aim.scrollIntoView({ block: "center" });
    aim.focus({ preventScroll: true });
  });
  unfold(location.hash.slice(1));

  // --- what is typed is not lost ------------------------------------------------------------------------------------

  const PLACE = "sciweek.entry";
  const OUT = new Set(["csrfmiddlewaretoken", "request_uid", "code", "seen_version"]);
  const typed = () => [...new FormData(form)].filter(([name, text]) => !OUT.has(name) && typeof text === "string");
  const print = () => JSON.stringify(typed());
  let kept = print();

  // For this tab only, and only until it has been sent.
  function store() {
    try {
      if (print() === kept) sessionStorage.removeItem(PLACE);
      else sessionStorage.setItem(PLACE, JSON.stringify({
        path: location.pathname, owner: form.dataset.owner, version: field("seen_version").value, typed: typed(),
      }));
    } catch { /* Private windows may have no storage. */ }
  }

  function restore() {
    let left = null;
    try {
      left = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
    } catch { return; }
    const mine = left && left.path === location.pathname && left.owner === form.dataset.owner;
    // Of another version it would overwrite what was saved since.
    if (!mine || left.version !== field("seen_version").value || JSON.stringify(left.typed) === kept) return;
    const texts = new Map();
    for (const [name, text] of left.typed) texts.set(name, [...(texts.get(name) || []), text]);
    for (const control of form.elements) {
      if (!control.name || OUT.has(control.name) || control.type === "submit") continue;
      const there = texts.get(control.name) || [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = there.includes(control.value);
      else control.value = there[0] ?? "";
    }
    given = Boolean(end.value);
    ask();
    document.getElementById("restored").hidden = false;
    store();
    keep();
  }

  form.addEventListener("input", store);
  form.addEventListener("change", store);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-forgets]");
    if (!button) return;
    kept = print();
    sessionStorage.removeItem(PLACE);
    if (!button.href) location.reload();
  });

  // --- saving by itself ---------------------------------------------------------------------------------------------

  const keep = () => form.dispatchEvent(new CustomEvent("keep"));
  let sending = "";
  let answered = false;
  let retry = 0;

  form.addEventListener("htmx:config:request", (event) => {
    if (event.target !== form) return;
    sending = print();
    // Nothing new: nothing to send, and no line in the log.
    if (sending === kept || form.dataset.sent) event.preventDefault();
  });
  form.addEventListener("htmx:before:request", () => { answered = false; });
  form.addEventListener("draft-kept", () => {
    answered = true;
    if (field("code").value) kept = sending;
    store();
    for (const fold of form.querySelectorAll("details.fold")) {
      if (fold.querySelector(".field-live:not(:empty)")) fold.open = true;
    }
    ask();
  });
  form.addEventListener("draft-refused", () => {
    answered = true;
    for (const fold of form.querySelectorAll("details.fold")) {
      if (fold.querySelector(".field-live:not(:empty)")) fold.open = true;
    }
    ask();
  });
  form.addEventListener("htmx:finally:request", (event) => {
    clearTimeout(retry);
    if (answered) return;
    const answer = event.detail.ctx.response;
    // Whoever is not signed in any more is led to the sign-in, or refused.
    says.textContent = answer && (answer.raw.redirected || answer.status === 403) ? says.dataset.signedOut : says.dataset.offline;
    retry = setTimeout(keep, 15000);
  });
  addEventListener("online", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });

  // A page on a slow line stands there, and is written on, before this program comes.
  function isWrittenOn(control) {
    if (control.options) return control.selectedIndex !== Math.max([...control.options].findIndex((one) => one.defaultSelected), 0);
    if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
    return control.type !== "button" && control.type !== "submit" && control.value !== control.defaultValue;
  }
  function begin() {
    if ([...form.elements].some((control) => !OUT.has(control.name) && isWrittenOn(control))) {
      kept = "";
      store();
      keep();
    } else restore();
  }
  // htmx, which sends what is to be kept, begins by a timer that stands before this one.
  setTimeout(begin);
})();
