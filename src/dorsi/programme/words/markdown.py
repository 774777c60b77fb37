"""The plan as Markdown."""

from collections.abc import Iterator, Mapping

from dorsi import measures
from dorsi.detectable import DetectableChange
from dorsi.programme.exercises.dose_words import item_amount
from dorsi.programme.exercises.how_to import ExerciseCard, adapted_form, card_for, card_of, needs_words
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.programme.rulebook.rules import usual_parameters
from dorsi.programme.words.course import COMES_NEXT, IF_WELL, STAYS, has_steps, stay_lines, week_steps
from dorsi.programme.words.explain import reason_words
from dorsi.schema.plan import Day, Plan, PlanItem, SessionItem, Week
from dorsi.schema.plan_remarks import SideBand
from dorsi.vocabulary import WEEKDAY_NAMES
from dorsi.wording.plurals import days_a_week, minutes


def as_markdown(plan: Plan) -> str:
    """Return the whole plan as Markdown, safety lines included."""
    return "\n".join([*_lines(plan), ""])


def _lines(plan: Plan) -> Iterator[str]:
    yield f"# Programme{f' of {plan.person}' if plan.person else ''}"
    yield ""
    if plan.stop is not None:
        yield f"**{plan.stop.text}**"
        yield ""
        yield from _listed("Measured before", plan.measured)
        yield from _safety(plan)
        return
    if plan.provisional_because is not None:
        yield f"**Provisional: {plan.provisional_because.text}.**"
        yield ""
    yield from _listed("Range", [band_words(band) for band in plan.bands])
    yield from _listed("When a change counts", [change_words(one) for one in plan.detectable_changes])
    yield from _listed("What this plan says", [one.text for one in plan.say])
    yield from _listed("Please note", [one.text for one in plan.advice])
    yield from _exercises(plan)
    yield from _weeks(plan)
    yield from _listed(
        "Checks",
        [_check(one.day, str(one.date) if one.date else None, one.what, one.condition) for one in plan.retests],
    )
    yield from _listed("Left out, and why", [
        f"{e.name}{_levels(e.levels)} ({e.side}): {e.text}{f'; until {e.until}' if e.until else ''}"
        for e in plan.excluded
    ])  # fmt: skip
    yield from _listed("Not assessed", [f"{one.side + ' ' if one.side else ''}{one.text}" for one in plan.not_assessed])
    yield from _listed("Note each day", [vocabulary()[name].label for name in plan.log_daily])
    yield from _safety(plan)


def band_words(band: SideBand) -> str:
    """Return one side's range in words."""
    if band.value is None or band.band is None:
        return f"{band.side}: not known yet ({band.reason})"
    unit = measures.unit_of(band.unit or "")
    parts = {
        "value": unit.text(band.value),
        "bound": f" ± {unit.text(band.bound)}" if band.bound is not None else "",
        "scale": f" ({measures.scale_words(band.scale or '')})",
        "band": f", {band.band}" + (", close to a limit" if band.uncertain else ""),
    }
    words = "".join(parts[part] for part in usual_parameters().line_parts or parts)
    others = f"; also {'; '.join(band.other_values)}" if band.other_values else ""
    return f"{band.side}: {words}{others}"


def change_words(one: DetectableChange) -> str:
    """Return the smallest change that counts for a measurement, and its source."""
    name = f"{measures.noun_of(one.metric)} ({measures.scales()[one.scale].short})"
    return f"{name}: {measures.unit_of(one.unit).limit(one.mdc)} ({one.source})"


def _check(day: int, date: str | None, what: str, condition: str | None) -> str:
    when = f"day {day}" + (f" ({date})" if date else "")
    return f"{when}: {what}{f'; only {condition}' if condition else ''}"


def _levels(levels: list[int]) -> str:
    if not levels:
        return ""
    return f", level{'s' if len(levels) > 1 else ''} {', '.join(map(str, levels))}"


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"## {title}"
        yield ""
        yield from (f"- {line}" for line in lines)
        yield ""


def _exercises(plan: Plan) -> Iterator[str]:
    yield "## Exercises"
    yield ""
    shown: set[tuple[str, int]] = set()
    for item in plan.items:
        yield from _exercise(item)
        same = [one for one in plan.items if (one.exercise, one.level) == (item.exercise, item.level)]
        card = card_for(same)
        if card is not None and (item.exercise, item.level) not in shown:
            yield from _how_to(card)
        shown.add((item.exercise, item.level))


