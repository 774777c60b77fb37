"""From landmarks to numbers: the pure part of an analysis, the same for a video and for landmarks from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from dorsi.analysis import cuts, joints, level, proportions, quality, swaps
from dorsi.analysis.level import Cue, Level
from dorsi.analysis.quality import Footage
from dorsi.analysis.uncertainty import ROLL_GIVEN_SD_DEG
from dorsi.analysis.view import View, find_view, shank_px
from dorsi.protocols import PROTOCOLS, TITLES, Protocol, Recognised, Take, recognise, tempo
from dorsi.protocols.features import find_features
from dorsi.protocols.left_out import left_out
from dorsi.protocols.numbers import not_measured
from dorsi.protocols.recognise import SURE_MIN
from dorsi.schema.session import Measurement, Quality, Warn
from dorsi.types import SIDES, Landmarks, Rep, Signals, Size, Step
from dorsi.vocabulary import Movement

LOOK_CUTOFF_HZ: Final = 6.0  #: for telling view and movement apart, before the movement's own cut-off is known
LOOK_GAP_S: Final = 0.2
NOTHING_KNOWN: Final = Size()
FILM_ONE: Final = "film one movement as its guide says (dorsi movements), or name it with --movement"
ROLL_MAX_DEG: Final = 15.0  #: a camera tilted more is not one that somebody set up


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What landmarks yield."""

    landmarks: Landmarks  #: cleaned, in the picture's pixels
    signals: Signals
    events: tuple[Rep | Step, ...]
    movement: Movement  #: "unknown" where dorsi can not tell
    quality: Quality
    measurements: list[Measurement]
    cutoff_hz: float


def measure(  # noqa: PLR0913 - each is one thing that is known of the clip
    raw: Landmarks,
    *,
    movement: str = "auto",
    side: str = "auto",
    roll_deg: float | None = None,
    roll_sd_deg: float = ROLL_GIVEN_SD_DEG,
    level_cues: Sequence[Cue] = (),
    yaw_deg: float | None = None,
    size: Size = NOTHING_KNOWN,
    slow_motion_undone: bool = False,
    cuts_s: Sequence[float] = (),
) -> Measured:
    """Return angles, events and measurements of one person's landmarks; no video and no pose network is needed.

    Parameters
    ----------
    raw
        One person over one clip, unsmoothed.
    movement
        The name of a protocol, such as "lunge", or "auto" to recognise which.
    side
        "left", "right", or "auto" for every side that can be measured.
    roll_deg, roll_sd_deg
        Camera tilt, clockwise +, and its doubt, where it is known; None reads it from `level_cues` and the body.
    level_cues
        What the scene, or the phone's own sensor, tells of the camera's tilt.
    yaw_deg
        Camera's turn from side-on, + towards the chest, where it is known; None reads it from `raw.world_m`. Landmarks
        without depth show no turn: then, without this, the view is unclear and no side-view angle is given as a number.
    size
        What is known of real lengths, such as the person's stature, for centimetres.
    slow_motion_undone
        Whether `raw.time_s` had a slow-motion factor taken out.
    cuts_s
        Times at which the clip's pictures show a new scene; cuts that move the body are found without.

    Examples
    --------
    >>> from dorsi import synth
    >>> found = measure(synth.lunge(peak_deg=40.0))
    >>> headline = found.measurements[0]
    >>> headline.name, headline.side, round(headline.value, 1), headline.unit
    ('peak_shank_inclination_deg', 'left', 40.0, 'deg')
    >>> found.signals.shank_inclination_deg.shape[1]
    2
    """
    scene = partial(
        _measure_scene,
        movement=movement,
        side=side,
        given=None if roll_deg is None else Level(roll_deg=roll_deg, sd_deg=roll_sd_deg),
        level_cues=tuple(level_cues),
        yaw_deg=yaw_deg,
        size=size,
        slow_motion_undone=slow_motion_undone,
    )
    rows = cuts.scenes(raw, cuts_s)
    if not rows or rows == [slice(0, len(raw.time_s))]:
        whole = scene(raw)
    else:
        found = [scene(cuts.only(raw, part)) for part in rows]
        best = max(range(len(rows)), key=lambda k: (_valid_count(found[k]), rows[k].stop - rows[k].start))
        whole = _one_scene(found[best], rows[best], raw, [m.movement for k, m in enumerate(found) if k != best])
    seen = [round(float(when), 4) for when in cuts_s]
    return replace(whole, quality=whole.quality.model_copy(update={"cuts_s": seen}))


