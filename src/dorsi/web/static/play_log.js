"use strict";
// Turns a session into log entries, and applies the rules' answer to it. Pure functions of the state.
import { phases, setsDone, share, workSeconds } from "./play_time.js";

const WHOLE = 100; // per cent

/** Return an exercise that has not been started; "noted" is one that the log has from another device. */
export const newRecord = (play) => (
  { play, elapsed: 0, state: play.noted ? "noted" : "open", pain: null, goal: null, basePct: 0, partPct: WHOLE, baseSets: 0, baseWork: 0 }
);

/** Return a new session. */
export const newState = (session, id) => (
  { session, id, records: session.items.map(newRecord), at: 0, screen: "start", ending: null, stopped: "", revision: 0, changed: 0, sent: 0, due: 0, edits: 0 }
);

/** Return how much of an exercise is done, in per cent of the planned dose. */
export const donePct = (record) => {
  const { state, basePct, partPct, elapsed, play } = record;
  if (state === "ended") return Math.round(basePct);
  if (state === "noted") return 0; // by this session
  const part = state === "done" ? 1 : share(phases(play), elapsed);
  return Math.round(Math.min(basePct + partPct * part, WHOLE));
};

/** Return which of two copies of a day's session has the later change: above 0 if it is the first one. */
export const newer = (one, other) => {
  const later = (one.changed ?? 0) - (other.changed ?? 0); // sessions kept by older pages have no time of change
  return one.id === other.id ? one.revision - other.revision || later : later;
};

/** Whether anything has been done or noted. */
export const isBegun = ({ records }) => records.some(({ state, elapsed, pain }) => !["open", "noted"].includes(state) || elapsed || pain);

const setsOf = (record) => {
  if (record.state === "ended") return record.baseSets;
  const { play } = record;
  return record.baseSets + (record.state === "done" ? play.item.dose.sets : setsDone(phases(play), record.elapsed));
};

/** Return the seconds of work that were done on each leg. */
const workOf = (record) => {
  const { state, play, elapsed, baseWork = 0 } = record; // sessions kept by older pages have no seconds
  if (state === "ended") return baseWork;
  const list = phases(play), part = state === "done" ? 1 : share(list, elapsed);
  return baseWork + part * workSeconds(list) / play.legs.length;
};

/** Return how much it hurt, and where; sessions kept by older pages have no places. */
export const painWords = ({ places }, pain) => (
  pain ? [`pain ${pain.score} of 10`, places?.[pain.side]?.[pain.site]].filter(Boolean) : []
);

/** Whether the question of an exercise is asked: it was done in full and did not hurt. */
export const isAsked = (record) => Boolean(record.play.ask) && donePct(record) >= WHOLE && !record.pain;

/** Return the dose that was done; an unfinished set does not count its repetitions. */
const doseOf = (record) => {
  const sets = setsOf(record), { dose } = record.play.item;
  if (!sets) return { sets: null, reps: null, hold_s: null, tempo: null, rest_s: null };
  const tempo = dose.tempo_s === null ? null : dose.tempo_s.join("-");
  return { sets, reps: dose.reps, hold_s: dose.hold_s, tempo, rest_s: dose.rest_s };
};

const painOf = (pain, quiet) => ({
  pain_during: pain ? pain.score : quiet ? 0 : null,
  sharp_or_limping: pain ? pain.sharp : false,
  pain_site: pain ? pain.site : null,
});

const entriesOfRecord = (record, { session, id, ending }) => {
  const { item } = record.play, pct = donePct(record);
  if (!pct && !record.pain) return [];
  const answer = session.endings.find((one) => one.id === ending);
  const base = {
    date: session.date, session_id: id, exercise_id: item.exercise, level: item.level, dose_done_pct: pct,
    ...doseOf(record), work_s: Math.round(workOf(record)), goal_met: isAsked(record) ? record.goal ?? null : null,
    ease: answer && item.category !== "warmup" ? answer.ease : null, session_over: Boolean(ending),
  };
  const quiet = Boolean(answer); // every answer but "It hurt" means nothing else hurt
  const side = record.pain?.side ?? item.side;
  if (item.side !== "both" || side === "both") return [{ ...base, side: item.side, ...painOf(record.pain, quiet) }];
  const legs = ["left", "right"].filter((leg) => pct || leg === side); // the other leg has not started yet
  return legs.map((leg) => ({ ...base, side: leg, ...painOf(leg === side ? record.pain : null, quiet) }));
};

/** Return the log entries for what has been done so far. */
export const entriesOf = (state) => state.records.flatMap((record) => entriesOfRecord(record, state));

/** Whether every exercise was skipped, so that there is nothing to note. */
export const isSkipped = (state) => (
  state.records.every(({ state: one }) => !["open", "noted"].includes(one)) && !state.stopped && !entriesOf(state).length
);

/** Whether the log of the page's day no longer holds what this browser sent: it was deleted there. */
export const isDeleted = (state, session) => Boolean(state.stored && session.held && !session.held.includes(state.id));

/** Return the rest of an unfinished exercise, for the rules to shorten. */
export const leftOf = (record) => {
  const { item } = record.play, list = phases(record.play), { dose } = item;
  const part = share(list, record.elapsed);
  if (dose.sets > 1) {
    const sets = dose.sets - setsDone(list, record.elapsed);
    return sets > 0 ? { ...item, dose: { ...dose, sets } } : null;
  }
  if (part >= 1) return null;
  return { ...item, dose: { ...dose, reps: dose.reps && Math.max(1, Math.ceil(dose.reps * (1 - part))) } };
};

