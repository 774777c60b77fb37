"""One picture of a clip without a number: what was seen in it, with what is wrong marked on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.protocols import PROTOCOLS
from dorsi.report.clip.advice import spoiling, warnings_of
from dorsi.report.clip.page import headline
from dorsi.report.drawing.canvas import SIDE_COLOURS, Canvas, CanvasView, Colour, Image
from dorsi.report.drawing.events import event_times
from dorsi.report.drawing.keyframes import HEIGHT_PX, crop_view
from dorsi.report.drawing.overlay import OverlayScene, fitted_size, frame_index, outline_points
from dorsi.report.text import words
from dorsi.schema.session import Event, Session
from dorsi.types import SIDES, Analysis, Array, BoolArray

WRONG: Final[Colour] = (178, 34, 34)  #: red, and always with words
RING_SHANKS: Final = 0.2  #: radius of a ring around a joint
FEET: Final = ("ankle", "heel", "toe")
LEGS: Final = ("knee", *FEET)
#: What is written on the picture and which joints are ringed, by the code of what spoils the clip most.
FAULTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "not_measurable": ("Legs not found", ()),
    "no_person": ("No person found", ()),
    "movement_not_measured": ("Another movement", ()),
    "movement_unknown": ("No known movement", ()),
    "movement_not_seen": ("Another movement", ()),
    "side_not_seen": ("The other leg moves", ()),
    "view_unclear": ("Camera angle unclear", ("toe",)),
    "view_not_side": ("Not from the side", ("toe",)),
    "view_oblique": ("Not square to the side", ("toe",)),
    "picture_squeezed": ("Picture squeezed", ()),
    "picture_unsure": ("Picture perhaps squeezed", ()),
    "feet_out": ("Feet not in the picture", FEET),
    "several_people": ("Several people", ()),
    "people_cross": ("People cross", ()),
    "person_lost": ("Lost from view", ()),
    "legs_swapped": ("Left and right mixed up", LEGS),
    "camera_tilted": ("Camera tilted", ()),
    "level_unknown": ("Tilt not known", ()),
    "level_disputed": ("Tilt not known", ()),
    "low_rate": ("Too few pictures a second", ()),
    "far_away": ("Too far away", ()),
}
OTHERS: Final = ("Not measured", ())
VOID: Final = frozenset({"repetitions_void", "steps_void"})


@dataclass(frozen=True, kw_only=True)
class SeenMoment:
    """A moment that shows what is wrong."""

    index: int  #: row of landmarks and signals
    time_s: float
    text: str
    ringed: tuple[str, ...]  #: joints of the sides that are marked
    sides: tuple[str, ...]


def seen_of(scene: OverlayScene) -> SeenMoment | None:
    """Return the moment that shows why a clip has no number; None of a clip that has one."""
    session = scene.analysis.session
    if any(not card.reason for card in headline(session)):
        return None
    spoils = next((w.code for w in spoiling(warnings_of(session))), "")
    void = next((event for event in session.events if not event.valid), None)
    if void is not None and (spoils in VOID or not spoils):
        return _of_void(scene, void)
    text, ringed = FAULTS.get(spoils, OTHERS)
    index = _clearest(scene.analysis)
    return SeenMoment(
        index=index, time_s=_time_s(scene, index), text=_named(text, spoils, session), ringed=ringed, sides=SIDES
    )


def _named(text: str, code: str, session: Session) -> str:
    """Return what is written, with the movement that was looked for in vain."""
    if code == "movement_not_seen" and session.movement in PROTOCOLS:
        return f"No {PROTOCOLS[session.movement].called.noun} seen"
    return text


def _of_void(scene: OverlayScene, event: Event) -> SeenMoment:
    """Return the deepest moment of a repetition that does not count, its foot marked."""
    times = event_times(event) or (0.0, 0.0)
    at_s = event.peak_s if event.peak_s is not None else sum(times) / 2
    index = frame_index(scene, at_s)
    text = words.sentence(words.reason_text(event.void_reasons[0]) if event.void_reasons else OTHERS[0]).rstrip(".")
    sides = (event.side,) if event.side in SIDES else SIDES
    return SeenMoment(index=index, time_s=_time_s(scene, index), text=text, ringed=("heel",), sides=sides)


def _time_s(scene: OverlayScene, index: int) -> float:
    return float(scene.analysis.landmarks.time_s[index])


def _clearest(analysis: Analysis) -> int:
    """Return the frame nearest the middle of the clip among those that show most of the legs."""
    known = np.isfinite(_legs_px(analysis)).all(axis=-1).sum(axis=1)
    rows = np.flatnonzero(known == known.max())
    return int(rows[np.argmin(np.abs(rows - len(known) / 2))])


def _legs_px(analysis: Analysis) -> Array:
    """Return the points of both legs in every frame, (T, 10, 2), pixels; NaN where not seen."""
    found = [analysis.landmarks.point(f"{side}_{name}") for side in SIDES for name in ("hip", *LEGS)]
    return np.stack(found, axis=1)


def seen_picture(scene: OverlayScene, seen: SeenMoment, rgb: Image) -> Image:
    """Return the moment with both legs drawn, what is wrong ringed, and named at the top."""
    analysis = scene.analysis
    canvas = Canvas(rgb, _view(analysis, seen.index))
    for side in SIDES:
        canvas.line(outline_points(analysis, side, seen.index), SIDE_COLOURS[side], width=2.6)
    for marked in seen.sides:
        _ring(canvas, analysis, marked, seen)
    canvas.caption(seen.text, corner="top", colour=WRONG, size=20.0)
    return canvas.image


def _ring(canvas: Canvas, analysis: Analysis, side: str, seen: SeenMoment) -> None:
    """Draw a ring around the joints of a side that are wrong."""
    points = np.stack([analysis.landmarks.point(f"{side}_{name}")[seen.index] for name in seen.ringed or ("knee",)])
    knee, ankle = (analysis.landmarks.point(f"{side}_{name}")[seen.index] for name in ("knee", "ankle"))
    shank_px = float(np.linalg.norm(knee - ankle))
    known = np.isfinite(points).all(axis=1)
    if not seen.ringed or not known.any() or not np.isfinite(shank_px):
        return
    middle = points[known].mean(axis=0)
    reach = float(np.linalg.norm(points[known] - middle, axis=1).max())
    canvas.arc(middle, reach + RING_SHANKS * shank_px, (0.0, 360.0), WRONG)


def _view(analysis: Analysis, index: int) -> CanvasView:
    """Return the part of the frame with the whole person, or the whole frame where there is none."""
    everything = analysis.raw.xy_px[index]
    known: BoolArray = np.isfinite(everything).all(axis=1)
    if known.any() and float(np.ptp(everything[known], axis=0).max()) > 1.0:
        return crop_view(everything, analysis.clip.size_px)
    width, height = analysis.clip.size_px
    size = fitted_size(analysis.clip.size_px, long_side_px=HEIGHT_PX)
    return CanvasView(0.0, 0.0, (size[0] / width, size[1] / height), size)


def collect_seen(
    scene: OverlayScene, frames: Iterable[tuple[float, Image]], found: dict[SeenMoment, Image]
) -> Iterator[tuple[float, Image]]:
    """Pass the frames through and put the picture into `found` when its moment goes by."""
    seen = seen_of(scene)
    for time_s, rgb in frames:
        if seen is not None and seen not in found and frame_index(scene, time_s) == seen.index:
            found[seen] = seen_picture(scene, seen, rgb)
        yield time_s, rgb
