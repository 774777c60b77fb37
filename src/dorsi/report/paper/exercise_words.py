"""What the printed programme says of one exercise, beside its drawing."""

from collections.abc import Iterator, Sequence
from enum import IntEnum

from dorsi.programme.words.course import COMES_NEXT, item_steps
from dorsi.report.paper.sheet import (
    MUTED,
    STOP,
    WARN,
    Words,
    plain,
)
from dorsi.report.programme.cards import HowCard
from dorsi.report.programme.plan_view import GAP, PlanExercise, SideDose
from dorsi.report.text import words
from dorsi.schema.plan import Plan
from dorsi.wording.sentences import capital


class Detail(IntEnum):
    """How much of the way an exercise is done is printed; drawing, dose, level, limits and when to stop always are."""

    CUE = 0  #: what to watch
    STEPS = 1  #: and the steps, and what comes next if all goes well
    ALL = 2  #: and the start position and what you need
    FAULTS = 3  #: and the common faults with their mend


def exercise_words(plan: Plan, one: PlanExercise, detail: Detail) -> Iterator[Words]:
    """Yield what stands beside the drawing."""
    yield Words(text=f"**{plain(one.name)}**", size_pt=10, before_mm=0)
    yield from (Words(text=_dose(dose), size_pt=8.2) for dose in one.doses)
    levels = (f"{line.who.capitalize()}: {line.text}" if line.who else line.text for line in one.levels)
    ahead = () if detail is Detail.CUE else _ahead(plan, one)
    yield Words(text=plain(" ".join([*levels, _when(one.doses), *ahead])), colour=MUTED)
    for dose in one.doses:
        side = "" if dose.side == "both" else f" {dose.side}"
        if dose.caps:
            limits = " ".join(dict.fromkeys(words.sentence(cap.words) for cap in dose.caps))
            yield Words(text=f"**Limit{side}:** {plain(limits)}", colour=WARN)
    for card in one.cards:
        yield from _how(card, detail, plain(one.cue))
    if stops := " ".join(dict.fromkeys(card.card.stop for card in one.cards)):
        yield Words(text=plain(stops), colour=STOP)


def _ahead(plan: Plan, one: PlanExercise) -> Iterator[str]:
    """Yield what the exercise comes to if all goes well."""
    if steps := item_steps(plan, [item for item in plan.items if item.name == one.name]):
        yield f"{COMES_NEXT}: {'; '.join(steps)}."


def _dose(dose: SideDose) -> str:
    """Return one side's dose with the days on which it is another one."""
    side = f"**{dose.side_name}:** " if dose.side_name else ""
    return f"{side}{plain(' '.join([dose.dose, *dose.notes]))}"


def _when(doses: Sequence[SideDose]) -> str:
    """Return minutes, days a week and things to have ready, what both sides share once."""
    if len(doses) > 1 and len({dose.meta for dose in doses}) == 1:
        sides = ", ".join(f"{dose.side} {dose.minutes}" for dose in doses)
        return f"{capital(sides)}{GAP}{doses[0].meta}."
    named = (f"{dose.side_name}: " if len(doses) > 1 and dose.side_name else "" for dose in doses)
    return " ".join(f"{name}{dose.minutes}{GAP}{dose.meta}." for name, dose in zip(named, doses, strict=True))


def _how(card: HowCard, detail: Detail, cue: str) -> Iterator[Words]:
    """Yield how one level is done, as far as there is room."""
    who = f"{card.who.capitalize()}: " if card.who else ""
    if card.adapted:
        yield Words(text=f"**{who}{plain(' '.join(card.adapted))}**")
    how = card.card
    steps = " ".join(f"**{number}**\u00a0{plain(step)}" for number, step in enumerate(how.steps, start=1))
    if detail >= Detail.ALL:  # where there is less room, the line of minutes and days names the equipment
        yield Words(text=f"**You need:** {plain(card.needs)}")
    start = f"{plain(how.start)} " if detail >= Detail.ALL else ""
    yield Words(text=f"{who}{cue}" if detail is Detail.CUE else f"{who}{start}{steps}")
    if detail is Detail.FAULTS:
        faults = " ".join(f"{one.fault} {one.mend}" for one in how.faults)
        yield Words(text=f"**Common faults:** {plain(faults)}")
