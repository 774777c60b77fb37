"""The results of one movement of a clip: its landmarks cleaned, its events found, its measurements made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dorsi.analysis import cuts, joints, level, proportions, quality
from dorsi.analysis.level import CameraLevel, Cue
from dorsi.analysis.quality import Footage
from dorsi.analysis.view import SIDE_UNKNOWN, CameraView, Refusal
from dorsi.protocols import doubts, parts, settling, sinks, tempo
from dorsi.protocols.left_out import left_out
from dorsi.protocols.numbers import not_measured
from dorsi.protocols.parts import Part, PersonFilm
from dorsi.protocols.protocol import Protocol, Take
from dorsi.schema.session import Measurement, Quality, Warn
from dorsi.types import SIDES, BoolArray, Landmarks, Rep, Signals, Size, Step
from dorsi.vocabulary import Movement


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
    legs_followed: bool = True  #: whether the network followed a leg at all
    level_cues: tuple[Cue, ...] = ()  #: the sources of the camera's tilt
    also: tuple["Measured", ...] = ()  #: other movements of the clip, or the same from the other side


@dataclass(frozen=True, kw_only=True)
class ClipContext:
    """What is known about a clip besides its landmarks, and what to measure."""

    side: str
    size: Size
    slow_motion_undone: bool
    side_known: bool  #: whether it is known which leg was nearer to the camera


def measured(
    film: PersonFilm,
    part: Part | None,
    protocol: Protocol | None,
    context: ClipContext,
    shown: Sequence[Part],
    *,
    also: Sequence[Part] = (),
    seen: bool = True,
) -> Measured:
    """Return the results of one part of a clip, or of the whole clip if nothing was recognised."""
    keep = np.ones(film.count, dtype=bool) if part is None else parts.looked_at(film, part, shown)
    moving = keep if part is None else part.moving(film.count)
    # In the picture as it was filmed: levelled, feet may lie outside it that are in it, and the other way round.
    filmed = parts.as_filmed(film.named, film.pieces)
    footage = quality.look_at(filmed, film.swapped, keep=keep, moving=moving)
    cutoff_hz = protocol.cutoff_hz if protocol else parts.LOOK_CUTOFF_HZ
    pieces = film.pieces if part is None else part.pieces
    clean, view = _cleaned(film, pieces, protocol, context, cutoff_hz=cutoff_hz, keep=keep, moving=moving)
    tilt = pieces[0].level
    take = take_of(clean, view, protocol, context, footage, tilt)
    refusal = footage.refusal or _tilt_refusal(tilt.roll_deg)
    cut_off = any(sinks.cut_off(piece.evidence.f) for piece in pieces)
    take, events, numbers = _found(take, protocol, shown, refusal, seen=seen, cut_off=cut_off)
    warnings = quality.warnings_of(footage, view, level=tilt)
    falls = protocol is not None and protocol.falls_freely and seen
    slow = _slow_motion(take, events, part, protocol, pieces, falls=falls, undone=context.slow_motion_undone)
    if refusal:
        warnings += [slow] if slow else []
    else:
        # A slow repetition may be just that; a body in the air falls as fast as any.
        numbers = tempo.without_times(numbers) if slow and falls else numbers
        warnings += doubts.of_movement(protocol, part, take, events, shown, slow, cut_off=cut_off)
        warnings += left_out(take, events, shown, also)
    rather = None if seen else doubts.shown_instead(shown, view)
    return Measured(
        landmarks=parts.as_filmed(take.landmarks, pieces),
        signals=take.signals,
        events=settling.without_refused(events, numbers),
        movement=protocol.name if protocol else "unknown",
        quality=_quality(footage, view, part, warnings, tilt, rather=rather),
        measurements=numbers,
        cutoff_hz=cutoff_hz,
        refused=refusal is not None,
        legs_followed=footage.legs_followed,
        level_cues=tilt.cues,
    )


def _cleaned(
    film: PersonFilm,
    pieces: Sequence[parts.Piece],
    protocol: Protocol | None,
    context: ClipContext,
    *,
    cutoff_hz: float,
    keep: BoolArray,
    moving: BoolArray,
) -> tuple[Landmarks, CameraView]:
    """Return the landmarks of some pieces low-passed for a movement, and where the camera stood while it moved."""
    gap_s = protocol.longest_gap_s if protocol else parts.LOOK_GAP_S
    clean = cuts.without(parts.cleaned(film, pieces, cutoff_hz=cutoff_hz, longest_gap_s=gap_s), ~keep)
    view = parts.view_of(film, clean, moving)
    return clean, proportions.judged(clean, view) if context.side_known else replace(view, fault=SIDE_UNKNOWN)


def _slow_motion(
    take: Take,
    events: tuple[Rep | Step, ...],
    part: Part | None,
    protocol: Protocol | None,
    pieces: Sequence[parts.Piece],
    *,
    falls: bool,
    undone: bool,
) -> Warn | None:
    if protocol is None:
        return None
    return tempo.slow_motion_question(
        events,
        [piece.evidence.f for piece in pieces],
        falls=falls,
        undone=undone,
        from_side=not take.frontal,
        held_s=part.held_s if part else 0.0,
        longest_rep_s=protocol.longest_rep_s,
    )


def _found(
    take: Take, protocol: Protocol | None, shown: Sequence[Part], refusal: Refusal | None, *, seen: bool, cut_off: bool
) -> tuple[Take, tuple[Rep | Step, ...], list[Measurement]]:
    """Return the take with the movement's own signals, its events and its numbers; no events if refused or not seen."""
    if protocol is None or refusal:
        reason = refusal.text if refusal else doubts.unknown_reason(shown, take, cut_off=cut_off)
        return take, (), _nothing(take, protocol, reason)
    if not seen:
        return take, (), _nothing(take, protocol, doubts.not_found_reason(protocol, take))
    events = protocol.events(take)
    numbers = protocol.measure(take, events)
    signals = replace(take.signals, extra=take.signals.extra | protocol.more_signals(take))
    return replace(take, signals=signals), events, numbers


