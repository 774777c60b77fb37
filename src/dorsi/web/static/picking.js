"use strict";
// A tap on a person in the clip becomes a pixel of the clip. On the film form the clip is the one that was just chosen.
document.querySelectorAll("[data-picking]").forEach((root) => {
  const video = root.querySelector("video"), moment = root.querySelector("input[type=range]");
  const place = root.querySelector("button"), spot = root.querySelector(".spot");
  const size = () => (root.dataset.size ? JSON.parse(root.dataset.size) : [video.videoWidth, video.videoHeight]);
  const forget = () => {
    spot.hidden = true;
    root.querySelector("input[name=pick]").value = root.querySelector("output").textContent = "";
  };
  moment.addEventListener("input", () => {
    if (!video.duration) return;
    video.currentTime = moment.value * video.duration;
    moment.setAttribute("aria-valuetext", `${video.currentTime.toFixed(1)} seconds`);
    forget(); // another moment: who stood there may have moved on
  });
  place.addEventListener("click", (event) => {
    const box = video.getBoundingClientRect(), [width, height] = size();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    if (!event.detail || !width || x < 0 || x > 1 || y < 0 || y > 1) return; // a key names no place
    root.querySelector("input[name=pick]").value = `${Math.round(x * width)},${Math.round(y * height)}`;
    root.querySelector("output").textContent = root.dataset.chosen;
    spot.hidden = false;
    spot.style.setProperty("left", `${100 * x}%`);
    spot.style.setProperty("top", `${event.clientY - box.top}px`);
  });

  const form = root.closest("[data-film]");
  if (!form) return;
  let address = "";
  const show = (file) => {
    forget();
    moment.value = 0;
    root.hidden = true; // until the browser can show the clip
    if (address) URL.revokeObjectURL(address);
    address = file ? URL.createObjectURL(file) : "";
    if (address) video.src = address; else video.removeAttribute("src");
  };
  video.addEventListener("loadeddata", () => { root.hidden = !address || !video.videoWidth; });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-clips]")) show(event.target.files.length === 1 ? event.target.files[0] : null);
  });
});
