"""From landmarks to numbers: the pure part of an analysis, the same for a video and for landmarks from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dorsi.analysis import cuts, given, joints, level, proportions, quality
from dorsi.analysis.level import Cue, Level
from dorsi.analysis.quality import Footage
from dorsi.analysis.uncertainty import ROLL_GIVEN_SD_DEG
from dorsi.analysis.view import SIDE_UNKNOWN, View
from dorsi.errors import OptionError, check_option
from dorsi.protocols import PROTOCOLS, Protocol, Take, doubts, parts, tempo
from dorsi.protocols.left_out import left_out
from dorsi.protocols.numbers import not_measured
from dorsi.protocols.parts import Film, Part
from dorsi.protocols.recognise import SURE_MIN
from dorsi.schema.session import Measurement, Quality, Warn
from dorsi.types import SIDES, BoolArray, Landmarks, Rep, Signals, Size, Step
from dorsi.vocabulary import Movement, SideName

NOTHING_KNOWN: Final = Size()
MOST_TURNED_DEG: Final = 90.0  #: a roll beyond is a picture on its head, a yaw beyond the other side of the body


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The results of landmarks."""

    landmarks: Landmarks  #: cleaned, in the picture's pixels
    signals: Signals
    events: tuple[Rep | Step, ...]
    movement: Movement  #: "unknown" if the clip shows none that dorsi measures
    quality: Quality
    measurements: list[Measurement]
    cutoff_hz: float
    refused: bool = False  #: whether nothing can be measured in the clip
    level_cues: tuple[Cue, ...] = ()  #: the sources of the camera's tilt
    also: tuple["Measured", ...] = ()  #: other movements of the clip, or the same from the other side


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is known about a clip besides its landmarks, and what to measure."""

    side: str
    size: Size
    slow_motion_undone: bool
    side_known: bool  #: whether it is known which leg was nearer to the camera


def measure(  # noqa: PLR0913 - each is one thing that is known of the clip
    raw: Landmarks,
    *,
    movement: str = "auto",
    side: str = "auto",
    roll_deg: float | None = None,
    roll_sd_deg: float = ROLL_GIVEN_SD_DEG,
    level_cues: Sequence[Cue] = (),
    yaw_deg: float | None = None,
    near_side: SideName | None = None,
    facing: SideName | None = None,
    size: Size = NOTHING_KNOWN,
    slow_motion_undone: bool = False,
    cuts_s: Sequence[float] = (),
) -> Measured:
    """Return angles, events and measurements of one person's landmarks, without a video or pose network.

    Parameters
    ----------
    raw
        One person over one clip, unsmoothed.
    movement
        The name of a protocol, such as "lunge", or "auto" to recognise which.
    side
        "left", "right", or "auto" for every side that can be measured.
    roll_deg, roll_sd_deg
        Known camera tilt, clockwise +, and its standard deviation; None reads it from the body and `level_cues`.
    level_cues
        Other sources of the tilt, such as edges of the scene; a cue named like one of the body replaces it.
    yaw_deg
        Camera's turn from side-on, + towards the chest, where it is known; None reads it from `raw.world_m`. Landmarks
        without depth show no turn: then, without this, the view is unclear and there are no side-view numbers.
    near_side, facing
        The leg nearer to the camera, or the side of the picture that the person faced, where it is known: one follows
        from the other. Needed for landmarks in metres of another tool, which may have been turned round; None for
        what is as filmed. The landmarks that come back are as filmed.
    size
        Known real lengths, such as the person's stature, for centimetres.
    slow_motion_undone
        Whether slow motion was already undone in `raw.time_s`.
    cuts_s
        Times of new scenes; cuts that move the whole body are found without.

    Returns
    -------
    Measured
        The movement that explains most of the body's motion; further ones are in its `also`.

    Raises
    ------
    OptionError
        If the movement or a side is unknown, an angle is beyond 90 degrees, or near side and facing contradict each
        other.
    DataError
        If there are fewer than two frames, or points of the legs have no column.

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
    check_option("movement", movement, ("auto", *PROTOCOLS))
    check_option("side", side, ("auto", *SIDES))
    _check_angle("roll_deg", roll_deg)
    _check_angle("yaw_deg", yaw_deg)
    for name, value in (("near_side", near_side), ("facing", facing)):
        check_option(name, value or SIDES[0], SIDES)
    raw = given.as_filmed(given.checked(raw), near_side=near_side, facing=facing)
    asked = Asked(side=side, size=size, slow_motion_undone=slow_motion_undone, side_known=raw.as_filmed)
    known = None if roll_deg is None else Level(roll_deg=roll_deg, sd_deg=roll_sd_deg)
    film = parts.find_film(raw, cuts_s=cuts_s, given=known, level_cues=level_cues, known_yaw_deg=yaw_deg)
    found = _named(film, PROTOCOLS[movement], asked) if movement in PROTOCOLS else _recognised(film, asked)
    seen = [round(float(when), 4) for when in cuts_s]
    main, *others = (replace(m, quality=m.quality.model_copy(update={"cuts_s": seen})) for m in found)
    return replace(main, also=tuple(others))


