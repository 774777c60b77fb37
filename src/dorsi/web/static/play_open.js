"use strict";
// Begins a session or goes on with a stored one, and says what is left of one that the log refused.
import { hasUnsentPain, isBegun, isDeleted, isSkipped, newState, stopped, withLogged, withPainOnly, withRules } from "./play_log.js";
import { forget, kept, send } from "./play_store.js";

/** Return a new session of the page's day. */
export const fresh = (session) => newState(session, `play-${session.date}-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`);

/** Return what is still to be sent of a session after the log refused it, or null: an edited pain is taken over, and pain survives. */
export const afterRefusal = (state, { status, facts }) => {
  if (status === 409 && facts?.entries) {
    const now = withLogged(state, facts.entries);
    return { ...now, edits: facts.edits, revision: Math.max(state.revision, facts.revision) + 1 };
  }
  return status === 410 && hasUnsentPain(state) ? withPainOnly(fresh(state.session), state) : null;
};

/** Send unsent sessions of earlier days, and forget them once sent. */
const sendOld = async (old) => {
  try {
    if (old.sent !== old.revision) await send(old);
    forget(old);
  } catch (error) {
    if (![404, 409, 410].includes(error.status)) return;
    const rest = error.status === 404 ? null : afterRefusal(old, error);
    forget(old); // the person or the day was deleted, or the log is newer
    if (rest) await send(rest).catch((again) => console.info(`earlier session not sent: ${again.message}`));
  }
};

/** Return the session to go on with, a new one if there is none, or nothing where neither page nor browser has one. */
export const opened = (source) => {
  const session = source && JSON.parse(source.textContent);
  const person = session?.person ?? Number(location.pathname.split("/")[2]);
  const all = kept(person), today = session ? all.find((one) => one.session.date === session.date) : all[0];
  if (session) all.filter((one) => one !== today).forEach(sendOld);
  if (!today || (session && (!isBegun(today) || isSkipped(today) || isDeleted(today, session)))) {
    if (session && today) forget(today);
    return session && fresh(session);
  }
  // The page holds the day as the log and the morning check adapted it; finished exercises stay.
  const current = session && today.sent === today.revision && today.screen !== "over";
  if (!current) return today;
  const now = withRules({ ...today, stopped: "" }, { day: session.items, left: [], notes: session.notes }, { hurt: false });
  return session.over ? stopped(now, session.notes.join(" ")) : now;
};
