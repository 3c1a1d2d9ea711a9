// The link has ended: what this phone still holds of its list goes. What was counted and not sent stays for a while,
// holds no names, and is tried once more.
import { device, openStore } from "./store.js";

const MOST = 100;
const [before, after] = location.pathname.split("/door/");
const token = decodeURIComponent(after.split("/")[0]);
const sync = `${before}/door/${encodeURIComponent(token)}/sync`;

async function forget() {
  const store = await openStore();
  await store.dropList(token);
  let lines = await store.queue(token);
  while (lines.length) {
    const arrivals = lines.slice(0, MOST).map(({ uid, session, booking, people, how, at, serial }) => ({
      uid, session, booking, people, how, at, serial,
    }));
    const answer = await fetch(sync, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ device: device(), now: Date.now(), arrivals }),
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
