"""Facts from what was measured: range with its band, side difference, strength, balance, running."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from dorsi import measures
from dorsi.programme.facts.bands import band_table, bends_words, classify, limits_at, milder_band, shank_angle_deg
from dorsi.programme.facts.columns import measured
from dorsi.programme.facts.history import told
from dorsi.programme.facts.readings import Reading, Readings
from dorsi.programme.language.conditions import NOT_THERE, Fact, Value, not_given, not_measured
from dorsi.schema.intake import Intake
from dorsi.schema.plan_remarks import SideDifference
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Band, Scale

FILMED: Final[tuple[Scale, ...]] = ("camera_joint_centre", "inclinometer_tuberosity")
FAULT_WORDS = {
    "heel_up": "the heel lifted",
    "knee_inside_toes": "the knee turned inside the toes",
    "out_of_plane": "the foot was not seen from the side",
    "camera_tilt": "the camera was tilted",
    "low_confidence": "the body was not seen well enough",
    "not_measured": "this leg could not be measured in the clip",
}


NO_LUNGE: Final = "no lunge"


@dataclass(frozen=True, kw_only=True)
class Range:
    """The range of one ankle: the reading used, its band, and evidence against it."""

    side: Leg
    readings: tuple[Reading, ...]  #: valid lunge readings, the one used first
    band: Band | None
    dose_band: Band | None
    uncertain: bool = False
    disagree: bool = False
    reason: str | None = None
    of_either: str | None = None  #: the reason without the leg, where it names the leg

    @property
    def deciding(self) -> Reading | None:
        """The reading that sets the band."""
        return self.readings[0] if self.readings else None

    @property
    def text(self) -> str:
        """All readings in words."""
        return "; ".join(reading.text for reading in self.readings) or "not measured"


def lunge_range(intake: Intake, readings: Readings, side: Leg, *, film_void: bool) -> Range:
    """Return the range of one ankle from the first valid scale of bands.yaml's order."""
    table = band_table().dorsiflexion
    found: list[Reading] = []
    for scale in table.order:
        reading = readings.get(table.scales[scale].metric, side, scale)
        if reading is not None and not (film_void and scale == "camera_joint_centre"):
            found.append(reading)
    if not found:
        void = "the filmed lunge does not count" if film_void else None
        reason, either = void or f"{NO_LUNGE} of the {side} side", void or NO_LUNGE
        return Range(side=side, readings=(), band=None, dose_band=None, reason=reason, of_either=either)
    band = classify(found[0].value, limits_at(found[0].scale, intake.age_years))
    return Range(side=side, readings=tuple(found), band=band, dose_band=band)


def with_milder_dose(one: Range, age_years: float) -> Range:
    """Return the range marked as close to a limit, with the dose of the milder band (R15)."""
    deciding = one.deciding
    assert deciding is not None
    milder = milder_band(deciding.value, limits_at(deciding.scale, age_years))
    return replace(one, uncertain=True, dose_band=milder)


def range_facts(one: Range, intake: Intake) -> dict[str, Fact]:
    """Return the facts of one ankle's range."""
    deciding = one.deciding
    if deciding is None or one.band is None:
        unknown = Fact(missing=one.reason, of_either=one.of_either) if one.reason else not_measured("range")
        return {
            "lunge_valid": Fact(value=False),
            "df_band": unknown,
            "dose_band": unknown,
            "df_text": unknown,
            "df_words": unknown,
            "limit_distance_sem": unknown,
            **_tape_against_film(one, intake),
        }
    limits = limits_at(deciding.scale, intake.age_years)
    distance = min(abs(limit - deciding.value) for limit in limits)
    return {
        "lunge_valid": Fact(value=True),
        "df_band": _measured(one.band, deciding),
        "dose_band": _measured(one.dose_band or one.band, deciding),
        "df_text": Fact(value=one.text),
        "df_words": Fact(value=bends_words(one.band)),
        "limit_distance_sem": _measured(distance / deciding.standard_error, deciding),
        **_tape_against_film(one, intake),
    }


def _measured(value: Value, reading: Reading) -> Fact:
    return Fact(value=value, metric=reading.metric, measured=reading.value, unit=reading.unit, scale=reading.scale)


