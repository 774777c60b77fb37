"use strict";
// Draw every figure that the page carries, in the colours of the page.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const painted = (value) => {
    if (typeof value === "string") return value.replace(/^var\((--\w+)\)$/, (_, name) => colour(name));
    if (Array.isArray(value)) return value.map(painted);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, painted(v)]));
    return value;
  };
  const draw = (place) => {
    const figure = JSON.parse(place.dataset.plotly);
    const options = { responsive: true, displayModeBar: false, displaylogo: false, showLink: false, scrollZoom: false };
    Plotly.react(place, figure.data.map(painted), painted(figure.layout), options);
  };
  const all = () => document.querySelectorAll("[data-plotly]").forEach(draw);
  all();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
})();
