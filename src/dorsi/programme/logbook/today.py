"""Today's session: the plan's, changed by the rules of the log and of this morning."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.dose_words import morning_notes
from dorsi.programme.exercises.dosing import with_sets
from dorsi.programme.facts.log import first_day
from dorsi.programme.facts.morning import Morning, morning_facts, remembered, with_morning
from dorsi.programme.language.moves import MoveName
from dorsi.programme.logbook.day_moves import FOR_PAIN, carry_out
from dorsi.programme.logbook.planned import planned_day, rest_day
from dorsi.programme.logbook.progress import AT_ONCE, holding, read_log, states
from dorsi.programme.logbook.reader import DoneToday, Fired, Reader, fired
from dorsi.programme.logbook.session import Session, at_level, leg_by_leg, less, no_longer, noted, with_dose
from dorsi.programme.logbook.standings import legs_of
from dorsi.programme.logbook.swapping import taken_over
from dorsi.programme.rulebook.lookup import rule_that_moves
from dorsi.schema.log import ItemState, Log
from dorsi.schema.plan import Day, Plan, SessionItem
from dorsi.vocabulary import Side
from dorsi.wording.days import day_text

__all__ = ["Morning", "as_reached", "begun_on", "left_of", "planned_day", "today"]


def today(plan: Plan, log: Log, day: dt.date, morning: Morning, *, detectable: DetectableChanges = PUBLISHED) -> Day:
    """Return today's session; its notes list every change to the plan, `rules` the rules behind them.

    The log's entry for this morning counts as if given again.
    """
    planned = planned_day(plan, log, day)
    if plan.stop is not None:
        return _empty(planned, plan.stop.text, plan.stop.rule)
    first = first_day(plan, log, day)
    if day < first:
        return _empty(planned, f"your programme starts on {day_text(first)}")
    now = remembered(log, day, morning)
    known = any(entry.date == day - dt.timedelta(days=1) for entry in log.entries)
    until = _until(with_morning(log, now), day)
    before = until.model_copy(update={"entries": [entry for entry in until.entries if entry.date < day]})
    read = read_log(plan, before, day, detectable=detectable)
    felt = [
        hit
        for hit in fired("morning", morning_facts(now, planned, read.memory, morning.usual_pain, known=known))
        if planned.items or planned.morning or hit.move.to == "no_session"  # a day of rest has no session to change
    ]
    held = holding(read, day)
    begun = frozenset(entry.exercise_id for entry in until.entries if entry.date == day)
    found = as_reached(begun_on(plan, before, planned, day, begun), read, day, held=held, felt=felt)
    if len(before.entries) < len(until.entries):
        read = read_log(plan, until, day, detectable=detectable)
        # What today's entries bring counts from the next day on, but swelling and a referral count at once.
        at_once = [hit for hit in holding(read, day) if hit.move.to in AT_ONCE]
        held = [*(hit for hit in held if hit.move.to not in AT_ONCE), *at_once]
        now_left = as_reached(begun_on(plan, until, planned, day, begun), read, day, held=held, felt=felt)
        found = no_longer(now_left, found)
    weeks = len(plan.weeks)
    if not 0 < 7 * weeks <= (day - first).days:
        return found
    length = "week" if weeks == 1 else f"{weeks} weeks"
    over = f"the {length} of this programme {'is' if weeks == 1 else 'are'} over; film again and make a new one"
    return found.model_copy(update={"notes": [over, *found.notes]})


def as_reached(begun: Session, read: Reader, day: dt.date, *, held: Sequence[Fired], felt: Sequence[Fired] = ()) -> Day:
    """Return a planned day's session at the levels reached, changed by the moves that hold.

    Parameters
    ----------
    begun
        The session as planned.
    read
        The log up to the day.
    day
        The day.
    held
        The moves of the whole plan that hold on the day.
    felt
        The rules that apply this morning.
    """
    ended = [hit for hit in (read.stopped, read.ended) if hit]
    hits = [*ended, *held, *felt]
    sore = any(hit.move.to in FOR_PAIN for hit in hits)
    hurt = sore or bool(_skipped(read))
    early = _early(begun, read, hits)
    begun = replace(begun, most_min=begun.most_min - sum(item.minutes for item in early))
    session = _taken_over(begun, day)
    # Exercises swapped in for a sore calf get the levels of the log, like all others.
    first = [hit for hit in hits if hit.move.to in {"stop", "no_session", "swap"}]
    session = _at_levels(carry_out(session, first), read, calm=not sore)
    most = min(begun.day.minutes, session.most_min) if hurt and begun.day.items else session.most_min
    session = replace(session, most_min=most)
    found = carry_out(session, [hit for hit in hits if hit not in first]).within(most).as_day()
    notes = [note for note in found.notes if note not in morning_notes(begun.day.morning)]
    return found.model_copy(update={"morning": list(early), "notes": [*morning_notes(early), *notes]})


#: Moves that also change the morning exercises outside the session.
WHOLE_DAY: frozenset[MoveName] = frozenset({"stop", "no_session", "leave_out", "back"})


def _early(begun: Session, read: Reader, hits: Sequence[Fired]) -> tuple[SessionItem, ...]:
    """Return the morning exercises outside the session; a longer level only if it drops nothing of the session."""
    if not begun.day.morning:
        return ()
    whole = [hit for hit in hits if hit.move.to in WHOLE_DAY]
    planned = replace(begun, items=tuple(begun.day.morning))
    reached = carry_out(_at_levels(planned, read), whole)
    least = sum(with_dose(item, with_sets(item.dose, 1)).minutes for item in begun.items)
    return (reached if reached.minutes + least <= begun.most_min else carry_out(planned, whole)).items


def left_of(
    plan: Plan, log: Log, day: dt.date, item: SessionItem, *, detectable: DetectableChanges = PUBLISHED
) -> list[SessionItem]:
    """Return the rest of an exercise after today's log entries, leg by leg if the legs differ.

    `item` is the rest without the log. The list is empty if a rule ends the exercise.
    """
    read = read_log(plan, _until(log, day), day, detectable=detectable)
    if read.stopped or read.ended:
        return []
    ended = {(one.exercise, one.side) for one in states(read) if one.state == "skip_next"}
    session = Session(plan=plan, log=log, number=0, day=rest_day(day), most_min=item.minutes, items=(item,))
    left = _at_levels(session, read).items
    return [one for one in left if not any((one.exercise, side) in ended for side in _followed(one))]


def _until(log: Log, day: dt.date) -> Log:
    return log.model_copy(update={"entries": [entry for entry in log.entries if entry.date <= day]})


def begun_on(plan: Plan, log: Log, planned: Day, day: dt.date, begun: frozenset[str] = frozenset()) -> Session:
    """Return a planned day's session before anything changes it; `begun` are the exercises logged on the day."""
    first = first_day(plan, log, day)
    return Session(
        plan=plan,
        log=log,
        number=(day - first).days,
        day=planned,
        most_min=plan.minutes_per_day,
        items=tuple(planned.items),
        notes=tuple(planned.notes),
        begun=begun,
    )


