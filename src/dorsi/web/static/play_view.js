"use strict";
// Writes the player's state into the page, and reads nothing from it.
import { donePct, entriesOf, isAsked, isBegun, isSkipped, painWords } from "./play_log.js";
import { at, called, fill, legName, phases, plural, sideName, titled, wayName } from "./play_time.js";

export const byId = (id) => document.getElementById(id);
const SCREENS = ["start", "exercise", "end", "over"];

/** Return a new element with a text. */
const made = (name, text, kind = "") => {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
};
/** Set an element's text; hide it if there is none. */
const put = (id, text) => {
  const element = byId(id);
  element.textContent = text;
  element.hidden = !text;
};
const list = (id, texts, name = "li") => {
  byId(id).replaceChildren(...texts.map((text) => made(name, text)));
  byId(id).hidden = !texts.length;
};
export const sentence = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Show one screen and move the focus to its title. */
export const showScreen = (name) => {
  for (const one of SCREENS) byId(`screen-${one}`).hidden = one !== name;
  document.body.classList.toggle("in-exercise", name === "exercise");
  scrollTo(0, 0);
  byId(`screen-${name}`).querySelector("h2").focus({ preventScroll: true });
};

export const notice = (text) => put("notice", text);
/** Announce a text to screen readers, even if it repeats the last one. */
export const announce = (text) => { byId("said").textContent = ""; byId("said").textContent = text; };

/** Show the session's exercises. */
export const showStart = (state) => {
  const begun = isBegun(state);
  const open = state.records.filter(({ state: one }) => one === "open").length;
  const count = plural(state.records.length, "exercise");
  byId("overview").textContent = begun || open < state.records.length ? `${open} of ${count} to go` : state.session.size;
  put("fetch", state.session.needs?.length ? `Have ready: ${state.session.needs.join("; ")}.` : "");
  list("day-notes", state.notes ?? state.session.notes);
  byId("plan-list").replaceChildren(...state.records.map(({ play, state: one }) => {
    const done = ["done", "noted"].includes(one), line = made("li", titled(play), done ? "past" : "");
    if (one !== "open") line.append(" ", made("span", done ? "done" : one, "muted"));
    return line;
  }));
  byId("begin").textContent = begun ? (open ? "Continue" : "Finish") : "Start";
  byId("afresh").hidden = !begun || Boolean(state.stopped);
};

/** Return a fault with its mend, and the picture of both ways where there is one. */
const faultLine = ({ text, picture, alt }) => {
  const line = made("li", text);
  if (picture) {
    const image = document.createElement("img");
    Object.assign(image, { loading: "lazy", width: 684, height: 340, alt, src: picture });
    line.append(image);
  }
  return line;
};

/** Show how an exercise is done; unfolded until it is begun. */
const showHow = (how, fresh) => {
  byId("how").hidden = !how;
  byId("how").open = fresh;
  if (!how) return;
  put("how-words", how.words);
  byId("how-adapted").replaceChildren(...how.adapted.map((form) => made("p", `For you: ${form}`, "cap")));
  for (const name of ["needs", "start", "feel", "stop"]) put(`how-${name}`, how[name]);
  list("how-steps", []);
  byId("how-steps").hidden = false;
  byId("how-steps").replaceChildren(...how.steps.map((step) => { const line = made("li", ""); line.append(made("span", step)); return line; }));
  byId("how-faults").replaceChildren(...how.faults.map(faultLine));
};

const showPicture = (how, pictures) => {
  const picture = byId("picture"), image = picture.querySelector("img");
  picture.hidden = !how?.moving;
  if (picture.hidden) return;
  picture.querySelector("source").srcset = pictures.get(how.still) ?? how.still;
  image.src = pictures.get(how.moving) ?? how.moving;
  image.alt = how.alt;
};

const showLeg = (text, side) => {
  put("leg", text);
  byId("leg").className = `leg side-${side}`;
};

/** Show one exercise. */
export const showExercise = (state, pictures) => {
  const record = state.records[state.at], { play } = record, { item } = play;
  byId("place").textContent = `${state.at + 1} of ${state.records.length}`;
  byId("whole").max = state.records.length;
  byId("whole").value = state.at;
  byId("name").textContent = item.name;
  showLeg(sideName(play), item.side);
  byId("figures").replaceChildren(...play.figures.flatMap(({ value, label }, place) => {
    const one = made("span", "", "big-figure");
    one.append(made("strong", value), made("span", label));
    return place ? [made("span", "×", "times"), one] : [one];
  }));
  put("dose", item.dose_text);
  put("today-note", item.note ? sentence(item.note) : "");
  list("limits", item.caps.map(({ text, side }) => `Limit: ${side ? `${side}: ` : ""}${text}`));
  const next = state.records.slice(state.at + 1).find(({ state: one }) => one === "open");
  put("next", next ? `Next: ${titled(next.play)}` : "Last exercise");
  byId("back").disabled = state.at === 0;
  showHow(play.how, record.state === "open" && !record.elapsed);
  showPicture(play.how, pictures);
};

const callOf = (record, over, phase) => {
  if (record.state === "ended") return "Ended for today";
  if (record.state === "noted") return "Already in your log";
  if (over) return "Done";
  return record.elapsed ? called(record.play, phase) : "Ready when you are";
};

