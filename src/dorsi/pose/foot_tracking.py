"""Both lower legs followed by the foot network, each from where it was seen last, and never both on the same leg."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

import numpy as np

from dorsi.pose.foot_crop import crop_matrix, from_crop, scale_of
from dorsi.pose.foot_guide import LegGuide
from dorsi.pose.foot_network import POINTS, CropPoints, Crops, cut
from dorsi.pose.looks import between_looks
from dorsi.types import Array, BoolArray
from dorsi.video.decode import RawFrame
from dorsi.video.picture import Picture

PRESENT_MIN: Final = 0.5
VISIBLE_MIN: Final = 0.2  #: mean of the points: a leg that is covered entirely is a guess
SIGMA_MAX_FRAC: Final = 0.15  #: of a shank, median of the points: two thirds of a foot's height
POINT_SIGMA_MAX_FRAC: Final = 0.25  #: of a shank: a single point that is less sure is not known
LENGTH_FRAC: Final = (0.35, 1.35)  #: of the shank as the clip shows it: it may lean towards the camera, not grow
MOVED_MAX_FRAC: Final = 0.12  #: of a shank: an end farther from where it was looked for asks for a second look
ASTRAY_FRAC: Final = 0.5  #: of a shank from the pose network's place: another thing, or the pose network is wrong
OTHER_LEG_FRAC: Final = 0.2  #: and nearer than this it may as well be the pose network's own error
OTHER_LEG_SHARE: Final = 0.5  #: a leg this much nearer to the other one's place is that one
ASTRAY_MAX_S: Final = 0.15  #: the pose network itself loses a leg for a few frames; it is not wrong for long
SAME_LEG_FRAC: Final = 0.08  #: of a shank, mean over the points: both are on one leg, wherever the other one is
APART_FRAC: Final = 0.12  #: of a shank: legs that the pose network sees nearer than this are one behind the other
FORGET_S: Final = 0.12  #: a running leg is anywhere after that

KNEE, ANKLE = POINTS.index("knee"), POINTS.index("ankle")
SHANK: Final = [KNEE, ANKLE]


class Eye(Protocol):
    """What looks at crops: the foot network, or in tests anything that is like it."""

    @property
    def crop_px(self) -> int:
        """Side of a crop."""

    @property
    def side_shanks(self) -> float:
        """Side of a crop in shank lengths."""

    def __call__(self, crops: Crops) -> CropPoints:
        """Return what is seen in each crop."""


@dataclass(frozen=True)
class FootTrack:
    """Points of both legs over a clip, in the order of `POINTS`; NaN where the foot network has lost the leg."""

    xy_px: Array  #: (T, 2 sides, 7, 2)
    sigma_px: Array  #: (T, 2, 7)
    visible: Array  #: (T, 2, 7)

    @property
    def followed(self) -> BoolArray:
        """Frames in which each leg was followed, (T, 2)."""
        return np.asarray(np.isfinite(self.visible[..., ANKLE]))


class LegSight(NamedTuple):
    """One leg in one frame."""

    xy_px: Array  #: (7, 2)
    sigma_px: Array  #: (7,)
    visible: Array  #: (7,)
    sound: bool  #: whether it can be a leg


@dataclass
class _Leg:
    """Where one leg was seen last."""

    time_s: list[float] = field(default_factory=list)
    shanks: list[Array] = field(default_factory=list)  #: knee and ankle, (2, 2) each, the last two
    astray_since_s: float | None = None

    def expected(self, now_s: float) -> Array | None:
        """Return where knee and ankle should be if they go on as between the last two frames."""
        if not self.time_s or now_s - self.time_s[-1] > FORGET_S:
            return None
        if len(self.time_s) < 2:
            return self.shanks[-1]
        share = (now_s - self.time_s[-1]) / (self.time_s[-1] - self.time_s[-2])
        return np.asarray(self.shanks[-1] + share * (self.shanks[-1] - self.shanks[-2]))

    def seen(self, now_s: float, shank: Array) -> None:
        """Remember where the leg is."""
        self.time_s, self.shanks = [*self.time_s[-1:], now_s], [*self.shanks[-1:], shank]

    def lose(self) -> None:
        """Forget where the leg was: it is looked for where the pose network sees it."""
        self.time_s, self.shanks, self.astray_since_s = [], [], None


def follow(pictures: Iterable[RawFrame], guide: LegGuide, eye: Eye, *, looked: BoolArray | None = None) -> FootTrack:
    """Return the points of both legs in every picture.

    A leg is looked for where its own last points lead; the pose network's points are used to start, after a loss, and
    to notice that a crop has gone to the other leg or astray.

    Parameters
    ----------
    pictures
        The clip's frames, one for each row of the guide that is looked at.
    guide
        Where the pose network's points put both legs.
    eye
        The foot network.
    looked
        Rows of the guide that are looked at, (T,); between them the points lie on a line. All if None.
    """
    looked = np.ones(len(guide.time_s), dtype=bool) if looked is None else looked
    shape = (len(guide.time_s), 2, len(POINTS))
    xy, sigma, visible = np.full((*shape, 2), np.nan), np.full(shape, np.nan), np.full(shape, np.nan)
    legs = (_Leg(), _Leg())
    for row, shown in zip(np.flatnonzero(looked).tolist(), pictures, strict=True):
        for i, sight in _both_legs(shown, _Place(guide, row), eye, legs).items():
            known = sight.sigma_px <= POINT_SIGMA_MAX_FRAC * guide.length_px[row, i]
            xy[row, i, known], sigma[row, i, known] = sight.xy_px[known], sight.sigma_px[known]
            visible[row, i] = sight.visible
    return FootTrack(*(between_looks(values, guide.time_s, looked) for values in (xy, sigma, visible)))


class _Place:
    """The guide's row of one frame."""

    def __init__(self, guide: LegGuide, row: int) -> None:
        self.shanks, self.length_px = guide.shank_xy_px[row], guide.length_px[row]
        self.facing_right = bool(guide.facing_right[row])
        self.known = [bool(np.isfinite(self.shanks[i]).all() and self.length_px[i] > 0) for i in (0, 1)]

    def apart_frac(self) -> float:
        """Return how far the pose network sees the legs apart, in shank lengths; 0 where it sees only one."""
        if not all(self.known):
            return 0.0
        return self.distance_frac(self.shanks[0], self.shanks[1], 0)

    def distance_frac(self, shank: Array, other: Array, i: int) -> float:
        """Return how far two shanks are apart, mean of knee and ankle, in lengths of this leg's shank."""
        return float(np.linalg.norm(shank - other, axis=-1).mean() / self.length_px[i])


