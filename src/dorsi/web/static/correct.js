"use strict";
// A tap on a person in the clip becomes a pixel of the clip.
document.querySelectorAll("[data-picking]").forEach((root) => {
  const [width, height] = JSON.parse(root.dataset.size);
  const video = root.querySelector("video"), moment = root.querySelector("input[type=range]");
  const place = root.querySelector("button"), spot = root.querySelector(".spot");
  moment.addEventListener("input", () => {
    if (!video.duration) return;
    video.currentTime = moment.value * video.duration;
    moment.setAttribute("aria-valuetext", `${video.currentTime.toFixed(1)} seconds`);
    spot.hidden = true; // another moment: who stood there may have moved on
    root.querySelector("input[name=pick]").value = root.querySelector("output").textContent = "";
  });
  place.addEventListener("click", (event) => {
    const box = video.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    if (!event.detail || x < 0 || x > 1 || y < 0 || y > 1) return; // a key names no place
    root.querySelector("input[name=pick]").value = `${Math.round(x * width)},${Math.round(y * height)}`;
    root.querySelector("output").textContent = "Chosen. Save to measure this person.";
    spot.hidden = false;
    spot.style.setProperty("left", `${100 * x}%`);
    spot.style.setProperty("top", `${event.clientY - box.top}px`);
  });
});