def _exercise(item: PlanItem) -> Iterator[str]:
    yield f"### {item.name} ({item.side})"
    yield ""
    yield f"- `{item.exercise}`, level {item.level}: {item.level_text}"
    if item.equipment:
        yield f"- equipment: {', '.join(item.equipment)}"
    days = days_a_week(*item.days_per_week)
    yield f"- dose: {' '.join([item.dose_text, *item.notes])}"
    yield f"- time: {minutes(item.minutes)}; {days}; from week {item.from_week}"
    yield f"- for: {item.task}"
    yield f"- cue: {item.cue}; {item.breath}"
    for cap in item.caps:
        form = adapted_form(item.exercise, cap)
        yield f"- limited: {cap.words}{f'. {form}' if form else ''}"
    yield from dict.fromkeys(f"- because {reason_words(reason)}" for reason in item.because)
    if item.next_level is not None:
        yield f"- next: level {item.next_level.level}, {item.next_level.text}, after {item.next_level.criterion}"
    yield ""


def _how_to(card: ExerciseCard) -> Iterator[str]:
    yield f"**How to do it.** {card.words}"
    yield ""
    yield f"You need: {needs_words(card)}"
    yield ""
    yield f"Start: {card.start}"
    yield ""
    yield from (f"{number}. {step}" for number, step in enumerate(card.steps, start=1))
    yield ""
    yield f"How it feels: {card.feel}"
    yield ""
    yield from (f"- {fault.fault} {fault.mend}" for fault in card.faults)
    yield f"- When to stop: {card.stop}"
    yield f"- Easier: {card.easier}"
    yield f"- Harder: {card.harder}"
    yield ""


def _weeks(plan: Plan) -> Iterator[str]:
    yield "## Weeks"
    yield ""
    if has_steps(plan):
        yield f"**{COMES_NEXT}:** {IF_WELL}"
        yield ""
    before: Week | None = None
    names = {item.exercise: item.name for item in plan.items}
    for week in plan.weeks:
        if before is not None and _same(week, before):
            yield f"### Week {week.number}: same days as week {before.number}"
            yield ""
        else:
            yield from _week(week, names)
            before = week
        yield from _steps(week)
    yield from _listed(STAYS, stay_lines(plan))


def _steps(week: Week) -> Iterator[str]:
    if week.steps:
        yield f"{COMES_NEXT}:"
        yield ""
        yield from (f"- {line}" for line in week_steps(week))
        yield ""


def _same(week: Week, before: Week) -> bool:
    """Whether a week repeats an earlier one in everything but its dates."""
    sessions = [[(day.items, day.morning, day.notes) for day in one.days] for one in (week, before)]
    return sessions[0] == sessions[1] and week.notes == before.notes and not week.new_items


def _week(week: Week, names: Mapping[str, str]) -> Iterator[str]:
    new = f" (new: {', '.join(names[item] for item in week.new_items)})" if week.new_items else ""
    yield f"### Week {week.number}{new}"
    yield ""
    yield from (f"*{note}*" for note in week.notes)
    yield "| day | pattern | time | session |"
    yield "|---|---|---|---|"
    for day in week.days:
        name = WEEKDAY_NAMES[day.weekday] + (f" {day.date}" if day.date else "")
        yield f"| {name} | {day.pattern} | {minutes(day.minutes) if day.items else ''} | {session_words(day)} |"
    yield ""


def session_words(day: Day) -> str:
    """Return one day's session in one line."""
    if not day.items:
        return "; ".join(day.notes) or "rest"
    return "; ".join([*(_session_line(item) for item in day.items), *day.notes])


def _session_line(item: SessionItem) -> str:
    details = f" ({'; '.join(item.details)})" if item.details else ""
    return f"{item.name} ({item.side}): {item_amount(item)}{details}"


def session_lines(day: Day) -> list[str]:
    """Return each exercise of a day with its dose, limits and steps, one per line.

    If both legs do an exercise at the same level, its steps appear once.
    """
    lines: list[str] = []
    shown: set[tuple[str, int]] = set()
    for item in (*day.morning, *day.items):
        name = item.name if item.side == "both" else f"{item.name}, {item.side} leg"
        lines += [name, item.dose_text, *item.details]
        card = card_of(item.exercise, item.level)
        if card is not None and (item.exercise, item.level) not in shown:
            lines += [card.start, *(f"{number}. {step}" for number, step in enumerate(card.steps, start=1))]
            lines.append(f"Stop: {card.stop}")
        shown.add((item.exercise, item.level))
        lines.append("")
    return lines


def _safety(plan: Plan) -> Iterator[str]:
    yield from _listed("Safety", plan.safety.lines)
    yield from _listed("Signs that need help", plan.safety.stop_signs)
