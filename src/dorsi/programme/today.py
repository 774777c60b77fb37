"""What to do today: the plan's session, adapted to the log and to this morning's pain, stiffness and swelling."""

import datetime as dt
from dataclasses import dataclass

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.errors import DataError
from dorsi.programme.catalogue import catalogue
from dorsi.programme.course import course
from dorsi.programme.dosing import dose_text, minutes_of, one_set_minutes, scaled, with_sets
from dorsi.programme.method import with_other_method
from dorsi.programme.progress import Reader, read_log
from dorsi.programme.sore_calf import eased_for_calf, taken_over
from dorsi.programme.standings import legs_of
from dorsi.schema.log import ItemState, Log
from dorsi.schema.plan import Day, Plan, SessionItem
from dorsi.vocabulary import Side
from dorsi.wording import wording

STIFF = 4.0  # R43
DAILY_PAIN_STOP = 5.0  # R03
DELOAD_FRAC = 0.6  # R60


@dataclass(frozen=True, kw_only=True)
class Morning:
    """How it feels this morning, 0 to 10; None where it was not asked."""

    pain: float | None = None
    usual_pain: float = 0.0
    stiffness: float | None = None
    swelling: bool = False
    calf_soreness: float | None = None  #: from running


def today(plan: Plan, log: Log, day: dt.date, morning: Morning, *, detectable: DetectableChanges = PUBLISHED) -> Day:
    """Return today's session; every change against the plan stands in the notes with its rule.

    Raises DataError when neither plan nor log has a first day.
    """
    read = read_log(plan, log, detectable=detectable)
    planned = planned_day(plan, log, day)
    if stop := _stop_text(plan, read, morning):
        return _empty(planned, [stop])
    notes = [*planned.notes]
    planned = _for_calf(plan, log, planned, morning.calf_soreness, notes)
    items = planned.items
    now = {(one.exercise, one.side): one for one in course(plan, log, day, detectable=detectable).states}
    resting = read.memory.frozen_until is not None and day <= read.memory.frozen_until
    if morning.swelling:
        notes.append("R53: swelling today; only the warm-up, nothing of middle or high load for 48 hours.")
        items = [item for item in items if item.category == "warmup"]
    worse = morning.pain is not None and morning.pain - morning.usual_pain >= 2
    if worse:
        notes.append("R55: more pain this morning than usual; one level back, no step forward for 3 sessions.")
    if resting:
        notes.append("R60: easy week; 40 % fewer sets, levels held.")
    out = []
    for item in (leg for planned_item in items for leg in _by_state(planned_item, now)):
        adapted = _adapted(item, now.get((item.exercise, _followed(item)[0])), back=worse, resting=resting, notes=notes)
        out += [adapted] if adapted is not None else []
    if morning.stiffness is not None and morning.stiffness >= STIFF:
        out = _with_calf_stretch(out, plan, notes)
    if any(move.to == "change_method" for move in read.moves):
        out, note = with_other_method(out, plan)
        notes += [note] if note else []
    if read.memory.low_adherence:
        notes.append("R63: few sessions lately; three exercises are enough. What gets in the way?")
        out = _shrunk(out)
    return planned.model_copy(update={"items": out, "minutes": sum(item.minutes for item in out), "notes": notes})


def _stop_text(plan: Plan, read: Reader, morning: Morning) -> str | None:
    """Return why nothing is done today, or None."""
    if plan.stop is not None:
        return plan.stop.text
    if read.stopped:
        return f"R54: {read.stopped}."
    if morning.pain is not None and morning.pain >= DAILY_PAIN_STOP:
        return f"R03: {wording().stops['soon']}"
    return None


def _for_calf(plan: Plan, log: Log, planned: Day, soreness: float | None, notes: list[str]) -> Day:
    """Return the day as a calf sore from running allows, or the A day that this B day takes over (X12)."""
    first = plan.start_date or log.started
    if first is None or planned.date is None:
        return planned
    number = (planned.date - first).days
    swapped = taken_over(plan, log, number, planned.date)
    if swapped is not None:
        notes.append("X12: the strength part that a sore calf has put off comes today.")
        planned = planned.model_copy(
            update={"pattern": swapped.pattern, "items": swapped.items, "minutes": swapped.minutes}
        )
    if soreness is None:
        return planned
    eased, note = eased_for_calf(plan, planned, number, soreness)
    notes += [note] if note else []
    return eased


