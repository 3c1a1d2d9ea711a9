// The app of the door: holds the list, the queue and the chosen session together; what it shows stands in screens.js.
import { arrivedOf, atDoors, found, likely } from "./day.js";
import { judge, judgeFound } from "./judge.js";
import { Camera, hasCamera, readPhoto } from "./scan.js";
import * as screens from "./screens.js";
import { device, forgetEnded, newUid, openStore } from "./store.js";
import { Sync } from "./sync.js";
import { readTicket } from "./tickets.js";
import { say, sayOf } from "./words.js";

const { at } = screens;
const SAME_AGAIN = 4_000;
const PATIENCE = 2_000;
const MOST_MORE = 50;
// A network that neither answers nor fails is none.
const FIRST_PATIENCE = 4_000;
const LAST_PATIENCE = 30_000;
const token = decodeURIComponent(location.pathname.split("/door/")[1].split("/")[0]);
const base = location.pathname.slice(0, location.pathname.indexOf("/door/")) + `/door/${encodeURIComponent(token)}/`;

const app = { list: null, queue: [], here: "", refused: 0, online: null, left: false, seen: ["", 0] };
let store, sync, camera;

const offset = () => (app.list ? app.list.offset : 0);
const now = () => Math.floor((Date.now() + offset()) / 1000);
const session = () => app.list && app.list.sessions.find((row) => row.code === app.here);

// What a phone cannot keep (it is full, the browser lost its store) this page holds alone: nobody waits at a door for it.
const tried = (promise) => promise.catch(() => undefined);
const late = (wait) => new Promise((_done, failed) => setTimeout(() => failed(new Error("late")), wait));

// --- what is asked of the server ---------------------------------------------------------------------------------

class Closed extends Error {}

async function asked(name, body) {
  const options = body
    ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
    : {};
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LAST_PATIENCE);
  try {
    const answer = await fetch(base + name, { ...options, cache: "no-store", credentials: "omit", signal: stop.signal });
    if (answer.status === 410 || answer.status === 404) {
      const told = await answer.json().catch(() => ({}));
      if (told.closed) throw new Closed();
    }
    if (!answer.ok) throw new Error(String(answer.status));
    return await answer.json();
  } finally {
    clearTimeout(timer);
  }
}

async function refresh() {
  const list = await asked("list.json");
  if (app.left) return;
  list.offset = list.now - Date.now();
  list.fetched = Date.now();
  await tried(store.putList(token, list));
  app.list = list;
  if (app.here && !session()) begin(); // it was dropped meanwhile
}

async function deliver(lines) {
  const arrivals = lines.map(({ uid, session: code, booking, people, how, at: moment, serial }) => ({
    uid, session: code, booking, people, how, at: moment, serial,
  }));
  let answer;
  try {
    answer = await asked("sync", { device: device(), now: Date.now(), arrivals });
  } catch (error) {
    if (error instanceof Closed) await end("closed", { everything: true });
    throw error;
  }
  if (app.left) return 0;
  app.refused += answer.results.filter((row) => row.became === "refused").length;
  const list = answer.closed || !app.list ? null : settled(app.list, answer);
  const sent = new Set(answer.results.map((row) => row.uid));
  await tried(store.settle(token, [...sent], list));
  app.queue = app.queue.filter((line) => !sent.has(line.uid));
  if (answer.closed) {
    if (!app.queue.length) sync.stop();
    await end("ended", {});
  } else if (!list || list.rev !== answer.rev) {
    await refresh();
  }
  show();
  return app.queue.length;
}

function settled(list, answer) {
  list.offset = answer.now - Date.now();
  list.fetched = Date.now();
  for (const row of list.sessions) {
    const fresh = answer.sessions.find((one) => one.code === row.code);
    if (!fresh) continue;
    row.counts = fresh.counts;
    for (const booking of row.bookings) booking.arrived = fresh.arrived[booking.code] || 0;
  }
  return list;
}

// --- counting ----------------------------------------------------------------------------------------------------

async function count(booking, people, how, serial = null) {
  const number = Math.max(Date.now(), ...app.queue.map((line) => line.number + 1));
  const line = { uid: newUid(), token, number, session: app.here, booking, people, how, at: Date.now(), serial };
  await tried(store.add(line));
  app.queue.push(line);
  show();
  sync.kick();
  return line;
}

