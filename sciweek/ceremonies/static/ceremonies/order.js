// Dragging in the running order: an item is taken by its grip, with the mouse or a finger, and put between two others.
// The buttons beside it move it without this file.
(() => {
  "use strict";
  const place = () => document.getElementById("order");
  // Near the upper and lower edge of the window the page goes on.
  const EDGE = 60;
  const STEP = 12;
  let held = null;

  document.body.classList.add("may-drag");

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest && event.target.closest("#order .item-grip");
    if (!grip || event.button !== 0 || !event.isPrimary || held) return;
    event.preventDefault();
    const row = grip.closest("tr");
    held = { row, next: row.nextElementSibling };
    row.classList.add("is-dragged");
    document.body.classList.add("is-dragging");
  });

  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    event.preventDefault();
    if (event.clientY < EDGE) scrollBy(0, -STEP);
    else if (event.clientY > innerHeight - EDGE) scrollBy(0, STEP);
    const { row } = held;
    const middle = (one) => {
      const box = one.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    while (row.previousElementSibling && event.clientY < middle(row.previousElementSibling)) row.previousElementSibling.before(row);
    while (row.nextElementSibling && event.clientY > middle(row.nextElementSibling)) row.nextElementSibling.after(row);
  });

  function letGo(back) {
    const { row, next } = held;
    const rows = row.parentElement;
    held = null;
    row.classList.remove("is-dragged");
    document.body.classList.remove("is-dragging");
    if (back) rows.insertBefore(row, next);
    return row.nextElementSibling !== next;
  }

  document.addEventListener("pointerup", () => {
    if (!held) return;
    const { row, next } = held;
    if (letGo(false)) put(row, next);
  });
  document.addEventListener("pointercancel", () => { if (held) letGo(true); });
  document.addEventListener("keydown", (event) => { if (held && event.key === "Escape") letGo(true); });

  async function put(row, next) {
    const says = document.getElementById("order-says");
    const rows = row.parentElement;
    const behind = row.nextElementSibling;
    says.textContent = says.dataset.busy;
    let answered = false;
    document.addEventListener("htmx:after:swap", () => { answered = true; }, { once: true });
    try {
      await htmx.ajax("POST", location.pathname, {
        target: "#order",
        swap: "outerHTML",
        values: {
          csrfmiddlewaretoken: place().dataset.token,
          act: "put",
          item: row.dataset.item,
          before: behind ? behind.dataset.item : "",
        },
      });
    } catch { /* Said below. */ }
    says.textContent = answered ? "" : says.dataset.offline;
    if (!answered) rows.insertBefore(row, next);
  }
})();
