"""Facts about the moment at which the heel leaves the ground in a run: one side beside the other."""

from math import hypot

from dorsi import measures
from dorsi.programme.facts.readings import Reading, Readings
from dorsi.programme.language.conditions import NOT_THERE, Fact
from dorsi.schema.sides import LEGS, Leg
from dorsi.wording.plurals import listed

METRIC = "heel_off_pct_stance"


def heel_off_facts(readings: Readings, side: Leg) -> dict[str, Fact]:
    """Return how one side's heel-off compares with the other's; it does not apply unless a run shows both surely.

    The difference is measured in the two numbers' errors, each half of its 95 % interval, added as squares.
    """
    pair = {leg: one for leg in LEGS if (one := readings.get(METRIC, leg)) is not None and one.low_because is None}
    errors = [half for one in pair.values() if (half := one.shown_bound)]
    if len(pair) < len(LEGS) or len(errors) < len(LEGS):
        return dict.fromkeys(("heel_off_later", "heel_off_over_error", "heel_off_text"), NOT_THERE)
    own = pair[side]
    gap = own.value - next(one.value for leg, one in pair.items() if leg != side)
    return {
        "heel_off_later": Fact(value=gap > 0),
        "heel_off_over_error": Fact(
            value=round(abs(gap) / hypot(*errors), 6), metric=METRIC, measured=own.value, unit=own.unit, scale=own.scale
        ),
        "heel_off_text": Fact(value=_words(pair)),
    }


def _words(pair: dict[Leg, Reading]) -> str:
    """Return both sides in words, with the spread from step to step where the steps were filmed."""
    unit = measures.unit_of_name(METRIC)
    told = [f"{leg} after {unit.text(one.value)} of the stance" for leg, one in pair.items()]
    spreads = [f"{leg} {unit.text(one.step_sd)}" for leg, one in pair.items() if one.step_sd is not None]
    varies = f"; it varies from step to step by {listed(spreads)}" if spreads else ""
    return f"{listed(told)}{varies}"
