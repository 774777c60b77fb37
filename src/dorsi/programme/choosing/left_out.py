"""Everything that a plan leaves out, with the reasons."""

from collections.abc import Sequence

from dorsi.programme.choosing.bars import Bars, joined
from dorsi.programme.choosing.findings import Findings
from dorsi.programme.choosing.prepared import Prepared
from dorsi.programme.choosing.roster import Roster
from dorsi.schema.plan_remarks import Excluded
from dorsi.schema.sides import LEGS
from dorsi.vocabulary import Side


def everything_left_out(
    found: Findings, bars: Bars, roster: Roster, ready: Sequence[Prepared], used: Sequence[Prepared]
) -> list[Excluded]:
    """Return the exercises left out: by limits, passed over in a slot, or without a place in the week."""
    names = {one.exercise.id for one in used}
    unused = [_without_place(one, found) for one in ready if one.exercise.id not in names]
    entries = bars.excluded() + joined(entry.model_dump_json() for entry in [*roster.slots.passed, *unused])
    return [entry for entry in entries if entry.levels or not _contains(used, entry)]


def _without_place(one: Prepared, found: Findings) -> Excluded:
    why = found.why("roster_share")
    side: Side = "both" if len(one.choice.sides) > 1 else one.choice.sides[0]
    until = found.until_of.get("roster_share")
    return Excluded(item=one.exercise.id, name=one.exercise.name, side=side, rule=why.rule, text=why.text, until=until)


def _contains(used: Sequence[Prepared], entry: Excluded) -> bool:
    """Whether a passed-over exercise is in the plan for another finding."""
    sides = LEGS if entry.side == "both" else (entry.side,)
    return any(one.exercise.id == entry.item and set(sides) & set(one.choice.sides) for one in used)