def _valid_count(found: Measured) -> int:
    return sum(1 for e in found.events if e.valid)


def _one_scene(found: Measured, rows: slice, raw: Landmarks, others: list[Movement]) -> Measured:
    """Return the measured scene of a clip that was cut, with rows for the whole clip, and say what was left out."""
    start_s, end_s = raw.time_s[rows.start], raw.time_s[rows.stop - 1]
    named = [TITLES[name].lower() for name in dict.fromkeys(others) if name in TITLES]
    also = f" The rest shows another movement: {', '.join(named)}." if named else ""
    span = f"from {start_s:.1f} to {end_s:.1f} s"
    warning = Warn(
        code="clip_cut",
        text=f"The clip is cut, or the person was lost: only the part {span} was measured.{also}",
        tip="Give each part as a clip of its own.",
    )
    # Where nothing could be measured, no part was.
    cut = [] if any(w.code == "not_measurable" for w in found.quality.warnings) else [warning]
    return replace(
        found,
        landmarks=cuts.whole_landmarks(found.landmarks, rows, raw.time_s),
        signals=cuts.whole_signals(found.signals, rows, raw.time_s),
        quality=found.quality.model_copy(update={"warnings": [*cut, *found.quality.warnings]}),
    )


def _measure_scene(
    raw: Landmarks,
    *,
    movement: str,
    side: str,
    given: Level | None,
    level_cues: tuple[Cue, ...],
    yaw_deg: float | None,
    size: Size,
    slow_motion_undone: bool,
) -> Measured:
    """Return what one uncut scene yields; arguments as `measure`."""
    named, swapped = swaps.repair_swaps(raw, scale_px=shank_px(raw))
    footage = quality.look_at(named, swapped)
    look = joints.low_passed(named, cutoff_hz=LOOK_CUTOFF_HZ, longest_gap_s=LOOK_GAP_S)
    tilt = given or level.join((*level_cues, *level.of_body(look, find_view(look, known_yaw_deg=yaw_deg))))
    named, look = joints.level(named, tilt.roll_deg), joints.level(look, tilt.roll_deg)
    view = find_view(look, known_yaw_deg=yaw_deg)
    view = replace(view, fault=proportions.fault(look, view))
    refusal = footage.refusal or _tilt_refusal(tilt.roll_deg)
    guess = None if refusal else recognise(find_features(look, view), PROTOCOLS.values())
    protocol = PROTOCOLS.get(guess.name or "" if movement == "auto" and guess else movement)
    cutoff_hz, gap_s = (protocol.cutoff_hz, protocol.longest_gap_s) if protocol else (LOOK_CUTOFF_HZ, LOOK_GAP_S)
    take = take_of(named, view, protocol, roll_sd_deg=tilt.sd_deg, side=side, cutoff_hz=cutoff_hz, gap_s=gap_s)
    take = replace(take, size=size)
    if protocol is None or refusal:
        events: tuple[Rep | Step, ...] = ()
        numbers = _nothing(take, protocol, refusal or _unknown_reason(guess))
    else:
        events = protocol.events(take)
        numbers = protocol.measure(take, events)
        take = replace(take, signals=replace(take.signals, extra=take.signals.extra | protocol.more_signals(take)))
    warnings = quality.warnings_of(footage, view, level=tilt)
    warnings += [] if refusal else _doubts(protocol, guess, events, slow_motion_undone=slow_motion_undone)
    warnings += left_out(take, events) if protocol and not refusal else []
    return Measured(
        landmarks=joints.level(take.landmarks, -tilt.roll_deg),
        signals=take.signals,
        events=events,
        movement=protocol.name if protocol else "unknown",
        quality=_quality(footage, view, guess, warnings, tilt=tilt),
        measurements=numbers,
        cutoff_hz=cutoff_hz,
    )


def take_of(
    named: Landmarks,
    view: View,
    protocol: Protocol | None,
    *,
    roll_sd_deg: float,
    side: str,
    cutoff_hz: float,
    gap_s: float,
) -> Take:
    """Return the clip cleaned for a movement and turned into angles."""
    clean = joints.low_passed(named, cutoff_hz=cutoff_hz, longest_gap_s=gap_s)
    flat = (protocol.flat if protocol else joints.flat_frames)(clean, view)
    reference = joints.find_reference(clean, view, flat=flat)
    return Take(
        landmarks=clean,
        signals=joints.find_signals(clean, reference),
        reference=reference,
        view=view,
        roll_sd_deg=roll_sd_deg,
        wanted=SIDES if side == "auto" else tuple(s for s in SIDES if s == side),
    )


