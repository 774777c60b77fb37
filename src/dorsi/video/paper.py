"""Bright four-sided patches of a picture, with edges to a fraction of a pixel."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from dorsi.types import Array
from dorsi.video.floor import corners_of

Grey = NDArray[np.uint8]

LEVELS: Final = tuple(range(70, 252, 6))  #: of brightness, at which patches are cut out
LONG_MIN_PX: Final = 60.0
SHORT_MIN_PX: Final = 10.0
FILL_MIN_FRAC: Final = 0.5  #: of the four-sided outline: a foot may stand on a part of the sheet
SAME_PX: Final = 4.0  #: outlines nearer than this are one
REACH_PX: Final = 5  #: to both sides of a rough edge, in which the true one is looked for
SPACING_PX: Final = 1.0
CORNER_FRAC: Final = 0.06  #: of an edge at each end: corners are round in a picture
STEP_MIN: Final = 4.0  #: grey levels a pixel, at an edge
INLIER_PX: Final = 0.8
EDGE_MIN_FRAC: Final = 0.35  #: of an edge that must be seen
EDGES_MIN_FRAC: Final = 0.65  #: of all four
EDGE_SD_PX: Final = 0.2  #: of a line's place, however many points: paper that curls, lens, compression
CONTRAST_MIN: Final = 16.0  #: grey levels between sheet and floor
BRIGHT_MIN_FRAC: Final = 0.75  #: of the sheet that is brighter than halfway to the floor
UNEVEN_MAX_FRAC: Final = 0.6  #: of the contrast, by which a part of the sheet may outshine its middle: it is blank
BRIGHT_AROUND_MAX_FRAC: Final = 0.25  #: of what is around it; more shows a floor that goes on beyond a shadow


@dataclass(frozen=True, kw_only=True)
class Patch:
    """One bright four-sided patch."""

    lines: Array  #: (4, 4): a point on each edge and its direction, in order around the patch
    line_sd: Array  #: (4, 2): shift in pixels, turn in radians
    corners_px: Array  #: (4, 2): the first edge runs from the first to the second


def find_patches(grey: Grey) -> list[Patch]:
    """Return the bright patches of a grey picture whose four straight edges are all seen, at least in part."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.7).astype(np.float32)
    found = []
    for outline in _outlines(grey):
        patch = _refined(smooth, outline) if _is_bright(smooth, outline) else None
        if patch is not None and _is_bright(smooth, patch.corners_px):
            found.append(patch)
    return found


def _outlines(grey: Grey) -> Iterator[Array]:
    """Yield rough four-sided outlines, (4, 2), each once."""
    seen: list[Array] = []
    for level in LEVELS:
        _, mask = cv2.threshold(grey, level, 255, cv2.THRESH_BINARY)
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            if len(contour) < LONG_MIN_PX or cv2.contourArea(contour) < LONG_MIN_PX * SHORT_MIN_PX / 2:
                continue
            if _reaches_border(contour, grey.shape):
                continue
            outline = four_sided(contour.reshape(-1, 2).astype(float))
            if outline is None or _is_small(outline):
                continue
            if cv2.contourArea(contour) < FILL_MIN_FRAC * cv2.contourArea(outline.astype(np.float32)):
                continue
            outline = np.roll(outline, -int(np.argmin(outline.sum(axis=1))), axis=0)
            if not seen or np.abs(np.array(seen) - outline).max(axis=(1, 2)).min() > SAME_PX:
                seen.append(outline)
                yield outline


def _reaches_border(contour: cv2.typing.MatLike, shape: tuple[int, ...]) -> bool:
    """Return whether a contour goes on beyond what is looked at: no whole sheet does."""
    left, top, width, height = cv2.boundingRect(contour)
    return bool(left <= 0 or top <= 0 or left + width >= shape[1] or top + height >= shape[0])


def _is_small(outline: Array) -> bool:
    one, two, three, four = np.linalg.norm(np.roll(outline, -1, axis=0) - outline, axis=1)
    long, short = max(min(one, three), min(two, four)), min(one, two, three, four)
    area = cv2.contourArea(outline.astype(np.float32))
    return bool(long < LONG_MIN_PX or short < SHORT_MIN_PX or area < long * SHORT_MIN_PX)


