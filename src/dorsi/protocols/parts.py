"""The parts of a film that are measured together: one movement, before one camera, facing one way.

A film is cut into pieces where the scene changes or the person turns round. In each piece every movement claims its
cycles (`recognise`). Pieces in which the same movement is seen the same way are pooled; another movement, or the other
side, is a part of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from scipy import ndimage

from dorsi.analysis import cuts, joints, level, swaps
from dorsi.analysis.level import CameraLevel, Cue
from dorsi.analysis.view import CameraView, find_view, shank_px
from dorsi.protocols.evidence import Cycle, Evidence, claimed, covered, find_evidence
from dorsi.protocols.protocol import Protocol
from dorsi.protocols.recognise import CLOSE, SURE_MIN, RecognisedMovement, recognise
from dorsi.types import BoolArray, Landmarks

LOOK_CUTOFF_HZ: Final = 6.0  #: for recognising, before the movement's own cut-off is known
LOOK_GAP_S: Final = 0.2
SAME_SIZE_SHARE: Final = 0.15  #: of a shank's length in the picture, between pieces that are pooled
SAME_YAW_DEG: Final = 15.0
SMALL_SHARE: Final = 0.15  #: of the main part's weight: a single cycle that explains less is chance
SHARED_MAX: Final = 0.05  #: of a part's frames that may be the main part's as well
MARGIN_S: Final = 0.5  #: before and after a cycle that is looked at with it: where it starts and ends shows there
PASSING_SHARE: Final = 0.1  #: of the weight of walking and the like, for a known movement to come before it


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of film without a cut or a turn."""

    rows: slice
    view: CameraView
    shank_px: float
    level: CameraLevel  #: of its scene; its landmarks have the tilt taken out
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is measured together."""

    name: str
    pieces: tuple[Piece, ...]
    cycles: tuple[tuple[Piece, Cycle], ...]
    weight: float  #: how much of the body's motion it explains, shank lengths
    fit: float
    rival: str
    rival_fit: float

    @property
    def close(self) -> bool:
        """Whether another measured movement fits nearly as well."""
        return bool(self.rival) and self.rival_fit > self.fit - CLOSE

    @property
    def held_s(self) -> float:
        """How long a cycle is held at its lowest point, the median; 0 where none is."""
        held = [
            float(piece.evidence.f.time_s[cycle.low.stop - 1] - piece.evidence.f.time_s[cycle.low.start])
            for piece, cycle in self.cycles
            if cycle.low is not None
        ]
        return float(np.median(held)) if held else 0.0

    def moving(self, count: int) -> BoolArray:
        """Return the frames of its cycles, of a film of `count` frames, (T,)."""
        out = np.zeros(count, dtype=bool)
        for piece, cycle in self.cycles:
            out[piece.rows][cycle.frames] = True
        return out


@dataclass(frozen=True, kw_only=True)
class PersonFilm:
    """One person's film, with legs named right and cut into pieces."""

    named: Landmarks
    swapped: BoolArray  #: (T,) frames in which the legs had to be exchanged
    pieces: tuple[Piece, ...]
    cuts: tuple[int, ...]  #: frames with which a new scene begins
    known_yaw_deg: float | None

    @property
    def count(self) -> int:
        """Frames."""
        return len(self.named.time_s)


