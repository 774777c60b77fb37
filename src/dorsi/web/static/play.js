"use strict";
// The session player: one exercise per screen. Each step is saved in the browser, so a closed tab loses nothing.
import { covers, ended, entriesOf, leftOf, notDone, stopText, stopped, withLogged, withPain, withRules } from "./play_log.js";
import { afterRefusal, fresh, opened } from "./play_open.js";
import { askPain, fillAreas } from "./play_pain.js";
import { awake, senses } from "./play_sense.js";
import {
  Refused, guardPresses, keep, keepOptions, options, overtaking, reopen, reopened, send, sender, stamp, watch,
} from "./play_store.js";
import { announced, at, phases, setsDone, titled } from "./play_time.js";
import {
  announce, byId, fetchPictures, fillEndings, notice, sentence, showEnd, showExercise, showOver, showQuestions, showSaved, showScreen, showStart, showTime, showWaits,
} from "./play_view.js";

const ELSEWHERE = "This session went on in another tab or window. Here it is as you left it there.";
const DELETED = "This session was deleted from your log, so it starts afresh. If something hurt, tell us again.";
const PAIN_KEPT = "This session was deleted from your log. The pain that you have just told us about is kept.";
const EDITED = "The pain of this session was edited in your log. The session goes by that now.";
const TICK_MS = 100;
const ASLEEP_MS = 3_000; // after a longer gap the screen was off or the page hidden: that time does not count as exercise
const CAREFUL = "We can't adjust the rest of the session yet, so this exercise ends here. Carry on only with what doesn't hurt, or stop for today.";

let state = null, running = 0, last = 0, wanted = options();
const pictures = new Map(), why = reopened(), sense = senses(() => wanted), screenLock = awake();

const record = () => state.records[state.at];
const change = (place, part) => { state.records[place] = { ...state.records[place], ...part }; };
const tell = (text) => { if (text) { announce(text); sense.say(text); } };

// ---- keeping and sending
/** Go on with what another tab did, if that is newer; return whether it is. */
const overtaken = () => {
  const newest = overtaking(state);
  if (!newest) return false;
  pause();
  state = newest;
  show(state.screen === "over" ? "over" : "start");
  notice(ELSEWHERE);
  return true;
};
/** Return the place of an exercise, after another tab may have changed the session. */
const placeOf = ({ item }, place) => {
  const found = state.records.findIndex((one) => covers(one, item));
  return found < 0 ? place : found;
};
/** Take over what the log has instead of a session that it refuses, or open the page again; return whether it refused. */
const refused = (error) => {
  if (error.status !== 409 && error.status !== 410) return false;
  if (error.status === 409 && overtaken()) return true;
  const rest = afterRefusal(state, error);
  if (!rest) {
    state = fresh(state.session);
    reopen(error.status === 410 ? DELETED : ELSEWHERE);
    return true;
  }
  pause();
  state = rest;
  step();
  show(state.screen);
  notice(error.status === 410 ? PAIN_KEPT : EDITED);
  return true;
};
/** End the session because of a pain, wherever it was noted, and say so. */
const stop = (text) => {
  const was = state.screen, told = state.stopped === text;
  pause();
  state = stopped(state, text);
  if (was === "exercise") show("end");
  else if (!told) show(was);
  notice(text);
  if (!told) tell(text);
  keep(state);
};
const told = ({ id, revision, entries, answer, error }) => {
  if (id !== state.id) return; // another session has taken its place
  if (error && refused(error)) return;
  if (error) {
    const text = error instanceof Refused ? `Not saved: ${error.message}` : "Saved on this device until the connection is back";
    showSaved(text);
    byId("outcome").textContent = text;
    return;
  }
  state.sent = Math.max(state.sent, revision);
  state.stored = entries > 0;
  state = { ...withLogged(state, answer.entries), edits: answer.edits };
  if (state.screen === "over") showOver(state); // with pain that the log has from elsewhere
  if (answer.date === state.session.date) {
    if (state.due && revision >= state.due && state.screen !== "over") applied(answer, { hurt: false });
    if (answer.over) stop(answer.notes.join(" "));
  }
  keep(state);
  if (state.sent === state.revision) { showWaits(answer.waits ?? []); showSaved("Saved"); byId("outcome").textContent = "Saved in your log."; }
};
const push = sender({ state: () => state, told });
const step = () => {
  if (overtaken()) return;
  state.revision += 1;
  stamp(state);
  showSaved("Saving");
  showWaits([]); // what was missing before this change
  byId("outcome").textContent = "Saving";
  if (!keep(state)) notice("This browser can't store the session. Stay on this page until it's saved.");
  push();
};

