// Which door, which screen, the camera behind it, and the end.
import { likely } from "./day.js";
import { dropEverything, dropList, held, now, offset, session } from "./held.js";
import { Camera, hasCamera } from "./scan.js";
import * as screens from "./screens.js";
import { say } from "./words.js";

const { at } = screens;
let camera;
let onText = () => {};

// `seen(text)` is called for every code that the camera reads.
export function tellSeen(seen) {
  onText = seen;
}

export function show() {
  const { online, refused, list } = held;
  screens.showState({
    online,
    waiting: held.queue.length,
    refused,
    offset: offset(),
    said: list && list.said,
    isUnkept: held.unkept.size > 0,
  });
  if (session()) screens.showCounts(session(), held.queue);
}

// At which door: asked when there are several.
export function begin() {
  held.here = "";
  const sessions = held.list ? held.list.sessions : [];
  if (!sessions.length) screens.showEnded(say("no_list"));
  else if (sessions.length === 1) choose(sessions[0].code);
  else ask();
}

export function ask() {
  stopCamera();
  screens.showChoices(held.list, likely(held.list, now()).code, choose);
}

function choose(code) {
  held.here = code;
  screens.showSession(held.list, session());
  screens.clearResult("scan-result");
  screens.clearResult("find-result");
  goTo("scan");
  show();
}

export function goTo(name) {
  screens.showScreen(name);
  if (name === "scan") startCamera();
  else stopCamera();
  if (name === "find") at("find").focus();
}

export async function startCamera() {
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

export function stopCamera() {
  if (camera) camera.stop();
  camera = null;
  at("camera").hidden = true;
}

export function turnTorch() {
  const on = at("torch").getAttribute("aria-pressed") !== "true";
  at("torch").setAttribute("aria-pressed", String(on));
  camera.shine(on).catch(() => {});
}

// The session is over: the list goes, and what waits is still sent.
export async function endList() {
  stopCamera();
  await dropList();
  close("ended");
}

// The link was taken back, or the volunteer leaves: everything goes.
export async function endAll(why) {
  stopCamera();
  held.sync.stop();
  await dropEverything();
  close(why);
}

function close(why) {
  screens.clearAll();
  screens.showEnded(say(why));
  show();
}
