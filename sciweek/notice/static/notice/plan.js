// Keeps the choices of the plan while they are made; without it the button “先存下” does the same.
(() => {
  "use strict";
  const form = document.getElementById("plan");
  if (!form) return;
  const told = document.getElementById("kept");
  let timer = 0;

  async function keep() {
    const body = new FormData(form);
    body.delete("make");
    const asThere = { hour: "2-digit", minute: "2-digit", timeZone: told.dataset.zone };
    const clock = new Date().toLocaleTimeString([], asThere);
    try {
      const answer = await fetch(form.dataset.keeps, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true });
      if (answer.status === 204) told.textContent = `${told.dataset.word || "✓"} ${clock}`;
    } catch { /* offline: the button still works later */ }
  }

  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 800);
  });
})();
