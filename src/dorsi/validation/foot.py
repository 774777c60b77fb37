"""The same clips with and without the foot network, beside the same truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from dorsi.pipeline import wants_foot
from dorsi.protocols.known import of_far_leg
from dorsi.settings import Settings
from dorsi.types import Analysis, Array, BoolArray
from dorsi.validation.rows import MEAN, AccuracyRow, CurveScore
from dorsi.validation.score import ClipScore
from dorsi.validation.study import Listener, Validation, collect, validate
from dorsi.validation.table import TextTable, number
from dorsi.validation.tally import tally

ANGLES: Final = ("ankle_dorsiflexion_deg", "shank_inclination_deg")
IN_STANCE: Final = "run"  #: a foot in the air has no ankle angle that anybody asks for


@dataclass(frozen=True, kw_only=True)
class FootComparison:
    """What dorsi measures of the same clips without and with the foot network."""

    without: Validation
    with_foot: Validation

    @property
    def chosen(self) -> Validation:
        """What a user gets who does not ask for anything else."""
        default = Settings()
        return collect(
            after if _wants_foot(default, before.analysis) else before
            for before, after in zip(self.without.clips, self.with_foot.clips, strict=True)
        )


def _wants_foot(default: Settings, found: Analysis) -> bool:
    far_leg = of_far_leg(found.events, found.session.quality.near_side)
    return wants_foot(default, found.session.movement, far_leg=far_leg)


class CurvePair(NamedTuple):
    """One leg's angle in one clip, both ways, in the frames in which both have it."""

    clip: str
    movement: str
    leg: str  #: near or far; left or right where the camera's place is not known
    quantity: str
    true_deg: Array
    without_deg: Array
    with_deg: Array


def compare_foot(
    folder: Path | str,
    settings: Settings | None = None,
    *,
    cache_dir: Path | None = None,
    progress: Listener | None = None,
) -> FootComparison:
    """Return what dorsi measures of a folder's clips without and with the foot network; arguments as `validate`."""
    settings = settings or Settings()
    without, with_foot = (
        validate(folder, replace(settings, foot_model=choice), cache_dir=cache_dir, progress=progress)
        for choice in ("off", "on")
    )
    return FootComparison(without=without, with_foot=with_foot)


def foot_tables(comparison: FootComparison) -> list[TextTable]:
    """Return the angles by movement and leg, clip by clip, and the numbers by quantity, without and with."""
    found = list(pairs(comparison))
    return [_by_movement(found), _by_clip(found), _by_quantity(comparison)]


def pairs(comparison: FootComparison) -> Iterator[CurvePair]:
    """Yield every leg's angles that the truth, dorsi without and dorsi with the foot network have."""
    for before, after in zip(comparison.without.clips, comparison.with_foot.clips, strict=True):
        later = {(c.side, c.quantity): c for c in after.curves}
        for curve in before.curves:
            other = later.get((curve.side, curve.quantity))
            if curve.quantity in ANGLES and other is not None:
                one, two = _common(curve, other, before)
                if one.any():
                    yield CurvePair(
                        clip=curve.clip,
                        movement=before.truth.movement or "motion capture",
                        leg=_leg(before, curve.side),
                        quantity=curve.quantity,
                        true_deg=curve.true_deg[one],
                        without_deg=curve.measured_deg[one],
                        with_deg=other.measured_deg[two],
                    )


def _common(curve: CurveScore, other: CurveScore, clip: ClipScore) -> tuple[BoolArray, BoolArray]:
    """Return the frames of each curve that both have; of a run, those of the true stances."""
    asked = np.ones(len(curve.time_s), dtype=bool)
    if clip.truth.movement == IN_STANCE:
        spans = [(s.contact_s, s.toe_off_s) for s in clip.truth.stances if s.side == curve.side]
        inside = [(curve.time_s >= a) & (curve.time_s <= b) for a, b in spans if a is not None and b is not None] or [
            ~asked
        ]
        asked = np.any(inside, axis=0)
    one = asked & np.isin(curve.time_s, other.time_s)
    return one, np.isin(other.time_s, curve.time_s[one])


