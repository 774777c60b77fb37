"""Which of the people in a clip is measured, and by what rule."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.errors import OptionError
from dorsi.pose.averaging import nan_median
from dorsi.pose.backend import People
from dorsi.pose.boxes import box_of, centre_of, grown, overlap, prominence, size_of
from dorsi.schema.session import Warn
from dorsi.types import SIDES, Array, BoolArray, Landmarks

# Whoever bends is half as prominent as when upright (a deep squat's box has 0.7 of the height), so that people within
# this share of the most are rivals, and what the legs do decides.
_RIVAL_FRAC: Final = 0.5
# A squat, lunge or stride shortens the way from hip to ankle by a fifth to a half; walking and standing by less than
# this share.
_LEGS_MOVE_FRAC: Final = 0.12
# As tall as this share of the person measured, or less, is twice as far from the camera: the background of a gym.
_BACKGROUND_FRAC: Final = 0.5
_PICK_MARGIN_FRAC: Final = 0.05
_CROSSING_FRAC: Final = 0.2


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The person who is measured."""

    landmarks: Landmarks  #: all NaN if no person was found
    people_count: int
    rule: str  #: how the subject was chosen, in words
    warnings: tuple[Warn, ...] = ()


def choose_subject(people: People, *, pick: tuple[float, float] | None = None) -> Subject:
    """Return the person to measure: the one at `pick`, or else the most prominent.

    Prominent is who fills much of the picture for long: squared size and time together. Of people whose prominence is
    within a factor of two, those count whose legs bend and stretch, and of these the most central.

    Parameters
    ----------
    people
        Everybody in the clip.
    pick
        A pixel on the person, at any time of the clip; of several, the person who is on that pixel longest.

    Raises
    ------
    OptionError
        If `pick` is outside the picture or not on a person.
    """
    count = len(people.persons)
    if pick is not None:
        chosen, rule = _picked(people, pick), f"picked at {pick[0]:g},{pick[1]:g}"
    elif count == 0:
        return Subject(
            landmarks=_nobody(people), people_count=0, rule="no person found", warnings=(*people.warnings, _NOBODY)
        )
    else:
        chosen = _foremost(people)
        rule = "the only person" if count == 1 else RULE
    warnings = people.warnings if count == 1 else (*people.warnings, *_company(people, chosen, rule))
    return Subject(landmarks=people.persons[chosen], people_count=count, rule=rule, warnings=warnings)


RULE: Final = "largest and seen longest, then whose legs move, then most central"
_NOBODY: Final = Warn(
    code="no_person",
    text="No person detected in the clip.",
    tip="Film the whole body from head to feet, in good light, from 2 to 5 m away.",
)


def _nobody(people: People) -> Landmarks:
    shape = (len(people.time_s), 0)
    return Landmarks(
        time_s=people.time_s,
        xy_px=np.empty((*shape, 2)),
        score=np.empty(shape),
        names=(),
        size_px=people.size_px,
    )


def _foremost(people: People) -> int:
    boxes = [box_of(person.xy_px) for person in people.persons]
    share = np.array([prominence(box) for box in boxes])
    moves = np.array([_legs_move_frac(person) for person in people.persons])
    middle = np.array(people.size_px) / 2
    off_centre = np.array([nan_median(np.linalg.norm(centre_of(box) - middle, axis=-1)[None])[0] for box in boxes])
    left = np.flatnonzero(share >= _RIVAL_FRAC * share.max())
    moving = left[moves[left] >= _LEGS_MOVE_FRAC]
    left = moving if len(moving) else left
    return int(left[np.argmin(off_centre[left])])


