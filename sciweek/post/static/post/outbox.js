// Choosing the whole page at once. Without it each row is ticked by itself.
(() => {
  "use strict";
  const all = document.getElementById("pick-all");
  if (!all) return;
  const boxes = [...document.querySelectorAll("#outbox input[name=code]")];
  all.parentElement.hidden = boxes.length === 0;
  document.getElementById("outbox").addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  });
})();