def _check_angle(name: str, value: float | None) -> None:
    if value is not None and not abs(value) <= MOST_TURNED_DEG:
        raise OptionError(f"{name}: {value:g} is not a camera angle; give degrees from -90 to 90")


def _named(film: Film, protocol: Protocol, asked: Asked) -> list[Measured]:
    """Return the movement that the user named, once for each view of it."""
    shown = parts.claimed_parts(film, protocol)
    by_itself = parts.find_parts(film, list(PROTOCOLS.values()))
    if not shown:
        return [_measured(film, None, protocol, asked, by_itself, seen=False)]
    every = [*shown, *_lying(by_itself)]
    first, *others = [_measured(film, part, protocol, asked, every, also=shown) for part in shown]
    if not first.events:
        first = _told_of_other_leg(first, film, shown[0], protocol, asked) or first
    return [first, *(m for m in others if any(e.valid for e in m.events))]


def _told_of_other_leg(main: Measured, film: Film, part: Part, protocol: Protocol, asked: Asked) -> Measured | None:
    """Return the results of a leg that does not move, with the note that the other one does; None if neither does."""
    if asked.side == "auto":
        return None
    both = _measured(film, part, protocol, replace(asked, side="auto"), [part])
    if not both.events:
        return None
    warnings = [doubts.other_leg(protocol, asked.side, both.events), *main.quality.warnings]
    return replace(main, quality=main.quality.model_copy(update={"warnings": warnings}))


def _lying(shown: list[Part]) -> list[Part]:
    return [part for part in shown if part.name == "lying"]


def _recognised(film: Film, asked: Asked) -> list[Measured]:
    """Return the movements of the clip, the main one first, without those that have no event.

    A movement with lost legs is also skipped if another one can be followed.
    """
    shown = parts.find_parts(film, list(PROTOCOLS.values()))
    refused: list[Measured] = []
    for part in shown:
        if part.name not in PROTOCOLS or part.fit < SURE_MIN:
            break
        further = parts.further_parts(shown, part, set(PROTOCOLS), film.count)
        tried = [_measured(film, one, PROTOCOLS[one.name], asked, shown, also=[part, *further]) for one in further]
        more = [(one, found) for one, found in zip(further, tried, strict=True) if any(e.valid for e in found.events)]
        also = [part, *(one for one, _ in more)]  # skipped movements are reported as left out
        main = _measured(film, part, PROTOCOLS[part.name], asked, shown, also=also)
        if main.refused:
            refused.append(main)
            continue
        if main.events:
            return [_asking(main, film, part, asked), *(found for _, found in more)]
        told = _told_of_other_leg(main, film, part, PROTOCOLS[part.name], asked)
        if told:
            return [told]
    return refused[:1] or [_measured(film, None, None, asked, shown)]


def _asking(main: Measured, film: Film, part: Part, asked: Asked) -> Measured:
    """Return the results, with a question if another movement fits nearly as well."""
    if not part.close:
        return main
    as_rival = [m for found in _named(film, PROTOCOLS[part.rival], asked) for m in found.measurements]
    warnings = [doubts.close(part, as_rival), *main.quality.warnings]
    return replace(main, quality=main.quality.model_copy(update={"warnings": warnings}))


