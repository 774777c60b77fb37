"use strict";
// The video and its curves in step: a click or a key moves both, playing runs a cursor along.
(() => {
  // The drawing of how to film moves unless its reader has asked for less motion.
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) document.querySelectorAll("animate").forEach((one) => one.beginElement());
  const nearest = (times, t) => {
    let low = 0, high = times.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] < t) low = middle + 1; else high = middle;
    }
    return low > 0 && t - times[low - 1] <= times[low] - t ? low - 1 : low;
  };

  const number = (value, decimals) => Math.abs(value).toFixed(decimals).replace(/^/, value < 0 ? "\u2212" : "");

  const reading = (track, i) => track.lines
    .filter((line) => line.values[i] !== null)
    .map((line) => `${track.lines.length > 1 ? line.side + " " : ""}${number(line.values[i], track.decimals)}${track.symbol}`)
    .join(" · ");

  const chartOf = (plot, track, times) => {
    const first = times[0], span = times[times.length - 1] - first;
    const cursor = plot.querySelector(".cursor");
    const runners = [...plot.querySelectorAll(".runner")];
    const readout = plot.closest("figure").querySelector("[data-readout]");
    const scroll = plot.parentElement;
    return {
      plot,
      timeAt: (event) => {
        const box = plot.getBoundingClientRect();
        return first + span * Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      },
      show: (i) => {
        const x = 100 * (times[i] - first) / span;
        cursor.setAttribute("x1", `${x}%`);
        cursor.setAttribute("x2", `${x}%`);
        runners.forEach((runner, k) => {
          const value = track.lines[k].values[i];
          const y = track.top + (track.bottom - track.top) * (track.high - value) / (track.high - track.low);
          runner.setAttribute("cx", `${x}%`);
          runner.setAttribute("cy", value === null ? -9 : y);
        });
        const text = `${times[i].toFixed(2)} s`, values = reading(track, i);
        readout.textContent = `${values || "no reading"} at ${text}`;
        plot.classList.add("live");
        plot.setAttribute("aria-valuenow", i);
        plot.setAttribute("aria-valuetext", `${text}, ${values || "no reading"}`);
        const at = x / 100 * plot.offsetWidth;
        if (at < scroll.scrollLeft || at > scroll.scrollLeft + scroll.clientWidth) scroll.scrollLeft = at - scroll.clientWidth / 3;
      },
    };
  };

  // A blob plays and seeks everywhere; some browsers refuse to seek in a data address.
  const asBlob = (address) => {
    const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (c) => c.charCodeAt(0));
    return URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
  };

  const setUp = (root) => {
    const { times, charts: tracks } = JSON.parse(root.querySelector("[data-tracks]").textContent);
    if (!times.length) return;
    const video = root.querySelector("video");
    const charts = [...root.querySelectorAll("[data-chart]")].map((plot, k) => chartOf(plot, tracks[k], times));
    const clock = root.querySelector("[data-time]");
    let frame = 0;

    const show = (i) => {
      frame = i;
      charts.forEach((chart) => chart.show(i));
      if (clock) clock.textContent = `${times[i].toFixed(2)} s`;
    };
    const goTo = (i) => {
      const to = Math.min(times.length - 1, Math.max(0, i));
      show(to);
      if (!video) return;
      video.pause();
      const next = to + 1 < times.length ? times[to + 1] : times[to] + 0.02;
      video.currentTime = times[to] + 0.3 * (next - times[to]); // inside the frame, not on its edge
    };
    const toggle = () => { if (video) { if (video.paused) video.play(); else video.pause(); } };
    const keys = {
      ArrowLeft: () => goTo(frame - 1), ArrowRight: () => goTo(frame + 1), ",": () => goTo(frame - 1), ".": () => goTo(frame + 1),
      PageUp: () => goTo(frame + 10), PageDown: () => goTo(frame - 10), Home: () => goTo(0), End: () => goTo(times.length - 1),
      " ": toggle,
    };

    charts.forEach((chart) => {
      chart.plot.addEventListener("click", (event) => goTo(nearest(times, chart.timeAt(event))));
      chart.plot.addEventListener("pointermove", (event) => {
        if (event.pointerType === "mouse" && event.buttons === 1) goTo(nearest(times, chart.timeAt(event)));
      });
    });
    root.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("button, select, a") || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    root.closest("[data-clip]").querySelectorAll("[data-seek]").forEach((link) => {
      link.addEventListener("click", () => goTo(nearest(times, Number(link.dataset.seek))));
    });
    if (video) follow(root, video, { times, show, goTo, toggle, current: () => frame });
  };

  const follow = (root, video, player) => {
    if (video.src.startsWith("data:")) video.src = asBlob(video.src);
    video.controls = false;
    video.tabIndex = 0;
    video.addEventListener("click", player.toggle);
    const buttons = root.querySelector(".controls");
    buttons.hidden = false;
    const on = (name, kind, act) => buttons.querySelector(`[data-do=${name}]`).addEventListener(kind, act);
    on("back", "click", () => player.goTo(player.current() - 1));
    on("forward", "click", () => player.goTo(player.current() + 1));
    on("play", "click", player.toggle);
    on("speed", "change", (event) => { video.playbackRate = Number(event.target.value); });
    const label = buttons.querySelector("[data-do=play] span");
    const state = () => {
      root.classList.toggle("playing", !video.paused);
      label.textContent = video.paused ? "Play" : "Pause";
    };
    const run = () => {
      if (!video.paused) player.show(nearest(player.times, video.currentTime));
      if (!video.paused && !video.ended) requestAnimationFrame(run);
    };
    video.addEventListener("play", () => { state(); run(); });
    video.addEventListener("pause", state);
    video.addEventListener("ended", state);
  };

  document.querySelectorAll("[data-player]").forEach(setUp);

  // A link to something folded away opens what it is folded into; older browsers don't do that by themselves.
  const reveal = (target) => {
    for (let e = target; e; e = e.parentElement) if (e.matches("details")) e.open = true;
  };
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (target) reveal(target);
  }, { capture: true });

  // Paper shows what is folded on the screen, apart from the long parts that a reader left closed.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open], .screen-fold, .screen-fold *)")];
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
})();