def _taken_over(session: Session, day: dt.date) -> Session:
    """Return the A day that this B day takes over after a sore calf postponed it, or the session unchanged."""
    swapped = taken_over(session.plan, session.log, session.number, day)
    if swapped is None:
        return session
    changed = session.day.model_copy(update={"pattern": swapped.pattern})
    text = "today you do the strength part that you postponed because of a sore calf"
    return replace(session, day=changed, items=tuple(swapped.items)).said(rule_that_moves("swap"), text)


def _at_levels(session: Session, read: Reader, *, calm: bool = False) -> Session:
    """Return the session with every item at the level and dose reached in the log; a warm-up rises on a `calm` day."""
    now = {(one.exercise, one.side): one for one in states(read)}
    if _nothing_new(session):
        now = {key: _as_done(one, session) for key, one in now.items()}
    out: list[SessionItem] = []
    skipped: dict[str, str] = {}
    left_out = _skipped(read)
    for item in (leg for planned in session.items for leg in _by_state(planned, now, read)):
        key = item.exercise, _followed(item)[0]
        state = now.get(key)
        if state is not None and key in left_out:
            skipped[_titled(item)] = "with a smaller dose" if state.dose_frac < 1 else "one level lower"
        elif item.category == "warmup":
            out.append(_warm_up(item, state, read.today.get(key), calm=calm))
        elif key in read.today:
            out.append(_of_today(item, read.today[key]))
        else:
            out.append(item if state is None else _with_dose_of(item, state.level, state.dose_frac))
    lowered = frozenset(key for key, done in read.today.items() if done.lowered)
    session = replace(session, items=tuple(out), lowered=lowered)
    hit = next((move for move in reversed(read.moves) if move.to == "skip"), None)
    for name, how in skipped.items():
        session = session.said(hit.rule if hit else "", f"{name} is skipped today and comes back {how}")
    return session


def _skipped(read: Reader) -> set[tuple[str, Side]]:
    """Return what this session leaves out after pain; what was done all the same is done."""
    waiting = {key for key, one in read.standings.items() if one.skip}
    return waiting | (read.skipped - read.today.keys())


def _titled(item: SessionItem) -> str:
    """Return an exercise with its leg, as in a sentence: "Ankle circles, right leg,"."""
    return item.name if item.side == "both" else f"{item.name}, {item.side} leg,"