def _measured(
    film: Film,
    part: Part | None,
    protocol: Protocol | None,
    asked: Asked,
    shown: Sequence[Part],
    *,
    also: Sequence[Part] = (),
    seen: bool = True,
) -> Measured:
    """Return the results of one part of a clip, or of the whole clip if nothing was recognised."""
    keep = np.ones(film.count, dtype=bool) if part is None else parts.looked_at(film, part, shown)
    moving = keep if part is None else part.moving(film.count)
    footage = quality.look_at(film.named, film.swapped, keep=keep, moving=moving)
    cutoff_hz, gap_s = (
        (protocol.cutoff_hz, protocol.longest_gap_s) if protocol else (parts.LOOK_CUTOFF_HZ, parts.LOOK_GAP_S)
    )
    pieces = film.pieces if part is None else part.pieces
    clean = cuts.without(parts.cleaned(film, pieces, cutoff_hz=cutoff_hz, longest_gap_s=gap_s), ~keep)
    view = parts.view_of(film, clean, moving)
    view = replace(view, fault=proportions.fault(clean, view) if asked.side_known else SIDE_UNKNOWN)
    tilt = pieces[0].level
    take = take_of(clean, view, protocol, asked, footage, roll_sd_deg=tilt.sd_deg)
    refusal = footage.refusal or _tilt_refusal(tilt.roll_deg)
    take, events, numbers = _found(take, protocol, shown, refusal, seen=seen)
    warnings = quality.warnings_of(footage, view, level=tilt)
    falls = protocol is not None and protocol.falls_freely and seen
    signs = [piece.evidence.f for piece in pieces]
    slow = tempo.slow_motion_question(
        events, signs, falls=falls, undone=asked.slow_motion_undone, from_side=not take.frontal
    )
    if refusal:
        warnings += [slow] if slow else []
    else:
        # A slow repetition may be just that; a body in the air falls as fast as any.
        numbers = tempo.without_times(numbers) if slow and falls else numbers
        warnings += doubts.of_movement(protocol, part, take, events, shown, slow) + left_out(take, events, shown, also)
    return Measured(
        landmarks=parts.as_filmed(take.landmarks, pieces),
        signals=take.signals,
        events=events,
        movement=protocol.name if protocol else "unknown",
        quality=_quality(
            footage, view, part, warnings, tilt, rather=None if seen else doubts.shown_instead(shown, view)
        ),
        measurements=numbers,
        cutoff_hz=cutoff_hz,
        refused=refusal is not None,
        level_cues=tilt.cues,
    )


def _found(
    take: Take, protocol: Protocol | None, shown: Sequence[Part], refusal: str | None, *, seen: bool
) -> tuple[Take, tuple[Rep | Step, ...], list[Measurement]]:
    """Return the take with the movement's own signals, its events and its numbers; no events if refused or not seen."""
    if protocol is None or refusal:
        return take, (), _nothing(take, protocol, refusal or doubts.unknown_reason(shown, take.view))
    if not seen:
        return take, (), _nothing(take, protocol, doubts.not_found_reason(protocol, take))
    events = protocol.events(take)
    numbers = protocol.measure(take, events)
    signals = replace(take.signals, extra=take.signals.extra | protocol.more_signals(take))
    return replace(take, signals=signals), events, numbers


def take_of(
    clean: Landmarks, view: View, protocol: Protocol | None, asked: Asked, footage: Footage, *, roll_sd_deg: float
) -> Take:
    """Return cleaned and levelled landmarks turned into angles."""
    flat: BoolArray = (protocol.flat if protocol else joints.flat_frames)(clean, view)
    reference = joints.find_reference(clean, view, flat=flat)
    return Take(
        landmarks=clean,
        signals=joints.find_signals(clean, reference),
        reference=reference,
        view=view,
        roll_sd_deg=roll_sd_deg,
        wanted=SIDES if asked.side == "auto" else tuple(s for s in SIDES if s == asked.side),
        size=asked.size,
        leg_reasons=footage.leg_reasons,
    )


def _tilt_refusal(roll_deg: float) -> str | None:
    if abs(roll_deg) <= quality.ROLL_MAX_DEG:
        return None
    return f"the camera was tilted by {abs(roll_deg):.0f} degrees; film again with the phone upright and level"


def _nothing(take: Take, protocol: Protocol | None, reason: str) -> list[Measurement]:
    """Return the headline of each side as not measured, with the one reason."""
    name = protocol.headline if protocol else "peak_shank_inclination_deg"
    return [not_measured(name, side, reason, scale="camera_joint_centre") for _, side in take.sides]


def _quality(
    footage: Footage, view: View, part: Part | None, warnings: list[Warn], tilt: Level, *, rather: str | None
) -> Quality:
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
        movement_score=round(part.fit, 3) if part else None,
        movement_runner_up=part.rival or None if part else rather,
        warnings=warnings,
    )


def _rounded(x: float | None) -> float | None:
    return round(x, 2) if x is not None and np.isfinite(x) else None
