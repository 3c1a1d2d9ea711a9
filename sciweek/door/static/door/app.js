// The app of the door: opens what the phone keeps, asks for what is new, and listens to fingers.
// held < stage < delivery < counting < weighing: each knows only those before it.
import { count } from "./counting.js";
import { found } from "./day.js";
import { refresh, startSync } from "./delivery.js";
import { held, now, recall, session } from "./held.js";
import { readPhoto } from "./scan.js";
import * as screens from "./screens.js";
import { ask, begin, endAll, endList, goTo, startCamera, stopCamera, tellSeen, turnTorch } from "./stage.js";
import { onFound, onText } from "./weighing.js";
import { Closed } from "./wire.js";
import { say } from "./words.js";

const { at } = screens;
const PATIENCE = 4_000;
const late = (wait) => new Promise((_done, failed) => setTimeout(() => failed(new Error("late")), wait));

async function leave() {
  const waiting = held.queue.length;
  if (waiting && !confirm(say("left_waiting", { n: waiting }))) return;
  await endAll("left");
}

async function onPhoto({ target }) {
  const file = target.files[0];
  target.value = "";
  if (!file) return;
  const text = await readPhoto(file).catch(() => "");
  screens.tellCamera(text ? "" : say("nothing_read"));
  if (text) onText(text);
}

function onTyped() {
  screens.clearResult("find-result");
  const text = at("find").value;
  screens.showFound(session(), found(session(), text), held.queue, onFound, text.trim());
}

// A hand-held scanner types what it reads, and Enter.
function onEntered(event) {
  event.preventDefault();
  const text = at("find").value;
  if (text.length > 40) onText(text, "find-result");
  const rows = found(session(), text);
  if (rows.length === 1) onFound(rows[0]);
}

function listen() {
  for (const tab of document.querySelectorAll("[data-tab]")) tab.addEventListener("click", () => goTo(tab.dataset.tab));
  for (const button of document.querySelectorAll("[data-leave]")) button.addEventListener("click", leave);
  at("change").addEventListener("click", ask);
  at("photo").addEventListener("change", onPhoto);
  at("torch").addEventListener("click", turnTorch);
  at("find").addEventListener("input", onTyped);
  at("find-form").addEventListener("submit", onEntered);
  at("walk-more").addEventListener("click", () => count("", 1, "walk_in"));
  at("walk-less").addEventListener("click", () => count("", -1, "walk_in"));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stopCamera();
    else if (session() && !document.querySelector('[data-screen="scan"]').hidden) startCamera();
  });
  setInterval(async () => {
    if (held.list && held.list.until <= now()) await endList();
  }, 30_000);
}

async function open() {
  await recall();
  startSync();
  tellSeen(onText);
  listen();
  try {
    // With a list in hand nobody waits long for a newer one.
    await (held.list ? Promise.race([refresh(), late(PATIENCE)]) : refresh());
    held.sync.say(true);
  } catch (error) {
    if (error instanceof Closed) {
      // What waits may still be taken in; the answer to it tells.
      if (!held.queue.length) return endAll("closed");
    } else {
      held.sync.say(false);
    }
  }
  begin();
  document.body.dataset.ready = "yes";
  held.sync.kick();
  return undefined;
}

open();
if ("serviceWorker" in navigator) navigator.serviceWorker.register(document.body.dataset.worker).catch(() => {});
