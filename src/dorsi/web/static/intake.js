"use strict";
// Keeps what was typed while new questions load: the server's answer may be older than the latest input. Sends each
// answer as it is given, so that a locked phone or a closed page loses nothing. "None of these" and the ticks beside it
// clear each other.
(() => {
  const root = document.querySelector("#questions"), form = document.querySelector("#intake");
  if (!root || !form) return;
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
    root.querySelector("[data-stop]")?.scrollIntoView({ block: "center" }); // not under the bar of buttons
  });

  // Captured, so that whatever sends the answers finds the group as it now stands.
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    const none = target.matches("[data-none]");
    for (const other of form.elements) if (other.name === target.name && other.matches("[data-none]") !== none) other.checked = false;
  }, { capture: true });

  const told = form.querySelector("[data-kept]");
  let left = false, waiting = false, sending = false;
  const keep = async () => {
    if (left) return;
    if (sending) { waiting = true; return; } // one at a time, so that the latest answers come last
    sending = true;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
      told.textContent = answer.ok ? "Answers saved. You can stop and go on later." : "Not saved yet. Your answers are sent with the button below.";
    } catch {
      told.textContent = "No connection. Stay on this page; your answers are saved once it is back.";
      setTimeout(keep, 3000);
    }
    sending = false;
    if (waiting) { waiting = false; keep(); }
  };
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => { left = true; });
  // A text that is still being typed has not changed yet when the phone is locked.
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
})();
