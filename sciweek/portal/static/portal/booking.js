// The booking form and the page of a booking: comforts; both work without this file.
(() => {
  "use strict";

  // One press, one booking: the key is made once for this entry of the browser's history, so that a second press, the
  // way back, and another try after a lost connection all find the same booking.
  const uid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    // Plain HTTP on a local network has no randomUUID.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const key = () => {
    for (const field of document.querySelectorAll("[data-uid]")) {
      const name = field.form.dataset.book;
      const known = history.state && history.state.sciweekBook === name && history.state.sciweekUid;
      field.value = field.defaultValue || known || uid();
      if (field.value !== known) {
        history.replaceState({ ...history.state, sciweekBook: name, sciweekUid: field.value }, "");
      }
    }
  };
  key();
  addEventListener("pageshow", key);

  for (const form of document.querySelectorAll("form[data-party]")) {
    const young = [...form.querySelectorAll("[data-young]")];
    const consent = form.querySelector("[data-consent]");
    const count = (field) => parseInt(field.value, 10) || 0;
    const show = () => {
      if (consent) consent.hidden = young.every((field) => count(field) <= 0);
    };
    for (const button of form.querySelectorAll("[data-step]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const field = button.parentElement.querySelector("input");
        field.value = Math.max(0, count(field) + Number(button.dataset.step));
        show();
      });
    }
    form.addEventListener("input", show);
    // What the browser has put back after the way back counts too.
    addEventListener("pageshow", show);
    show();
  }

  // The code, without leaving the form.
  for (const button of document.querySelectorAll("[data-code]")) {
    const said = document.querySelector("[data-code-said]");
    const words = button.textContent;
    let left = 0;
    const tick = () => {
      button.disabled = left > 0;
      button.textContent = left > 0 ? `${left} ${button.dataset.again}` : words;
      if (left > 0) setTimeout(tick, 1000);
      left -= 1;
    };
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        const answer = await fetch(button.dataset.code, {
          method: "POST",
          body: new URLSearchParams(new FormData(button.form)),
          headers: { Accept: "application/json" },
        });
        const told = await answer.json();
        said.textContent = told.text || told.problem;
        said.classList.toggle("is-problem", !told.text);
        left = told.text ? 60 : 0;
        if (told.text) button.form.elements.code.focus();
      } catch {
        left = 0;
        button.form.requestSubmit(button);
        return;
      }
      tick();
    });
  }

  const message = document.querySelector(".book-message");
  if (message) message.focus();
})();
