// What a ticket or a booking that was found is worth, and what the volunteer may do about it.
import { count, done } from "./counting.js";
import { arrivedOf, atDoors } from "./day.js";
import { refresh } from "./delivery.js";
import { held, now, session } from "./held.js";
import { judge, judgeFound } from "./judge.js";
import * as screens from "./screens.js";
import { readTicket } from "./tickets.js";
import { say, sayOf } from "./words.js";

const SAME_AGAIN = 4_000;
const PATIENCE = 2_000;
const MOST_MORE = 50;
let seen = ["", 0];

export async function onText(text, place = "scan-result") {
  if (!session()) return;
  const [before, moment] = seen;
  seen = [text, Date.now()];
  if (place === "scan-result" && text === before && Date.now() - moment < SAME_AGAIN) return;
  const ticket = readTicket(text, held.list.keys);
  const worth = () => judge(atDoors(held.list, held.queue), held.here, ticket, now(), held.list.away);
  let judged = worth();
  // Booked a minute ago, perhaps: a fresh list may know, if there is one to be had at once.
  if (judged.verdict === "provisional" && held.online !== false) {
    await Promise.race([refresh().catch(() => {}), new Promise((done) => setTimeout(done, PATIENCE))]);
    if (!session()) return;
    judged = worth();
  }
  const row = ticket ? session().bookings.find((one) => one.code === ticket.booking) : null;
  weigh(place, judged, row, ticket, "qr");
}

export function onFound(row) {
  const judged = judgeFound({ places: row.people, arrived: arrivedOf(session(), row, held.queue), confirmed: true });
  screens.at("find").value = "";
  screens.showFound(session(), [], held.queue, onFound, "");
  weigh("find-result", judged, row, null, "search");
}

function weigh(place, judged, row, ticket, how) {
  const { verdict, left, other } = judged;
  const code = row ? row.code : ticket ? ticket.booking : "";
  const facts = row ? [named(row), say("came_of", { arrived: arrivedOf(session(), row, held.queue), people: row.people })] : [];
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

const named = (row) => [row.name || row.code, row.last4 ? `···${row.last4}` : ""].filter(Boolean).join(" ");

function whereIs(code) {
  const row = held.list.sessions.find((one) => one.code === code);
  return row ? `${row.when} ${row.name} ${row.place}` : held.list.elsewhere[code] || "";
}