// Takes back what this result said, whatever was counted since, and once.
async function undo(place, line) {
  if (line.undone || line.session !== app.here) return;
  line.undone = true;
  await count(line.booking, -line.people, line.how, line.serial);
  screens.showResult(place, { verdict: "undone", title: say("undone") });
}

function done(place, line, facts, provisional) {
  const marks = [provisional && say("provisional"), app.online === false && say("kept_here")].filter(Boolean);
  screens.showResult(place, {
    verdict: provisional ? "provisional" : "done",
    title: say("done_in", { n: line.people }),
    facts: [...facts, ...marks],
    onUndo: () => undo(place, line),
  });
}

// --- what a ticket or a found booking is worth -------------------------------------------------------------------

function weigh(place, judged, row, ticket, how) {
  const { verdict, left, other } = judged;
  const code = row ? row.code : ticket ? ticket.booking : "";
  const facts = row ? [named(row), say("came_of", { arrived: arrivedOf(session(), row, app.queue), people: row.people })] : [];
  if (!row && code) facts.push(code);
  const goes = ["admit", "partly", "provisional"].includes(verdict);
  const onGo = async (n) => {
    const line = await count(code, n, how, ticket ? ticket.serial : null);
    done(place, line, facts.slice(0, 1), verdict === "provisional");
  };
  screens.buzz(verdict);
  if ((verdict === "admit" || verdict === "partly") && left === 1 && ticket) return onGo(1);
  const against = verdict === "already" || verdict === "old";
  screens.showResult(place, {
    verdict,
    title: sayOf("verdicts", verdict),
    facts,
    advice: sayOf("advice", verdict, { other: other && whereIs(other) }),
    most: goes ? Math.max(left, 1) + (verdict === "provisional" ? 0 : MOST_MORE) : MOST_MORE,
    start: Math.max(left, 1),
    goWord: goes ? "let_in" : "let_in_anyway",
    isMain: goes,
    onGo: goes || against ? onGo : null,
  });
  return undefined;
}

function whereIs(code) {
  const at = app.list.sessions.find((row) => row.code === code);
  return at ? `${at.when} ${at.name} ${at.place}` : app.list.elsewhere[code] || "";
}

const named = (row) => [row.name || row.code, row.last4 ? `···${row.last4}` : ""].filter(Boolean).join(" ");

async function onText(text, place = "scan-result") {
  if (!session()) return;
  const [before, moment] = app.seen;
  if (place === "scan-result" && text === before && Date.now() - moment < SAME_AGAIN) {
    app.seen = [text, Date.now()];
    return;
  }
  app.seen = [text, Date.now()];
  const ticket = readTicket(text, app.list.keys);
  const worth = () => judge(atDoors(app.list, app.queue), app.here, ticket, now(), app.list.away);
  let judged = worth();
  // Booked a minute ago, perhaps: a fresh list may know, if there is one to be had at once.
  if (judged.verdict === "provisional" && app.online !== false) {
    await Promise.race([refresh().catch(() => {}), new Promise((done) => setTimeout(done, PATIENCE))]);
    if (!session()) return;
    judged = worth();
  }
  const row = ticket ? session().bookings.find((one) => one.code === ticket.booking) : null;
  weigh(place, judged, row, ticket, "qr");
}

function onFound(row) {
  const judged = judgeFound({ places: row.people, arrived: arrivedOf(session(), row, app.queue), confirmed: true });
  at("find").value = "";
  screens.showFound(session(), [], app.queue, onFound, "");
  weigh("find-result", judged, row, null, "search");
}

// --- screens -----------------------------------------------------------------------------------------------------

function show() {
  const waiting = app.queue.length;
  screens.showState({ online: app.online, waiting, refused: app.refused, offset: offset(), fetched: app.list && app.list.fetched });
  if (session()) screens.showCounts(session(), app.queue);
}

// At which door: asked when there are several.
function begin() {
  app.here = "";
  const sessions = app.list ? app.list.sessions : [];
  if (!sessions.length) screens.showEnded(say("no_list"));
  else if (sessions.length === 1) choose(sessions[0].code);
  else screens.showChoices(app.list, likely(app.list, now()).code, choose);
}