def _tape_against_film(one: Range, intake: Intake) -> dict[str, Fact]:
    tape = next((r for r in one.readings if r.scale == "tape"), None)
    film = next((r for r in one.readings if r.scale == "camera_joint_centre"), None)
    if tape is None or film is None:
        return {"tape_and_film": Fact(value=False), "tape_angle_gap_deg": NOT_THERE, "tape_filmed_heel_down": NOT_THERE}
    expected = shank_angle_deg(tape.value, stature_cm=intake.stature_cm, shank_cm=intake.shank_length_cm)
    gap = None if expected is None else abs(expected - film.value)
    return {
        "tape_and_film": Fact(value=True),
        "tape_angle_gap_deg": told(gap, "body height"),
        "tape_filmed_heel_down": Fact(value=tape.heel_down_filmed),
    }


def range_cap_text(one: Range, frac: float) -> str:
    """Return a share of the person's range in degrees, with the matching cue in centimetres (R05)."""
    angle = next((r for r in one.readings if r.scale in FILMED), None)
    tape = next((r for r in one.readings if r.scale == "tape"), None)
    if angle is None and tape is None:
        return "by feel; film a lunge to get it in degrees"
    at_wall = "" if tape is None else _at_wall(tape.value, frac, None if angle is None else angle.value)
    if angle is None:
        return f"{at_wall}; film a lunge to get it in degrees"
    return ", ".join([f"{frac * angle.value:.0f}°", *([at_wall] if at_wall else [])])


def _at_wall(best_cm: float, frac: float, angle_deg: float | None) -> str:
    """Return how far from the wall the toes may be: the best, less what the missing share of the angle makes in cm."""
    table = band_table()
    # Without an angle, the usual one counts: of all that are not ample, it takes the most away (R05: 3 to 4 cm).
    usual_deg = table.dorsiflexion.scales["camera_joint_centre"].limits[2]
    less_cm = (1 - frac) * (angle_deg or usual_deg) / table.wall_geometry.slope_deg_per_cm
    return f"about {max(0.0, best_cm - less_cm):.1f} cm at the wall"


def film_facts(readings: Readings, side: Leg) -> dict[str, Fact]:
    """Return the facts that decide whether the filmed lunge of one side counts."""
    film = readings.get("peak_shank_inclination_deg", side, "camera_joint_centre")
    if film is None:
        why = readings.missing.get(("peak_shank_inclination_deg", side))
        faults: frozenset[str] = frozenset({"not_measured"}) if why else frozenset()
        gone = dict.fromkeys(("out_of_plane_deg", "camera_tilt_deg", "lunge_spread_deg"), NOT_THERE)
        return {"lunge_faults": Fact(value=faults), **gone}
    return {
        "lunge_faults": Fact(value=film.faults),
        "out_of_plane_deg": NOT_THERE if film.yaw_deg is None else Fact(value=film.yaw_deg),
        "camera_tilt_deg": NOT_THERE if film.tilt_deg is None else Fact(value=film.tilt_deg),
        "lunge_spread_deg": NOT_THERE if film.spread is None else Fact(value=film.spread),
    }


def side_differences(ranges: dict[Leg, Range]) -> list[SideDifference]:
    """Return left minus right for every scale measured on both sides, the leading scale first (M01, M16)."""
    out = []
    for scale in band_table().dorsiflexion.order:
        pair = [next((r for r in ranges[leg].readings if r.scale == scale), None) for leg in LEGS]
        left, right = pair
        if left is not None and right is not None:
            out.append(difference_of(left, right, scale))
    return out


