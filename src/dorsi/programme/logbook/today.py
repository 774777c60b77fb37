"""Today's session: the plan's, changed by the rules of the log and of this morning."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.exercises.dose_words import morning_notes
from dorsi.programme.exercises.dosing import with_sets
from dorsi.programme.exercises.item_dose import with_dose
from dorsi.programme.facts.log import first_day
from dorsi.programme.facts.morning import Morning, morning_facts, remembered, with_logged_pain, with_morning
from dorsi.programme.language.moves import MoveName
from dorsi.programme.logbook.day_moves import FOR_PAIN, carry_out
from dorsi.programme.logbook.levels import at_levels, eased, followed, left_out, moved_back
from dorsi.programme.logbook.planned import planned_day, rest_day
from dorsi.programme.logbook.progress import AT_ONCE, holding, read_log, states
from dorsi.programme.logbook.reader import Fired, Reader, fired
from dorsi.programme.logbook.session import DaySession, no_longer
from dorsi.programme.logbook.swapping import taken_over
from dorsi.programme.rulebook.lookup import rule_that_moves
from dorsi.schema.log import Log
from dorsi.schema.plan import Day, Plan, SessionItem
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
    logged = any(entry.date == day - dt.timedelta(days=1) for entry in log.entries)
    until = _until(with_morning(log, now), day)
    before = until.model_copy(update={"entries": [entry for entry in until.entries if entry.date < day]})
    read = read_log(plan, before, day, detectable=detectable)
    facts = morning_facts(with_logged_pain(now, log), planned, read.memory, morning.usual_pain, logged=logged)
    felt = [
        hit
        for hit in fired("morning", facts)
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


def as_reached(
    begun: DaySession, read: Reader, day: dt.date, *, held: Sequence[Fired], felt: Sequence[Fired] = ()
) -> Day:
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
    hurt = sore or bool(left_out(read))
    begun = replace(begun, lowered=moved_back(read, day - dt.timedelta(days=1)))
    early = _early(begun, read, hits)
    begun = replace(begun, most_min=begun.most_min - sum(item.minutes for item in early))
    session = _taken_over(begun, day)
    # Exercises swapped in for a sore calf get the levels of the log, like all others.
    first = [hit for hit in hits if hit.move.to in {"stop", "no_session", "swap"}]
    session = at_levels(carry_out(session, first), read, calm=not sore)
    most = min(begun.day.minutes, session.most_min) if hurt and begun.day.items else session.most_min
    rest = [hit for hit in hits if hit not in first]
    # First what fits without pain, then what pain takes from it: the time that it frees stays free.
    session = carry_out(replace(session, most_min=most), [hit for hit in rest if hit.move.to not in FOR_PAIN])
    whole = session.within(most)
    less = eased(whole, read)
    session = carry_out(less, [hit for hit in rest if hit.move.to in FOR_PAIN]).within(most)
    found = (session.with_time_left_free() if hurt or less.items != whole.items else session).as_day()
    notes = [note for note in found.notes if note not in morning_notes(begun.day.morning)]
    return found.model_copy(update={"morning": list(early), "notes": [*morning_notes(early), *notes]})


#: Moves that also change the morning exercises outside the session.
WHOLE_DAY: frozenset[MoveName] = frozenset({"stop", "no_session", "leave_out", "back"})


def _early(begun: DaySession, read: Reader, hits: Sequence[Fired]) -> tuple[SessionItem, ...]:
    """Return the morning exercises outside the session; a longer level only if it drops nothing of the session."""
    if not begun.day.morning:
        return ()
    whole = [hit for hit in hits if hit.move.to in WHOLE_DAY]
    planned = replace(begun, items=tuple(begun.day.morning))
    reached = carry_out(eased(at_levels(planned, read), read), whole)
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
    session = DaySession(plan=plan, log=log, number=0, day=rest_day(day), most_min=item.minutes, items=(item,))
    left = eased(at_levels(session, read), read).items
    return [one for one in left if not any((one.exercise, side) in ended for side in followed(one))]


def _until(log: Log, day: dt.date) -> Log:
    return log.model_copy(update={"entries": [entry for entry in log.entries if entry.date <= day]})


def begun_on(plan: Plan, log: Log, planned: Day, day: dt.date, begun: frozenset[str] = frozenset()) -> DaySession:
    """Return a planned day's session before anything changes it; `begun` are the exercises logged on the day."""
    first = first_day(plan, log, day)
    return DaySession(
        plan=plan,
        log=log,
        number=(day - first).days,
        day=planned,
        most_min=longest_session(plan),
        items=tuple(planned.items),
        notes=tuple(planned.notes),
        begun=begun,
    )


def longest_session(plan: Plan) -> float:
    """Return the minutes that no session of a plan exceeds; an older plan doesn't say, so what it plans at most."""
    most = plan.session_max_min
    if most is None:
        days = (day for week in plan.weeks for day in week.days)
        most = max((day.minutes + sum(item.minutes for item in day.morning) for day in days), default=0)
    return min(plan.minutes_per_day, most)


def _taken_over(session: DaySession, day: dt.date) -> DaySession:
    """Return the A day that this B day takes over after a sore calf postponed it, or the session unchanged."""
    swapped = taken_over(session.plan, session.log, session.number, day)
    if swapped is None:
        return session
    changed = session.day.model_copy(update={"pattern": swapped.pattern})
    text = "today you do the strength part that you postponed because of a sore calf"
    return replace(session, day=changed, items=tuple(swapped.items)).said(rule_that_moves("swap"), text)


def _empty(planned: Day, text: str, rule: str | None = None) -> Day:
    rules = [] if rule is None else [rule]
    changes = {"items": [], "morning": [], "minutes": 0.0, "pattern": "rest", "notes": [text], "rules": rules}
    return planned.model_copy(update=changes)


def next_session(plan: Plan, log: Log, date: dt.date) -> dt.date | None:
    """Return the next day with exercises, within a week."""
    coming = (date + dt.timedelta(days=ahead) for ahead in range(1, 8))
    return next((day for day in coming if planned_day(plan, log, day).items), None)
