// Dragging on the board: a session is taken by the mouse, or by its grip with a finger, and put under another venue or
// at another hour. The page of the session moves it without this file.
(() => {
  "use strict";
  const board = () => document.getElementById("board");
  const QUARTER = 15;
  // A tremble of the hand is no drag.
  const START = 6;
  let held = null;
  let dropped = 0;

  const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

  document.addEventListener("pointerdown", (event) => {
    const slot = event.target.closest && event.target.closest(".slot[data-move]");
    if (!slot || event.button !== 0 || !event.isPrimary) return;
    const grip = event.target.closest(".grip");
    if (event.pointerType === "touch" && !grip) return;
    // On a narrow screen the board is a list: there is nowhere to drag to.
    if (!board().querySelector(".rail") || getComputedStyle(board().querySelector(".rail")).display === "none") return;
    const box = slot.getBoundingClientRect();
    held = { slot, x: event.clientX, y: event.clientY, inset: slot.closest(".slots") ? event.clientY - box.top : 0, moving: false };
    if (grip) event.preventDefault();
  });

  function aim(event) {
    const field = board().querySelector(".slots");
    const rails = [...field.querySelectorAll(".rail")];
    const rail = rails.find((each) => {
      const box = each.getBoundingClientRect();
      return event.clientX >= box.left && event.clientX < box.right;
    });
    const hour = field.querySelector(".hour");
    if (!rail || !hour) return null;
    const top = hour.getBoundingClientRect().top;
    const height = hour.getBoundingClientRect().height / 4;
    const scroller = field.parentElement.getBoundingClientRect();
    if (event.clientY < scroller.top || event.clientY > scroller.bottom) return null;
    const first = Number(field.dataset.first);
    const rows = Number(field.dataset.rows) * 4;
    const row = Math.max(0, Math.min(rows - 1, Math.round((event.clientY - held.inset - top) / height)));
    return { rail, row, start: clock(first * 60 + row * QUARTER), rows };
  }

  function show(target) {
    const drop = board().querySelector(".drop");
    drop.hidden = !target;
    if (!target) return;
    drop.style.gridColumnStart = String(Number(target.rail.dataset.col) + 1);
    drop.style.gridColumnEnd = `span ${target.rail.dataset.wide}`;
    drop.style.gridRowStart = String(target.row + 2);
    drop.style.gridRowEnd = `span ${Math.max(1, Math.min(Number(held.slot.dataset.quarters), target.rows - target.row))}`;
    drop.textContent = target.start;
  }

  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!held.moving) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < START) return;
      held.moving = true;
      held.slot.classList.add("is-dragged");
      document.body.classList.add("is-dragging");
    }
    event.preventDefault();
    const scroller = board().querySelector(".board-scroll");
    const box = scroller.getBoundingClientRect();
    // At the edge the board goes on.
    if (event.clientX > box.right - 40) scroller.scrollLeft += 14;
    else if (event.clientX < box.left + 90) scroller.scrollLeft -= 14;
    if (event.clientY > box.bottom - 30) scroller.scrollTop += 12;
    else if (event.clientY < box.top + 80) scroller.scrollTop -= 12;
    show(aim(event));
  });

  function let_go() {
    if (!held) return;
    held.slot.classList.remove("is-dragged");
    document.body.classList.remove("is-dragging");
    const drop = board().querySelector(".drop");
    if (drop) drop.hidden = true;
    held = null;
  }

  document.addEventListener("pointerup", (event) => {
    if (!held) return;
    const { slot, moving } = held;
    const target = moving ? aim(event) : null;
    let_go();
    if (!moving) return;
    dropped = event.timeStamp;
    if (target) put(slot, target);
  });
  // The click that follows a drop is no press of the link below it.
  document.addEventListener("click", (event) => { if (dropped && event.timeStamp - dropped < 80) event.preventDefault(); }, true);
  document.addEventListener("pointercancel", let_go);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") let_go(); });
  // The browser's own dragging of links would take the pointer away.
  document.addEventListener("dragstart", (event) => { if (event.target.closest(".slot")) event.preventDefault(); });

  async function put(slot, target) {
    const field = board().querySelector(".slots");
    const says = document.getElementById("board-says");
    const scroller = board().querySelector(".board-scroll");
    const [left, top] = [scroller.scrollLeft, scroller.scrollTop];
    says.textContent = says.dataset.busy;
    slot.classList.add("is-dragged");
    let answered = false;
    document.addEventListener("htmx:after:swap", () => { answered = true; }, { once: true });
    try {
      await htmx.ajax("POST", slot.dataset.move, {
        target: "#board",
        swap: "outerHTML",
        values: {
          csrfmiddlewaretoken: field.dataset.token,
          day: field.dataset.day,
          start_time: target.start,
          where: target.rail.dataset.where,
          seen_version: slot.dataset.version,
          back: field.dataset.back,
        },
      });
    } catch { /* Said below. */ }
    const now = board().querySelector(".board-scroll");
    if (now) [now.scrollLeft, now.scrollTop] = [left, top];
    if (!answered) {
      slot.classList.remove("is-dragged");
      says.textContent = says.dataset.offline;
    }
  }
})();