def find_film(
    raw: Landmarks,
    *,
    cuts_s: Sequence[float] = (),
    given: CameraLevel | None = None,
    level_cues: Sequence[Cue] = (),
    known_yaw_deg: float | None = None,
) -> PersonFilm:
    """Return the film cut into pieces and levelled: legs are named right before anything is looked for.

    Parameters
    ----------
    raw
        One person over one clip, unsmoothed.
    cuts_s
        Times at which the pictures show a new scene.
    given
        The camera's tilt, where the user knows it.
    level_cues
        What else tells it besides the body; in a film of several scenes they are of none for sure, and left out.
    known_yaw_deg
        The camera's turn from side-on, where the user knows it.
    """
    named, swapped = swaps.repair_swaps(raw, scale_px=shank_px(raw))
    scenes = cuts.find_cuts(named, cuts_s)
    found, mended = [], []
    for rows in cuts.pieces(len(raw.time_s), scenes):
        scene, own_swapped = cuts.only(named, rows), swapped[rows]
        if scenes:  # across a cut the smoothest naming means nothing
            scene, own_swapped = swaps.repair_swaps(cuts.only(raw, rows), scale_px=shank_px(raw))
        turns = cuts.pieces(len(scene.time_s), cuts.find_turns(scene))
        looks = [_looked_at(cuts.only(scene, turn)) for turn in turns]
        views = [find_view(look, known_yaw_deg=known_yaw_deg) for look in looks]
        picture = () if scenes else level_cues  # read over the whole film, which is one place no longer
        before, told = level.join(picture), {cue.name for cue in picture}
        seen = [c for look, view in zip(looks, views, strict=True) for c in level.of_body(look, view, before=before)]
        every = (*picture, *(cue for cue in seen if cue.name not in told))
        tilt = level.with_pitch(given, picture) if given else level.join(every)
        scene = level.levelled(scene, tilt)
        mended.append((scene, own_swapped))
        for look, turn in zip(looks, turns, strict=True):
            place = slice(rows.start + turn.start, rows.start + turn.stop)
            found.append(_piece(level.levelled(look, tilt), place, tilt, known_yaw_deg))
    return PersonFilm(
        named=replace(named, **_stacked([scene for scene, _ in mended])),
        swapped=np.concatenate([own for _, own in mended]),
        pieces=tuple(found),
        cuts=tuple(scenes),
        known_yaw_deg=known_yaw_deg,
    )


def _stacked(scenes: list[Landmarks]) -> dict[str, Any]:
    names = ("xy_px", "score", "sigma_px")
    return {n: np.concatenate([getattr(s, n) for s in scenes]) for n in names if getattr(scenes[0], n) is not None}


def _looked_at(piece: Landmarks) -> Landmarks:
    return joints.low_passed(piece, cutoff_hz=LOOK_CUTOFF_HZ, longest_gap_s=LOOK_GAP_S)


def _piece(look: Landmarks, rows: slice, tilt: CameraLevel, known_yaw_deg: float | None) -> Piece:
    view = find_view(look, known_yaw_deg=known_yaw_deg)
    return Piece(rows=rows, view=view, shank_px=shank_px(look), level=tilt, evidence=find_evidence(look, view))


def as_filmed(landmarks: Landmarks, pieces: Sequence[Piece]) -> Landmarks:
    """Return the landmarks with the camera's tilt put back: where the picture shows them."""
    xy = landmarks.xy_px.copy()
    for piece in pieces:
        xy[piece.rows] = level.as_filmed(cuts.only(landmarks, piece.rows), piece.level).xy_px
    return replace(landmarks, xy_px=xy)


def cleaned(film: PersonFilm, pieces: Sequence[Piece], *, cutoff_hz: float, longest_gap_s: float) -> Landmarks:
    """Return the landmarks of some pieces cleaned for a movement, with a row for every frame of the film."""
    rows = [piece.rows for piece in pieces]
    parts = [
        joints.low_passed(cuts.only(film.named, own), cutoff_hz=cutoff_hz, longest_gap_s=longest_gap_s) for own in rows
    ]
    return cuts.joined(parts, rows, film.named)


def find_parts(film: PersonFilm, protocols: Sequence[Protocol]) -> list[Part]:
    """Return the parts of a film, the one that counts most first; those dorsi only knows by sight come last."""
    known = {protocol.name for protocol in protocols}
    parts: list[Part] = []
    for piece in film.pieces:
        for shown in recognise(piece.evidence, protocols):
            _add(parts, _part(piece, shown))
    passing = max((part.weight for part in parts if part.name not in known), default=0.0)

    def order(part: Part) -> tuple[bool, float]:
        comes_first = part.name in known and part.fit >= SURE_MIN and part.weight > PASSING_SHARE * passing
        return (not comes_first, -part.weight)

    return sorted(parts, key=order)


