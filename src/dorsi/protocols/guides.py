"""The pictures of a filming guide: what the phone should show, moving; where it stands; and frames that don't work.

A figure moves where a page's script starts it (`beginElement`), so that whoever asked for less motion sees it still.
"""

from dataclasses import replace
from functools import cache
from typing import Final
from xml.sax.saxutils import escape

import numpy as np

from dorsi import synth
from dorsi.protocols.protocol import Film, Protocol
from dorsi.types import SIDES, Array, Landmarks

WIDTH: Final = 320
HEIGHT: Final = 190
PHONE: Final = (10.0, 6.0, 100.0, 178.0)  #: the picture in the phone: left, top, width, height
FLOOR_Y: Final = 150.0  #: of the figure inside the phone
FIGURE_PX: Final = 118.0  #: from floor to head
BODY_M: Final = 1.62  #: from floor to the middle of the head, of the drawn figure
HEIGHT_FRAC: Final = {"knee height": 0.28, "hip height": 0.53}  #: of the figure, where the phone stands
CAMERA_X: Final = 148.0
PERSON_X: Final = 278.0
LOOP_HZ: Final = 12.0  #: pictures a second of the moving figure
LOOP_MIN_S: Final = 0.5
LOOP_MATCH_S: Final = 0.3  #: a stretch of this length tells that the movement has come round
MOVED_FRAC: Final = 0.04  #: of a body: figures farther apart are another moment of the movement
AGAIN_FRAC: Final = 0.02  #: of a body: figures this close are the same moment, a cycle later
FRAME: Final = (68.0, 118.0)  #: width and height of the small frames that show right and wrong
FRAMES_HEIGHT: Final = 138
TILT_DEG: Final = 12.0
TURN_DEG: Final = 40.0
RIGHT: Final = "#15803d"
WRONG: Final = "#b91c1c"
NEAR: Final = "#c2410c"
INK: Final = "currentColor"
LABEL: Final = f'text-anchor="middle" fill="{INK}" stroke="none"'


@cache
def picture(protocol: Protocol) -> str:
    """Return an SVG drawing: the movement as the phone should see it, and the phone's height and distance.

    Lines take the colour of the surrounding text, the leg that is measured stands out.
    """
    film, camera = protocol.film, _camera(protocol.film)
    title = f"{protocol.title}: film from the {'front' if film.from_front else 'side'}, {film.height}"
    return _svg(title, HEIGHT, [*_phone(film, camera, moving=True), *_set_up(film)])


@cache
def right_and_wrong(protocol: Protocol) -> str:
    """Return an SVG drawing of four frames: as it should be, then tilted, turned, and with the feet cut off."""
    film, camera = protocol.film, _camera(protocol.film)
    width, height = FRAME
    step = (WIDTH - width - 2) / 3
    turned = replace(camera, yaw_deg=camera.yaw_deg - TURN_DEG)
    middle, floor, scale = width / 2, height * 0.8, width / PHONE[2]
    drawn = {
        "Like this": _scene(film, camera, middle, floor, scale),
        "Phone tilted": [f'<g transform="rotate({TILT_DEG:g} {middle} {height / 2})">',
                         *_scene(film, camera, middle, floor, scale), "</g>"],
        "Not square on": _scene(film, turned, middle, floor, scale),
        "Feet cut off": _scene(film, camera, middle, height * 1.08 + _in_the_air_px(film, camera) * scale, scale),
    }  # fmt: skip
    parts = []
    for place, (words, scene) in enumerate(drawn.items()):
        clip, good = f"{protocol.name}-frame-{place}", place == 0
        colour, sign = (RIGHT, "m-5 0 4 4 7-8") if good else (WRONG, "m-4-4 8 8m0-8-8 8")
        rect = f'width="{width:g}" height="{height:g}" rx="7"'
        parts += [
            f'<g transform="translate({place * step + 1:.1f} 1)"><clipPath id="{clip}"><rect {rect}/></clipPath>',
            f'<g clip-path="url(#{clip})">', *scene, "</g>", f'<rect {rect} stroke="{colour}"/>',
            f'<path d="M{width - 10:g} 11{sign}" stroke="{colour}"/>',
            f'<text x="{width / 2:g}" y="{height + 14:g}" {LABEL}>{words}</text>', "</g>",
        ]  # fmt: skip
    return _svg(f"{protocol.title}: one frame as it should be, and three that can't be measured", FRAMES_HEIGHT, parts)