def _tilt_refusal(roll_deg: float) -> str | None:
    if abs(roll_deg) <= ROLL_MAX_DEG:
        return None
    return f"the camera was tilted by {abs(roll_deg):.0f} degrees; film again with the phone upright and level"


def _unknown_reason(guess: Recognised | None) -> str:
    if guess and guess.best not in PROTOCOLS and guess.score >= SURE_MIN:
        return f"this looks like {TITLES[guess.best].lower()}, which is not measured; {FILM_ONE}"
    best = ""
    if guess and guess.score > 0:
        best = f" (nearest: {TITLES[guess.best].lower()}, {100 * guess.score:.0f} %"
        best += f", then {TITLES[guess.runner_up].lower()}, {100 * guess.second:.0f} %)" if guess.second > 0 else ")"
    return f"no known movement was recognised{best}; {FILM_ONE}"


def _nothing(take: Take, protocol: Protocol | None, reason: str) -> list[Measurement]:
    """Return the headline of each side as not measured, with the one reason."""
    name = protocol.headline if protocol else "peak_shank_inclination_deg"
    return [not_measured(name, side, reason, scale="camera_joint_centre") for _, side in take.sides]


def _doubts(
    protocol: Protocol | None, guess: Recognised | None, events: tuple[Rep | Step, ...], *, slow_motion_undone: bool
) -> list[Warn]:
    """Return what speaks against the movement or its tempo."""
    out = []
    if protocol is None:
        text = _unknown_reason(guess).partition("; ")[0]
        tip = "Name the movement, or film it as the guide says: dorsi movements."
        out.append(Warn(code="movement_unknown", text=text[:1].upper() + text[1:] + ".", tip=tip))
    elif guess and guess.best != protocol.name and guess.score >= SURE_MIN:
        looks, asked = (TITLES[name].lower() for name in (guess.best, protocol.name))
        text = f"The clip looks more like this: {looks}. Asked for was: {asked}."
        out.append(Warn(code="movement_doubtful", text=text, tip="Leave the movement to dorsi, or name the right one."))
    slow = tempo.slow_motion_question(events, guess, undone=slow_motion_undone)
    void = _void_warning(events)
    return [*out, *([slow] if slow else []), *([void] if void else [])]


def _void_warning(events: tuple[Rep | Step, ...]) -> Warn | None:
    """Return which repetitions were left out and why (R13), or None if all count."""
    void = [e for e in events if not e.valid]
    if not void:
        return None
    reasons = "; ".join(sorted({reason for e in void for reason in e.void}))
    if isinstance(void[0], Step):
        return Warn(
            code="steps_void",
            text=f"{len(void)} of {len(events)} steps were left out: {reasons}.",
            tip="Film in good light, closer to the legs, with nothing in front of them.",
        )
    text = f"{len(void)} of {len(events)} repetitions were left out: {reasons}."
    tip = "Keep the foot where it is and its heel on the floor; a strip of paper under the heel shows when it lifts."
    return Warn(code="repetitions_void", text=text, tip=tip)


def _quality(footage: Footage, view: View, guess: Recognised | None, warnings: list[Warn], *, tilt: Level) -> Quality:
    known = footage.refusal is None
    return Quality(
        view=view.kind if known else "unclear",
        yaw_deg=_rounded(view.yaw_deg) if known else None,
        yaw_sd_deg=view.yaw_sd_deg if known else None,
        roll_deg=None if tilt == level.UNKNOWN else _rounded(tilt.roll_deg),
        roll_sd_deg=_rounded(tilt.sd_deg),
        facing=view.facing_name if known else None,
        near_side=SIDES[view.near_side] if known and view.kind == "side" else None,
        found_frac=round(footage.found_frac, 4),
        longest_gap_s=round(footage.longest_gap_s, 3),
        movement_score=round(guess.score, 3) if guess else None,
        movement_runner_up=guess.runner_up if guess else None,
        warnings=warnings,
    )


def _rounded(x: float | None) -> float | None:
    return round(x, 2) if x is not None and np.isfinite(x) else None