def claimed_parts(film: PersonFilm, protocol: Protocol) -> list[Part]:
    """Return the parts that show a movement which the user has named, the one that counts most first."""
    parts: list[Part] = []
    for piece in film.pieces:
        cycles = claimed(protocol.cycles(piece.evidence))
        if not cycles:
            continue
        inside = covered(cycles, len(piece.evidence.f.time_s))
        weight = float(inside.sum()) / max(len(inside), 1) + len(cycles)
        shown = RecognisedMovement(
            name=protocol.name, cycles=tuple(cycles), weight=weight, fit=1.0, rival="", rival_fit=0.0
        )
        _add(parts, _part(piece, shown))
    return sorted(parts, key=lambda part: -part.weight)


def _add(parts: list[Part], new: Part) -> None:
    """Add a part to the others, pooled with one that shows the same movement the same way."""
    for k, part in enumerate(parts):
        if part.name == new.name and _alike(part.pieces[0], new.pieces[0]):
            parts[k] = _pooled(part, new)
            return
    parts.append(new)


def _part(piece: Piece, shown: RecognisedMovement) -> Part:
    return Part(
        name=shown.name,
        pieces=(piece,),
        cycles=tuple((piece, cycle) for cycle in shown.cycles),
        weight=shown.weight,
        fit=shown.fit,
        rival=shown.rival,
        rival_fit=shown.rival_fit,
    )


def _pooled(one: Part, other: Part) -> Part:
    weight = one.weight + other.weight
    share = one.weight / weight if weight else 0.5
    return replace(
        one,
        pieces=one.pieces + other.pieces,
        cycles=one.cycles + other.cycles,
        weight=weight,
        fit=share * one.fit + (1 - share) * other.fit,
        rival_fit=share * one.rival_fit + (1 - share) * other.rival_fit,
    )


def _alike(one: Piece, other: Piece) -> bool:
    """Return whether one camera, in one place, sees the same side of the person in both."""
    size = abs(one.shank_px / other.shank_px - 1.0) <= SAME_SIZE_SHARE
    turn = abs(one.view.yaw_deg - other.view.yaw_deg)
    return size and one.view.facing == other.view.facing and not turn > SAME_YAW_DEG


def further_parts(parts: Sequence[Part], main: Part, known: set[str], count: int) -> list[Part]:
    """Return the other parts of a film that are worth a session of their own.

    They have cycles that fit, explain more than chance, and lie apart from the main part's: what lies between those is
    another reading of the same movement.
    """
    out = []
    first, last = _span(main.moving(count))
    for part in parts:
        inside = np.flatnonzero(part.moving(count))
        own = main.moving(count)
        between = np.mean((inside >= first) & (inside <= last)) if len(inside) else 1.0
        shared = float(own[inside].mean()) if len(inside) else 1.0
        counts = part.weight > SMALL_SHARE * main.weight or len(part.cycles) > 1
        if (
            part is not main
            and part.name in known
            and part.fit >= SURE_MIN
            and counts
            and between < 0.5
            and shared < SHARED_MAX
        ):
            out.append(part)
    return out


def _span(moving: BoolArray) -> tuple[int, int]:
    rows = np.flatnonzero(moving)
    return (int(rows[0]), int(rows[-1])) if len(rows) else (0, 0)


def looked_at(film: PersonFilm, part: Part, parts: Sequence[Part]) -> BoolArray:
    """Return the frames in which a part is measured, (T,): its pieces, without the cycles of any other part.

    Standing between the repetitions stays: it shows the floor, the flat foot and the straight leg.
    """
    keep = np.zeros(film.count, dtype=bool)
    for piece in part.pieces:
        keep[piece.rows] = True
    for other in parts:
        if other is not part and other.fit >= SURE_MIN:
            keep &= ~other.moving(film.count)
    own = part.moving(film.count)
    around = max(1, round(MARGIN_S * film.named.rate_hz))
    return keep | ndimage.binary_dilation(own, iterations=around)


def view_of(film: PersonFilm, clean: Landmarks, moving: BoolArray) -> CameraView:
    """Return the view of the frames in which a part moves: the person may walk in another way."""
    return find_view(cuts.without(clean, ~moving) if moving.any() else clean, known_yaw_deg=film.known_yaw_deg)