/** Return a record with the reported pain; of two reports in one exercise the worse one stays. */
export const withPain = (record, pain) => {
  const before = record.pain;
  if (!before) return { ...record, pain };
  const worse = pain.score >= before.score ? pain : before;
  const side = before.side === pain.side ? pain.side : "both";
  return { ...record, pain: { ...worse, sharp: before.sharp || pain.sharp, side, since: pain.since } };
};

const isUnsent = ({ pain }, { sent }) => Boolean(pain) && pain.since > sent;

/** Whether a pain was reported that the log does not have yet. */
export const hasUnsentPain = (state) => state.records.some((record) => isUnsent(record, state));

/** Return a new session that takes the place of one, with nothing noted but the pain that the log does not have yet. */
export const withPainOnly = (fresh, old) => ({
  ...fresh, at: old.at, screen: old.screen, ending: old.ending, stopped: old.stopped, revision: old.revision, changed: old.changed,
  records: old.records.map((record) => ({ ...newRecord(record.play), pain: isUnsent(record, old) ? record.pain : null })),
});

/** Return the pain of an exercise that log entries have, or null. */
const loggedPain = (record, entries) => {
  const sore = entries
    .filter((one) => covers(record, { exercise: one.exercise_id, side: one.side }) && (one.pain_during || one.sharp_or_limping))
    .sort((one, other) => (other.pain_during ?? 0) - (one.pain_during ?? 0));
  if (!sore.length) return null;
  const side = new Set(sore.map((one) => one.side)).size > 1 ? "both" : sore[0].side;
  return { score: sore[0].pain_during ?? 0, site: sore[0].pain_site, sharp: sore.some((one) => one.sharp_or_limping), side, since: 0 };
};

/** Return a session whose pain is the one of its log entries; what is not sent yet stays, unless the log has worse. */
export const withLogged = (state, entries) => ({
  ...state,
  records: state.records.map((record) => {
    const logged = { ...record, pain: loggedPain(record, entries) };
    return isUnsent(record, state) ? withPain(logged, record.pain) : logged;
  }),
});

/** Return what the page says when a pain ends the session; empty if it does not. Its limits are the rules'. */
export const stopText = ({ stop }, { score, sharp, site }) => {
  if (!stop || !(score > stop.above || (sharp && stop.sharp))) return "";
  return (stop.texts.find((one) => one.site === site) ?? stop.texts.find((one) => !one.site)).text;
};

/** Return a session that ends here, and why: what is begun ends where it is, and the rest is gone. */
export const stopped = (state, text) => {
  const records = state.records.filter((one) => one.state !== "open" || one.elapsed || one.pain || donePct(one))
    .map((one) => (one.state === "open" ? ended(one) : one));
  return { ...state, records, stopped: text, notes: [text], at: Math.max(0, Math.min(state.at, records.length - 1)) };
};

/** Return a record ended at its current point. */
export const ended = (record) => (
  { ...record, basePct: donePct(record), baseSets: setsOf(record), baseWork: workOf(record), state: "ended" }
);

/** Return a record that was taken for done by mistake: nothing of it was done, apart from what a pain ended before. */
export const notDone = (record) => ({ ...record, state: "open", elapsed: 0, goal: null });

const work = ({ dose }) => dose.sets * (dose.reps ?? 1) * dose.ways * (dose.hold_s ?? 1);

const goesOn = (record, play, whole) => {
  const { dose } = record.play.item, sets = setsDone(phases(record.play), record.elapsed);
  const part = dose.sets > 1 ? sets / dose.sets : share(phases(record.play), record.elapsed);
  return {
    ...record, play, elapsed: 0, state: "open",
    basePct: record.basePct + record.partPct * part,
    partPct: record.partPct * (work(play.item) / whole),
    baseSets: record.baseSets + sets,
    baseWork: workOf(record),
  };
};

const oneLeg = (play, leg) => ({ ...play, item: { ...play.item, side: leg }, legs: [leg] });

/** Return the painful exercise as the rules continue it, leg by leg where they differ, or ended. */
const afterPain = (record, left) => {
  const whole = work(record.play.item);
  if (!left.length) return [ended(record)];
  if (left.length === 1 && left[0].item.side === record.play.item.side) return [goesOn(record, left[0], whole)];
  const legs = ["left", "right"];
  return legs.map((leg) => {
    const play = left.find(({ item }) => item.side === leg);
    const sore = record.pain && [leg, "both"].includes(record.pain.side);
    const own = { ...record, pain: sore ? { ...record.pain, side: leg } : null };
    return play ? goesOn(own, play, whole) : { ...ended(own), play: oneLeg(own.play, leg) };
  });
};

/** Whether a record and an exercise of a session are the same one, on one leg at least. */
export const covers = ({ play: { item } }, other) => (
  item.exercise === other.exercise && (item.side === other.side || item.side === "both" || other.side === "both")
);

/** Return the session adapted by the rules: their answer replaces every open exercise that comes later. */
export const withRules = (state, answer, { hurt }) => {
  const here = state.at;
  const now = state.records.flatMap((record, place) => (hurt && place === here ? afterPain(record, answer.left) : [record]));
  const grown = now.length - state.records.length;
  const kept = now.filter((record, place) => place <= here + grown || record.state !== "open" || record.pain);
  const open = new Map(state.records.map((record) => [JSON.stringify(record.play), record]));
  const later = answer.day
    .filter(({ item }) => !kept.some((record) => covers(record, item)))
    .map((play) => open.get(JSON.stringify(play)) ?? newRecord(play));
  return { ...state, records: [...kept, ...later], notes: answer.notes, due: 0 };
};
