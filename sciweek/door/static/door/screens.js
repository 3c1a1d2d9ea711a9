// What stands on the page: fills the places that the template has, and makes the few things that are many.
import { arrivedOf, countsOf } from "./day.js";
import { say } from "./words.js";

const at = (id) => document.getElementById(id);

function icon(name) {
  return at(`icon-${name}`).content.cloneNode(true);
}

function made(tag, { name = "", text = "", ...rest } = {}, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  for (const [key, value] of Object.entries(rest)) element[key] = value;
  element.append(...children);
  return element;
}

// One of: choose, scan, find, walk, ended.
export function showScreen(name) {
  for (const screen of document.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  for (const tab of document.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  at("tabs").hidden = name === "choose" || name === "ended";
  at("counts").hidden = name === "choose" || name === "ended";
}

export function showEnded(text) {
  at("ended-words").textContent = text;
  at("session").hidden = true;
  showScreen("ended");
}

// `near`: the session that most likely is meant.
export function showChoices(list, near, onChosen) {
  const rows = list.sessions.map((session) => {
    const facts = [session.when, session.place, session.called_off ? say("called_off") : ""].filter(Boolean).join(" · ");
    const button = made("button", { type: "button", name: "door-choice" });
    if (session.code === near) button.setAttribute("aria-current", "true");
    button.append(made("b", { text: session.name }), made("span", { text: facts }));
    button.addEventListener("click", () => onChosen(session.code));
    return made("li", {}, button);
  });
  at("choices").replaceChildren(...rows);
  showScreen("choose");
}

export function showSession(list, session) {
  at("session").hidden = false;
  at("session-name").textContent = session.name;
  at("session-facts").textContent = [session.when, session.place].filter(Boolean).join(" · ");
  at("change").hidden = list.sessions.length < 2;
}

export function showCounts(session, queue) {
  const counts = countsOf(session, queue);
  const capacity = session.capacity;
  at("inside").textContent = counts.inside;
  at("booked").textContent = counts.booked_people;
  at("came").textContent = counts.came;
  at("walked").textContent = counts.walked_in;
  at("walk-inside").textContent = counts.inside;
  const room = at("room");
  room.value = capacity ? Math.min(counts.inside, capacity) : 0;
  room.max = capacity || 1;
  room.hidden = !capacity;
  const over = capacity ? counts.inside - capacity : -1;
  const words = !capacity
    ? say("no_capacity")
    : over > 0
      ? say("over_capacity", { n: over })
      : `${say("of_capacity", { n: capacity })}${over === 0 ? ` · ${say("full")}` : ""}`;
  at("capacity").textContent = words;
  at("counts").dataset.level = over > 0 ? "over" : over === 0 ? "full" : "";
  at("walk-less").disabled = counts.walked_in <= 0;
}

// `said`: from when the list is, in the server's words: the phone may be set to another zone than the week's.
export function showState({ online, waiting, refused, offset, said, isUnkept }) {
  const badge = at("network");
  badge.className = `badge badge-${online === false ? "attention" : "good"}`;
  badge.textContent = online === false ? say("offline") : say("online");
  at("waiting").textContent = waiting ? say("waiting", { n: waiting }) : say("all_sent");
  at("waiting").className = `badge badge-${waiting ? "attention" : "quiet"}`;
  const stale = at("stale");
  stale.hidden = online !== false || !said;
  stale.textContent = said ? say("stale", { time: said }) : "";
  const minutes = Math.round(Math.abs(offset) / 60_000);
  at("clock").hidden = minutes <= 2;
  at("clock-words").textContent = say(offset < 0 ? "clock_ahead" : "clock_behind", { n: minutes });
  at("unkept").hidden = !isUnkept;
  at("refused").hidden = !refused;
  at("refused-words").textContent = say("refused_lines", { n: refused });
}

const LEVELS = {
  admit: ["good", "check"],
  partly: ["good", "people"],
  done: ["good", "check"],
  provisional: ["attention", "warning"],
  already: ["attention", "warning"],
  old: ["attention", "warning"],
  undone: ["info", "undo"],
};

// `told`: {verdict, title, facts: [text], advice, most, start, action(n) words, onGo(n), onUndo}.
export function showResult(place, told) {
  const [level, picture] = LEVELS[told.verdict] || ["error", "error"];
  const box = made("div", { name: `door-result door-${level}` });
  box.dataset.verdict = told.verdict;
  box.append(made("p", { name: "door-verdict" }, icon(picture), made("b", { text: told.title })));
  for (const fact of told.facts || []) box.append(made("p", { name: "door-fact", text: fact }));
  if (told.advice) box.append(made("p", { name: "door-advice", text: told.advice }));
  if (told.onGo) box.append(...stepper(told));
  if (told.onUndo) {
    const undo = made("button", { type: "button", name: "button button-outline button-wide" }, icon("undo"), at("undo-word").content.cloneNode(true));
    undo.addEventListener("click", told.onUndo);
    box.append(undo);
  }
  at(place).replaceChildren(box);
}

export function clearResult(place) {
  at(place).replaceChildren();
}

// Nobody's name stays on the page once the list is gone.
export function clearAll() {
  for (const place of ["scan-result", "find-result", "found", "choices"]) at(place).replaceChildren();
  at("find").value = "";
}

function stepper({ most, start, goWord, isMain, onGo }) {
  let n = start;
  const go = made("button", { type: "button", name: `button button-wide button-${isMain ? "vermilion" : "outline"}` });
  const output = made("output", { name: "door-number" });
  const less = made("button", { type: "button", name: "button button-outline door-step", text: "−" });
  const more = made("button", { type: "button", name: "button button-outline door-step", text: "+" });
  less.setAttribute("aria-label", at("counts").dataset.less);
  more.setAttribute("aria-label", at("counts").dataset.more);
  const set = (to) => {
    n = Math.max(1, Math.min(most, to));
    output.textContent = n;
    go.textContent = say(goWord, { n });
    less.disabled = n <= 1;
    more.disabled = n >= most;
  };
  less.addEventListener("click", () => set(n - 1));
  more.addEventListener("click", () => set(n + 1));
  go.addEventListener("click", () => {
    go.disabled = true;
    onGo(n);
  });
  set(start);
  return most > 1 ? [made("div", { name: "door-stepper" }, less, output, more), go] : [go];
}

const MOST_FOUND = 12;

export function showFound(session, rows, queue, onChosen, asked) {
  const lines = rows.slice(0, MOST_FOUND).map((row) => {
    const arrived = arrivedOf(session, row, queue);
    const button = made("button", { type: "button", name: "door-choice" });
    const phone = row.last4 ? ` ···${row.last4}` : "";
    button.append(
      made("b", { text: `${row.name || row.code}${phone}` }),
      made("span", { text: `${say("came_of", { arrived, people: row.people })} · ${row.code}` }),
    );
    button.addEventListener("click", () => onChosen(row));
    return made("li", {}, button);
  });
  at("found").replaceChildren(...lines);
  const more = rows.length - MOST_FOUND;
  const words = asked && !rows.length ? say("found_none") : more > 0 ? say("found_many", { n: more }) : "";
  at("found-words").textContent = words;
}

export function tellCamera(text) {
  at("camera-words").textContent = text;
  at("camera-words").hidden = !text;
}

export function buzz(verdict) {
  if (!navigator.vibrate) return;
  navigator.vibrate(["admit", "partly", "done"].includes(verdict) ? 80 : [120, 80, 120]);
}

export { at };
