// The personal list: codes of starred sessions, kept in this browser alone. The pages work without this file.
(() => {
  "use strict";
  const body = document.body;
  const key = `sciweek.stars.${body.dataset.stars}`;
  const keptKey = `sciweek.mine.${body.dataset.stars}`;
  const CODE = /^[34679ACDEFGHJKMNPQRTWXY]{8}$/;
  const MOST = 200;

  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(key) || "[]");
      return Array.isArray(found) ? found.filter((code) => CODE.test(code)).slice(0, MOST) : [];
    } catch {
      return [];
    }
  };
  const write = (codes) => {
    try {
      localStorage.setItem(key, JSON.stringify(codes.slice(0, MOST)));
    } catch {
      // A browser that keeps nothing: the stars last as long as the page.
    }
  };
  let stars = read();

  const show = () => {
    for (const button of document.querySelectorAll("[data-star]")) {
      const on = stars.includes(button.dataset.star);
      const label = button.querySelector("[data-label]");
      button.hidden = false;
      button.setAttribute("aria-pressed", on);
      if (label && button.dataset.on) {
        button.dataset.off = button.dataset.off || label.textContent;
        label.textContent = on ? button.dataset.on : button.dataset.off;
      }
    }
    for (const link of document.querySelectorAll("[data-mine-link]")) {
      link.hidden = false;
      link.querySelector("[data-star-count]").textContent = stars.length || "";
    }
    for (const button of document.querySelectorAll("[data-star-all]")) {
      button.hidden = button.dataset.starAll.split(",").every((code) => stars.includes(code)) && !button.dataset.pressed;
    }
  };

  document.addEventListener("click", (event) => {
    const one = event.target.closest("[data-star]");
    const all = event.target.closest("[data-star-all]");
    if (!one && !all) return;
    stars = read();
    if (one) {
      const code = one.dataset.star;
      stars = stars.includes(code) ? stars.filter((each) => each !== code) : [...stars, code];
    } else {
      stars = [...new Set([...stars, ...all.dataset.starAll.split(",")])];
      all.dataset.pressed = "yes";
      all.querySelector("[data-label]").textContent = all.dataset.done;
    }
    write(stars);
    show();
  });
  // Another tab of the same browser.
  addEventListener("storage", (event) => {
    if (event.key === key) {
      stars = read();
      show();
    }
  });

  // The page of the list without codes in its address: ask the server for what is kept here, so that times are true;
  // without a network show what was seen last.
  const mine = document.querySelector("[data-mine-body]");
  const put = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-mine-body]");
    if (fresh) mine.replaceChildren(...fresh.childNodes);
    return fresh !== null;
  };
  const fill = async () => {
    const offline = document.querySelector("[data-mine-offline]");
    const kept = localStorage.getItem(keptKey);
    try {
      const answer = await fetch(`${body.dataset.mine}?codes=${stars.join(",")}`, { credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      const text = await answer.text();
      if (put(text)) localStorage.setItem(keptKey, mine.outerHTML);
      offline.hidden = true;
    } catch {
      offline.hidden = !(kept && put(kept));
    }
    show();
  };
  show();
  if (mine && !("asked" in mine.dataset) && stars.length) fill();
})();
