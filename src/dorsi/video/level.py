"""The camera's tilt, from the straight edges of the scene behind the person.

Uprights (walls, door frames, posts) lean by the tilt. Level edges (rows of bricks, shelves, skirting boards, floor
boards) do so too, where the camera stands square to the wall, as it should for a side view. Perspective fans both out:
the lean grows evenly with the place across the picture for uprights (a camera that looks up or down), with the height
for level edges (a camera turned aside), so a line is fitted and read in the middle. How far such a fan may go is known
beforehand; edges that all lie in one place are the less sure the further they are off the middle. The fan of the
uprights tells how far the camera looks up or down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from dorsi.camera import FOCAL_SD_FRAC, PITCH_SD_DEG, focal_px
from dorsi.types import Array, BoolArray
from dorsi.video.picture import RgbImage

LONG_SIDE_PX: Final = 960  #: pictures are looked at in this size
SHORT_SIDE_MIN_PX: Final = 100  #: in a smaller picture an edge's lean is a guess
EDGE_MIN_FRAC: Final = 0.03  #: of the long side: shorter edges are texture; a brick 4 m away is longer
LEAN_MAX_DEG: Final = 20.0  #: edges that lean more are neither upright nor level
AGREE_DEG: Final = 0.8  #: edges this near the common tilt agree with it
AGREE_MIN_FRAC: Final = 0.6  #: of the edges' length; with less, the scene may have no one direction
#: Then as much must agree, and on any other direction no more than a third of that: clutter has none, a slope has one.
AGREE_IN_CLUTTER_MIN_FRAC: Final = 0.35
RIVAL_MAX_FRAC: Final = 0.33
COVERED_MAX_FRAC: Final = 0.3  #: of an edge on a person: with more, it is a person's
SAMPLES: Final = 9  #: along an edge, to see how much of it a person covers
FLOOR_FRAC: Final = 0.7  #: of the picture's height: below, no upright stands, but floor boards and tiles run
SAME_PLACE: Final = 0.03  #: half picture heights: an edge in the next picture that lies no further off may be the same
SAME_LEAN_DEG: Final = 1.5
SEEN_AGAIN_MIN_FRAC: Final = 0.5  #: of the other pictures: edges of what stands still


@dataclass(frozen=True, kw_only=True)
class Family:
    """What is known beforehand of one kind of edges."""

    name: str  #: as a reader would call it
    apart_min: float  #: spread of their places: the two edges of one leaning post are no plumb line
    length_min: float  #: picture heights in all, per picture: less is not enough to go by
    sd_deg: float  #: of one edge against plumb or level, and of the lens
    turn_max_deg: float  #: of the camera, which makes the fan: up or down for uprights, aside for level edges
    turn_sd_deg: float
    middle_sd: float  #: half picture heights: where the fan has its middle


#: The picture's middle is the middle of the fan.
UPRIGHT: Final = Family(
    name="uprights",
    apart_min=0.2,
    length_min=0.5,
    sd_deg=0.4,
    turn_max_deg=30.0,
    turn_sd_deg=PITCH_SD_DEG,
    middle_sd=0.0,
)
#: The fan's middle is the horizon, which lies 0.4 off the picture's middle for a camera that looks down by 9 degrees.
LEVEL: Final = Family(
    name="level edges",
    apart_min=0.08,
    length_min=0.5,
    sd_deg=0.6,
    turn_max_deg=15.0,
    turn_sd_deg=6.5,
    middle_sd=0.4,
)
FANS: Final = 37  #: that are tried, to both sides
FAN_SD_FRAC: Final = 0.13  #: of the fan: what clutter adds or takes in 27 clips drawn by number (training/render)
PLACES_APART: Final = 0.1  #: half picture heights: edges nearer to each other belong to one thing and err together
BOTH: Final = "the scene"
CONFLICT_SD: Final = 3.0  #: uprights and level edges that differ by more tell nothing


@dataclass(frozen=True, kw_only=True)
class Tilt:
    """Camera tilt, clockwise +, and how far the camera looks up (+) or down where that shows, too."""

    roll_deg: float
    sd_deg: float
    by: str = BOTH  #: what told it, as a reader would call it
    pitch_deg: float | None = None
    pitch_sd_deg: float = PITCH_SD_DEG


@dataclass(frozen=True, kw_only=True)
class Edges:
    """Straight edges of a scene, (N, 4) each: place, lean (clockwise +, degrees), length in picture heights, far place.

    Place runs across the picture for uprights and down it for level edges, far place the other way: 0 in the middle, 1
    half a picture height off.
    """

    upright: Array
    level: Array
    focal: float  #: of the camera, half picture heights


def find_tilt(pictures: Iterable[tuple[RgbImage, Sequence[Array]]]) -> Tilt | None:
    """Return the camera's tilt, or None where the scene does not show it or shows two that contradict each other."""
    found = find_tilts(pictures)
    if len(found) < 2:
        return found[0] if found else None
    one, other = found
    if abs(one.roll_deg - other.roll_deg) > CONFLICT_SD * np.hypot(one.sd_deg, other.sd_deg):
        return None
    weight = one.sd_deg**-2, other.sd_deg**-2
    roll = (one.roll_deg * weight[0] + other.roll_deg * weight[1]) / sum(weight)
    return replace(one, roll_deg=roll, sd_deg=max(sum(weight) ** -0.5, UPRIGHT.sd_deg), by=BOTH)


