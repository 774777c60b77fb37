"""The small picture of a filming guide: what the phone should show, and where it stands."""

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
CAMERA_X: Final = 148.0
PERSON_X: Final = 278.0
NEAR: Final = "#c2410c"
INK: Final = "currentColor"


@cache
def picture(protocol: Protocol) -> str:
    """Return an SVG drawing: the movement as the phone should see it, and the phone's height and distance.

    Lines take the colour of the surrounding text, the leg that is measured stands out.
    """
    film, camera = protocol.film, _camera(protocol.film)
    title = escape(f"{protocol.title}: film from the {'front' if film.from_front else 'side'}, {film.height}")
    parts = [*_phone(film, camera), *_set_up(film)]
    body = "\n  ".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" fill="none" '
        f'stroke="{INK}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'font-family="sans-serif" font-size="11">\n  <title>{title}</title>\n  {body}\n</svg>\n'
    )


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


def _phone(film: Film, camera: synth.Camera) -> list[str]:
    left, top, width, height = PHONE
    return [
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="9"/>',
        f'<path d="M{left + 6} {FLOOR_Y}H{left + width - 6}" stroke-width="1" opacity="0.5"/>',
        *figure(film, camera, middle_x=left + width / 2, floor_y=FLOOR_Y, scale=1.0),
    ]


def figure(film: Film, camera: synth.Camera, *, middle_x: float, floor_y: float, scale: float) -> list[str]:
    """Return the lines of the drawn person at the guide's moment, feet on the floor line, the right leg in colour."""
    landmarks = film.drawn(camera)
    frame = int(np.argmin(np.abs(landmarks.time_s - film.drawn_s)))
    xy = {name: landmarks.xy_px[frame, k] for k, name in enumerate(landmarks.names)}
    all_xy = np.array(list(xy.values()))
    lowest = np.array([(all_xy[:, 0].min() + all_xy[:, 0].max()) / 2, _floor_px(landmarks)])
    at = {name: (p - lowest) * scale + np.array([middle_x, floor_y]) for name, p in xy.items()}
    hip, shoulder = (np.mean([at[f"{side}_{joint}"] for side in SIDES], axis=0) for joint in ("hip", "shoulder"))
    head = shoulder + (shoulder - hip) * 0.42
    return [
        _leg(at, "left", INK, opacity=0.45),
        _line([hip, shoulder]),
        _line([at["left_shoulder"], at["right_shoulder"]]),
        _line([at["left_hip"], at["right_hip"]]),
        f'<circle cx="{head[0]:.1f}" cy="{head[1]:.1f}" r="{7.5 * scale:.1f}"/>',
        _leg(at, "right", NEAR, opacity=1.0),
    ]


def _floor_px(landmarks: Landmarks) -> float:
    """Return the height of the floor in the picture: the lowest that a toe comes in the whole clip."""
    return float(np.max(landmarks.side("toe")[..., 1]))


def _leg(at: dict[str, Array], side: str, colour: str, *, opacity: float) -> str:
    hip, knee, ankle, heel, toe = (at[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle", "heel", "toe"))
    return _line([hip, knee, ankle, heel, toe, ankle], colour=colour, opacity=opacity)


def _line(points: list[Array], *, colour: str = INK, opacity: float = 1.0) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{path}" stroke="{colour}" stroke-width="2.4" opacity="{opacity:g}"/>'


def _set_up(film: Film) -> list[str]:
    """Return the phone on its stand, the person, and the distance between them, all from the side."""
    shown = 0.75
    top = FLOOR_Y - FIGURE_PX * shown * (0.53 if film.height.startswith("hip") else 0.28)
    # Seen from beside the camera: who is filmed from the front faces the phone, who is filmed from the side does not.
    facing, yaw_deg = (-1, 0.0) if film.from_front else (1, -90.0)
    camera = synth.Camera(facing=facing, yaw_deg=yaw_deg, px_per_m=FIGURE_PX / BODY_M)
    middle = (CAMERA_X + PERSON_X) / 2
    return [
        f'<path d="M124 {FLOOR_Y}H312" stroke-width="1" opacity="0.5"/>',
        f'<rect x="{CAMERA_X - 4}" y="{top - 10:.1f}" width="8" height="20" rx="2" fill="{INK}"/>',
        (
            f'<path d="M{CAMERA_X} {top + 10:.1f}V{FLOOR_Y}M{CAMERA_X - 9} {FLOOR_Y}L{CAMERA_X} {FLOOR_Y - 14}'
            f'L{CAMERA_X + 9} {FLOOR_Y}" stroke-width="1.6"/>'
        ),
        f'<path d="M{CAMERA_X + 9} {top:.1f}H{PERSON_X - 26}" stroke-width="1" stroke-dasharray="3 4" opacity="0.6"/>',
        *figure(film, camera, middle_x=PERSON_X, floor_y=FLOOR_Y, scale=shown),
        (
            f'<path d="M{CAMERA_X} 162H{PERSON_X}M{CAMERA_X + 5} 158L{CAMERA_X} 162L{CAMERA_X + 5} 166'
            f'M{PERSON_X - 5} 158L{PERSON_X} 162L{PERSON_X - 5} 166" stroke-width="1.2"/>'
        ),
        f'<text x="{middle}" y="178" text-anchor="middle" fill="{INK}" stroke="none">{escape(film.distance)}</text>',
        (
            f'<text x="{CAMERA_X}" y="{top - 16:.1f}" text-anchor="middle" fill="{INK}" stroke="none">'
            f"{escape(film.height)}</text>"
        ),
    ]