def four_sided(points: Array) -> Array | None:
    """Return the four-sided outline that fits around points, shape (4, 2), or None.

    Sides of the convex hull are taken away one by one, their neighbours drawn out until they meet, each time the one
    that adds the least area: so a corner that a shoe hides comes back.
    """
    hull = cv2.convexHull(points.astype(np.float32)).reshape(-1, 1, 2)
    slack = 0.004 * cv2.arcLength(hull, closed=True)
    corners = np.asarray(cv2.approxPolyDP(hull, max(1.0, slack), closed=True), dtype=float).reshape(-1, 2)
    if cv2.contourArea(corners.astype(np.float32), oriented=True) < 0:
        corners = corners[::-1]
    while len(corners) > 4:
        best: tuple[float, int, Array] | None = None
        for k in range(len(corners)):
            before, start, end, after = (corners[(k + j) % len(corners)] for j in (-1, 0, 1, 2))
            meet = _meeting(before, start, end, after)
            if meet is None:
                continue
            added = _triangle_area(start, end, meet)
            if best is None or added < best[0]:
                best = (added, k, meet)
        if best is None:
            return None
        _, k, meet = best
        corners[k] = meet
        corners = np.delete(corners, (k + 1) % len(corners), axis=0)
    return corners if len(corners) == 4 else None


def _triangle_area(a: Array, b: Array, c: Array) -> float:
    (x, y), (u, v) = b - a, c - a
    return abs(float(x * v - y * u)) / 2


def _meeting(before: Array, start: Array, end: Array, after: Array) -> Array | None:
    """Return where the lines before and after a side meet beyond it, or None where they part."""
    (px, py), (qx, qy) = start - before, end - after
    across = float(px * qy - py * qx)
    if abs(across) < 1e-9:
        return None
    gap_x, gap_y = end - start
    along, back = (gap_x * qy - gap_y * qx) / across, (gap_x * py - gap_y * px) / across
    return np.asarray(start + along * (start - before)) if along > 0 and back > 0 else None


def _refined(smooth: NDArray[np.float32], outline: Array) -> Patch | None:
    """Return a patch with lines fitted through its edges' own points, or None where they are not seen."""
    corners = outline
    lines, sds, seen = np.zeros((4, 4)), np.zeros((4, 2)), np.zeros(4)
    for reach in (REACH_PX, 3):
        for k in range(4):
            fitted = _line(smooth, corners[k], corners[(k + 1) % 4], corners.mean(axis=0), reach)
            if fitted is None:
                return None
            lines[k], sds[k], seen[k] = fitted
        directions = np.abs(lines[:, 2] * np.roll(lines[:, 3], 1) - lines[:, 3] * np.roll(lines[:, 2], 1))
        if directions.min() < np.sin(np.radians(8.0)):
            return None
        corners = corners_of(lines)
    ok = seen.min() > EDGE_MIN_FRAC and seen.mean() > EDGES_MIN_FRAC and cv2.isContourConvex(corners.astype(np.float32))
    return Patch(lines=lines, line_sd=sds, corners_px=corners) if ok else None