def difference_of(left: Reading, right: Reading, scale: Scale) -> SideDifference:
    """Return left minus right of one scale, compared with what can be told apart (M01, M16)."""
    limits = band_table().dorsiflexion.scales[scale]
    own = (left.bound or 0.0, right.bound or 0.0)
    # Left against right is a difference of two clips, like now against before: the same detectable change applies.
    measured = left.known is not None and left.known.origin == "own"
    noise = left.known.mdc if left.known is not None and measured else limits.difference_noise
    bound = max(noise, (own[0] ** 2 + own[1] ** 2) ** 0.5)
    value = left.value - right.value
    size: Literal["none", "noted", "marked"] = "none"
    if abs(value) >= (bound if measured else max(bound, limits.noted)):
        size = "marked" if abs(value) >= limits.marked else "noted"
    ending = {
        "none": f"less than the {measures.unit_of(left.unit).text(bound)} this test can detect",
        "noted": "noted",
        "marked": "marked",
    }
    limited: Leg | None = None if size == "none" else ("left" if value < 0 else "right")
    return SideDifference(
        metric=left.metric,
        value=round(value, 2),
        unit=left.unit,
        scale=scale,
        bound=round(bound, 4),
        size=size,
        limited_side=limited,
        text=f"{measures.unit_of(left.unit).text(abs(value))} ({measures.scales()[scale].short}, {ending[size]})",
    )


def difference_facts(differences: list[SideDifference]) -> dict[str, Fact]:
    """Return the facts of the side difference, from the leading scale."""
    if not differences:
        unknown = Fact(missing="it takes a number of both sides, measured the same way")
        return {"difference_size": unknown, "difference_text": unknown}
    text = "; ".join(one.text for one in differences)
    first = differences[0]
    size = Fact(
        value=first.size,
        metric=first.metric,
        difference=True,
        measured=first.value,
        unit=first.unit,
        scale=first.scale,
    )
    return {"difference_size": size, "difference_text": Fact(value=text)}


def self_test_facts(intake: Intake, readings: Readings, side: Leg) -> dict[str, Fact]:
    """Return the facts of self-tests, front views and running of one side."""
    tests = intake.self_tests
    other: Leg = "right" if side == "left" else "left"
    reps, reps_other = tests.heel_raise_reps.side(side), tests.heel_raise_reps.side(other)
    both = reps is not None and reps_other is not None
    bent = readings.get("peak_shank_inclination_deg", side)
    straight = readings.get("straight_knee_shank_inclination_deg", side, bent.scale if bent else None)
    gap = bent.value - straight.value if bent and straight else None
    stiff, unequal = tests.inv_ev_stiff.side(side), tests.inv_ev_unequal
    inv_ev = None if stiff is None and unequal is None else bool(stiff) or bool(unequal)
    return measured(readings, side) | {
        "heel_raise_gap": Fact(value=reps_other - reps)
        if both and reps is not None and reps_other is not None
        else not_given("heel raises of both sides"),
        "heel_raise_ratio": Fact(value=reps / reps_other)
        if both and reps is not None and reps_other
        else not_given("heel raises of both sides"),
        "inv_ev_stiff": told(inv_ev, "turning in and out"),
        "gastroc_gap_deg": told(gap, "straight-knee and bent-knee lunge"),
        "fppa_deg": _sure_fact(readings, "fppa_deg", side),
        "ankle_inward_frac": _sure_fact(readings, "ankle_inward_frac", side),
        "knee_lift_gap": _knee_lift_gap(readings, side, other),
        "knee_over_foot_frac": _sure_fact(readings, "knee_over_foot_frac", side),
    }


def _knee_lift_gap(readings: Readings, side: Leg, other: Leg) -> Fact:
    """Return how much less the knee rises in a march than on the other side, in shank lengths."""
    own, there = readings.get("knee_lift_frac", side), readings.get("knee_lift_frac", other)
    if own is None or there is None or own.low_because or there.low_because:
        return not_given("a march filmed on both sides")
    return Fact(value=there.value - own.value)


def _sure_fact(readings: Readings, metric: str, side: Leg) -> Fact:
    """Return a front-view reading; with low confidence it sets no target (R13): its bound is wider than the bands."""
    reading = readings.get(metric, side)
    if reading is not None and reading.low_because:
        what = measures.noun_of(metric)
        return Fact(missing=f"{what} has low confidence: {reading.low_because}", about=what)
    return _reading_fact(readings, metric, side)


def _reading_fact(readings: Readings, metric: str, side: Leg, what: str = "") -> Fact:
    reading = readings.get(metric, side)
    if reading is None:
        reason = readings.missing.get((metric, side))
        return Fact(missing=reason) if reason else not_given(what or measures.noun_of(metric))
    return _measured(reading.value, reading)
