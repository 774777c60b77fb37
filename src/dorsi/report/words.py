"""The report's sentences: names of quantities, what a scale is, how sure a number is, and the safety wording."""

import re
from typing import Final

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.report import amounts
from dorsi.schema.session import Difference, Measurement, Quality, Session
from dorsi.wording import movements
from dorsi.wording.plurals import plural

MOVEMENT_TITLES: Final = {name: words.title for name, words in movements.NAMES.items()}

#: Quantity -> (label, one sentence on what it is).
QUANTITIES: Final = {
    "heel_down_shank_inclination_deg": (
        "Shank lean, heel down",
        "how far the shin tipped forward before the heel came up",
    ),
    "peak_shank_inclination_deg": ("Shank lean", "how far the shin tips forward over the foot while the heel is down"),
    "shank_inclination_deg": ("Shank lean", "shin against the vertical; 0 is upright, more is knee forward"),
    "ankle_dorsiflexion_deg": ("Ankle bend", "shin against the sole; above 0 toes towards the shin, below 0 pointing"),
    "peak_knee_flexion_deg": ("Deepest knee bend", "the most in each repetition; 0 is a straight knee"),
    "knee_flexion_deg": ("Knee bend", "0 is a straight knee"),
    "knee_flexion_at_peak_deg": (
        "Knee bend at the greatest shank lean",
        "when the shin tips forward the most; 0 is a straight knee",
    ),
    "hip_flexion_deg": ("Hip bend", "trunk against thigh, 0 is straight"),
    "trunk_lean_deg": ("Trunk lean", "trunk against the vertical, forward is positive"),
    "heel_rise_frac": ("Heel rise", "how far the heel leaves the floor, in percent of shin length"),
    "heel_height_frac": ("Heel height", "heel above the floor, in percent of shin length"),
    "knee_past_toe_frac": ("Knee past toes", "in percent of foot length; knees may pass the toes"),
    "ankle_change_from_standing_deg": (
        "Change from standing",
        "how much further the shin tips than while standing in the same clip",
    ),
    "rep_count": ("Repetitions", "those that count"),
    "wblt_cm": ("Toe to wall", "greatest distance with the knee still touching the wall"),
    "cadence_spm": ("Cadence", "steps per minute, both feet; no target is set"),
    "contact_s": ("Ground contact", "time one foot stays on the ground"),
    "flight_s": ("Flight", "time with neither foot on the ground"),
    "duty_factor_frac": ("Duty factor", "share of the stride that the foot is on the ground"),
    "peak_stance_dorsiflexion_deg": ("Ankle bend in stance", "deepest bend while the foot carries you"),
    "peak_pushoff_plantarflexion_deg": ("Push-off", "how far the foot points around toe-off"),
    "foot_strike_angle_deg": ("Foot angle at contact", "toes up is positive; described, not judged"),
    "shank_inclination_at_contact_deg": ("Shank lean at contact", "negative means the foot lands ahead of the knee"),
    "heel_off_pct_stance": ("Heel-off", "when the heel leaves the ground, in percent of stance"),
    "fppa_deg": ("Knee angle from the front", "hip, knee and ankle seen from the front; above 0 the knee is inward"),
    "knee_over_foot_frac": (
        "Knee inside the foot",
        "in percent of shin length; inward is positive",
    ),
    "pelvis_drop_deg": ("Pelvis drop", "how far the other side's hip is lower than when standing"),
    "foot_turn_out_deg": ("Toes out", "how far the foot points outward"),
    "ankle_inward_frac": ("Ankle moves inward", "over the foot, in percent of shin length, against standing"),
    "overstride_frac": ("Foot ahead of the hips at contact", "in percent of leg length; described, not judged"),
    "step_width_frac": ("Step width", "left foot to right foot across, in percent of leg length"),
    "body_rise_frac": ("Rise of the body", "hips above standing height, in percent of shin length"),
    "heel_height_foot_frac": ("Height of the heel", "in percent of foot length, from how far the body rises"),
    "heel_height_cm": ("Height of the heel", "worked out from how far the body rises and from your stature"),
    "rep_time_s": ("Time of a repetition", "up and down"),
    "height_kept_frac": ("Height kept", "last repetition against the best one"),
    "peak_plantarflexion_deg": ("Foot pointed down", "deepest pointing, shin against sole"),
    "ankle_range_deg": ("Ankle range", "most bent against most pointed, within one step"),
    "knee_lift_frac": ("Knee lift", "in percent of shin length"),
    "one_leg_stance_s": ("Stance on one leg", "the longest one"),
    "touches_count": ("Touches", "of the other foot, within that stance"),
    "pelvis_sway_frac": ("Sway of the pelvis", "sideways, standard deviation in percent of leg length"),
    "left_pelvis_drop_deg": ("Left pelvis drop", "how far the other side's hip is lower than when standing"),
    "left_ankle_inward_frac": ("Left ankle moves inward", "over the foot, in percent of shin length"),
    "left_foot_turn_out_deg": ("Left toes out", "how far the foot points outward"),
    "right_pelvis_drop_deg": ("Right pelvis drop", "how far the other side's hip is lower than when standing"),
    "right_ankle_inward_frac": ("Right ankle moves inward", "over the foot, in percent of shin length"),
    "right_foot_turn_out_deg": ("Right toes out", "how far the foot points outward"),
    "foot_across_frac": ("Foot across", "place of one step across the picture, in percent of leg length"),
    "left_fppa_deg": ("Left knee angle", "as seen from the front; above 0 the knee is inward"),
    "right_fppa_deg": ("Right knee angle", "as seen from the front; above 0 the knee is inward"),
    "left_knee_over_foot_frac": ("Left knee inside the foot", "in percent of shin length"),
    "right_knee_over_foot_frac": ("Right knee inside the foot", "in percent of shin length"),
}