def _line(
    smooth: NDArray[np.float32], start: Array, end: Array, middle: Array, reach: int
) -> tuple[Array, Array, float] | None:
    """Return the line (point, direction) through an edge, its doubts (shift, turn) and the share of the edge seen."""
    length = float(np.linalg.norm(end - start))
    if length < SHORT_MIN_PX / 2:
        return None
    along = (end - start) / length
    across = np.array([-along[1], along[0]])
    if (middle - start) @ across < 0:
        across = -across
    places = np.arange(CORNER_FRAC * length, (1 - CORNER_FRAC) * length, SPACING_PX)
    offsets = np.arange(-reach - 1, reach + 1.01, 0.5)
    at = (start + places[:, None] * along)[:, None] + offsets[:, None] * across
    # Beyond the border, the last pixel goes on: the picture's own edge is no edge.
    values = cv2.remap(
        smooth,
        at[..., 0].astype(np.float32),
        at[..., 1].astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    slopes = np.asarray((values[:, 2:] - values[:, :-2]), dtype=float)  # a pixel from end to end
    best = np.argmax(slopes, axis=1)
    rows = np.flatnonzero((slopes[np.arange(len(best)), best] > STEP_MIN) & (best > 0) & (best < slopes.shape[1] - 1))
    if len(rows) < 5:
        return None
    shift = offsets[1:-1][best[rows]] + 0.5 * _parabola(slopes[rows], best[rows])
    return _fitted(places[rows], shift, (start, along, across), len(places))


def _parabola(slopes: Array, best: NDArray[np.intp]) -> Array:
    rows = np.arange(len(best))
    before, here, after = slopes[rows, best - 1], slopes[rows, best], slopes[rows, best + 1]
    bend = before - 2 * here + after
    return np.asarray(np.clip(np.where(bend < 0, 0.5 * (before - after) / np.minimum(bend, -1e-9), 0.0), -0.5, 0.5))


def _fitted(
    place: Array, shift: Array, frame: tuple[Array, Array, Array], count: int
) -> tuple[Array, Array, float] | None:
    """Return the line that most points agree on; points off it lie on a shoe or a shadow."""
    start, along, across = frame
    centre = float(place.mean())
    # Every pair of points far apart is a candidate; a few dozen fixed pairs are enough and always the same.
    picks = np.linspace(0, len(place) - 1, 12).round().astype(int)
    one, two = (grid.ravel() for grid in np.meshgrid(picks, picks))
    far = place[two] - place[one] > 0.25 * (place[-1] - place[0])
    one, two = one[far], two[far]
    if not len(one):
        return None
    slopes = (shift[two] - shift[one]) / (place[two] - place[one])
    off = np.abs(shift - shift[one, None] - slopes[:, None] * (place - place[one, None]))
    best = (off < INLIER_PX)[np.argmax((off < INLIER_PX).sum(axis=1))]
    if best.sum() < 5:
        return None
    slope, level = 0.0, 0.0
    for _ in range(3):
        slope, level = np.polyfit(place[best] - centre, shift[best], 1)
        best = np.abs(shift - level - slope * (place - centre)) < INLIER_PX
        if best.sum() < 5:
            return None
    middle, spread = float(place[best].mean()), float(place[best].std())
    noise = float(np.std(shift[best] - level - slope * (place[best] - centre)))
    # Neighbouring points share the noise of compression: every fourth one counts.
    share = noise / np.sqrt(max(best.sum() / 4, 1.0))
    point = start + middle * along + (level + slope * (middle - centre)) * across
    direction = along + slope * across
    shift_sd = float(np.hypot(share, EDGE_SD_PX))
    turn_sd = float(np.hypot(share, EDGE_SD_PX / 2) / max(spread, 1.0))
    return np.concatenate([point, direction]), np.array([shift_sd, turn_sd]), float(best.sum() / count)


def _is_bright(smooth: NDArray[np.float32], corners: Array) -> bool:
    """Return whether the patch is one bright sheet on a darker floor."""
    middle = corners.mean(axis=0)
    outer = middle + 1.35 * (corners - middle)
    low = np.maximum(np.floor(outer.min(axis=0)).astype(int), 0)
    high = np.ceil(outer.max(axis=0)).astype(int) + 1
    smooth = smooth[low[1] : max(high[1], 0), low[0] : max(high[0], 0)]
    if not smooth.size:
        return False
    corners, middle = corners - low, middle - low
    inside = np.zeros(smooth.shape, np.uint8)
    around = np.zeros(smooth.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.round(middle + 0.9 * (corners - middle)).astype(np.int32), 1)
    cv2.fillConvexPoly(around, np.round(middle + 1.35 * (corners - middle)).astype(np.int32), 1)
    cv2.fillConvexPoly(around, np.round(middle + 1.12 * (corners - middle)).astype(np.int32), 0)
    if not inside.any() or not around.any():
        return False
    sheet, floor = smooth[inside > 0], smooth[around > 0]
    contrast = float(np.median(sheet) - np.median(floor))
    half = float(np.median(floor)) + contrast / 2
    share, share_around = float(np.mean(sheet > half)), float(np.mean(floor > half))
    even = float(np.percentile(sheet, 95) - np.median(sheet)) < UNEVEN_MAX_FRAC * contrast
    return contrast > CONTRAST_MIN and even and share > BRIGHT_MIN_FRAC and share_around < BRIGHT_AROUND_MAX_FRAC
