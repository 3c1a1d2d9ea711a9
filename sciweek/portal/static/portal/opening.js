// The waiting page: counts down by the server's clock and opens by itself. Without this file the page asks again on
// its own.
(() => {
  "use strict";
  const room = document.querySelector("[data-opening]");
  const clock = room.querySelector("[data-clock]");
  const MINUTE = 60000;
  let opens = Date.parse(room.dataset.opens);
  // How far the server is ahead of this device. No answer is ahead of the server: the largest is the truest.
  let ahead = -Infinity;
  // Thousands of pages open in the same second: each takes a moment of its own.
  const jitter = Math.random() * 1500;
  let opening = false;

  // A clock that is fast would open, find nothing and open again: without the server's word nothing opens.
  const isTold = () => Number.isFinite(ahead);
  const now = () => Date.now() + (isTold() ? ahead : 0);
  const left = () => opens - now();
  const two = (number) => String(number).padStart(2, "0");

  const ask = async () => {
    try {
      const answer = await fetch(room.dataset.opening, { credentials: "omit" });
      const told = await answer.json();
      for (const moment of [told.now, answer.headers.get("Date")]) {
        const found = Date.parse(moment) - Date.now();
        if (Number.isFinite(found)) ahead = Math.max(ahead, found);
      }
      if (told.opens_at) opens = Date.parse(told.opens_at);
      if (told.level !== "soon") open();
    } catch {
      // The network is gone or the server is busy: the clock here goes on.
    }
    if (!opening) setTimeout(ask, left() < 2 * MINUTE ? 10000 + Math.random() * 2000 : MINUTE);
  };

  const open = () => {
    if (opening) return;
    opening = true;
    setTimeout(() => location.reload(), jitter);
  };

  const show = () => {
    const rest = Math.max(0, Math.ceil(left() / 1000));
    const days = Math.floor(rest / 86400);
    const hours = Math.floor(rest / 3600) % 24;
    const time = `${two(hours)}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
    clock.textContent = days ? `${days} ${clock.dataset.days} ${time}` : time;
    clock.hidden = false;
    if (left() <= 0 && isTold()) open();
    else setTimeout(show, 1000 - (now() % 1000) + 5);
  };

  setTimeout(ask, Math.random() * 2000);
  show();
  // A page that comes back from the way back, or a phone that slept, looks again at once.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && left() <= 0 && isTold()) open(); });
})();