/** Show where the guide is; `running` says whether the clock runs. */
export const showTime = (record, running) => {
  const steps = phases(record.play), now = at(steps, record.elapsed), { dose } = record.play.item;
  const phase = now.phase ?? steps.at(-1);
  const over = now.over || record.state === "done";
  const level = over ? 1 : fill(phase, now.into);
  byId("pacer").querySelector(".level").setAttribute("stroke-dashoffset", String(100 * (1 - level)));
  byId("pacer").dataset.kind = over ? "over" : phase.kind;
  const waits = !running && !record.elapsed; // nothing counts yet
  byId("seconds").textContent = over || waits ? "" : String(Math.ceil(phase.s - now.into));
  byId("call").textContent = callOf(record, over, phase);
  const parts = [
    dose.sets > 1 && `set ${phase.set} of ${dose.sets}`, dose.reps && `${phase.rep} of ${dose.reps}`,
    wayName(record.play, phase), phase.leg !== record.play.item.side && legName(phase.leg).toLowerCase(),
  ];
  byId("count").textContent = waits && !over ? "" : sentence(parts.filter(Boolean).join(" · "));
  if (record.play.legs.length > 1 && record.elapsed && !over) showLeg(legName(phase.leg), phase.leg);
  byId("run").disabled = byId("done").disabled = ["ended", "noted"].includes(record.state);
  byId("done").textContent = record.state === "done" ? "Not done after all" : "Done";
  byId("run").textContent = running ? "Pause" : record.elapsed && !over ? "Continue" : "Start";
};

/** Show whether everything is saved on the server. */
export const showSaved = (text) => { byId("saved").textContent = text; };

/** Make the buttons that answer how it was; `over` is called with an answer, `hurt` if it hurt. */
export const fillEndings = (endings, over, hurt) => {
  const button = (label, act, kind) => {
    const one = made("button", label, kind);
    one.type = "button";
    one.addEventListener("click", act);
    return one;
  };
  const calm = endings.map(({ id, label }) => button(label, () => over(id), "quiet"));
  calm.forEach((one) => { one.dataset.calm = ""; });
  byId("endings").replaceChildren(...calm, button("It hurt", hurt, "danger quiet"));
};

/** Ask how it was, unless nothing was done. */
export const showEnd = (state) => {
  const skipped = isSkipped(state), hurt = state.records.some(({ pain }) => pain);
  const nothing = skipped || !entriesOf(state).length;
  byId("end-title").textContent = skipped ? "You skipped everything" : state.stopped && nothing ? "Your session ends here" : "How was it?";
  byId("end-note").textContent = skipped
    ? "So nothing is in your log, and today's session is still there. If pain kept you from it, tell us where."
    : nothing ? "" : `With the first three, you also tell us that nothing ${hurt ? "else " : ""}hurt.`;
  for (const button of byId("endings").querySelectorAll("[data-calm]")) button.hidden = nothing;
  byId("endings").hidden = !state.records.length;
  byId("end-leave").hidden = !nothing;
  byId("reopen").hidden = Boolean(state.stopped); // a session that pain ended does not go on
};

/** Show what was done. */
export const showOver = (state) => {
  byId("again").hidden = Boolean(state.stopped);
  const words = (record) => {
    const pct = donePct(record);
    if (record.state === "noted" && !record.pain) return "already in your log";
    if (!pct && !record.pain) return "skipped";
    return [`${pct} %`, ...painWords(state.session, record.pain)].join(", ");
  };
  byId("sum").replaceChildren(...state.records.map((record) => {
    const line = made("li", "");
    line.append(made("span", titled(record.play)), " ", made("span", words(record), "muted"));
    return line;
  }));
};

const titledShort = (play) => (play.legs.length > 1 ? play.item.name : titled(play));

/** Return one question of an exercise with its two answers; `answer` is called with the place and yes or no. */
const questionOf = (record, place, answer) => {
  const group = made("fieldset", "", "yes-no");
  const choice = (label, value) => {
    const line = made("label", "", "choice"), input = document.createElement("input");
    Object.assign(input, { type: "radio", name: `goal-${place}`, checked: record.goal === value });
    input.addEventListener("change", () => answer(place, value));
    line.append(input, made("span", label));
    return line;
  };
  const answers = made("div", "", "choice-list across");
  answers.append(choice("Yes", true), choice("No", false));
  group.append(made("legend", `${titledShort(record.play)}: ${record.play.ask}`), answers);
  return group;
};

/** Show the questions that decide whether a level goes up. */
export const showQuestions = (state, answer) => {
  const asked = state.records.map((record, place) => [record, place]).filter(([record]) => isAsked(record));
  byId("questions").hidden = !asked.length;
  byId("questions-list").replaceChildren(...asked.map(([record, place]) => questionOf(record, place, answer)));
};

/** Show what isn't noted yet and keeps the levels. */
export const showWaits = (texts) => list("waits", texts);

/** Fetch a session's pictures once, so they also show offline. */
export const fetchPictures = (records, pictures) => Promise.all(records.map(async ({ play: { how } }) => {
  const name = matchMedia("(prefers-reduced-motion: reduce)").matches ? how?.still : how?.moving;
  if (!name || pictures.has(name)) return;
  const answer = await fetch(name).catch(() => null);
  if (answer?.ok) pictures.set(name, URL.createObjectURL(await answer.blob()));
}));