// ---- time
const pause = () => {
  if (!running) return;
  clearInterval(running);
  running = 0;
  sense.hush();
  keep(state);
  showTime(record(), false);
};
const tick = () => {
  const now = performance.now(), gap = now - last;
  last = now;
  if (gap > ASLEEP_MS) { pause(); notice("Paused while the screen was off."); return; }
  const list = phases(record().play), before = at(list, record().elapsed), sets = setsDone(list, record().elapsed);
  change(state.at, { elapsed: record().elapsed + gap / 1000 });
  stamp(state);
  const after = at(list, record().elapsed);
  if (after.over) { sense.beep("end"); finish("done"); return; }
  if (after.index !== before.index) {
    sense.beep(after.phase.kind);
    tell(announced(record().play, list, after.index));
    keep(state);
    if (setsDone(list, record().elapsed) !== sets) step();
  }
  showTime(record(), true);
};
const run = () => {
  notice("");
  if (record().state !== "open") change(state.at, { state: "open", elapsed: record().state === "done" ? 0 : record().elapsed });
  if (!record().elapsed) tell(announced(record().play, phases(record().play), 0));
  last = performance.now();
  running = setInterval(tick, TICK_MS);
  showTime(record(), true);
};

// ---- screens
const show = (name) => {
  pause();
  state.screen = name;
  keep(state);
  if (name === "start") { notice(""); showStart(state); } // its own list has the notes of the day
  if (name === "exercise") { showExercise(state, pictures); showTime(record(), false); }
  if (name === "end") showEnd(state);
  if (name === "over") { showOver(state); showQuestions(state, answered); }
  if (name === "exercise") screenLock.on(); else screenLock.off();
  showScreen(name);
};
const answered = (place, goal) => { change(place, { goal }); step(); };
const goTo = (place) => {
  if (place >= state.records.length) { show("end"); announce(byId("end-title").textContent); return; }
  state.at = Math.max(0, place);
  show("exercise");
};
/** Return the next place that the log does not have from another device. */
const nextPlace = () => {
  const ahead = state.records.findIndex(({ state: one }, place) => place > state.at && one !== "noted");
  return ahead < 0 ? state.records.length : ahead;
};
/** End an exercise as done or skipped and go to the next one; `skipped` keeps the sets counted so far. */
const finish = (how) => {
  pause();
  notice("");
  if (!["ended", "noted"].includes(record().state)) change(state.at, { state: how });
  const place = nextPlace(), next = state.records[place];
  goTo(place);
  step();
  tell(next ? `${how === "done" ? "Done. " : ""}Next: ${titled(next.play)}` : "Done.");
};

/** Open an exercise again that was ended as done by mistake. */
const takeBack = () => {
  state.records[state.at] = notDone(record());
  step();
  showTime(record(), false);
  tell("Not done.");
};