def take_of(
    clean: Landmarks,
    view: CameraView,
    protocol: Protocol | None,
    context: ClipContext,
    footage: Footage,
    tilt: CameraLevel,
) -> Take:
    """Return cleaned and levelled landmarks turned into angles."""
    flat: BoolArray = (protocol.flat if protocol else joints.flat_frames)(clean, view)
    reference = joints.find_reference(clean, view, flat=flat)
    return Take(
        landmarks=clean,
        signals=joints.find_signals(clean, reference),
        reference=reference,
        view=view,
        roll_sd_deg=tilt.sd_deg,
        pitch_sd_deg=tilt.pitch_sd_deg,
        wanted=SIDES if context.side == "auto" else tuple(s for s in SIDES if s == context.side),
        size=context.size,
        leg_reasons=footage.leg_reasons,
        legs_mixed_up=footage.legs_mixed_up,
    )


def _tilt_refusal(roll_deg: float) -> Refusal | None:
    if abs(roll_deg) <= quality.ROLL_MAX_DEG:
        return None
    tip = "film again with the phone upright and level"
    return Refusal(reason=f"the camera was tilted by {abs(roll_deg):.0f} degrees", tip=tip)


def _nothing(take: Take, protocol: Protocol | None, reason: str) -> list[Measurement]:
    """Return the headline of each side as not measured, with the one reason."""
    name = protocol.headline if protocol else "peak_shank_inclination_deg"
    return [not_measured(name, side, reason, scale="camera_joint_centre") for _, side in take.sides]


def _quality(
    footage: Footage,
    view: CameraView,
    part: Part | None,
    warnings: list[Warn],
    tilt: CameraLevel,
    *,
    rather: str | None,
) -> Quality:
    known = footage.refusal is None
    return Quality(
        view=view.kind if known else "unclear",
        yaw_deg=_rounded(view.yaw_deg) if known else None,
        yaw_sd_deg=view.yaw_sd_deg if known else None,
        roll_deg=None if tilt == level.UNKNOWN else _rounded(tilt.roll_deg),
        roll_sd_deg=_rounded(tilt.sd_deg),
        pitch_deg=_rounded(tilt.pitch_deg) if tilt.knows_pitch else None,
        pitch_sd_deg=_rounded(tilt.pitch_sd_deg) if tilt.knows_pitch else None,
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
