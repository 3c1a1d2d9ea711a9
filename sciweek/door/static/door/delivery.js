// The list comes, and what was counted goes.
import { held, keepList, session, settle } from "./held.js";
import { begin, endAll, endList, show } from "./stage.js";
import { Sync } from "./sync.js";
import { asked, Closed, parcel } from "./wire.js";

export async function refresh() {
  const list = await asked("list.json");
  if (held.left) return;
  list.offset = list.now - Date.now();
  await keepList(list);
  if (held.here && !session()) begin(); // it was dropped meanwhile
}

async function deliver(lines) {
  let answer;
  try {
    answer = await asked("sync", parcel(lines));
  } catch (error) {
    if (error instanceof Closed) await endAll("closed");
    throw error;
  }
  if (held.left) return 0;
  held.refused += answer.results.filter((row) => row.became === "refused").length;
  const list = answer.closed || !held.list ? null : freshened(held.list, answer);
  await settle(answer.results.map((row) => row.uid), list);
  if (held.left) return 0;
  if (answer.closed) {
    if (!held.queue.length) held.sync.stop();
    await endList();
  } else if (!list || list.rev !== answer.rev) {
    await refresh();
  }
  show();
  return held.queue.length;
}

function freshened(list, answer) {
  list.offset = answer.now - Date.now();
  list.said = answer.said;
  for (const row of list.sessions) {
    const fresh = answer.sessions.find((one) => one.code === row.code);
    if (!fresh) continue;
    row.counts = fresh.counts;
    for (const booking of row.bookings) booking.arrived = fresh.arrived[booking.code] || 0;
  }
  return list;
}

export function startSync() {
  held.sync = new Sync({
    waiting: async () => held.queue,
    deliver,
    onState: (online) => {
      held.online = online;
      show();
    },
  });
}
