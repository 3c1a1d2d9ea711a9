// The link has ended: what this phone still holds of its list goes, and that of every other link that has ended. What
// was counted and not sent stays for a while, holds no names, and is tried once more.
import { dropKey } from "./sealing.js";
import { forgetEnded, openStore } from "./store.js";
import { base, parcel, token } from "./wire.js";

const MOST = 100;

async function forget() {
  dropKey(base);
  const store = await openStore();
  await store.dropList(token);
  await forgetEnded(store, Date.now() / 1000);
  let lines = await store.queue(token);
  while (lines.length) {
    const answer = await fetch(`${base}sync`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(parcel(lines.slice(0, MOST))),
      credentials: "omit",
    });
    // Only our own word clears: the page of somebody's network that asks for a log-in is none.
    const told = await answer.json();
    if (told.results) await store.settle(token, told.results.map((row) => row.uid), null);
    else if (told.closed) await store.clear(token);
    if (!told.results) return;
    lines = lines.slice(MOST);
  }
}

forget().catch(() => {});
