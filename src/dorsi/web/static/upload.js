"use strict";
// Sends clips in small pieces, resumes after a lost connection, and starts their analysis.
(() => {
  const form = document.querySelector("[data-film]");
  if (!form) return;
  const PIECE_BYTES = 512 * 1024, LONGEST_PAUSE_S = 20;
  const csrf = document.querySelector("meta[name=csrf]").content;
  const inputs = [...form.querySelectorAll("input[type=file][data-clips]")];
  const list = form.querySelector("[data-sending]"), send = form.querySelector("[data-send]");
  const problem = form.querySelector("[data-problem]");
  let chosen = [];

  const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const size = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

  class Refused extends Error {}

  const ask = async (address, options = {}) => {
    const answer = await fetch(address, { ...options, headers: { "X-CSRF-Token": csrf, ...options.headers } });
    const told = answer.status === 204 ? {} : await answer.json();
    if (answer.ok) return told;
    if (answer.status === 409 && "offset_bytes" in told) return told;
    if (answer.status >= 500 && answer.status !== 503) throw new Error(told.detail);
    const detail = typeof told.detail === "string" ? told.detail : told.detail[0].msg;
    throw new Refused(answer.status === 401 ? "This device is no longer paired. Pair it again." : detail);
  };
  const asJson = (method, record) => ({ method, body: JSON.stringify(record), headers: { "Content-Type": "application/json" } });

  // Remembers an upload until its analysis is asked for, so that choosing the same file again resumes it, also after the
  // tab was closed. The server forgets an upload that rests for a day, and so does this device.
  const DAY_MS = 24 * 3600 * 1000, MARK = "dorsi-upload ";
  const key = (file) => `${MARK}${file.name} ${file.size} ${file.lastModified}`;
  const forget = (file) => localStorage.removeItem(key(file));
  for (const old of Object.keys(localStorage).filter((name) => name.startsWith(MARK))) {
    if (Date.now() - Number(localStorage.getItem(old).split(" ")[1]) > DAY_MS) localStorage.removeItem(old);
  }
  const begin = async (file) => {
    const known = localStorage.getItem(key(file));
    if (known) {
      try { return await ask(`/api/uploads/${known.split(" ")[0]}`); } catch (error) { if (!(error instanceof Refused)) throw error; }
    }
    const upload = await ask("/api/uploads", asJson("POST", { name: file.name, size_bytes: file.size }));
    localStorage.setItem(key(file), `${upload.id} ${Date.now()}`);
    return upload;
  };

  // Retries until it works: phones leave the Wi-Fi and come back.
  const patiently = async (act, tell) => {
    for (let seconds = 1; ; seconds = Math.min(LONGEST_PAUSE_S, 2 * seconds)) {
      try { return await act(); } catch (error) {
        if (error instanceof Refused) throw error;
        tell("Connection lost. Sending continues by itself.");
        await pause(seconds);
      }
    }
  };

  const transfer = async (file, tell) => {
    let upload = await patiently(() => begin(file), tell);
    while (upload.state === "receiving") {
      const from = upload.offset_bytes;
      const piece = file.slice(from, from + PIECE_BYTES);
      const told = await patiently(() => ask(`/api/uploads/${upload.id}`, {
        method: "PATCH", body: piece, headers: { "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" },
      }), tell);
      upload = { ...upload, ...told };
      tell(`${size(upload.offset_bytes)} of ${size(file.size)} sent`, upload.offset_bytes / file.size);
    }
    while (upload.state === "checking") {
      tell("Checking the file", 1);
      await pause(0.5);
      upload = await patiently(() => ask(`/api/uploads/${upload.id}`), tell);
    }
    if (upload.state === "refused") throw new Refused(upload.reason);
    return upload;
  };

  const line = (file) => {
    const item = document.querySelector("[data-line]").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-name]").textContent = `${file.name}, ${size(file.size)}`;
    list.append(item);
    const bar = item.querySelector("progress"), words = item.querySelector("output");
    bar.setAttribute("aria-label", `Sending ${file.name}`);
    return { item, tell: (text, share) => { words.textContent = text; if (share !== undefined) bar.value = share; } };
  };

  const two = (number) => String(number).padStart(2, "0");
  const day = (file) => {
    const at = new Date(file.lastModified);
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  };

  // The options chosen in the form; empty ones are not sent.
  const choices = () => Object.fromEntries([...form.querySelectorAll("[data-choice]")].flatMap((one) => {
    if (one.type === "checkbox") return [[one.name, one.checked]];
    if (!one.value) return [];
    return [[one.name, one.type === "number" ? Number(one.value) : one.value]];
  }));

  const request = (upload, file) => {
    const field = (name) => form.elements[name]?.value || null;
    const someone = field("person") || field("new_person");
    return {
      ...choices(), upload_id: upload.id, person: someone, movement: field("movement"), side: field("side"), recorded_on: field("recorded_on") || (upload.clip?.recorded_at ? null : day(file)),
      blur_faces: form.elements.blur_faces.checked,
    };
  };

  const complain = (text) => { problem.textContent = text; problem.hidden = !text; };

  const fresh = form.querySelector("[data-new-person]");
  form.addEventListener("change", (event) => {
    if (!fresh || event.target.name !== "person") return;
    fresh.hidden = event.target.value !== "";
    fresh.querySelector("input").required = !fresh.hidden;
    if (!fresh.hidden) fresh.querySelector("input").focus();
  });

  inputs.forEach((input) => input.addEventListener("change", () => {
    chosen = [...input.files];
    inputs.filter((other) => other !== input).forEach((other) => { other.value = ""; });
    list.replaceChildren();
    chosen = chosen.map((file) => ({ file, ...line(file) }));
    chosen.forEach(({ tell }) => tell("Ready to send", 0));
    send.hidden = !chosen.length;
    complain("");
    if (chosen.length) send.focus();
  }));

  const stay = (event) => event.preventDefault(); // the browser asks before it leaves a page that is still sending

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!chosen.length) { complain("Film or choose a clip first."); return; }
    complain("");
    send.disabled = true;
    list.scrollIntoView({ block: "center" });
    chosen.forEach(({ tell }) => tell("Sending…", 0));
    addEventListener("beforeunload", stay);
    const jobs = [], refused = [];
    for (const one of chosen) {
      try {
        const upload = await transfer(one.file, one.tell);
        jobs.push(await patiently(() => ask("/api/jobs", asJson("POST", request(upload, one.file))), one.tell));
        forget(one.file);
        one.tell("Sent", 1);
      } catch (error) {
        one.tell("", 0);
        forget(one.file);
        refused.push(`${one.file.name}: ${error.message}`);
      }
    }
    send.disabled = false;
    removeEventListener("beforeunload", stay);
    if (refused.length) { complain(refused.join(" ")); chosen = chosen.filter(({ file }) => refused.some((text) => text.startsWith(`${file.name}: `))); return; }
    const before = jobs.length === 1 && jobs[0].state === "done" ? "?known=1" : ""; // nothing was left to measure
    location.assign(jobs.length === 1 ? `/jobs/${jobs[0].id}${before}` : "/jobs");
  });


})();
