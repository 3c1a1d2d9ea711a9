// What is said to the server and heard of it, by the link in the page's own address.
import { device } from "./store.js";

// A network that neither answers nor fails is none.
const PATIENCE = 30_000;
const [before, after] = location.pathname.split("/door/");
export const token = decodeURIComponent(after.split("/")[0]);
export const base = `${before}/door/${encodeURIComponent(token)}/`;

// The link has ended or was taken back: our own word, not that of a network in between.
export class Closed extends Error {}

export async function asked(name, body) {
  const options = body
    ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
    : {};
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
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

// Lines of the queue as the server takes them in.
export function parcel(lines) {
  const arrivals = lines.map(({ uid, session, booking, people, how, at, serial }) => ({
    uid, session, booking, people, how, at, serial,
  }));
  return { device: device(), now: Date.now(), arrivals };
}