def _both_legs(shown: RawFrame, place: _Place, eye: Eye, legs: tuple[_Leg, _Leg]) -> dict[int, LegSight]:
    """Return the legs that are seen in one frame, and remember where."""
    now_s = shown.time_s
    start: dict[int, Array] = {}
    for i in (i for i in (0, 1) if place.known[i]):
        expected = legs[i].expected(now_s)
        start[i] = place.shanks[i] if expected is None else expected
    first = look(shown.picture, start, place, eye)
    wrong = _wrong(first, place, legs, now_s)
    again: dict[int, Array] = {}
    for i, sight in first.items():
        if i in wrong:
            legs[i].lose()
            again[i] = place.shanks[i]
        elif np.linalg.norm(sight.xy_px[SHANK] - start[i], axis=-1).max() > MOVED_MAX_FRAC * place.length_px[i]:
            again[i] = sight.xy_px[SHANK]
    second = first | look(shown.picture, again, place, eye)
    lost = _wrong(second, place, legs, now_s) if again else wrong
    for i in (0, 1):
        if i not in second or i in lost:
            legs[i].lose()
        else:
            _note_astray(legs[i], second[i], place, i, now_s)
            legs[i].seen(now_s, second[i].xy_px[SHANK])
    return {i: sight for i, sight in second.items() if i not in lost}


def look(picture: Picture, shanks: dict[int, Array], place: _Place, eye: Eye) -> dict[int, LegSight]:
    """Return what the network sees around each shank (knee and ankle in the picture), in one batch."""
    if not shanks:
        return {}
    matrices = {
        i: crop_matrix(
            shank[0],
            shank[1],
            float(place.length_px[i]),
            place.facing_right,
            crop_px=eye.crop_px,
            side_shanks=eye.side_shanks,
        )
        for i, shank in shanks.items()
    }
    seen = eye(np.stack([cut(picture, matrix, crop_px=eye.crop_px) for matrix in matrices.values()]))
    return {i: _sight(matrix, seen, k, float(place.length_px[i])) for k, (i, matrix) in enumerate(matrices.items())}


def _sight(matrix: Array, seen: CropPoints, k: int, length_px: float) -> LegSight:
    xy, sigma = from_crop(matrix, seen.xy_px[k]), seen.sigma_px[k] / scale_of(matrix)
    length_frac = float(np.linalg.norm(xy[KNEE] - xy[ANKLE])) / length_px
    sound = (
        seen.present[k] >= PRESENT_MIN
        and float(np.mean(seen.visible[k])) >= VISIBLE_MIN
        and float(np.median(sigma)) <= SIGMA_MAX_FRAC * length_px
        and LENGTH_FRAC[0] <= length_frac <= LENGTH_FRAC[1]
    )
    return LegSight(xy, sigma, seen.visible[k], bool(sound))


def _wrong(sights: dict[int, LegSight], place: _Place, legs: tuple[_Leg, _Leg], now_s: float) -> set[int]:
    """Return the legs whose sight is none of theirs."""
    wrong = {i for i, sight in sights.items() if not sight.sound}
    for i, sight in sights.items():
        since_s = legs[i].astray_since_s
        if is_astray(sight, place, i) and since_s is not None and now_s - since_s >= ASTRAY_MAX_S:
            wrong.add(i)
        if is_astray(sight, place, i) and not legs[i].time_s:  # it has just been looked for at that very place
            wrong.add(i)
    if len(sights) == 2 and not wrong and place.apart_frac() > APART_FRAC and _on_one_leg(sights, place):
        off = [place.distance_frac(sights[i].xy_px[SHANK], place.shanks[i], i) for i in (0, 1)]
        wrong.add(int(np.argmax(off)))
    return wrong


def is_astray(sight: LegSight, place: _Place, i: int) -> bool:
    """Return whether a leg is not where the pose network sees it, or rather where it sees the other one."""
    shank = sight.xy_px[SHANK]
    off = place.distance_frac(shank, place.shanks[i], i)
    if off > ASTRAY_FRAC:
        return True
    if not place.known[1 - i] or off <= OTHER_LEG_FRAC:
        return False
    return place.distance_frac(shank, place.shanks[1 - i], i) < OTHER_LEG_SHARE * off


def _on_one_leg(sights: dict[int, LegSight], place: _Place) -> bool:
    apart = np.linalg.norm(sights[0].xy_px - sights[1].xy_px, axis=-1).mean()
    return bool(apart < SAME_LEG_FRAC * float(np.max(place.length_px)))


def _note_astray(leg: _Leg, sight: LegSight, place: _Place, i: int, now_s: float) -> None:
    if not is_astray(sight, place, i):
        leg.astray_since_s = None
    elif leg.astray_since_s is None:
        leg.astray_since_s = now_s
