"use strict";
// Follows an analysis while it runs. The browser reconnects by itself.
(() => {
  const root = document.querySelector("[data-job]");
  if (!root) return;
  const bar = root.querySelector("progress"), share = root.querySelector("[data-share]"), words = root.querySelector("[data-words]");
  const lines = new EventSource(`/api/jobs/${root.dataset.job}/events`);
  lines.addEventListener("job", (event) => {
    const job = JSON.parse(event.data);
    if (words.textContent !== job.said) words.textContent = job.said;
    bar.value = job.share;
    share.textContent = `${Math.round(100 * job.share)} %`;
    if (job.stage !== "over") return;
    lines.close();
    location.reload(); // the server leads on to the result
  });
  document.addEventListener("submit", () => lines.close()); // otherwise the end of the job would reload the page while the browser leaves it
  lines.onerror = () => { words.textContent = "Connection lost. The analysis keeps running; this page reconnects by itself."; };
})();