def _svg(title: str, height: int, parts: list[str]) -> str:
    body = "\n  ".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" fill="none" '
        f'stroke="{INK}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'font-family="sans-serif" font-size="11">\n  <title>{escape(title)}</title>\n  {body}\n</svg>\n'
    )


def _scene(film: Film, camera: synth.Camera, middle_x: float, floor_y: float, scale: float) -> list[str]:
    """Return the person on the floor, which goes on beyond the frame."""
    floor = f'<path d="M{middle_x - 80:g} {floor_y:g}H{middle_x + 80:g}" stroke-width="1" opacity="0.5"/>'
    return [floor, *figure(film, camera, middle_x=middle_x, floor_y=floor_y, scale=scale)]


@cache
def person_picture(protocol: Protocol) -> str:
    """Return the movement alone as the phone should see it; for a list whose words stand beside it."""
    left, top, width, height = PHONE
    body = "".join(_phone(protocol.film, _camera(protocol.film))[1:])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {width:g} {height:g}" aria-hidden="true" '
        f'fill="none" stroke="{INK}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
    )


def _camera(film: Film) -> synth.Camera:
    camera = synth.Camera(px_per_m=FIGURE_PX / BODY_M)
    return replace(camera, yaw_deg=90.0, distance_m=3.0) if film.from_front else camera


def _phone(film: Film, camera: synth.Camera, *, moving: bool = False) -> list[str]:
    left, top, width, height = PHONE
    return [
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="9"/>',
        f'<path d="M{left + 6} {FLOOR_Y}H{left + width - 6}" stroke-width="1" opacity="0.5"/>',
        *figure(film, camera, middle_x=left + width / 2, floor_y=FLOOR_Y, scale=1.0, moving=moving),
    ]


def figure(
    film: Film, camera: synth.Camera, *, middle_x: float, floor_y: float, scale: float, moving: bool = False
) -> list[str]:
    """Return the lines of the drawn person at the guide's moment, feet on the floor line, the right leg in colour.

    With `moving`, each line also knows the rest of the movement, one cycle of it.
    """
    landmarks, frame = _moment(film, camera)
    shown = landmarks.xy_px[frame]
    lowest = np.array([(shown[:, 0].min() + shown[:, 0].max()) / 2, _floor_px(landmarks)])
    frames = [frame, *(_cycle(landmarks, frame) if moving else ())]
    xy = (landmarks.xy_px[frames] - lowest) * scale + np.array([middle_x, floor_y])
    at = {name: xy[:, k] for k, name in enumerate(landmarks.names)}
    hip, shoulder = (np.mean([at[f"{side}_{joint}"] for side in SIDES], axis=0) for joint in ("hip", "shoulder"))
    seconds = float(landmarks.time_s[frames[-1]] - landmarks.time_s[frame]) + 1 / LOOP_HZ
    return [
        _leg(at, "left", INK, seconds, opacity=0.45),
        _line([hip, shoulder], seconds),
        _line([at["left_shoulder"], at["right_shoulder"]], seconds),
        _line([at["left_hip"], at["right_hip"]], seconds),
        _head(shoulder + (shoulder - hip) * 0.42, 7.5 * scale, seconds),
        _leg(at, "right", NEAR, seconds, opacity=1.0),
    ]


def _moment(film: Film, camera: synth.Camera) -> tuple[Landmarks, int]:
    """Return the movement, and the frame of it that is drawn."""
    landmarks = film.drawn(camera)
    return landmarks, int(np.argmin(np.abs(landmarks.time_s - film.drawn_s)))


def _in_the_air_px(film: Film, camera: synth.Camera) -> float:
    """Return how far the lower foot is above the floor at the guide's moment; 0 where it stands."""
    landmarks, frame = _moment(film, camera)
    feet = np.stack([landmarks.side(part)[frame, :, 1] for part in ("heel", "toe")])
    return max(0.0, _floor_px(landmarks) - float(feet.max()))


