// People go in, and are taken back.
import { held, keepLine } from "./held.js";
import * as screens from "./screens.js";
import { show } from "./stage.js";
import { newUid } from "./store.js";
import { say } from "./words.js";
import { token } from "./wire.js";

export async function count(booking, people, how, serial = null) {
  const number = Math.max(Date.now(), ...held.queue.map((line) => line.number + 1));
  const line = { uid: newUid(), token, number, session: held.here, booking, people, how, at: Date.now(), serial };
  await keepLine(line);
  show();
  held.sync.kick();
  return line;
}

// Takes back what this result said, whatever was counted since, and once.
async function undo(place, line) {
  if (line.undone || line.session !== held.here) return;
  line.undone = true;
  await count(line.booking, -line.people, line.how, line.serial);
  screens.showResult(place, { verdict: "undone", title: say("undone") });
}

export function done(place, line, facts, provisional) {
  const marks = [provisional && say("provisional"), held.online === false && say("kept_here")].filter(Boolean);
  screens.showResult(place, {
    verdict: provisional ? "provisional" : "done",
    title: say("done_in", { n: line.people }),
    facts: [...facts, ...marks],
    onUndo: () => undo(place, line),
  });
}
