"use strict";
// Shared by every page: sliders show their value, and the offline page works where the browser allows it.
(() => {
  // Drawings move unless their reader has asked for less motion.
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) document.querySelectorAll("animate").forEach((one) => one.beginElement());
  // A link to something that is folded opens it.
  const unfold = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  unfold();
  window.addEventListener("hashchange", unfold);
  // A page opens with no main button half under the bar of tabs.
  addEventListener("load", () => {
    const bar = document.querySelector(".tabs")?.getBoundingClientRect();
    if (!bar?.height || bar.top <= 0 || location.hash || scrollY) return;
    const hidden = [...document.querySelectorAll("main .button:not(.quiet), main button:not(.quiet, .plain)")]
      .map((one) => one.getBoundingClientRect()).find(({ top, bottom, height }) => height && top < innerHeight && bottom > bar.top);
    if (hidden) scrollBy(0, Math.ceil(hidden.bottom - bar.top) + 8);
  });
  const say = (slider) => {
    const value = Number(slider.value), untouched = value < 0;
    const text = untouched ? "not set" : `${value} of 10`;
    slider.setAttribute("aria-valuetext", text);
    slider.classList.toggle("untouched", untouched);
    const output = slider.parentElement.querySelector("output");
    if (output) output.textContent = text;
  };
  const sliders = (root) => root.querySelectorAll("input[type=range]:not([data-plain])").forEach(say);
  sliders(document);
  document.addEventListener("input", (event) => { if (event.target.matches("input[type=range]:not([data-plain])")) say(event.target); });
  document.addEventListener("htmx:load", (event) => sliders(event.target));

  // One main button: "Start session", until something is ticked; then "Save session", which stays in sight.
  document.querySelector("form[data-ticks]")?.addEventListener("change", ({ currentTarget: form }) => {
    const ticked = Boolean(form.querySelector(".done input:checked"));
    form.querySelector("[data-saves]").classList.toggle("bar-sticky", ticked);
    form.querySelector("[data-saves] button").classList.toggle("quiet", !ticked);
    document.querySelector(".button.start")?.classList.toggle("quiet", ticked);
  });

  // Browsers offer service workers on localhost and over https only. The app works without one.
  if ("serviceWorker" in navigator && document.querySelector(".tabs")) {
    navigator.serviceWorker.register("/sw.js").catch((error) => console.info(`no offline page: ${error.message}`));
  }
})();
