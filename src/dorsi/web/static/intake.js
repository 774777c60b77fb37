"use strict";
// Keeps what was typed while new questions load: the server's answer may be older than the latest input.
(() => {
  const root = document.querySelector("#questions");
  if (!root) return;
  let typed = new Map();
  const fields = () => root.querySelectorAll("input[id], select[id]");
  root.addEventListener("htmx:beforeSwap", () => {
    typed = new Map([...fields()].map((field) => [field.id, { value: field.value, checked: field.checked }]));
  });
  root.addEventListener("htmx:afterSwap", () => {
    for (const field of fields()) {
      const before = typed.get(field.id);
      if (!before) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = before.checked;
      else field.value = before.value;
    }
  });
})();
