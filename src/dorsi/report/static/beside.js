"use strict";
// Two clips in step: their first peaks are one moment, and the slider moves both around it.
(() => {
  // A blob plays and seeks everywhere; some browsers refuse to seek in a data address.
  const asBlob = (address) => {
    const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (c) => c.charCodeAt(0));
    return URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
  };

  const setUp = (root) => {
    const zero = JSON.parse(root.dataset.beside), videos = [...root.querySelectorAll("video")];
    if (videos.length < 2) return;
    const panel = root.querySelector(".in-step"), slider = root.querySelector("[data-at]");
    const clock = root.querySelector("[data-time]"), button = root.querySelector("[data-play]");
    panel.hidden = false;
    videos.forEach((video) => { if (video.src.startsWith("data:")) video.src = asBlob(video.src); });

    const within = (video, t) => Math.min(Math.max(t, 0), (video.duration || t) - 0.01);
    const goTo = (at) => {
      videos.forEach((video, i) => { video.pause(); video.currentTime = within(video, zero[i] + at); });
      clock.textContent = `${at.toFixed(2)} s`;
    };
    const reach = () => {
      const before = Math.min(...zero), after = Math.min(...videos.map((video, i) => (video.duration || zero[i] + 3) - zero[i]));
      slider.min = (-before).toFixed(2);
      slider.max = after.toFixed(2);
    };
    videos.forEach((video) => video.addEventListener("loadedmetadata", () => { reach(); goTo(Number(slider.value)); }));
    videos[0].addEventListener("timeupdate", () => {
      const at = videos[0].currentTime - zero[0];
      if (!videos[0].paused) { slider.value = at; clock.textContent = `${at.toFixed(2)} s`; }
    });
    slider.addEventListener("input", () => goTo(Number(slider.value)));
    button.addEventListener("click", () => {
      if (videos.some((video) => !video.paused)) { videos.forEach((video) => video.pause()); return; }
      const at = Number(slider.value) >= Number(slider.max) - 0.05 ? Number(slider.min) : Number(slider.value);
      goTo(at);
      videos.forEach((video) => video.play());
    });
    videos.forEach((video) => ["play", "pause"].forEach((kind) => video.addEventListener(kind, () => {
      button.textContent = videos.some((one) => !one.paused) ? "Pause" : "Play both in step";
    })));
    if (videos.every((video) => video.readyState > 0)) { reach(); goTo(0); }
  };

  document.querySelectorAll("[data-beside]").forEach(setUp);
})();