def _leg(clip: ClipScore, side: str) -> str:
    camera = clip.truth.camera
    if camera is None or camera.near_side is None:
        return side
    return "near" if side == camera.near_side else "far"


def rms(off_deg: Array) -> float:
    """Return the root mean square of errors."""
    return float(np.sqrt(np.mean(np.square(off_deg))))


def without_offset(off_deg: Array) -> Array:
    """Return errors with their mean taken out: what is left when only changes count."""
    return np.asarray(off_deg - off_deg.mean())


def _by_movement(found: list[CurvePair]) -> TextTable:
    """Return errors pooled over clips: rms, and rms with each clip's offset taken out."""
    rows = []
    for movement, leg, quantity in dict.fromkeys((p.movement, p.leg, p.quantity) for p in found):
        own = [p for p in found if (p.movement, p.leg, p.quantity) == (movement, leg, quantity)]
        offs = ([p.without_deg - p.true_deg for p in own], [p.with_deg - p.true_deg for p in own])
        whole = (rms(np.concatenate(off)) for off in offs)
        change = (rms(np.concatenate([without_offset(o) for o in off])) for off in offs)
        name = f"{movement}, in stance" if movement == IN_STANCE else movement
        rows.append((name, leg, quantity, str(len(own)), *(number(x, 2) for x in (*whole, *change))))
    headings = ("movement", "leg", "angle", "clips", "rms without", "rms with", "SD without", "SD with")
    return TextTable(title="Without and with the foot network, degrees", headings=headings, rows=tuple(rows))


def _by_clip(found: list[CurvePair]) -> TextTable:
    rows = []
    for p in found:
        offs = (p.without_deg - p.true_deg, p.with_deg - p.true_deg)
        spread = (number(float(np.std(off)), 2) for off in offs)
        related = (_r(p.true_deg, read) for read in (p.without_deg, p.with_deg))
        bias = (number(float(off.mean()), 1, sign=True) for off in offs)
        rows.append((p.clip, p.leg, p.quantity, str(len(p.true_deg)), *bias, *spread, *related))
    headings = (
        "clip", "leg", "angle", "frames", "offset without", "with", "SD without", "with", "r without", "with",
    )  # fmt: skip
    return TextTable(title="Clip by clip: offset, SD after it, and correlation", headings=headings, rows=tuple(rows))


def _r(true: Array, read: Array) -> str:
    moves = len(true) > 1 and min(np.std(true), np.std(read)) > 1.0
    return number(float(np.corrcoef(true, read)[0, 1]), 2) if moves else ""


def _by_quantity(comparison: FootComparison) -> TextTable:
    """Return the errors of dorsi's numbers, as the clips' means, of every quantity that has a truth."""
    rows = []
    both = (comparison.without.rows, comparison.with_foot.rows)
    for group in dict.fromkeys(r.group for r in comparison.with_foot.rows if r.rep == MEAN):
        tallies = [tally(_means(some, group)) for some in both]
        if any(t.count for t in tallies):
            cells = [
                cell
                for t in tallies
                for cell in (
                    str(t.count),
                    number(t.mean_abs, 2),
                    number(t.worst, 2),
                    f"{100 * t.inside_frac:.0f} %" if np.isfinite(t.inside_frac) else "",
                )
            ]
            rows.append((*group, *cells))
    headings = (
        "movement", "quantity", "n without", "mean abs.", "worst", "inside", "n with", "mean abs.", "worst", "inside",
    )  # fmt: skip
    return TextTable(title="Numbers without and with the foot network", headings=headings, rows=tuple(rows))


def _means(rows: tuple[AccuracyRow, ...], group: tuple[str, str]) -> list[AccuracyRow]:
    return [r for r in rows if r.group == group and r.rep == MEAN]
