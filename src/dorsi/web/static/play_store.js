"use strict";
// Saves a session in the browser at each step and sends it when the server is reachable. Each send replaces the last.
import { entriesOf, newer } from "./play_log.js";

const PREFIX = "dorsi-play", OPTIONS = "dorsi-play-options";
const WAITS_MS = [2_000, 5_000, 15_000, 30_000];
const PATIENCE_MS = 8_000;

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch (error) {
    console.info(`kept session not read: ${error.message}`);
    return null;
  }
};
const write = (key, value) => {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch (error) {
    console.info(`session not kept in this browser: ${error.message}`);
    return false;
  }
};
const keyOf = ({ session }) => `${PREFIX}-${session.person}-${session.date}`;

let own = 0; // time of the last change that this tab made

/** Note that a session changes in this tab. */
export const stamp = (state) => { own = state.changed = Math.max(Date.now(), (state.changed ?? 0) + 1); };

/** Return the session as another tab left it, if that one is newer. */
export const overtaking = (state) => {
  const stored = read(keyOf(state));
  return stored && newer(stored, state) > 0 ? stored : null;
};

/** Save a session, unless another tab has a newer one or this one changed nothing; return whether it could be saved. */
export const keep = (state) => {
  const stored = read(keyOf(state)), ahead = stored ? newer(state, stored) : 1;
  const same = ahead === 0 && ((state.changed ?? 0) === own || state.sent > stored.sent);
  return ahead > 0 || same ? write(keyOf(state), state) : true;
};

/** Call `act` when another tab has saved something newer. */
export const watch = (state, act) => addEventListener("storage", ({ key }) => {
  if (key === keyOf(state()) && overtaking(state())) act();
});

/** Let `refused` end a press before anything acts on it. */
export const guardPresses = (refused) => addEventListener("click", (event) => {
  if (!event.target.closest("button, input") || !refused()) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

const SAID = "dorsi-play-said";
/** Open the page again, with a sentence about why. */
export const reopen = (text) => {
  sessionStorage.setItem(SAID, text);
  location.reload();
};
/** Return that sentence, once. */
export const reopened = () => {
  const text = sessionStorage.getItem(SAID) ?? "";
  sessionStorage.removeItem(SAID);
  return text;
};
export const forget = (state) => localStorage.removeItem(keyOf(state));
export const options = () => read(OPTIONS) ?? { sound: false, voice: false };
export const keepOptions = (wanted) => write(OPTIONS, wanted);

/** Return a person's saved sessions, newest first. */
export const kept = (person) => Object.keys(localStorage)
  .filter((key) => key.startsWith(`${PREFIX}-${person}-`)).sort().reverse().map(read).filter(Boolean);

const meta = (root) => root.querySelector("meta[name=csrf]")?.content ?? "";
let token = meta(document);

/** Fetch this device's token again: the page may be older than the pairing, or come from the cache. */
const renew = async () => {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  token = meta(new DOMParser().parseFromString(await answer.text(), "text/html"));
};

/** A refusal that a retry can't change. */
export class Refused extends Error {
  constructor(text, status, facts) {
    super(text);
    this.status = status;
    this.facts = facts; // what the log has instead
  }
}

/** Send what was done so far, and the rest of a painful exercise; return the server's answer. */
export const send = async (state, left = null) => {
  const entries = entriesOf(state);
  const put = () => fetch(`/api/people/${state.session.person}/log/sessions/${state.id}`, {
    method: "PUT", signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
    body: JSON.stringify({ entries, left, revision: state.revision, edits: state.edits }),
  });
  if (!token) await renew();
  let answer = await put();
  if (answer.status === 403) {
    await renew();
    answer = await put();
  }
  if (answer.ok) return answer.json();
  const why = await answer.json().catch(() => ({}));
  const text = typeof why.detail === "string" ? why.detail : `status ${answer.status}`;
  throw answer.status < 500 ? new Refused(text, answer.status, why) : new Error(text);
};

/** Return a function that sends soon and retries until the server has everything; `told` is called after each try. */
export const sender = ({ state, told }) => {
  let busy = false, timer = 0, failed = 0;
  const soon = (ms) => { clearTimeout(timer); timer = setTimeout(go, ms); };
  const go = async () => {
    if (busy) return soon(300);
    const now = state();
    if (!now || now.sent === now.revision) return undefined;
    const { id, revision } = now; // the session and revision being sent; the state may change meanwhile
    busy = true;
    try {
      const entries = entriesOf(now).length, answer = await send(now);
      failed = 0;
      told({ id, revision, entries, answer });
    } catch (error) {
      told({ id, error });
      if (!(error instanceof Refused)) soon(WAITS_MS[Math.min(failed, WAITS_MS.length - 1)]);
      failed += 1;
    } finally {
      busy = false;
    }
    if (failed === 0 && state().sent !== state().revision) soon(0);
    return undefined;
  };
  addEventListener("online", () => soon(0));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(0); });
  return () => soon(0);
};
