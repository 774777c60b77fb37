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

  // Says when answers were given, on this page's clock: what the network delivers late takes no newer answer's place.
  const own = Math.random().toString(36).slice(2);
  const stamp = () => { form.elements.turn.value = `${own} ${performance.timeOrigin + performance.now()}`; };

  const told = form.querySelector("[data-kept]");
  let left = false, waiting = false, sending = false;
  const keep = async () => {
    if (left) return;
    told.textContent = "Saving…"; // what is said of earlier answers is not true of this one
    if (sending) { waiting = true; return; } // one at a time, so that the latest answers come last
    sending = true;
    stamp();
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
      if (!waiting) told.textContent = answer.ok ? "Answers saved. You can stop and go on later." : "Not saved yet. Your answers are sent with the button below.";
    } catch {
      told.textContent = "No connection. Stay on this page; your answers are saved once it is back.";
      setTimeout(keep, 3000);
    }
    sending = false;
    if (waiting) { waiting = false; keep(); }
  };
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    // Where the page before is also the one that the browser's Back shows, both are the same step: no page comes twice.
    const before = event.submitter?.dataset.before;
    if (before && history.length > 1 && document.referrer === new URL(before, location).href) {
      event.preventDefault();
      keep();
      const back = () => { if (sending) setTimeout(back, 50); else history.back(); };
      back();
      return;
    }
    left = true;
    stamp();
  });
  // On a slow network the first answers come before this script: they count like any other.
  addEventListener("load", () => {
    const given = [...form.elements].find((one) => one.matches("input:not([type=hidden])")
      && (one.checked !== one.defaultChecked || (!one.matches("[type=radio], [type=checkbox]") && one.value !== one.defaultValue)));
    given?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  // A text that is still being typed has not changed yet when the phone is locked.
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
})();
