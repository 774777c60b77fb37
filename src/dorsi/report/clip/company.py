"""Pictures of everyone in a clip with several people, so that someone can say who is to be measured."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.report.clip.advice import SEVERAL
from dorsi.report.drawing.canvas import INK, SIDE_COLOURS, Canvas, CanvasView, Colour, Image
from dorsi.report.drawing.keyframes import HEIGHT_PX
from dorsi.report.drawing.overlay import OverlayScene, fitted_size, frame_index
from dorsi.schema.session import Session
from dorsi.types import Array, BoolArray, Landmarks

MOST: Final = 4  #: people to choose from, the largest
MOMENTS: Final = (0.5, 0.25, 0.75, 0.1, 0.9)  #: of the time that someone is seen; the first good one counts
_MEASURED: Final[Colour] = SIDE_COLOURS["left"]
_TELLING_FRAC: Final = 0.5  #: as much more of the time as this a person is on their pixel than anyone else


@dataclass(frozen=True, kw_only=True)
class PersonPlace:
    """Where one of several people is at a moment."""

    number: int  #: from 1, the one measured first
    index: int  #: row of the landmarks at that moment
    time_s: float
    pick_px: tuple[int, int]  #: a pixel on them, as `pick` takes it
    measured: bool
    box_px: tuple[float, float, float, float]  #: left, top, right, bottom


def is_asked(session: Session) -> bool:
    """Return whether someone has to say who of several people is measured."""
    told = session.provenance.get("setting_pick") is not None
    return not told and any(one.code == SEVERAL for one in session.quality.warnings)


def people_of(scene: OverlayScene) -> tuple[PersonPlace, ...]:
    """Return where the people of a clip are, if there is a choice; the one measured first, then from left to right."""
    analysis = scene.analysis
    if not is_asked(analysis.session):
        return ()
    boxes = [_boxes(one) for one in (analysis.raw, *analysis.others)]
    sizes = [float(np.nanmedian(box[:, 3] - box[:, 1])) if np.isfinite(box).any() else 0.0 for box in boxes]
    shown = sorted(range(len(boxes)), key=lambda i: (i > 0, -sizes[i]))[:MOST]
    found = [_standing(scene, boxes, i) for i in shown if sizes[i] > 0]
    first, *rest = found
    ordered = [first, *sorted(rest, key=lambda one: one.pick_px[0])]
    return tuple(PersonPlace(**vars(one) | {"number": number}) for number, one in enumerate(ordered, 1))


def collect_people(
    scene: OverlayScene, frames: Iterable[tuple[float, Image]], found: dict[PersonPlace, Image]
) -> Iterator[tuple[float, Image]]:
    """Pass the frames through and put a picture into `found` for each person when their moment goes by."""
    people = people_of(scene)
    for time_s, rgb in frames:
        for one in people:
            if one not in found and frame_index(scene, time_s) == one.index:
                found[one] = person_picture(scene, one, rgb)
        yield time_s, rgb


def person_picture(scene: OverlayScene, one: PersonPlace, rgb: Image) -> Image:
    """Return the whole picture with a frame around one person and their number."""
    width, height = scene.analysis.clip.size_px
    size = fitted_size(scene.analysis.clip.size_px, long_side_px=HEIGHT_PX)
    canvas = Canvas(rgb, CanvasView(0.0, 0.0, (size[0] / width, size[1] / height), size))
    left, top, right, bottom = one.box_px
    frame = np.array([[left, top], [right, top], [right, bottom], [left, bottom], [left, top]])
    canvas.line(frame, _MEASURED if one.measured else INK, width=3.0)
    canvas.caption(f"Person {one.number}", corner="top", colour=_MEASURED if one.measured else INK, size=20.0)
    return canvas.image


def _standing(scene: OverlayScene, boxes: Sequence[Array], who: int) -> PersonPlace:
    """Return a moment at which a pixel in the middle of a person tells them from the others."""
    own, others = boxes[who], [box for i, box in enumerate(boxes) if i != who]
    rows = np.flatnonzero(np.isfinite(own).all(axis=1))
    tried = []
    for share in MOMENTS:
        row = int(rows[round(share * (len(rows) - 1))])
        pixel = (round((own[row, 0] + own[row, 2]) / 2), round((own[row, 1] + own[row, 3]) / 2))
        mine, theirs = _on(own, pixel), max((_on(box, pixel) for box in others), default=0)
        tried.append((mine - theirs, row, pixel))
        if mine - theirs >= _TELLING_FRAC * len(rows):
            break
    _, row, pixel = max(tried, key=lambda one: one[0])
    time_s = float((scene.analysis.raw if who == 0 else scene.analysis.others[who - 1]).time_s[row])
    left, top, right, bottom = map(float, own[row])
    return PersonPlace(
        number=who + 1,
        index=frame_index(scene, time_s),
        time_s=time_s,
        pick_px=pixel,
        measured=who == 0,
        box_px=(left, top, right, bottom),
    )


def _on(box: Array, pixel: tuple[int, int]) -> int:
    """Return in how many frames a box is around a pixel."""
    spot = np.array(pixel)
    return int(np.all((box[:, :2] <= spot) & (spot <= box[:, 2:]), axis=1).sum())


def _boxes(person: Landmarks) -> Array:
    """Return left, top, right and bottom of a person in every frame, pixels; NaN where not seen."""
    known: BoolArray = np.asarray(np.isfinite(person.xy_px).all(axis=-1))
    low = np.where(known[..., None], person.xy_px, np.inf).min(axis=1)
    high = np.where(known[..., None], person.xy_px, -np.inf).max(axis=1)
    box = np.concatenate([low, high], axis=1)
    return np.where(np.isfinite(box), box, np.nan)
