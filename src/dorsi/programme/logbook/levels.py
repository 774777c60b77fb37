"""A session at the levels of the log: as it would be without pain, and less what pain takes from it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from dorsi.programme.choosing.prepared import FITS_TIME
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.dosing import with_sets
from dorsi.programme.exercises.item_dose import with_dose
from dorsi.programme.logbook.progress import states
from dorsi.programme.logbook.reader import DoneToday, Fired, Reader
from dorsi.programme.logbook.session import DaySession, at_level, leg_by_leg, less, noted
from dorsi.programme.logbook.standings import legs_of
from dorsi.schema.log import ItemState, Move
from dorsi.schema.plan import SessionItem
from dorsi.vocabulary import Side


def at_levels(session: DaySession, read: Reader, *, calm: bool = False) -> DaySession:
    """Return the session with every item at the level reached, as it would be without pain.

    A warm-up rises on a `calm` day.
    """
    now = _states(session, read)
    out: list[SessionItem] = []
    for item in (leg for planned in session.items for leg in _by_state(planned, now, read)):
        key = item.exercise, followed(item)[0]
        level = _unhurt_level(key, now, read)
        if item.category == "warmup":
            out.append(_warmer(item, level) if calm and level else item)
        else:
            out.append(item if level in {None, item.level} else at_level(item, level))
    lowered = session.lowered | {key for key, done in read.today.items() if done.lowered}
    return replace(session, items=tuple(out), lowered=lowered)


def moved_back(read: Reader, date: dt.date) -> frozenset[tuple[str, Side]]:
    """Return what the entries of a day made easier, with their next morning: a level lower, or a smaller dose."""
    return frozenset(
        (one.exercise, one.side)
        for one in read.moves
        if one.date == date and one.to in {"back", "skip"} and one.exercise and one.side
        and (_fell(one) or read.standings[one.exercise, one.side].dose_frac < 1)
    )  # fmt: skip


def _fell(move: Move) -> bool:
    return (move.level_after or 0) < (move.level_before or 0)


def _unhurt_level(key: tuple[str, Side], now: Mapping[tuple[str, Side], ItemState], read: Reader) -> int | None:
    """Return the level of an exercise before pain lowered it; that of today where it is done."""
    if key in read.today and key not in left_out(read):
        return read.today[key].level
    return max(now[key].level, read.standings[key].eased_from) if key in now else None


def _states(session: DaySession, read: Reader) -> dict[tuple[str, Side], ItemState]:
    """Return the state of every exercise and leg; in a week with nothing new, no level that was never done."""
    now = {(one.exercise, one.side): one for one in states(read)}
    return {key: _as_done(one, session) for key, one in now.items()} if _nothing_new(session) else now


def eased(session: DaySession, read: Reader) -> DaySession:
    """Return the session less what pain takes: what is skipped, lower levels and smaller doses."""
    now, out_today = _states(session, read), left_out(read)
    out: list[SessionItem] = []
    skipped: dict[str, str] = {}
    for item in session.items:
        key = item.exercise, followed(item)[0]
        state, done = now.get(key), read.today.get(key)
        if state is not None and key in out_today:
            skipped[_titled(item)] = "with a smaller dose" if state.dose_frac < 1 else "one level lower"
            continue
        unhurt = _unhurt_level(key, now, read)
        level, frac = (done.level, done.dose_frac) if done else (state.level, state.dose_frac) if state else (None, 1.0)
        lowered = level is not None and unhurt is not None and level < unhurt
        now_less = _with_dose_of(item, min(level, item.level) if lowered and level else item.level, frac)
        out.append(now_less if done is None or done.hit is None else _halved(now_less, done.hit))
    session = replace(session, items=tuple(out))
    hit = next((move for move in reversed(read.moves) if move.to == "skip"), None)
    for name, how in skipped.items():
        session = session.said(hit.rule if hit else "", f"{name} is skipped today and comes back {how}")
    return session


def _halved(item: SessionItem, hit: Fired) -> SessionItem:
    """Return the rest of an exercise after pain in it today."""
    return noted(less(item, hit.move.today_frac or 1.0), hit.said)


def left_out(read: Reader) -> set[tuple[str, Side]]:
    """Return what this session leaves out after pain; what was done all the same is done."""
    waiting = {key for key, one in read.standings.items() if one.skip}
    return waiting | (read.skipped - read.today.keys())


def _titled(item: SessionItem) -> str:
    """Return an exercise with its leg, as in a sentence: "Ankle circles, right leg,"."""
    return item.name if item.side == "both" else f"{item.name}, {item.side} leg,"


def _warmer(item: SessionItem, level: int) -> SessionItem:
    """Return an exercise of the warm-up at the level reached, with the dose it has; longer ones stay as they are."""
    if level <= item.level:
        return item
    exercise = catalogue()[item.exercise]
    reached = at_level(item, level)
    if exercise.dose_at(level) == exercise.dose_at(item.level):
        reached = with_dose(reached, item.dose)
    return reached if reached.minutes <= item.minutes else item


def _nothing_new(session: DaySession) -> bool:
    weeks = session.plan.weeks
    return bool(weeks) and weeks[min(session.number // 7, len(weeks) - 1)].nothing_new


def _as_done(state: ItemState, session: DaySession) -> ItemState:
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
    """Return an item at a level that isn't higher, with a share of its dose and never more sets than it has."""
    if level != item.level:
        lower = at_level(item, level, dose_frac)
        lower = with_dose(lower, with_sets(lower.dose, min(lower.dose.sets, item.dose.sets)))
        return lower.model_copy(update={"note": None}) if item.note == FITS_TIME else lower  # time is not why
    smaller = less(item, dose_frac)
    return item if smaller.dose == item.dose else noted(smaller, "a smaller dose after pain")


def followed(item: SessionItem) -> tuple[Side, ...]:
    """Return the sides on which the log follows an item."""
    return legs_of(catalogue()[item.exercise], item.side)


def _by_state(item: SessionItem, now: dict[tuple[str, Side], ItemState], read: Reader) -> list[SessionItem]:
    """Return an item once for both legs, or leg by leg if their levels differ in the log."""
    legs = [(now.get((item.exercise, leg)), read.today.get((item.exercise, leg))) for leg in followed(item)]
    if len({done is None for _, done in legs}) > 1:  # one leg is done today, and the other is not
        return leg_by_leg(item)
    if len({(item.exercise, leg) in left_out(read) for leg in followed(item)}) > 1:
        return leg_by_leg(item)
    found = {_easing(item, *one) if item.category == "warmup" else _standing(*one) for one in legs}
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


def _easing(item: SessionItem, state: ItemState | None, done: DoneToday | None) -> tuple[object, ...]:
    """Return what makes a warm-up exercise easier on one leg; a leg that only rose goes with the other."""
    said = done and done.hit and done.hit.said
    eased = state is not None and (state.dose_frac < 1 or state.level < item.level)
    return (said, (state.state == "skip_next", state.dose_frac, state.level) if state and eased else ())
