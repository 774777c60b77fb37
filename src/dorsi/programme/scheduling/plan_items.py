"""The cards of a plan: each exercise with its dose, limits, next step and reasons."""

from collections.abc import Sequence

from dorsi.programme.choosing.bars import Bars
from dorsi.programme.choosing.findings import Findings
from dorsi.programme.choosing.prepared import Prepared
from dorsi.programme.exercises.catalogue import Catalogue, Exercise
from dorsi.programme.exercises.dose_words import dose_text
from dorsi.programme.exercises.how_to import tell_us, things_words
from dorsi.programme.scheduling.day_doses import other_doses, usual_item
from dorsi.programme.scheduling.schedule import Schedule
from dorsi.schema.plan import Dose, NextLevel, PlanItem, Reason, SessionItem
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Side


def plan_items(ready: Prepared, found: Findings, bars: Bars, laid_out: Schedule) -> list[PlanItem]:
    """Return an exercise with the dose it has on most of its days, so that the plan states what is scheduled."""
    exercise, one = ready.exercise, laid_out.fullest.get(ready.exercise.id, ready)
    out = []
    for side, level, each, own_minutes in one.groups:
        legs: tuple[Leg, ...] = LEGS if side == "both" else (side,)
        clean = max(exercise.advance.clean_sessions or 0, found.clean_sessions(None if side == "both" else side))
        because = [*_because(one, side, found), *_because_able(exercise.id, level, legs, bars)]
        done = _done(exercise.id, side, laid_out)
        dose, minutes = _usual(done) or (each, own_minutes)
        out.append(
            PlanItem(
                exercise=exercise.id,
                name=exercise.name,
                category=exercise.category,
                side=side,
                level=level,
                level_text=exercise.levels[level].text,
                dose=dose,
                dose_text=dose_text(exercise, level, dose, together=one.together or side != "both"),
                minutes=minutes,
                load_class=exercise.load_class,
                days_per_week=_days_of(exercise.id, laid_out),
                max_level=bars.highest(exercise.id, legs),
                leads_to=bars.leads_to(exercise.id, legs),
                equipment=exercise.equipment_at(level),
                task=exercise.task,
                cue=bars.cue_of(exercise.id, legs),
                breath=exercise.breath,
                caps=bars.caps_of(exercise.id, legs),
                notes=[
                    *one.choice.notes,
                    *_for_main(ready, side, dose, done, found),
                ],
                next_level=_next_level(one, level, legs, bars, clean),
                clean_sessions=clean,
                from_week=laid_out.starts[exercise.id],
                because=_once(because),
                sources=list(exercise.sources),
            )
        )
    return [_with_notes(item, exercise, bars, laid_out) for item in out]


def _for_main(ready: Prepared, side: Side, dose: Dose, done: Sequence[SessionItem], found: Findings) -> list[str]:
    """Return whether an exercise for a main finding has its extra set, or would have it with more minutes (R20).

    Where it has the set on some days only, the card names those days.
    """
    params = found.parameters
    legs: tuple[Leg, ...] = tuple(leg for leg in ready.doses if side in {leg, "both"})
    usual = max(ready.doses[leg].sets for leg in legs)
    asked = params.main_extra_sets and ready.choice.main.intersection(legs)  # the other leg does as much beside it
    if not asked or ready.when or ready.with_more_sets(1) is ready:
        return []
    if dose.sets > usual:
        note = params.main_extra_note
    else:
        note = "" if any(item.dose.sets > usual for item in done) else params.main_extra_waits
    return [note] if note else []


def _with_notes(item: PlanItem, exercise: Exercise, bars: Bars, laid_out: Schedule) -> PlanItem:
    """Return a card that also says on which days it has another dose, and what the next level needs."""
    notes = [*item.notes, *other_doses(item, laid_out.weeks), *_needed_next(item, exercise, bars)]
    return item.model_copy(update={"notes": notes})


def _done(name: str, side: Side, laid_out: Schedule) -> list[SessionItem]:
    """Return an exercise as the sessions have it; nothing if its sides differ there."""
    return [
        item
        for week in laid_out.weeks
        for day in week.days
        for item in (*day.morning, *day.items)
        if item.exercise == name and item.side == side
    ]


def _usual(done: Sequence[SessionItem]) -> tuple[Dose, float] | None:
    """Return the dose of most days, with its minutes."""
    usual = usual_item(done)
    return (usual.dose, usual.minutes) if usual else None


def _because(one: Prepared, side: Side, found: Findings) -> list[Reason]:
    """Return the reasons of an exercise on a side: its own, or else those of the other leg.

    A leg's own reasons are what chose the exercise for it, what gives it an extra set, and a finding of its own that
    the exercise answers although the plan keeps others.
    """
    chosen = [reason for reason in one.choice.because if side == "both" or reason.side in {None, "both", side}]
    legs: tuple[Leg, ...] = tuple(leg for leg in one.doses if side in {leg, "both"})
    chosen += [reason for leg in legs for reason in one.extra_because.get(leg, ())]
    if chosen or side == "both":
        return chosen
    own = [code for code in one.exercise.answers if code in found.weighed[legs[0]]]
    waiting = [reason for code in own for reason in found.weighed[legs[0]][code].because]
    return waiting or _for_the_other_leg(found.why("other_leg"), one.choice.because)


def _because_able(name: str, level: int, legs: Sequence[Leg], bars: Bars) -> list[Reason]:
    """Return why an exercise begins above its first level, if not since that level was reached before."""
    able = [bars.started[name, leg] for leg in legs if (name, leg) in bars.started]
    return [reason for ask in able for reason in ask.because] if level > 1 else []


def _for_the_other_leg(other: Reason, because: Sequence[Reason]) -> list[Reason]:
    """Return the reasons for an exercise that only the other leg needs: both legs do the same exercises (X5)."""
    return [other, *(reason for reason in because if reason.rule != other.rule)]


def _days_of(name: str, laid_out: Schedule) -> tuple[int, int]:
    """Return the fewest and most days a week on which an exercise is scheduled, from its first week on."""
    counts = [
        sum(any(item.exercise == name for item in (*day.morning, *day.items)) for day in week.days)
        for week in laid_out.weeks[laid_out.starts[name] - 1 :]
    ]
    return min(counts), max(counts)


def _once(entries: Sequence[Reason]) -> list[Reason]:
    """Return each reason once; one that holds for both legs in the same words names neither."""
    found: dict[str, Reason] = {}
    for entry in entries:
        key = entry.model_copy(update={"side": None}).model_dump_json()
        before = found.get(key)
        found[key] = entry if before is None or before.side == entry.side else entry.model_copy(update={"side": "both"})
    return list(found.values())


def _needed_next(item: PlanItem, exercise: Exercise, bars: Bars) -> list[str]:
    """Return what the next level needs, where nothing else stands in its way."""
    step = exercise.levels.get(item.level + 1)
    if item.next_level is not None or step is None or item.max_level != item.level or bars.has(step.needs):
        return []
    return [f"Level {item.level + 1} needs {things_words(step.needs)}{tell_us(told=bars.told)}."]


def _next_level(one: Prepared, level: int, legs: Sequence[Leg], bars: Bars, clean: int) -> NextLevel | None:
    highest = min(bars[one.exercise.id, leg].max_level for leg in legs)
    if level >= highest:
        return None
    known: Catalogue = bars.known
    standard = known.standard_advance.format(sessions=clean)
    own = one.exercise.advance.text
    return NextLevel(
        level=level + 1, text=one.exercise.levels[level + 1].text, criterion=f"{standard}; {own}" if own else standard
    )