def _legs_move_frac(person: Landmarks) -> float:
    """Return by which share of its length a leg shortens and stretches, hip to ankle; 0 where it is not seen.

    The camera may stand anywhere: from the front a bent leg is shorter, too.
    """
    if not {f"{side}_{name}" for side in SIDES for name in ("hip", "ankle")} <= set(person.names):
        return 0.0
    length = np.linalg.norm(person.side("hip") - person.side("ankle"), axis=-1)
    seen = length[np.isfinite(length).all(axis=-1)]
    if not len(seen):
        return 0.0
    low, high = np.percentile(seen, (5, 95), axis=0)
    return float(np.max((high - low) / high))


def _picked(people: People, pick: tuple[float, float]) -> int:
    width, height = people.size_px
    where = _where(people)
    if not (0 <= pick[0] < width and 0 <= pick[1] < height):
        raise OptionError(f"pixel {pick[0]:g},{pick[1]:g} is outside the picture of {width} x {height} pixels; {where}")
    on_pixel = [int(_contains(grown(box_of(p.xy_px), _PICK_MARGIN_FRAC), pick).sum()) for p in people.persons]
    if not any(on_pixel):
        raise OptionError(f"no person at {pick[0]:g},{pick[1]:g}; {where}")
    return int(np.argmax(on_pixel))


def _contains(box: Array, point: tuple[float, float]) -> BoolArray:
    return np.asarray(np.all((box[:, :2] <= point) & (point <= box[:, 2:]), axis=-1))


def _seen(box: Array) -> BoolArray:
    return np.asarray(np.isfinite(box).all(axis=-1))


def _where(people: People) -> str:
    """Return where a pick would hit each person."""
    if not people.persons:
        return "no person detected in the clip"
    return "people are at " + "; ".join(_place(person) for person in people.persons)


def _place(person: Landmarks) -> str:
    box = box_of(person.xy_px)
    rows = np.flatnonzero(_seen(box))
    x, y = centre_of(box[rows[len(rows) // 2]])
    start, middle, end = person.time_s[[rows[0], rows[len(rows) // 2], rows[-1]]]
    return f"{x:.0f},{y:.0f} (at {middle:.1f} s; seen from {start:.1f} to {end:.1f} s)"


def _company(people: People, chosen: int, rule: str) -> list[Warn]:
    """Return what to know when there are several people, unless all others are far behind and never overlap."""
    own = _boxes_without_gaps(people.persons[chosen])
    others = [_boxes_without_gaps(person) for i, person in enumerate(people.persons) if i != chosen]
    if all(_in_background(other, own) for other in others):
        return []
    warnings = [
        Warn(
            code="several_people",
            text=f"{len(people.persons)} people are in the clip; one was measured ({rule}).",
            tip=f"To measure another one, give a pixel on them as `pick`: {_where(people)}. "
            "Best is to film one person alone.",
        )
    ]
    crossed = np.any([overlap(own, other) > _CROSSING_FRAC for other in others], axis=0)
    if crossed.any():
        times = people.time_s[crossed]
        warnings.append(
            Warn(
                code="people_cross",
                text=f"Another person overlaps the one measured between {times[0]:.1f} and {times[-1]:.1f} s; "
                "points there are missing or less sure.",
                tip="Film without anybody in front of or behind the person.",
            )
        )
    return warnings


def _in_background(other: Array, own: Array) -> bool:
    """Return whether another person is much smaller than the one measured and never behind or in front of them."""
    other_px, own_px = (float(nan_median(size_of(box)[None])[0]) for box in (other, own))
    shared = np.fmax(overlap(own, other), overlap(other, own))
    return other_px <= _BACKGROUND_FRAC * own_px and not np.any(shared > _CROSSING_FRAC)


def _boxes_without_gaps(person: Landmarks) -> Array:
    """Return the person's boxes, gaps between sightings filled: while two people cover each other, neither is found."""
    box = box_of(person.xy_px)
    seen = np.flatnonzero(_seen(box))
    between = slice(seen[0], seen[-1] + 1)
    for edge in box.T:
        edge[between] = np.interp(person.time_s[between], person.time_s[seen], edge[seen])
    return box