def _cycle(landmarks: Landmarks, frame: int) -> list[int]:
    """Return the frames from one on until the movement comes round, `LOOP_HZ` of them a second; none if it doesn't."""
    rate = 1 / float(np.median(np.diff(landmarks.time_s)))
    body = float(np.ptp(landmarks.xy_px[frame, :, 1]))
    span = round(LOOP_MATCH_S * rate)
    start, moved = landmarks.xy_px[frame : frame + span], False
    for lag in range(1, len(landmarks.time_s) - frame - span):
        apart = np.linalg.norm(landmarks.xy_px[frame + lag : frame + lag + span] - start, axis=-1)
        distance = float(np.max(np.mean(apart, axis=0))) / body
        moved |= distance > MOVED_FRAC
        if moved and distance < AGAIN_FRAC and lag >= LOOP_MIN_S * rate:
            return [frame + round(one) for one in np.arange(0, lag, rate / LOOP_HZ)]
    return []


def _floor_px(landmarks: Landmarks) -> float:
    """Return the height of the floor in the picture: the lowest that a toe comes in the whole clip."""
    return float(np.max(landmarks.side("toe")[..., 1]))


def _leg(at: dict[str, Array], side: str, colour: str, seconds: float, *, opacity: float) -> str:
    hip, knee, ankle, heel, toe = (at[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle", "heel", "toe"))
    return _line([hip, knee, ankle, heel, toe, ankle], seconds, colour=colour, opacity=opacity)


def _line(points: list[Array], seconds: float, *, colour: str = INK, opacity: float = 1.0) -> str:
    """Return a line through points, each (frames, 2): drawn as in the first frame, moving through the others."""
    first, *others = ["M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in one) for one in np.stack(points, axis=1)]
    style = f'stroke="{colour}" stroke-width="2.4" opacity="{opacity:g}"'
    return f'<path d="{first}" {style}>{_moving("d", others, seconds)}</path>'


def _head(at: Array, radius: float, seconds: float) -> str:
    (x, *xs), (y, *ys) = ([f"{one:.1f}" for one in axis] for axis in at.T)
    moves = _moving("cx", xs, seconds) + _moving("cy", ys, seconds)
    return f'<circle cx="{x}" cy="{y}" r="{radius:.1f}">{moves}</circle>'


def _moving(attribute: str, values: list[str], seconds: float) -> str:
    if not values:
        return ""
    loop = f'dur="{seconds:.2f}s" repeatCount="indefinite" begin="indefinite"'
    return f'<animate attributeName="{attribute}" values="{";".join([*values, values[0]])}" {loop}/>'


def _set_up(film: Film) -> list[str]:
    """Return the phone on its stand (a bottle on a box), the person, and the distance between them, from the side."""
    shown = 0.75
    top = FLOOR_Y - FIGURE_PX * shown * HEIGHT_FRAC[film.height]
    # Seen from beside the camera: who is filmed from the front faces the phone, who is filmed from the side does not.
    facing, yaw_deg = (-1, 0.0) if film.from_front else (1, -90.0)
    camera = synth.Camera(facing=facing, yaw_deg=yaw_deg, px_per_m=FIGURE_PX / BODY_M)
    middle = (CAMERA_X + PERSON_X) / 2
    return [
        f'<path d="M124 {FLOOR_Y}H312" stroke-width="1" opacity="0.5"/>',
        f'<rect x="{CAMERA_X - 4}" y="{top - 10:.1f}" width="8" height="20" rx="2" fill="{INK}"/>',
        # the bottle behind the phone, and the box under both
        (
            f'<path d="M{CAMERA_X - 14} {top + 10:.1f}v-15q0-3 2.5-5v-5h4v5q2.5 2 2.5 5v15" stroke-width="1.4"/>'
            f'<path d="M{CAMERA_X - 18} {FLOOR_Y}V{top + 10:.1f}H{CAMERA_X + 9}V{FLOOR_Y}" stroke-width="1.6"/>'
        ),
        f'<path d="M{CAMERA_X + 9} {top:.1f}H{PERSON_X - 26}" stroke-width="1" stroke-dasharray="3 4" opacity="0.6"/>',
        *figure(film, camera, middle_x=PERSON_X, floor_y=FLOOR_Y, scale=shown),
        (
            f'<path d="M{CAMERA_X} 162H{PERSON_X}M{CAMERA_X + 5} 158L{CAMERA_X} 162L{CAMERA_X + 5} 166'
            f'M{PERSON_X - 5} 158L{PERSON_X} 162L{PERSON_X - 5} 166" stroke-width="1.2"/>'
        ),
        f'<text x="{middle}" y="178" {LABEL}>{escape(film.distance)}</text>',
        (f'<text x="{CAMERA_X}" y="{top - 22:.1f}" {LABEL}>{escape(film.height)}</text>'),
    ]
