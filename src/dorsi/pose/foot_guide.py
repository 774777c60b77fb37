"""What the pose network says of both legs, as the foot network needs it: where to look, and which leg is which."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from dorsi.analysis import geometry, robust
from dorsi.analysis.swaps import repair_swaps
from dorsi.analysis.view import shank_px
from dorsi.pose.looks import LONGEST_S, LOOKS_HZ, bends, thinned
from dorsi.types import Array, BoolArray, Landmarks

SIZE_HALF_S: Final = 2.0  #: a person who comes nearer grows; a shank that leans towards the camera only seems shorter
FACING_HALF_S: Final = 0.5  #: a person needs about a second to turn round
TURN_MIN_FRAC: Final = 0.15  #: of a shank between heel and toe along the picture: less does not tell the facing
OTHER_MIN_FRAC: Final = 0.7  #: of the other shank: one that seems shorter for seconds leans towards the camera


@dataclass(frozen=True, kw_only=True)
class LegGuide:
    """Both legs by the pose network, swapped legs named back."""

    time_s: Array  #: (T,)
    shank_xy_px: Array  #: (T, 2 sides, 2 ends, 2): knee and ankle; NaN where the person was not found
    length_px: Array  #: (T, 2 sides) shank as it would be square to the camera; NaN where never seen
    facing_right: BoolArray  #: (T,)


def find_guide(landmarks: Landmarks) -> LegGuide:
    """Return where the pose network's points put both legs over a clip."""
    named, _ = repair_swaps(landmarks, scale_px=shank_px(landmarks))
    ends = np.stack([named.side("knee"), named.side("ankle")], axis=2)
    lengths = geometry.length_px(ends[:, :, 0], ends[:, :, 1])
    longest = _rolling(lengths, named.time_s, half_s=SIZE_HALF_S, percent=90)
    longest = np.fmax(longest, OTHER_MIN_FRAC * np.fmax(longest[:, :1], longest[:, 1:]))
    return LegGuide(
        time_s=named.time_s,
        shank_xy_px=ends,
        length_px=longest,
        facing_right=_facing_right(named, longest.max(axis=1, initial=0.0)),
    )


def rows_to_look_at(guide: LegGuide) -> BoolArray:
    """Return the frames, (T,), in which the foot network has to look: some a second, and all while a leg moves fast.

    So are all where the frames themselves are far apart, as in dim light: between two looks nothing may be unknown.
    """
    due = thinned(LOOKS_HZ)
    rows = np.flatnonzero([due(when) for when in guide.time_s.tolist()])
    looked = np.isin(np.arange(len(guide.time_s)), rows)
    ends = guide.shank_xy_px[rows].reshape(len(rows), -1, 2)
    bent = bends(np.nan_to_num(ends), guide.time_s[rows], shank_px=float(np.nan_to_num(np.nanmedian(guide.length_px))))
    for i, (start, end) in enumerate(pairwise(rows)):
        if bent[i] or bent[i + 1] or guide.time_s[end] - guide.time_s[start] > LONGEST_S:
            looked[start:end] = True
    looked[rows[-1] :] = True
    return looked


def _facing_right(landmarks: Landmarks, shank: Array) -> BoolArray:
    """Return where the person faces right; a foot that points at the camera leaves the facing as it was."""
    forward = robust.mean_pair((landmarks.side("toe") - landmarks.side("heel"))[..., 0])
    ahead = _rolling(forward[:, None], landmarks.time_s, half_s=FACING_HALF_S, percent=50)[:, 0]
    clear = np.flatnonzero(np.abs(ahead) > TURN_MIN_FRAC * np.where(shank > 0, shank, np.inf))
    if not len(clear):
        return np.full(len(ahead), bool(np.nansum(ahead) >= 0))
    last_clear = np.clip(np.searchsorted(clear, np.arange(len(ahead)), side="right") - 1, 0, None)
    return np.asarray(ahead[clear[last_clear]] > 0)


def _rolling(x: Array, time_s: Array, *, half_s: float, percent: float) -> Array:
    """Return the percentile of each column over the time around each frame, shape as `x`."""
    out = np.full(x.shape, np.nan)
    starts = np.searchsorted(time_s, time_s - half_s, side="left")
    stops = np.searchsorted(time_s, time_s + half_s, side="right")
    for row, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        for column in range(x.shape[1]):
            out[row, column] = robust.percentile(x[start:stop, column], percent)
    return out
