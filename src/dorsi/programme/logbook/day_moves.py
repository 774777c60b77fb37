"""Carries out the moves that change a day's session; which move, when and how much stands in rules.yaml."""

from collections.abc import Callable
from dataclasses import replace

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.dose_words import dose_text
from dorsi.programme.exercises.dosing import with_sets
from dorsi.programme.exercises.timing import minutes_on
from dorsi.programme.language.moves import MoveAction, MoveName
from dorsi.programme.logbook.method import with_other_method
from dorsi.programme.logbook.reader import Fired
from dorsi.programme.logbook.session import DaySession, at_level, less
from dorsi.programme.logbook.standings import legs_of
from dorsi.programme.logbook.swapping import days_of, swap_day
from dorsi.schema.plan import Cap, SessionItem
from dorsi.schema.sides import LEGS
from dorsi.vocabulary import WEEKDAY_NAMES
from dorsi.wording import wording

#: In this order: first what is done at all, then how much of it, then what is added or done in another way.
ORDER: tuple[MoveName, ...] = (
    "stop", "no_session", "refer", "go_on", "hold_range", "upkeep", "slow_down", "swap", "leave_out", "spike",
    "warmup_only", "back", "deload", "add_warmup", "change_method", "shrink", "restart", "all_back",
)  # fmt: skip
#: Moves that answer pain: after them a session is never longer than the plan's.
FOR_PAIN: frozenset[MoveName] = frozenset({"swap", "leave_out", "warmup_only", "back", "skip"})


def carry_out(session: DaySession, hits: list[Fired]) -> DaySession:
    """Return the session after every move that changes a day; moves that only concern the log are passed over."""
    for name in ORDER:
        for hit in hits:
            if hit.move.to == name and not session.none_at_all:
                session = EXECUTE[name](session, hit)
    return session


def _none(session: DaySession, hit: Fired) -> DaySession:
    spoken = wording().stops[hit.move.wording] if hit.move.wording else hit.said
    return replace(session, items=(), notes=(), rules=(), none_at_all=True).said(hit.rule, spoken)


