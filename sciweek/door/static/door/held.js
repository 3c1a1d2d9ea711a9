// What the page holds: the list, what was counted and not sent, at which door; and what of it the phone keeps as well.
import { canSeal, dropKey, sealed, unsealed } from "./sealing.js";
import { forgetEnded, openStore } from "./store.js";
import { base, token } from "./wire.js";

// `left`: the link is closed or was left; no answer that is on its way brings anything back.
// `unkept`: what this page holds alone, because the phone is full or its browser keeps nothing: "list", a line's
// uid, or "store".
export const held = {
  list: null, queue: [], here: "", refused: 0, online: null, left: false, unkept: new Set(), sync: null,
};

let store;

export const offset = () => (held.list ? held.list.offset : 0);
export const now = () => Math.floor((Date.now() + offset()) / 1000);
export const session = () => held.list && held.list.sessions.find((row) => row.code === held.here);

// Nobody waits at a door for a phone that cannot keep things; it is told.
async function noted(names, promise) {
  try {
    await promise;
    for (const name of names) held.unkept.delete(name);
  } catch {
    for (const name of names) held.unkept.add(name);
  }
}

const quiet = (promise) => promise.catch(() => undefined);

export async function recall() {
  store = await openStore();
  if (!store.isLasting) held.unkept.add("store");
  held.list = await unsealed(await quiet(store.list(token)));
  await quiet(forgetEnded(store, now()));
  if (held.list && held.list.until <= now()) held.list = null;
  held.queue = (await quiet(store.queue(token))) || [];
}

export async function keepList(list) {
  held.list = list;
  await settle([], list);
}

export async function keepLine(line) {
  held.queue.push(line);
  await noted([line.uid], store.add(line));
}

// What was sent goes, and the fresh list (if any) comes.
export async function settle(uids, list) {
  let row = null;
  if (list && canSeal) await noted(["list"], sealed(list, base).then((made) => { row = made; }));
  if (held.left) return;
  const sent = new Set(uids);
  held.queue = held.queue.filter((line) => !sent.has(line.uid));
  await noted(row ? ["list"] : [], store.settle(token, uids, row));
  for (const uid of uids) held.unkept.delete(uid);
}

export async function dropList() {
  held.list = null;
  held.here = "";
  held.unkept.delete("list");
  dropKey(base);
  await quiet(store.dropList(token));
}

export async function dropEverything() {
  // Before anything else: an answer that is on its way would bring the list back.
  held.left = true;
  held.queue = [];
  held.unkept.clear();
  await dropList();
  await quiet(store.clear(token));
}
