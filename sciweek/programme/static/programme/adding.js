// Shows of the form only what the kind of run needs. Without this file all of it stands there.
(() => {
  "use strict";
  const form = document.getElementById("adding");
  const parts = [...form.querySelectorAll("[data-unless], [data-only]")];
  function ask() {
    const kind = (form.querySelector("[name=kind]:checked") || {}).value || "single";
    for (const part of parts) {
      const wrong = part.querySelector(".has-error");
      part.hidden = !wrong && (part.dataset.only ? part.dataset.only !== kind : part.dataset.unless === kind);
    }
  }
  form.addEventListener("change", ask);
  ask();
})();