def _upkeep(session: DaySession, hit: Fired) -> DaySession:
    week = session.plan.weeks[min(session.number // 7, len(session.plan.weeks) - 1)]
    training = [place for place, day in enumerate(week.days) if day.items]
    if session.number % 7 in training[: hit.move.days_per_week or len(training)]:
        return session.said(hit.rule, hit.said)
    return replace(session, items=(), none_at_all=True).said(hit.rule, hit.said)


def _slow_down(session: DaySession, hit: Fired) -> DaySession:
    week = session.plan.weeks[min(session.number // 7, len(session.plan.weeks) - 1)]
    done = {entry.exercise_id for entry in session.log.entries}
    waiting = [name for name in week.new_items if name not in done][hit.move.new_items_per_week or 0 :]
    # In the first week everything is new: low confidence then counts from the second week on.
    return session if session.number < 7 else session.kept(lambda item: item.exercise not in waiting)


def _swap(session: DaySession, hit: Fired) -> DaySession:
    if any(item.category == "strength" and item.exercise in session.begun for item in session.items):
        # The strength part is begun or over, so only what is left of the heavy work waits.
        left = session.kept(lambda item: item.exercise in session.begun or not concerned(item, hit.move))
        return (
            session
            if left.items == session.items
            else left.said(hit.rule, f"{hit.said}, so the heavy work that is left waits")
        )
    later = swap_day(session.plan, session.number)
    if later is None:
        text = f"{hit.said}; no other day leaves enough time between strength days, so heavy work is left out today"
        return session.kept(lambda item: not concerned(item, hit.move)).said(hit.rule, text)
    other = days_of(session.plan)[later]
    text = f"{hit.said}; today is the balance day, the strength part comes on {WEEKDAY_NAMES[other.weekday]}"
    day = session.day.model_copy(update={"pattern": other.pattern})
    return replace(session, day=day, items=tuple(other.items)).said(hit.rule, text)


def _leave_out(session: DaySession, hit: Fired) -> DaySession:
    return session.kept(lambda item: not concerned(item, hit.move)).said(hit.rule, hit.said)


def concerned(item: SessionItem, move: MoveAction) -> bool:
    """Whether a move means an item, by its load class or one of its traits."""
    return item.load_class in move.load_class or bool(set(catalogue()[item.exercise].traits) & set(move.traits))


def _warmup_only(session: DaySession, hit: Fired) -> DaySession:
    return session.kept(lambda _: False).said(hit.rule, hit.said)


def _back(session: DaySession, hit: Fired) -> DaySession:
    least = hit.move.least_frac or 1.0
    items = [
        item if item.category == "warmup" or _is_lowered(session, item)
        else at_level(item, item.level - 1) if item.level > 1 else less(item, least)
        for item in session.items
    ]  # fmt: skip
    return replace(session, items=tuple(items)).said(hit.rule, hit.said)


def _is_lowered(session: DaySession, item: SessionItem) -> bool:
    return any((item.exercise, leg) in session.lowered for leg in legs_of(catalogue()[item.exercise], item.side))


def _deload(session: DaySession, hit: Fired) -> DaySession:
    items = [item if item.category == "warmup" else less(item, hit.move.sets_frac) for item in session.items]
    return replace(session, items=tuple(items)).said(hit.rule, hit.said)


def _spike(session: DaySession, hit: Fired) -> DaySession:
    """Return the session after a jump in running load: some exercises wait, heavy work is less."""
    waits = session.kept(lambda item: not set(catalogue()[item.exercise].traits) & set(hit.move.traits))
    heavy = hit.move.load_class
    items = [less(item, hit.move.sets_frac) if item.load_class in heavy else item for item in waits.items]
    return replace(waits, items=tuple(items)).said(hit.rule, hit.said)


def _add_warmup(session: DaySession, hit: Fired) -> DaySession:
    """Return the session with an exercise at the end of the warm-up, where history and minutes allow it.

    The session stays within its planned minutes, and no exercise of it makes room.
    """
    added = catalogue()[hit.move.item or ""]
    at_hand = session.plan.equipment
    lacking = at_hand is not None and any(not set(need.split(" or ")) & {*at_hand} for need in added.equipment_at(1))
    barred = lacking or any(entry.item == added.id and not entry.levels for entry in session.plan.excluded)
    if barred or not session.items or any(item.exercise == added.id for item in session.items):
        return session.said(hit.rule, "stiff today: go through circles and rocks slowly and breathe out long")
    doses = [with_sets(added.dose, sets) for sets in range(added.dose.sets, 0, -1)]
    most = min(session.most_min, max(session.day.minutes, session.minutes))
    room = most - session.minutes
    # Where no room is left, the shortest form comes in and the main part gives the time.
    dose = next((one for one in doses if minutes_on(added, 1, one, "both") <= room), doses[-1])
    item = SessionItem(
        exercise=added.id,
        name=added.name,
        category=added.category,
        side="both",
        level=1,
        level_text=added.levels[1].text,
        equipment=added.equipment_at(1),
        caps=limits_of_tags(session, added.id),
        max_level=1,
        leads_to=[],
        dose=dose,
        dose_text=dose_text(added, 1, dose, together=added.together(1)),
        minutes=minutes_on(added, 1, dose, "both"),
        load_class=added.load_class,
        cue=added.cue,
        note="stiff this morning",
    )
    place = sum(one.category == "warmup" for one in session.items)
    longer = replace(session, items=(*session.items[:place], item, *session.items[place:]))
    fitted = longer.within(most)
    if len(fitted.items) < len(longer.items) or fitted.minutes > most:
        text = "stiff today: there is no time left for calf stretches, so go through circles and rocks slowly"
        return session.said(hit.rule, text)
    return replace(fitted, most_min=session.most_min).said(hit.rule, hit.said)


def limits_of_tags(session: DaySession, name: str) -> list[Cap]:
    """Return the limits that tags put on an exercise which is not an item of the plan."""
    tags = session.plan.tags
    return [
        Cap(rule=limit.tag, tag=limit.tag, text=limit.text, side=None if limit.tag in tags[LEGS[1 - place]] else leg)
        for place, leg in enumerate(LEGS)
        for limit in catalogue()[name].contra
        if limit.do == "cap" and limit.tag in tags[leg] and not (place and limit.tag in tags[LEGS[0]])
    ]


def _change_method(session: DaySession, hit: Fired) -> DaySession:
    items, text = with_other_method(list(session.items), session.plan, hit.move)
    changed = replace(session, items=tuple(items))
    return changed.said(hit.rule, f"{hit.said}: {text}") if text else session


def _shrink(session: DaySession, hit: Fired) -> DaySession:
    kept: list[str] = []
    spent = 0.0
    for item in session.items:
        if item.category != "warmup":
            new = item.exercise not in kept
            full = len(kept) >= (hit.move.items or 99) or spent >= (hit.move.minutes or 99)
            kept += [item.exercise] if new and not full else []
            spent += item.minutes if item.exercise in kept else 0
    return session.kept(lambda item: item.exercise in kept).said(hit.rule, hit.said)


def _told(session: DaySession, hit: Fired) -> DaySession:
    """Say what changes nothing today, or has changed the levels already, while the log was read."""
    return session.said(hit.rule, hit.said)


def _hold_range(session: DaySession, hit: Fired) -> DaySession:
    """Say why levels stay, on a day with such an exercise."""
    return session.said(hit.rule, hit.said) if any(concerned(item, hit.move) for item in session.items) else session


EXECUTE: dict[MoveName, Callable[[DaySession, Fired], DaySession]] = {
    "stop": _none,
    "no_session": _none,
    "upkeep": _upkeep,
    "slow_down": _slow_down,
    "swap": _swap,
    "leave_out": _leave_out,
    "warmup_only": _warmup_only,
    "back": _back,
    "deload": _deload,
    "add_warmup": _add_warmup,
    "spike": _spike,
    "change_method": _change_method,
    "shrink": _shrink,
    "refer": _told,
    "hold_range": _hold_range,
    "go_on": _told,
    "restart": _told,
    "all_back": _told,
}