def _warm_up(item: SessionItem, state: ItemState | None, done: DoneToday | None, *, calm: bool) -> SessionItem:
    """Return an exercise of the warm-up: easier after pain, like every other; higher only on a `calm` day.

    One that is done today is shown as it was done: a step up from it counts from the next day on.
    """
    if done is not None and done.hit is not None:
        return noted(less(item, done.hit.move.today_frac or 1.0), done.hit.said)
    level, dose_frac = (done.level, done.dose_frac) if done else (state.level, state.dose_frac) if state else (1, 1.0)
    if done is None and state is None:
        return item
    if dose_frac < 1 or level < item.level:
        return _with_dose_of(item, min(level, item.level), dose_frac)
    return _warmer(item, level) if calm else item


def _warmer(item: SessionItem, level: int) -> SessionItem:
    """Return an exercise of the warm-up at the level reached, with the dose it has; longer ones stay as they are."""
    if level <= item.level:
        return item
    exercise = catalogue()[item.exercise]
    reached = at_level(item, level)
    if exercise.dose_at(level) == exercise.dose_at(item.level):
        reached = with_dose(reached, item.dose)
    return reached if reached.minutes <= item.minutes else item


def _nothing_new(session: Session) -> bool:
    weeks = session.plan.weeks
    return bool(weeks) and weeks[min(session.number // 7, len(weeks) - 1)].nothing_new


def _as_done(state: ItemState, session: Session) -> ItemState:
    """Return a state at the highest level that was done before, or planned: in a race week a step up waits."""
    done = [(one.exercise_id, one.side, one.level) for one in session.log.entries]
    planned = [(one.exercise, one.side, one.level) for one in session.plan.items]
    known = [
        level
        for exercise, side, level in (*done, *planned)
        if exercise == state.exercise and (side == state.side or "both" in {side, state.side})
    ]
    return state.model_copy(update={"level": min(state.level, max(known, default=state.level))})


def _with_dose_of(item: SessionItem, level: int, dose_frac: float) -> SessionItem:
    if level != item.level:
        return at_level(item, level, dose_frac)
    return item if dose_frac >= 1 else noted(less(item, dose_frac), "a smaller dose after pain")


def _of_today(item: SessionItem, done: DoneToday) -> SessionItem:
    """Return an item logged today: as it was before, with a share of the rest after pain."""
    item = _with_dose_of(item, done.level, done.dose_frac)
    return item if done.hit is None else noted(less(item, done.hit.move.today_frac or 1.0), done.hit.said)


def _empty(planned: Day, text: str, rule: str | None = None) -> Day:
    rules = [] if rule is None else [rule]
    changes = {"items": [], "morning": [], "minutes": 0.0, "pattern": "rest", "notes": [text], "rules": rules}
    return planned.model_copy(update=changes)


def _followed(item: SessionItem) -> tuple[Side, ...]:
    return legs_of(catalogue()[item.exercise], item.side)


def _by_state(item: SessionItem, now: dict[tuple[str, Side], ItemState], read: Reader) -> list[SessionItem]:
    """Return an item once for both legs, or leg by leg if their levels differ in the log."""
    legs = [(now.get((item.exercise, leg)), read.today.get((item.exercise, leg))) for leg in _followed(item)]
    if len({done is None for _, done in legs}) > 1:  # one leg is done today, and the other is not
        return leg_by_leg(item)
    if len({(item.exercise, leg) in _skipped(read) for leg in _followed(item)}) > 1:
        return leg_by_leg(item)
    found = {_eased(item, *one) if item.category == "warmup" else _standing(*one) for one in legs}
    if item.side != "both" or len(found) == 1:
        return [item]
    return leg_by_leg(item)


def _standing(state: ItemState | None, done: DoneToday | None) -> tuple[object, ...]:
    """Return what an exercise goes by today: how it was done, else its state."""
    if state is None:
        return ()
    if done is None or state.state == "skip_next":
        return (state.level, state.state, state.dose_frac)
    return (done.level, done.dose_frac, done.lowered, done.hit and done.hit.said)


def _eased(item: SessionItem, state: ItemState | None, done: DoneToday | None) -> tuple[object, ...]:
    """Return what makes a warm-up exercise easier on one leg; a leg that only rose goes with the other."""
    said = done and done.hit and done.hit.said
    eased = state is not None and (state.dose_frac < 1 or state.level < item.level)
    return (said, (state.state == "skip_next", state.dose_frac, state.level) if state and eased else ())


def next_session(plan: Plan, log: Log, date: dt.date) -> dt.date | None:
    """Return the next day with exercises, within a week."""
    coming = (date + dt.timedelta(days=ahead) for ahead in range(1, 8))
    return next((day for day in coming if planned_day(plan, log, day).items), None)
