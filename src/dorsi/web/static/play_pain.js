"use strict";
// Asks where it hurts and how much.
import { titled } from "./play_time.js";
import { byId } from "./play_view.js";

const chosen = (value, text) => {
  const option = document.createElement("option");
  option.value = value;
  option.textContent = text;
  return option;
};

/** Fill the list of places once. */
export const fillAreas = (areas) => {
  const listed = Array.isArray(areas) ? areas : Object.entries(areas); // sessions kept by older pages have a mapping
  byId("site").replaceChildren(chosen("", "Choose"), ...listed.map(([name, words]) => (
    chosen(name, words.slice(0, 1).toUpperCase() + words.slice(1))
  )));
};

const told = (legs) => {
  const score = Number(byId("score").value), site = byId("site").value;
  const leg = legs.length ? document.querySelector("#which-leg input:checked")?.value : "";
  const missing = [
    site ? "" : "Choose where it hurts.",
    leg === undefined ? "Choose a leg." : "",
    score < 0 ? "Move the slider to show how much it hurts." : "",
  ].filter(Boolean);
  if (missing.length) return { problem: missing.join(" ") };
  return { score, site, sharp: byId("sharp").checked, side: leg };
};

/** Ask about pain in one of the given exercises; resolves to { place, pain }, or null when cancelled. */
export const askPain = (records, places, ended) => new Promise((resolve) => {
  const dialog = byId("pain"), form = dialog.querySelector("form");
  form.reset();
  byId("score").dispatchEvent(new Event("input", { bubbles: true })); // refresh the slider's label
  byId("pain-problem").textContent = "";
  byId("which").replaceChildren(...places.map((place) => {
    const { play } = records[place];
    return chosen(String(place), titled(play));
  }));
  byId("which").value = String(places.at(-1));
  for (const id of ["which", "which-label"]) byId(id).hidden = !ended;
  const record = () => records[Number(byId("which").value)];
  const legs = () => (record().play.item.side === "both" ? ["left", "right", "both"] : []);
  const fit = () => { byId("which-leg").hidden = !legs().length; };
  const answer = (value) => {
    form.onsubmit = form.oninput = byId("cancel").onclick = byId("which").onchange = dialog.oncancel = null;
    dialog.close();
    resolve(value);
  };
  fit();
  byId("which").onchange = fit;
  byId("cancel").onclick = () => answer(null);
  dialog.oncancel = () => answer(null);
  // What is missing goes away once it is given.
  form.oninput = () => { if (byId("pain-problem").textContent) byId("pain-problem").textContent = told(legs()).problem ?? ""; };
  form.onsubmit = (event) => {
    event.preventDefault();
    const pain = told(legs());
    if (pain.problem) { byId("pain-problem").textContent = pain.problem; return; }
    answer({ place: Number(byId("which").value), pain: { ...pain, side: pain.side || record().play.item.side } });
  };
  dialog.showModal();
});