def find_tilts(pictures: Iterable[tuple[RgbImage, Sequence[Array]]]) -> tuple[Tilt, ...]:
    """Return the camera's tilt by uprights and by level edges, each where the scene shows it.

    Parameters
    ----------
    pictures
        Some frames of the clip, each with the people in it: capsules of shape (N, 5), x and y of both ends and radius,
        pixels. Limbs are no plumb line.
    """
    found = [find_edges(rgb, people) for rgb, people in pictures]
    if not found:
        return ()
    tilts = (
        fit_tilt(still_edges([e.upright for e in found], UPRIGHT), UPRIGHT, pictures=len(found), focal=found[0].focal),
        fit_tilt(still_edges([e.level for e in found], LEVEL), LEVEL, pictures=len(found), focal=found[0].focal),
    )
    return tuple(tilt for tilt in tilts if tilt)


def find_edges(rgb: RgbImage, people: Sequence[Array]) -> Edges:
    """Return the straight edges of one picture that no person covers."""
    height, width = rgb.shape[:2]
    if min(height, width) < SHORT_SIDE_MIN_PX:
        return Edges(upright=np.zeros((0, 4)), level=np.zeros((0, 4)), focal=focal_px((width, height)) / (height / 2))
    shrink = LONG_SIDE_PX / max(height, width)
    how = cv2.INTER_AREA if shrink < 1 else cv2.INTER_CUBIC  # enlarged by areas, pixels become steps, which are edges
    grey = cv2.cvtColor(cv2.resize(rgb, None, fx=shrink, fy=shrink, interpolation=how), cv2.COLOR_RGB2GRAY)
    lines = cv2.createLineSegmentDetector().detect(grey)[0]
    # OpenCV gives None where there are no lines, whatever its stubs say.
    ends = np.array(lines, dtype=float).reshape(-1, 4) / shrink if np.size(lines) > 1 else np.zeros((0, 4))
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    length = np.hypot(across, down)
    middle = ends.reshape(-1, 2, 2).mean(axis=1)
    place = (middle - [width / 2, height / 2]) / (height / 2)
    clear = length > EDGE_MIN_FRAC * max(height, width)
    clear[clear] = covered_frac(ends[clear], people) <= COVERED_MAX_FRAC

    def near(lean_deg: Array, way: int, rows: BoolArray) -> Array:
        lean = (lean_deg + 90) % 180 - 90
        every = np.stack([place[:, way], lean, length / height, place[:, 1 - way]], axis=1)
        return np.asarray(every[rows & (np.abs(lean) < LEAN_MAX_DEG)])

    return Edges(
        upright=near(np.degrees(np.arctan2(-across, down)), 0, clear & (middle[:, 1] < FLOOR_FRAC * height)),
        level=near(np.degrees(np.arctan2(down, across)), 1, clear),
        focal=focal_px((width, height)) / (height / 2),
    )


def covered_frac(ends: Array, people: Sequence[Array]) -> Array:
    """Return the share of each edge, (N, 4) ends in pixels, that lies on a person, shape (N,)."""
    along = np.linspace(0.0, 1.0, SAMPLES)[:, None]
    points = ends[:, None, :2] + along * (ends[:, None, 2:] - ends[:, None, :2])
    inside = np.zeros(points.shape[:2], dtype=bool)
    for x0, y0, x1, y1, radius in (row for person in people for row in person):
        start, axis = np.array([x0, y0]), np.array([x1 - x0, y1 - y0])
        share = np.clip((points - start) @ axis / max(float(axis @ axis), 1e-9), 0.0, 1.0)
        inside |= np.linalg.norm(points - start - share[..., None] * axis, axis=-1) < radius
    return np.asarray(inside.mean(axis=1))