def planned_day(plan: Plan, log: Log, day: dt.date) -> Day:
    """Return the plan's day for a date; after the last week its days come round again."""
    first = plan.start_date or log.started
    if first is None:
        raise DataError("today: the plan has no start_date and the log no 'started'; add one of them")
    if not plan.weeks:
        return Day(weekday=_weekday(day), date=day, pattern="rest", minutes=0)
    number = max(0, (day - first).days)
    week = plan.weeks[min(number // 7, len(plan.weeks) - 1)]
    return week.days[number % 7].model_copy(update={"date": day, "weekday": _weekday(day)})


def _weekday(day: dt.date) -> str:
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]


def _empty(planned: Day, notes: list[str]) -> Day:
    return planned.model_copy(update={"items": [], "minutes": 0.0, "pattern": "rest", "notes": notes})


def _followed(item: SessionItem) -> tuple[Side, ...]:
    return legs_of(catalogue()[item.exercise], item.side)


def _by_state(item: SessionItem, now: dict[tuple[str, Side], ItemState]) -> list[SessionItem]:
    """Return an item once for both legs, or leg by leg when the log has moved them apart."""
    found = [now.get((item.exercise, side)) for side in _followed(item)]
    alike = len({(one.level, one.state) if one else None for one in found}) == 1
    if item.side != "both" or alike or item.category == "warmup":
        return [item]
    return [item.model_copy(update={"side": side, "minutes": item.minutes / 2}) for side in _followed(item)]


def _with_calf_stretch(items: list[SessionItem], plan: Plan, notes: list[str]) -> list[SessionItem]:
    """Return the session with short calf stretches after circles and rocks, where history and minutes allow (R43)."""
    stretch = catalogue()["wu_calf_gentle"]
    barred = any(entry.item == stretch.id and not entry.levels for entry in plan.excluded)
    if barred or any(item.exercise == stretch.id for item in items) or not items:
        notes.append("R43: stiff today; go through circles and rocks slowly, breathe out long, no calf stretch.")
        return items
    spent = sum(item.minutes for item in items)
    short = spent + stretch.minutes > plan.minutes_per_day
    minutes = one_set_minutes(stretch.minutes) if short else stretch.minutes
    if spent + minutes > plan.minutes_per_day:
        notes.append(
            "R43: stiff today; no minutes are left for calf stretches, so go through circles and rocks slowly."
        )
        return items
    dose = with_sets(stretch.dose, 1) if short else stretch.dose
    added = SessionItem(
        exercise=stretch.id,
        name=stretch.name,
        category=stretch.category,
        side="both",
        level=1,
        dose=dose,
        dose_text=dose_text(dose, together=False),
        minutes=minutes,
        load_class=stretch.load_class,
        cue=stretch.cue,
        note="R43: stiff this morning",
    )
    place = sum(item.category == "warmup" for item in items)
    return [*items[:place], added, *items[place:]]


def _adapted(
    item: SessionItem, state: ItemState | None, *, back: bool, resting: bool, notes: list[str]
) -> SessionItem | None:
    """Return an item at the level the log has reached; None when it is skipped today."""
    if item.category == "warmup" or (state is None and not back):
        return item
    if state is not None and state.state == "skip_next":
        notes.append(f"R54: {item.name} is skipped today after a red event and comes back one level lower.")
        return None
    exercise = catalogue()[item.exercise]
    level = max(1, min(len(exercise.levels), (state.level if state else item.level) - back))
    same = level == item.level and not resting
    if same:
        return item
    dose = exercise.dose_at(level)
    dose = with_sets(dose, min(dose.sets, item.dose.sets)) if item.note else dose
    dose = scaled(dose, DELOAD_FRAC) if resting else dose
    together = exercise.together(level)
    sides: tuple[Side, ...] = ("left", "right") if item.side == "both" and not together else (item.side,)
    minutes = minutes_of(
        exercise, {"left": dose, "right": dose} if len(sides) > 1 else {"left": dose}, together=together
    )
    short = minutes > item.minutes
    shown = with_sets(dose, 1) if short else dose
    return item.model_copy(
        update={
            "level": level,
            "dose": shown,
            "dose_text": dose_text(shown, together=together or item.side != "both"),
            "minutes": min(item.minutes, one_set_minutes(minutes)) if short else minutes,
            "note": "cut to one set to stay within the minutes (R40)" if short else item.note,
        }
    )


def _shrunk(items: list[SessionItem]) -> list[SessionItem]:
    main = [item.exercise for item in items if item.category != "warmup"]
    kept = set(list(dict.fromkeys(main))[:3])
    return [item for item in items if item.category == "warmup" or item.exercise in kept]
