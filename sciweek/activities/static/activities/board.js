// The board's convenience: choosing many, counting them, keys. Without it the bar's own list of choices does all.
(() => {
  "use strict";
  // A page that nobody looks at asks for nothing.
  document.addEventListener("htmx:before:request", (event) => {
    if (document.hidden && event.target.closest && event.target.closest(".live")) event.preventDefault();
  });

  const board = document.getElementById("board");
  if (!board) return;
  const which = board.querySelector("#which");
  const all = board.querySelector("#pick-all");
  const words = board.querySelector("[data-count-words]");
  const plain = words.textContent;
  const boxes = [...board.querySelectorAll("input[name=code]")];
  all.parentElement.hidden = false;

  function tell() {
    let count = 0;
    for (const box of boxes) {
      if (box.checked) count += 1;
      box.closest("tr").classList.toggle("is-picked", box.checked);
    }
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    const chosen = which.value === "all" ? board.dataset.total : which.value === "page" ? boxes.length : count;
    words.textContent = Number(chosen) ? words.dataset.countWords.replace("%s", chosen) : plain;
  }

  let last = null;
  board.addEventListener("click", (event) => {
    const box = event.target.closest("input[name=code]");
    if (!box) return;
    // With Shift: all between the last one and this one.
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    which.value = "ticked";
    tell();
  });
  board.addEventListener("change", (event) => {
    if (event.target === all) {
      for (const box of boxes) box.checked = all.checked;
      which.value = "ticked";
    }
    if (event.target === which && which.value !== "ticked") {
      for (const box of boxes) box.checked = true;
    }
    tell();
  });

  // j and k go from row to row, x chooses, Enter opens.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
    const links = [...board.querySelectorAll("tbody th a")];
    const row = event.target.closest && event.target.closest("#board tbody tr");
    const here = row ? links.indexOf(row.querySelector("th a")) : -1;
    if (event.key === "j" || event.key === "k") {
      const next = links[Math.max(0, Math.min(links.length - 1, here + (event.key === "j" ? 1 : -1)))];
      if (next) next.focus();
      event.preventDefault();
    } else if (event.key === "x" && row) {
      row.querySelector("input[name=code]").click();
      event.preventDefault();
    }
  });
  addEventListener("pageshow", tell);
  tell();
})();
