// Small comforts. Every page works without this file.
(() => {
  "use strict";
  const on = (type, handler, options) => document.addEventListener(type, handler, options);

  // <button data-copies="id-of-text" data-done="已复制">. Of a link its whole address is taken.
  on("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copies);
    const text = source.href || ("value" in source ? source.value : source.textContent.trim());
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Plain HTTP on an office network has no clipboard API: select the text so that Ctrl-C takes it.
      if (source.href) source.textContent = source.href;
      if ("select" in source) source.select();
      else getSelection().selectAllChildren(source);
      if (!document.execCommand("copy")) return;
    }
    const label = button.querySelector("[data-label]") || button;
    const before = label.textContent;
    label.textContent = button.dataset.done || before;
    setTimeout(() => { label.textContent = before; }, 2000);
  });

  // <form data-autosubmit>: a changed choice sends the form; its button stays for everyone else.
  on("change", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-autosubmit") && event.target.matches("select, [type=radio], [type=checkbox]")) {
      form.requestSubmit();
    }
  });

  // <form data-kept>: who has signed in in another window since has another token. Without this it takes a second press.
  on("submit", (event) => {
    const token = event.target.hasAttribute("data-kept") && /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (token) event.target.elements.csrfmiddlewaretoken.value = token[1];
  });

  // How much is written, beside a field with a limit.
  on("input", (event) => {
    const counter = event.target.dataset && event.target.dataset.counts;
    const place = counter && document.getElementById(counter);
    if (place) place.textContent = `${[...event.target.value].length} / ${event.target.maxLength}`;
  });

  // The one-tap repair of a field, without a round trip.
  on("click", (event) => {
    const button = event.target.closest("[data-repairs]");
    const control = button && document.getElementById(button.dataset.repairs);
    if (!control) return;
    event.preventDefault();
    control.value = button.dataset.value;
    control.removeAttribute("aria-invalid");
    const field = control.closest(".field");
    field.classList.remove("has-error");
    const message = field.querySelector(".field-error");
    if (message) message.remove();
    control.focus();
    control.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Menus close by Escape and by a click beside them.
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });
  on("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // Today stands in view where the ribbon is wider than the screen.
  for (const seal of document.querySelectorAll(".ribbon .is-now")) {
    const strip = seal.closest(".ribbon-long .ribbon-week, .ribbon-after");
    if (strip && strip.scrollWidth > strip.clientWidth) {
      strip.scrollLeft = Math.max(0, seal.offsetLeft - (strip.clientWidth - seal.offsetWidth) / 2);
    }
  }

  // <form data-enter-moves>: Enter goes on to the next line, as the key of a phone's keyboard says; the last one sends.
  on("keydown", (event) => {
    const from = event.target;
    if (event.key !== "Enter" || event.isComposing || !from.matches || !from.matches("form[data-enter-moves] input[enterkeyhint]")) return;
    const lines = [...from.form.elements].filter((each) => each.matches("input:not([type=hidden]), select, textarea") && each.offsetParent);
    const next = lines[lines.indexOf(from) + 1];
    if (from.enterKeyHint !== "next" && from.enterKeyHint !== "done") return;
    event.preventDefault();
    if (from.enterKeyHint === "next" && next) next.focus();
    else from.blur();
  });

  // <form data-once>: a second press while the first is under way does nothing.
  on("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-once")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });

  // On a phone the navigation runs off the side: it starts where the lit item stands.
  for (const lit of document.querySelectorAll(".nav-list [aria-current]")) {
    const list = lit.closest(".nav-list");
    const beyond = lit.getBoundingClientRect().right - list.getBoundingClientRect().right;
    if (beyond > 0) list.scrollLeft += beyond + 48; // so that the next item shows that there are more
  }

  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
