"use strict";
// Checks a photo of the set-up before filming, and shows what to move.
(() => {
  const root = document.querySelector("[data-preview]");
  if (!root) return;
  const form = root.closest("form"), input = root.querySelector("input"), words = root.querySelector("output"), list = root.querySelector("ul");
  const marks = { ok: "Good", improve: "Could be better", move: "Move", unknown: "Can't tell" };
  const show = (check) => {
    const item = document.createElement("li"), mark = document.createElement("strong"), text = document.createElement("span");
    item.className = check.state;
    mark.textContent = marks[check.state];
    text.textContent = check.advice ? `${check.text} ${check.advice}` : check.text;
    item.append(mark, " ", text);
    return item;
  };
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    list.replaceChildren();
    words.textContent = "Checking the photo";
    const query = new URLSearchParams({ movement: form.elements.movement.value, side: form.elements.side.value });
    try {
      const answer = await fetch(`/api/framing?${query}`, {
        method: "POST", body: file,
        headers: { "X-CSRF-Token": document.querySelector("meta[name=csrf]").content, "Content-Type": "application/octet-stream" },
      });
      const told = await answer.json();
      if (!answer.ok) { words.textContent = typeof told.detail === "string" ? told.detail : "We couldn't read this photo. Take another one."; return; }
      words.textContent = told.ready ? "Film now." : "Change this first, then check again.";
      list.replaceChildren(...told.checks.map(show));
    } catch (error) {
      words.textContent = `Connection lost; try again. (${error.message})`;
    } finally {
      input.value = "";
    }
  });
})();