SCALES: Final = {
    "camera_joint_centre": "camera scale: line from ankle to knee against the vertical",
    "camera_2d": "camera scale: angle in the picture plane",
    "camera_time": "camera scale: time from the frames' own clock",
    "inclinometer_tuberosity": "inclinometer scale: shin angle below the knee",
    "tape": "tape scale: toe to wall",
    "self_test": "self-test",
}

RUN_NOTE: Final = (
    "A running ankle moves fast and is small in the picture. Take this as a hint; "
    "a knee-to-wall lunge is the surer test of range."
)
SQUAT_NOTE: Final = (
    "No band: a squat shows the range you used, not all you have. The knee-to-wall lunge is the test of range."
)

SIDE_NAMES: Final = {"left": "Left", "right": "Right", "both": "Both sides"}
HIGH_SPREAD_DEG: Final = 3.0
YAW_OK_DEG: Final = 15.0


def label_of(name: str) -> str:
    """Return a quantity's name for people; an unlisted one is its own name without underscores and unit."""
    if name in QUANTITIES:
        return QUANTITIES[name][0]
    stem, _, end = name.rpartition("_")
    return (stem if end in amounts.UNITS else name).replace("_", " ").capitalize()


def meaning_of(name: str) -> str:
    """Return what a quantity is, or nothing if it has no entry."""
    return QUANTITIES.get(name, ("", ""))[1]


def scale_words(scale: str) -> str:
    """Return a scale tag in words."""
    return SCALES.get(scale, scale.replace("_", " "))


def reason_text(reason: str) -> str:
    """Return a stored reason as a readable phrase; codes such as "heel_up" lose their underscores."""
    text = reason.strip().rstrip(".")
    return text.replace("_", " ") if " " not in text else text


def typeset(text: str) -> str:
    """Return the text with a real multiplication sign and degree sign: "2 x 8", "24 deg" become "2 × 8", "24°"."""
    return re.sub(r"(\d) deg\b", r"\1°", re.sub(r"(\d) x (\d)", r"\1 × \2", text))


def sentence(text: str) -> str:
    """Return the text with a capital in front and a full stop behind."""
    text = typeset(text.strip())
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def camera_words(quality: Quality) -> str:
    """Return what the camera's angle means for the number: "camera side-on (3° off)"."""
    if quality.yaw_deg is None:
        return "camera angle unknown"
    if quality.view in {"front", "rear"}:
        return f"camera {'in front' if quality.view == 'front' else 'behind'}"
    off = f"{amounts.UNITS['deg'].number(abs(quality.yaw_deg))}° from side-on"
    return f"camera angle good ({off})" if abs(quality.yaw_deg) <= YAW_OK_DEG else f"camera angle off ({off})"


def confidence_statement(
    session: Session, measurement: Measurement, *, detectable: DetectableChanges = PUBLISHED
) -> str:
    """Return how sure a headline number is and why, and what a later change would have to be to count (6.2)."""
    trial = "step" if session.movement == "run" else "repetition"
    because = [plural(measurement.n, f"valid {trial}"), camera_words(session.quality)]
    if measurement.sd is not None:
        because.append(f"spread {amounts.unit_for(measurement).text(measurement.sd)}")
    rated = f"Confidence: {measurement.confidence}" if measurement.confidence else "Confidence: not rated"
    parts = [f"{rated}, from {', '.join(because)}."]
    if measurement.status == "low_confidence" and measurement.reason:
        parts.append(sentence(reason_text(measurement.reason)))
    known = detectable.of_clip(session.movement, measurement.name, measurement.scale)
    if known is not None:
        least = least_text(known.mdc, measurement.unit)
        parts.append(
            f"Nothing to compare with yet; a later change under {least} could be measuring error ({known.source})."
        )
    return " ".join(parts)


def least_text(mdc: float, unit: str) -> str:
    """Return a detectable change with its unit, to two digits: "5°", "4.6°"."""
    return amounts.unit_of(unit).rough(float(f"{mdc:.2g}"))


def difference_text(difference: Difference) -> str:
    """Return a side difference in words: who leads by how much, or that none can be told."""
    unit = amounts.unit_of(difference.unit)
    bound = f"± {unit.text(difference.bound)}"
    if not difference.detectable:
        return f"No detectable difference: {unit.text(difference.value)} {bound}, left minus right."
    more, less = ("left", "right") if difference.value > 0 else ("right", "left")
    return f"The {more} side shows {unit.text(abs(difference.value))} {bound} more than the {less}."