// ---- pain
/** Continue with the session as the rules adapted it; return their new messages. */
const applied = (answer, { hurt }) => {
  const place = state.at, before = state.notes ?? state.session.notes;
  state = withRules(state, answer, { hurt });
  keep(state);
  const said = answer.notes.filter((note) => !before.includes(note));
  notice(said.join(" "));
  if (state.screen !== "exercise") return said.join(" ");
  pause();
  goTo(hurt && record().state === "ended" ? nextPlace() : place);
  return said.join(" ");
};
const hurtsNow = async () => {
  pause();
  const { play } = record(), answer = await askPain(state.records, [state.at], false);
  if (!answer) return;
  if (overtaken()) goTo(placeOf(play, state.at)); // the pain is noted in the newer one
  const left = record().state === "open" ? leftOf(record()) : null;
  const ends = stopText(state.session, answer.pain);
  state.revision += 1;
  change(state.at, withPain(record(), { ...answer.pain, since: state.revision }));
  stamp(state);
  keep(state);
  const { revision } = state;
  byId("screen-exercise").inert = true; // wait for the rules before anything else can be pressed
  try {
    const rest = await send(state, left);
    if (rest.date !== state.session.date) throw new Error("a new day has begun");
    state.sent = revision;
    state.stored = true;
    state.edits = rest.edits;
    const [went, said] = [applied(rest, { hurt: true }), record().play.item.note];
    notice(went || `Noted. ${said ? `${sentence(said)}.` : ""}`);
    if (rest.over) stop(rest.notes.join(" ")); else tell(`Noted. ${went || said || ""}`);
    step();
  } catch (error) {
    console.info(`pain kept for later: ${error.message}`);
    state = afterRefusal(state, error) ?? state; // edited in the log, or deleted from it, meanwhile
    state.records[state.at] = ended(record());
    step();
    state.due = state.revision;
    if (ends) stop(ends);
    else { goTo(nextPlace()); notice(CAREFUL); tell(CAREFUL); }
    keep(state);
  } finally {
    byId("screen-exercise").inert = false;
    if (state.screen === "exercise") byId("name").focus({ preventScroll: true });
  }
};
const hurtAtAll = async () => {
  const places = state.records.map((one, place) => place).filter((place) => entriesOf({ ...state, records: [state.records[place]] }).length);
  const answer = await askPain(state.records, places.length ? places : state.records.map((one, place) => place), true);
  if (!answer) return;
  const { play } = state.records[answer.place], place = overtaken() ? placeOf(play, answer.place) : answer.place;
  const ends = stopText(state.session, answer.pain);
  state.records[place] = withPain(state.records[place], { ...answer.pain, since: state.revision + 1 });
  over("hurt");
  if (ends) stop(ends);
};
const over = (ending) => {
  notice("");
  state.ending = ending;
  show("over");
  step();
};

// ---- beginning
const begin = () => {
  const open = state.records.findIndex(({ state: one }) => one === "open");
  if (state.records.every(({ state: one }) => one === "noted")) { show("over"); return; }
  goTo(record().state === "open" ? state.at : open < 0 ? state.records.length : open);
  fetchPictures(state.records, pictures);
};
const bind = () => {
  const click = (id, act) => byId(id).addEventListener("click", act);
  for (const name of ["sound", "voice"]) {
    byId(name).checked = wanted[name];
    byId(name).addEventListener("change", () => { wanted = { ...wanted, [name]: byId(name).checked }; keepOptions(wanted); });
  }
  click("begin", begin);
  click("afresh", () => {
    if (!confirm("Start over? This deletes what you noted in this session. Pain stays in your log.")) return;
    state = { ...fresh(state.session), id: state.id, revision: state.revision, edits: state.edits };
    step();
    begin();
  });
  click("run", () => (running ? pause() : run()));
  click("done", () => { if (record().state === "done") takeBack(); else finish("done"); });
  click("skip", () => finish("skipped"));
  click("back", () => { notice(""); goTo(state.at - 1); });
  click("hurts", hurtsNow);
  click("reopen", () => goTo(state.records.length - 1));
  click("again", () => show("start"));
  fillEndings(state.session.endings, over, hurtAtAll);
  guardPresses(() => !byId("pain").open && overtaken());
  watch(() => state, () => { if (!byId("pain").open) overtaken(); });
  addEventListener("pagehide", () => { pause(); keep(state); });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); }); // the log may have changed
};

state = opened(byId("session"));
if (!state) {
  notice("No session is stored on this device. Connect to the computer with dorsi and open Today.");
} else if (!state.records.length) {
  notice([...state.session.notes, "Nothing to do today."].join(" "));
} else {
  fillAreas(state.session.areas);
  bind();
  show(state.screen === "over" ? "over" : "start");
  if (state.stopped && state.screen === "over") notice(state.stopped); // the first screen has it in its list
  if (why) notice(why);
  if (state.revision) push();
}
