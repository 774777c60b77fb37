"""What comes next in a plan, in words: the steps of a week, and what stays at its level."""

from collections.abc import Sequence
from typing import Final

from dorsi.schema.plan import Plan, PlanItem, Step, Week
from dorsi.schema.plan_remarks import Stay
from dorsi.vocabulary import Side
from dorsi.wording.plurals import listed

COMES_NEXT: Final = "If all goes well"
IF_WELL: Final = (
    "These steps come if every session stays comfortable. Your log decides: after pain, or without a log, levels stay."
)
#: On paper the steps stand with each exercise.
IF_WELL_EACH: Final = (
    "The levels after “If all goes well” come if every session stays comfortable. "
    "After pain, or without a log, levels stay."
)
STAYS: Final = "Stays at its level, and why"


def has_steps(plan: Plan) -> bool:
    """Whether anything in a plan moves up if all goes well."""
    return any(week.steps for week in plan.weeks)


def week_steps(week: Week) -> list[str]:
    """Return what moves up in a week, one exercise a line."""
    return [f"{step.weekday.capitalize()}: {_named(step)}, level {step.level}: {_what(step)}" for step in week.steps]


def item_steps(plan: Plan, items: Sequence[PlanItem]) -> list[str]:
    """Return what one exercise comes to if all goes well, side by side: "level 2 in week 1, 3 in week 2"."""
    names = {item.exercise for item in items}
    sides: dict[Side, list[str]] = {}
    for step in (step for week in plan.weeks for step in week.steps if step.exercise in names):
        sides.setdefault(step.side, []).append(f"{step.level} in week {(step.day - 1) // 7 + 1}")
    return [f"{'' if len(sides) == 1 else f'{side} '}level {', '.join(found)}" for side, found in sides.items()]


def stay_lines(plan: Plan) -> list[str]:
    """Return what stays at its level all through the plan, each reason once."""
    found: dict[str, list[Stay]] = {}
    for one in plan.stays:
        found.setdefault(one.text, []).append(one)
    return [f"{listed([_named(one) for one in same])}: {text}" for text, same in found.items()]


def _named(one: Step | Stay) -> str:
    return one.name if one.side == "both" else f"{one.name} ({one.side})"


def _what(step: Step) -> str:
    return "; ".join([step.level_text, step.dose_text, *(f"limit: {cap.words}" for cap in step.caps)])
