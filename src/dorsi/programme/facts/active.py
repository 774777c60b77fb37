"""Facts about the range that an ankle has and the range that a squat uses."""

from dorsi.programme.facts.measured import FILMED
from dorsi.programme.facts.readings import Readings
from dorsi.programme.language.conditions import NOT_THERE, Fact
from dorsi.schema.sides import Leg


def active_facts(readings: Readings, side: Leg) -> dict[str, Fact]:
    """Return the lunge's angle minus the squat's, on one scale; it does not apply unless both are sure."""
    for scale in FILMED:
        lunge = readings.get("peak_shank_inclination_deg", side, scale)
        squat = readings.get("squat_shank_inclination_deg", side, scale)
        if lunge is None or squat is None or lunge.low_because or squat.low_because or lunge.faults or squat.faults:
            continue
        gap = lunge.value - squat.value
        text = f"{lunge.text} in the lunge; {squat.text} in the squat"
        measured = Fact(value=gap, metric=squat.metric, measured=squat.value, unit=squat.unit, scale=scale)
        return {"active_gap_deg": measured, "active_gap_text": Fact(value=text)}
    return {"active_gap_deg": NOT_THERE, "active_gap_text": NOT_THERE}
