"""What was measured, drawn on the frames: leg, vertical, floor, angle and the state of the repetition."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi import measures
from dorsi.measures import made_from
from dorsi.protocols import report_of
from dorsi.report.drawing.canvas import INK, SIDE_COLOURS, WHITE, Canvas, CanvasView, Image
from dorsi.report.drawing.curves import shown_sides
from dorsi.report.drawing.events import event_at
from dorsi.report.text import amounts, words
from dorsi.schema.session import Session
from dorsi.types import SIDES, Analysis, Array

LONG_SIDE_PX: Final = 720
LABEL_SIZE: Final = 19.0
LEG: Final = ("hip", "knee", "ankle", "heel", "toe")
FOOT_FLAT_FRAC: Final = 0.03  #: heel lower than this part of a shank counts as down, for the drawn floor
MIN_FLAT_FRAMES: Final = 5
NOT_MEASURED: Final = "Angle not measured"


@dataclass(frozen=True)
class OverlayScene:
    """What stays the same over the whole clip."""

    analysis: Analysis
    sides: tuple[str, ...]  #: drawn in full; the other leg is faint
    facing: int  #: +1 right, -1 left
    roll_deg: float  #: how far the floor runs down to the right in the picture
    floor_y_px: dict[str, tuple[float, float]]  #: a point on the floor for each drawn side
    angled: tuple[str, ...]  #: sides whose angle was measured, so that it may be drawn


def fitted_size(size_px: tuple[int, int], *, long_side_px: int = LONG_SIDE_PX) -> tuple[int, int]:
    """Return width and height scaled down to the long side given, both even; never scaled up."""
    scale = min(1.0, long_side_px / max(size_px))
    width, height = (max(2, 2 * round(v * scale / 2)) for v in size_px)
    return width, height


def leg_points(analysis: Analysis, side: str, index: int) -> Array:
    """Return hip, knee, ankle, heel and toe of one leg in one frame, shape (5, 2), pixels; NaN where not seen."""
    return np.stack([analysis.landmarks.point(f"{side}_{name}")[index] for name in LEG])


def outline_points(analysis: Analysis, side: str, index: int) -> Array:
    """Return the line that draws a leg, (N, 2), pixels; the foot is closed, and bends at the ball where it is known."""
    points = leg_points(analysis, side, index)
    hip, knee, ankle, heel, toe = points
    if f"{side}_ball" not in analysis.landmarks.names:
        return np.stack([hip, knee, ankle, heel, toe, ankle])
    ball = analysis.landmarks.point(f"{side}_ball")[index]
    under = ball if np.isfinite(ball).all() else (heel + toe) / 2
    return np.stack([hip, knee, ankle, heel, under, toe, ankle])


def shown_angle_deg(scene: OverlayScene, side: str) -> Array:
    """Return the angle that is drawn for one side, shape (T,)."""
    angles: Array = getattr(scene.analysis.signals, report_of(scene.analysis.session.movement).arc)
    return angles[:, side_index(side)]


def side_index(side: str) -> int:
    """Return where a side stands on the side axis."""
    return SIDES.index("left" if side == "left" else "right")


def _floor_point(analysis: Analysis, side: str) -> tuple[float, float] | None:
    """Return the middle of the sole while the foot is flat, pixels, or None if it never clearly was."""
    heel, toe = (analysis.landmarks.point(f"{side}_{name}") for name in ("heel", "toe"))
    height = analysis.signals.heel_height_frac[:, side_index(side)]
    with np.errstate(invalid="ignore"):
        flat = (np.abs(height) < FOOT_FLAT_FRAC) & np.isfinite(heel).all(axis=1) & np.isfinite(toe).all(axis=1)
    if np.count_nonzero(flat) < MIN_FLAT_FRAMES:
        return None
    x, y = np.median((heel[flat] + toe[flat]) / 2, axis=0)
    return float(x), float(y)


def scene_of(analysis: Analysis) -> OverlayScene:
    """Return the fixed parts of the drawing."""
    quality = analysis.session.quality
    sides = shown_sides(analysis.session) if analysis.session.movement != "unknown" else ()
    floors = {side: _floor_point(analysis, side) for side in sides}
    return OverlayScene(
        analysis=analysis,
        sides=sides,
        facing=-1 if quality.facing == "left" else 1,
        roll_deg=quality.roll_deg or 0.0,
        floor_y_px={side: point for side, point in floors.items() if point is not None},
        angled=tuple(side for side in sides if angle_shown(analysis.session, side)),
    )


def angle_shown(session: Session, side: str) -> bool:
    """Return whether the movement has an angle to draw on a leg, and it was measured.

    The angle is what the big numbers are read from: where those of the leg are refused, so is what is drawn.
    """
    shown = report_of(session.movement)
    big = [m for name in shown.cards if (m := session.measurement(name, side)) and shown.arc in made_from(m.name)]
    refused = bool(big) and all(m.value is None for m in big)
    return bool(shown.arc) and not refused and session.shown(shown.arc, side)


def angles_refused(session: Session) -> bool:
    """Return whether the movement has angles and the clip shows none of them."""
    angles = [m for m in session.measurements if m.unit == "deg"]
    return bool(angles) and all(m.value is None for m in angles)


def state_text(scene: OverlayScene, time_s: float) -> str:
    """Return what is going on: "Left rep 1", "Left rep 2 void: heel up", "Angle not measured", or nothing."""
    parts = [NOT_MEASURED] if scene.sides and angles_refused(scene.analysis.session) else []
    for side in scene.sides:
        found = event_at(scene.analysis.session.events, side, time_s)
        if found is None:
            continue
        number, event = found
        why = f" void: {words.reason_text(event.void_reasons[0])}" if event.void_reasons else ""
        parts.append(f"{measures.SIDE_NAMES[side]} {event.kind} {number}{why}")
    return "  ".join(parts)


def _draw_angle(canvas: Canvas, scene: OverlayScene, side: str, index: int, said_deg: float | None) -> None:
    """Draw the reference direction, the arc from it to the shank, and the value."""
    points = leg_points(scene.analysis, side, index)
    knee, ankle = points[1], points[2]
    value = float(shown_angle_deg(scene, side)[index])
    if not (np.isfinite(points[1:3]).all() and np.isfinite(value)):
        return
    shank_px = float(np.linalg.norm(knee - ankle))
    d = knee - ankle
    to_shank = float(np.degrees(np.arctan2(d[0], -d[1])))  # clockwise from the picture's up
    to_reference = to_shank - scene.facing * value
    up = np.array([np.sin(np.radians(to_reference)), -np.cos(np.radians(to_reference))])
    colour = SIDE_COLOURS[side]
    canvas.dashes(ankle, ankle + 1.05 * shank_px * up, WHITE)
    canvas.arc(ankle, 0.52 * shank_px, (to_reference, to_shank), colour)
    text = f"{measures.SIDE_NAMES[side][0]} {measures.unit_of('deg').text(value if said_deg is None else said_deg)}"
    canvas.label(text, ankle + 0.7 * shank_px * up, towards=-scene.facing, colour=colour, size=LABEL_SIZE)


def _draw_floor(canvas: Canvas, scene: OverlayScene, side: str) -> None:
    point = scene.floor_y_px.get(side)
    if point is None:
        return
    tilt = np.radians(scene.roll_deg)
    along = np.array([np.cos(tilt), np.sin(tilt)]) * max(scene.analysis.clip.size_px)
    canvas.faint_line(np.stack([np.array(point) - along, np.array(point) + along]), WHITE, width=1.6, strength=0.7)


def angled_sides(scene: OverlayScene, time_s: float) -> tuple[str, ...]:
    """Return the sides whose angle is drawn at a moment, so that two labels do not hide each other.

    None that was not measured, none in a repetition or step that does not count. That of a running leg only in its
    own steps; else the leg near the camera, or the only one measured.
    """
    session = scene.analysis.session
    now = {side: event_at(session.events, side, time_s) for side in scene.angled}
    counting = tuple(side for side, found in now.items() if found is None or found[1].valid)
    if report_of(session.movement).arc_in_events:
        return tuple(side for side in counting if now[side] is not None)
    near = tuple(side for side in scene.angled if side == session.quality.near_side)
    return tuple(side for side in near or scene.angled if side in counting)


def draw(
    canvas: Canvas,
    scene: OverlayScene,
    index: int,
    *,
    sides: Sequence[str],
    angled: Sequence[str],
    said_deg: float | None = None,
) -> None:
    """Draw one frame: the legs of `sides` in full with their floor, the other faint, the angle for `angled`.

    With `said_deg` that is the value written at the angle; else it is the frame's own.
    """
    for other in SIDES:
        if scene.sides and other not in sides:
            canvas.faint_line(leg_points(scene.analysis, other, index), WHITE)
    near = scene.analysis.session.quality.near_side
    for side in sorted(sides, key=lambda drawn: drawn == near):  # the near leg hides the far one, as in life
        if side in angled:
            _draw_floor(canvas, scene, side)
        points = leg_points(scene.analysis, side, index)
        canvas.line(outline_points(scene.analysis, side, index), SIDE_COLOURS[side], width=3.2)
        if side in angled:
            _draw_angle(canvas, scene, side, index, said_deg)
        for point in points:
            canvas.dot(point, SIDE_COLOURS[side])


def frame_index(scene: OverlayScene, time_s: float) -> int:
    """Return the row of landmarks and signals nearest in time."""
    times = scene.analysis.landmarks.time_s
    after = int(np.clip(np.searchsorted(times, time_s), 1, max(len(times) - 1, 1)))
    return after - 1 if time_s - times[after - 1] <= times[min(after, len(times) - 1)] - time_s else after


def drawn_frames(scene: OverlayScene, frames: Iterable[tuple[float, Image]]) -> Iterator[tuple[float, Image]]:
    """Yield time and picture with the drawing on it, scaled to at most 720 pixels on the long side.

    Frames come in the clip's size, or in that of what is drawn.
    """
    size = fitted_size(scene.analysis.clip.size_px)
    full = scene.analysis.clip.size_px
    view = CanvasView(0.0, 0.0, (size[0] / full[0], size[1] / full[1]), size)
    for time_s, rgb in frames:
        canvas = Canvas(rgb, view, whole=rgb.shape[1::-1] == size)
        draw(canvas, scene, frame_index(scene, time_s), sides=scene.sides, angled=angled_sides(scene, time_s))
        canvas.caption(amounts.seconds(time_s), corner="bottom", colour=INK)
        state = state_text(scene, time_s)
        if state:
            canvas.caption(state, corner="top", colour=INK)
        yield time_s, canvas.image
