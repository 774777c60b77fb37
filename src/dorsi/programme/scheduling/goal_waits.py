"""What a goal asks for and does not get in the first week, and when it comes: where a history comes before the goal."""

from collections.abc import Iterator, Mapping, Sequence

from dorsi.programme.choosing.findings import Findings
from dorsi.programme.exercises.catalogue import Catalogue
from dorsi.programme.rulebook.rule import slot_choices
from dorsi.programme.rulebook.rules import rules
from dorsi.schema.plan import Reason
from dorsi.schema.plan_remarks import Excluded


def goal_words(
    found: Findings, known: Catalogue, starts: Mapping[str, int], left_out: Sequence[Excluded]
) -> list[Reason]:
    """Return one sentence on the exercises that a goal waits for, if a rule asks for it and there are any.

    Parameters
    ----------
    found
        What the rules found.
    known
        The catalogue.
    starts
        The first week of each exercise of the plan.
    left_out
        What the plan leaves out, with what would bring it in.
    """
    text = found.parameters.goal_waits_say
    waits = list(dict.fromkeys(_waiting(found, known, starts, left_out))) if text else []
    return [found.why("goal_waits_say", text.format(what="; ".join(waits)))] if text and waits else []


def _waiting(
    found: Findings, known: Catalogue, starts: Mapping[str, int], left_out: Sequence[Excluded]
) -> Iterator[str]:
    # Goals are the musts of the tier in which a rule asks for this sentence; those of other tiers are findings.
    tier = next(rule.tier for rule in rules() if rule.id == found.set_by["goal_waits_say"].rule)
    asked = [ask.action for ask in found.musts if ask.action.role == "goal" and ask.tier == tier]
    for slot in (slot for action in asked for slot in action.slots):
        names = slot_choices(slot)
        begun = {starts[name]: name for name in names if name in starts}
        if begun and min(begun) > 1:
            yield f"{known[begun[min(begun)]].name} starts in week {min(begun)}"
        until = next((e.until for e in left_out if e.item == names[0] and not e.levels and e.until), None)
        if not begun and until:
            yield f"{known[names[0]].name} waits until {until}"