function choose(code) {
  app.here = code;
  screens.showSession(app.list, session());
  screens.clearResult("scan-result");
  screens.clearResult("find-result");
  goTo("scan");
  show();
}

function goTo(name) {
  screens.showScreen(name);
  if (name === "scan") startCamera();
  else stopCamera();
  if (name === "find") at("find").focus();
}

async function startCamera() {
  if (camera) return;
  if (!hasCamera()) {
    screens.tellCamera(say("no_camera"));
    return;
  }
  const own = new Camera(at("video"), (text) => onText(text));
  camera = own;
  try {
    await own.start();
    at("camera").hidden = false;
    screens.tellCamera("");
    at("torch").hidden = !own.canShine;
  } catch {
    camera = null;
    screens.tellCamera(say("camera_refused"));
  }
  if (camera !== own) own.stop();
}

function stopCamera() {
  if (camera) camera.stop();
  camera = null;
  at("camera").hidden = true;
}

async function end(why, { everything = false }) {
  stopCamera();
  if (everything) {
    // Before anything else: an answer that is on its way would bring the list back.
    app.left = true;
    if (sync) sync.stop();
    app.queue = [];
  }
  app.list = null;
  app.here = "";
  await tried(everything ? store.clear(token) : store.dropList(token));
  screens.clearAll();
  screens.showEnded(say(why));
  show();
}

async function leave() {
  const waiting = app.queue.length;
  if (waiting && !confirm(say("left_waiting", { n: waiting }))) return;
  await end("left", { everything: true });
}

function listen() {
  for (const tab of document.querySelectorAll("[data-tab]")) tab.addEventListener("click", () => goTo(tab.dataset.tab));
  at("change").addEventListener("click", () => {
    stopCamera();
    screens.showChoices(app.list, likely(app.list, now()).code, choose);
  });
  at("photo").addEventListener("change", async ({ target }) => {
    const file = target.files[0];
    target.value = "";
    if (!file) return;
    const text = await readPhoto(file).catch(() => "");
    screens.tellCamera(text ? "" : say("nothing_read"));
    if (text) onText(text);
  });
  at("torch").addEventListener("click", () => {
    const on = at("torch").getAttribute("aria-pressed") !== "true";
    at("torch").setAttribute("aria-pressed", String(on));
    camera.shine(on).catch(() => {});
  });
  at("find").addEventListener("input", () => {
    screens.clearResult("find-result");
    screens.showFound(session(), found(session(), at("find").value), app.queue, onFound, at("find").value.trim());
  });
  // A hand-held scanner types what it reads, and Enter.
  at("find-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = at("find").value;
    if (text.length > 40) onText(text, "find-result");
    const rows = found(session(), text);
    if (rows.length === 1) onFound(rows[0]);
  });
  at("walk-more").addEventListener("click", () => count("", 1, "walk_in"));
  at("walk-less").addEventListener("click", () => count("", -1, "walk_in"));
  for (const button of document.querySelectorAll("[data-leave]")) button.addEventListener("click", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stopCamera();
    else if (session() && !document.querySelector('[data-screen="scan"]').hidden) startCamera();
  });
  setInterval(async () => {
    if (app.list && app.list.until <= now()) await end("ended", {});
  }, 30_000);
}

async function open() {
  store = await openStore();
  app.list = (await tried(store.list(token))) || null;
  await tried(forgetEnded(store, now()));
  if (app.list && app.list.until <= now()) app.list = null;
  app.queue = (await tried(store.queue(token))) || [];
  sync = new Sync({
    waiting: async () => app.queue,
    deliver,
    onState: (online) => {
      app.online = online;
      show();
    },
  });
  listen();
  try {
    // With a list in hand nobody waits long for a newer one.
    await (app.list ? Promise.race([refresh(), late(FIRST_PATIENCE)]) : refresh());
    sync.say(true);
  } catch (error) {
    if (error instanceof Closed) {
      // What waits may still be taken in; the answer to it tells.
      if (!app.queue.length) return end("closed", { everything: true });
    } else {
      sync.say(false);
    }
  }
  begin();
  document.body.dataset.ready = "yes";
  sync.kick();
  return undefined;
}

open();
if ("serviceWorker" in navigator) navigator.serviceWorker.register(document.body.dataset.worker).catch(() => {});
