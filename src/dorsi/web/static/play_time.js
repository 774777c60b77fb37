"use strict";
// The timing of one exercise: pure functions of the exercise and the elapsed seconds. Nothing here reads a clock.

const WORK = new Set(["go", "stay", "back", "move", "hold"]);

/** Return one repetition as phases: out, hold and back if the dose has a tempo. */
const repetition = ({ item: { dose }, pace }) => {
  if (dose.hold_s !== null) return [{ kind: "hold", s: dose.hold_s }];
  if (dose.tempo_s === null) return [{ kind: "move", s: pace.rep_s }];
  return ["go", "stay", "back"].map((kind, part) => ({ kind, s: dose.tempo_s[part] })).filter(({ s }) => s > 0);
};

/** Return one set of one leg, with time to get back into position between two holds. */
const oneSet = (play, set, leg) => {
  const { dose } = play.item, list = [];
  for (let way = 1; way <= dose.ways; way += 1) {
    for (let rep = 1; rep <= (dose.reps ?? 1); rep += 1) {
      const at = { set, leg, way, rep };
      if (dose.hold_s !== null && list.length) list.push({ kind: "between", s: play.pace.between_holds_s, ...at });
      list.push(...repetition(play).map((phase) => ({ ...phase, ...at })));
    }
  }
  return list;
};

const seconds = (list) => list.reduce((sum, { s }) => sum + s, 0);

/** Return all phases of an exercise in order: { kind, s, set, leg, way, rep }; s in seconds. */
export const phases = (play) => {
  const { dose } = play.item, { pace, legs } = play;
  const list = [{ kind: "ready", s: pace.settle_s, set: 1, leg: legs[0], way: 1, rep: 1 }];
  for (let set = 1; set <= dose.sets; set += 1) {
    for (const leg of legs) {
      const work = oneSet(play, set, leg), turns = legs.length > 1;
      // While one leg works the other rests, so only the remaining rest is added.
      const pause = turns ? Math.max(pace.change_s, pace.rest_s - seconds(work)) : pace.rest_s;
      if (list.length > 1) list.push({ kind: turns ? "change" : "rest", s: pause, set, leg, way: 1, rep: 1 });
      list.push(...work);
    }
  }
  return list;
};

/** Return where an exercise is after the elapsed seconds: the phase, its index and the seconds into it. */
export const at = (list, elapsed) => {
  let begun = 0;
  for (let index = 0; index < list.length; index += 1) {
    if (elapsed < begun + list[index].s) return { index, phase: list[index], into: elapsed - begun, over: false };
    begun += list[index].s;
  }
  return { index: list.length, phase: null, into: 0, over: true };
};

/** Return the seconds at which a phase begins. */
export const begins = (list, index) => seconds(list.slice(0, index));

/** Return how much of the work is done, 0 to 1, rests not counted. */
export const share = (list, elapsed) => {
  let begun = 0, done = 0, whole = 0;
  for (const { kind, s } of list) {
    if (WORK.has(kind)) {
      whole += s;
      done += Math.min(Math.max(elapsed - begun, 0), s);
    }
    begun += s;
  }
  return whole ? done / whole : 0;
};

/** Return the seconds of work in an exercise, of all legs together, rests not counted. */
export const workSeconds = (list) => seconds(list.filter(({ kind }) => WORK.has(kind)));

/** Return how many sets are done on every leg. */
export const setsDone = (list, elapsed) => {
  const now = at(list, elapsed);
  if (now.over) return list.at(-1).set;
  const before = list.slice(0, now.index).filter(({ kind }) => WORK.has(kind));
  const current = before.length ? before.at(-1) : null;
  const open = list.slice(now.index).find(({ kind }) => WORK.has(kind));
  return current && open ? open.set - 1 : 0;
};

/** Return how full the guide is, 0 to 1: it fills on the way out and empties on the way back. */
export const fill = (phase, into) => {
  const part = phase.s ? Math.min(into / phase.s, 1) : 1;
  if (phase.kind === "stay") return 1;
  return ["go", "move", "hold"].includes(phase.kind) ? part : 1 - part;
};

const legWords = { left: "Left leg", right: "Right leg", both: "" };

/** Return a leg in words; empty for both at once. */
export const legName = (leg) => legWords[leg];

/** Return the leg of an exercise in words, as a title. */
export const sideName = ({ item, legs }) => (legs.length > 1 ? "Left, then right leg" : legName(item.side));

/** Return an exercise with its leg: "Wall slide, left leg". */
export const titled = (play) => [play.item.name, sideName(play).toLowerCase()].filter(Boolean).join(", ");

const upper = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Return the direction of a phase in words; empty if the exercise has one. */
export const wayName = ({ ways = [] }, { way }) => ways[way - 1] ?? "";

const newWay = (play, way) => `Now ${wayName(play, { way }) || "the other way"}`;

/** Return the word shown in the guide. */
export const called = (play, { kind, way, rep }) => {
  if (way > 1 && rep === 1 && ["between", "move", "go"].includes(kind)) return newWay(play, way);
  const words = { ready: "Get ready", rest: "Rest", change: "Change sides", between: "Reset", move: play.words.go };
  return upper(words[kind] ?? play.words[{ stay: "hold", hold: "during" }[kind] ?? kind]);
};

/** Return "1 exercise" or "3 exercises". */
export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

const spoken = (seconds) => plural(Math.round(seconds), "second");

/** Return what to announce when a phase begins; mostly empty, so the voice does not talk all the time. */
export const announced = (play, list, index) => {
  const phase = list[index], before = list[index - 1];
  const leg = legName(phase.leg), sets = play.item.dose.sets;
  if (phase.kind === "ready") return ["Get ready", play.item.name, leg].filter(Boolean).join(". ");
  if (phase.kind === "change") return `Change sides. ${leg}`;
  if (phase.kind === "rest") return `Rest, ${spoken(phase.s)}`;
  if (WORK.has(phase.kind) && before && !WORK.has(before.kind) && before.kind !== "between") {
    return [sets > 1 ? `Set ${phase.set} of ${sets}` : "Go", leg].filter(Boolean).join(". ");
  }
  if (before && phase.way !== before.way) return newWay(play, phase.way);
  return "";
};
