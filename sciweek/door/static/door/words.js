// The app's sentences, which come with the page in its language.

const words = JSON.parse(document.getElementById("words").textContent);

export function say(name, values = {}) {
  return filled(words[name] || name, values);
}

export function sayOf(group, name, values = {}) {
  return filled((words[group] && words[group][name]) || "", values);
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