def still_edges(found: Sequence[Array], family: Family) -> Array:
    """Return the edges of all pictures, (N, 4), without those that come and go, where the camera stands still.

    Where hardly any edge is seen again the camera moved, and all are kept.
    """
    together = np.concatenate(found)
    if len(found) < 3:
        return together
    again = np.zeros(len(together))
    for edges in found:
        near = np.abs(together[:, None, 0] - edges[None, :, 0]) < SAME_PLACE
        again += (near & (np.abs(together[:, None, 1] - edges[None, :, 1]) < SAME_LEAN_DEG)).any(axis=1)
    kept = together[again - 1 >= SEEN_AGAIN_MIN_FRAC * (len(found) - 1)]
    return kept if kept[:, 2].sum() >= family.length_min * len(found) else together


def fit_tilt(edges: Array, family: Family, *, pictures: int, focal: float) -> Tilt | None:
    """Return the tilt on which most of the edges' length agrees, or None.

    Parameters
    ----------
    edges
        Place, lean, length and far place, shape (N, 4).
    pictures
        How many pictures they come from.
    focal
        Of the camera, half picture heights.
    """
    length = edges[:, 2]
    if length.sum() < family.length_min * pictures:
        return None
    fan_max_deg = _fan_deg(family.turn_max_deg, focal)
    inside = _agreeing(edges, fan_max_deg)
    share = length[inside].sum() / length.sum()
    if share < AGREE_MIN_FRAC:
        others = edges[~inside]
        rival = others[_agreeing(others, fan_max_deg), 2].sum()
        if share < AGREE_IN_CLUTTER_MIN_FRAC or rival > RIVAL_MAX_FRAC * length[inside].sum():
            return None
    place, _, length, down = edges[inside].T
    centre = np.average(place, weights=length)
    if np.sqrt(np.average((place - centre) ** 2, weights=length)) < family.apart_min:
        return None
    tilt = _read_in_the_middle(edges[inside], family, focal)
    if tilt.pitch_deg is None:
        return tilt
    # A camera that looks down sees what is high in its picture fan out less: such an edge counts as nearer the middle.
    nearer = edges[inside].copy()
    nearer[:, 0] = place * focal / (focal + down * np.tan(np.radians(tilt.pitch_deg)))
    return _read_in_the_middle(nearer, family, focal)


def _fan_deg(turn_deg: float, focal: float) -> float:
    """Return how much edges lean per half picture height from the middle if the camera is turned so far."""
    return float(np.degrees(np.tan(np.radians(turn_deg)) / focal))


def _turn_deg(fan_deg: float, focal: float) -> float:
    """Return how far a camera is turned whose picture has such a fan."""
    return float(np.degrees(np.arctan(np.radians(fan_deg) * focal)))


def _agreeing(edges: Array, fan_max_deg: float) -> BoolArray:
    """Return which edges lie on the fan that has the greatest length of edges on it, shape (N,)."""
    place, lean, length, _ = edges.T
    best, best_weight = np.zeros(len(edges), dtype=bool), 0.0
    for fan in np.linspace(-fan_max_deg, fan_max_deg, FANS):
        offset = lean - fan * place
        for start in np.unique(np.round(offset, 1)):
            inside = np.abs(offset - start) < AGREE_DEG
            weight = float(length[inside].sum())
            if weight > best_weight + 1e-9:
                best, best_weight = inside, weight
    return best


def _read_in_the_middle(edges: Array, family: Family, focal: float) -> Tilt:
    """Return the tilt where the fan has its middle; edges in one place count as one observation."""
    place, lean, length, _ = edges.T
    where = np.round(place / PLACES_APART).astype(int)
    rows = []
    for spot in np.unique(where):
        here = where == spot
        rows.append([np.average(values[here], weights=length[here]) for values in (place, lean)])
    at, seen = np.array(rows).T
    usual = _fan_deg(family.turn_sd_deg, focal)
    design = np.vstack([np.stack([np.ones_like(at), at], axis=1) / family.sd_deg, [0, 1 / usual]])
    covariance = np.linalg.inv(design.T @ design)
    roll, fan = covariance @ design.T @ np.append(seen / family.sd_deg, 0.0)
    spread = float(np.std(lean - roll - fan * place))
    # However many edges: a lens bends them, and posts lean, all in one way.
    doubt = max(covariance[0, 0], family.sd_deg**2) + spread**2 + (fan**2 + covariance[1, 1]) * family.middle_sd**2
    tilt = Tilt(roll_deg=float(roll), sd_deg=float(np.sqrt(doubt)), by=family.name)
    if family is not UPRIGHT:
        return tilt
    # Uprights fan out downwards where the camera looks up.
    loose = float(np.sqrt(covariance[1, 1])) * max(1.0, spread / family.sd_deg)
    pitch = -_turn_deg(float(fan), focal)
    doubts = (_turn_deg(loose, focal), FOCAL_SD_FRAC * pitch, FAN_SD_FRAC * pitch)
    return replace(tilt, pitch_deg=pitch, pitch_sd_deg=float(np.linalg.norm(doubts)))
