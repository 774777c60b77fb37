"""Advice before filming, from a preview; the limits are the same as for clips."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from dorsi.analysis import quality, robust
from dorsi.analysis.quality import Footage
from dorsi.analysis.view import CameraView, find_view
from dorsi.framing.facts import Light, Sight
from dorsi.pose.boxes import box_of
from dorsi.protocols import PROTOCOLS
from dorsi.protocols.protocol import USUAL_RATE_HZ, Film
from dorsi.schema.framing import Check, CheckName, Framing, State
from dorsi.types import SIDES, Landmarks

#: On clips of people in good light the lighter part of the body reads 68 to 200. Dimmed to 30 to 40, the shank's length
#: is 2 to 7 % off; at 20 and below the legs are lost (docs/howto/film.md).
DARK: Final = 30.0
DIM: Final = 45.0
BACKLIT_TIMES: Final = 3.0  #: how much brighter the scene is than the person when light comes from behind
ORDER: Final[tuple[State, ...]] = ("move", "improve", "unknown", "ok")
#: The network's guess that a point is visible: 0.9 or more for the nearer foot, 0.3 if only a hand is filmed.
#: Of the pictures, in which whoever stands ready to be filmed is found; what looks like a person now and then is none.
FOUND_MIN_FRAC: Final = 0.75
FOOT_SEEN_MIN: Final = 0.5


def judge(sight: Sight, *, movement: str, side: str) -> Framing:
    """Return every check of a preview, the things to change first.

    Parameters
    ----------
    sight
        The facts of the pictures.
    movement
        The name of a protocol, or "auto" for any.
    side
        "left" or "right" for the leg to be measured in a side view, or "auto".
    """
    landmarks = sight.landmarks
    film = PROTOCOLS[movement].film if movement in PROTOCOLS else None
    every = np.ones(len(landmarks.time_s), dtype=bool)
    footage = quality.look_at(landmarks, ~every, keep=every, moving=every)
    checks = [*_of_person(sight, footage), _of_light(sight.light), _of_level(sight.roll_deg)]
    if _legs_are_seen(footage):
        view = find_view(landmarks)
        checks += [_of_feet(landmarks, footage), _of_body(landmarks), _of_size(footage, film), _of_view(view, film)]
        checks += _of_side(view, film, side)
    checks += _of_rate(sight.rate_hz, film)
    return Framing(
        movement=movement,
        pictures=len(landmarks.time_s),
        size_px=landmarks.size_px,
        ready=all(check.state != "move" for check in checks),
        checks=sorted(checks, key=lambda check: ORDER.index(check.state)),
    )


def _check(name: CheckName, state: State, text: str, advice: str | None = None) -> Check:
    return Check(name=name, state=state, text=text, advice=advice)


def _legs_are_seen(footage: Footage) -> bool:
    """Return how well picture and mirror image agree on the legs; NaN if they differ grossly."""
    return footage.found_frac >= FOUND_MIN_FRAC and not all(footage.leg_reasons)


def _of_person(sight: Sight, footage: Footage) -> Iterator[Check]:
    if footage.found_frac < FOUND_MIN_FRAC:
        advice = "Stand where you will move, with your whole body from head to feet in the picture, in good light."
        yield _check("person", "move", "No person detected.", advice)
        return
    if sight.people_count > 1:
        advice = "Only the person you measure should be in the picture."
        yield _check("person", "move", f"{sight.people_count} people are in the picture.", advice)
    else:
        yield _check("person", "ok", "One person is in the picture.")
    if not _legs_are_seen(footage):
        advice = "Show both legs from hip to foot, with nothing in front of them. Use good light and come closer."
        yield _check("legs", "move", "Legs not clearly visible.", advice)


def _of_feet(landmarks: Landmarks, footage: Footage) -> Check:
    if footage.feet_out_frac <= quality.FEET_OUT_MAX_FRAC:
        if _foot_seen(landmarks) < FOOT_SEEN_MIN:
            advice = (
                "Keep the space in front of your feet clear, and wear shoes or socks that stand out from the floor."
            )
            return _check("feet", "move", "Feet not visible.", advice)
        return _check("feet", "ok", "Both feet are in the picture.")
    height = landmarks.size_px[1]
    feet_y = np.concatenate([landmarks.side(name) for name in ("heel", "toe")], axis=1)[..., 1]
    if robust.median(feet_y.max(axis=1)) > height - 1:
        advice = "Tilt the phone down a little, or move it farther away, until you see floor below both feet."
    else:
        advice = "Move to the middle of the picture, or move the phone farther away."
    return _check("feet", "move", "A foot is outside the picture.", advice)


def _foot_seen(landmarks: Landmarks) -> float:
    """Return the visibility of the clearer foot, 0 to 1: in a side view one foot can hide the other."""
    feet = [[landmarks.names.index(f"{side}_{point}") for point in ("heel", "toe")] for side in SIDES]
    return max(robust.median(landmarks.score[:, points].min(axis=1)) for points in feet)


def _of_body(landmarks: Landmarks) -> Check:
    """Return the check of head and hands, which the network needs to find a body."""
    width, height = landmarks.size_px
    left, top, right, bottom = robust.percentiles(box_of(landmarks.xy_px), 50)
    if top < 0 and bottom > height - 1:
        return _check("body", "move", "You don't fit into the picture.", "Move the phone farther away.")
    if top < 0:
        advice = "Tilt the phone up a little, or move it farther away."
        return _check("body", "move", "The head is outside the picture.", advice)
    if left < 0 or right > width - 1:
        edge = "left" if left < 0 else "right"
        advice = f"Move towards the middle of the picture, or turn the phone a little to the {edge}."
        return _check("body", "move", f"Your body is cut off at the {edge} edge of the picture.", advice)
    return _check("body", "ok", "The whole body is in the picture.")


def _of_size(footage: Footage, film: Film | None) -> Check:
    if footage.shank_px >= quality.FAR_SHANK_PX:
        return _check("size", "ok", "You are large enough in the picture.")
    distance = film.distance if film else "2 to 4 m"
    text = f"You are too small: your shin is {footage.shank_px:.0f} pixels long and needs {quality.FAR_SHANK_PX:.0f}."
    return _check("size", "improve", text, f"Move the phone closer, to {distance}, or film in a higher resolution.")


def _of_view(view: CameraView, film: Film | None) -> Check:
    seen = {"side": "from the side", "front": "from the front", "rear": "from behind"}.get(view.kind)
    text = f"The camera sees you {seen or 'at an angle'}."
    if film is not None and not film.from_front:
        return _of_side_view(view, text)
    if film is not None:
        faced = view.kind in {"front", "rear"}
        return _check("view", "ok", text) if faced else _check("view", "move", text, "Turn to face the camera.")
    if seen:
        return _check("view", "ok", text)
    advice = "Turn until the camera sees you straight from the side or the front, as in the movement's guide."
    return _check("view", "move", text, advice)


def _of_side_view(view: CameraView, text: str) -> Check:
    if view.kind == "side" and abs(view.yaw_deg) <= quality.YAW_WARN_DEG:
        return _check("view", "ok", text)
    turned = "towards the camera" if view.yaw_deg > 0 else "away from the camera"
    advice = (
        "Turn, or move the phone, until it sees you straight from the side, with your feet pointing along the picture."
    )
    if view.kind == "side":
        return _check("view", "improve", f"You are turned a little {turned}.", advice)
    return _check("view", "move", f"You are turned {turned}." if view.kind == "oblique" else text, advice)


def _of_side(view: CameraView, film: Film | None, side: str) -> Iterator[Check]:
    """Yield the check that the measured leg is nearer to the camera, if that is known and matters."""
    if film is None or film.from_front or view.kind != "side" or side not in SIDES:
        return
    near = SIDES[view.near_side]
    if near == side:
        yield _check("side", "ok", f"The {side} leg is nearer to the camera.")
    else:
        text = f"The {near} leg is nearer to the camera, but you want to measure the {side} one."
        yield _check("side", "move", text, f"Turn around, so that your {side} side faces the camera.")


def _of_light(light: Light) -> Check:
    brightness = light.person if np.isfinite(light.person) else light.around
    if brightness < DIM and light.around > BACKLIT_TIMES * brightness:
        advice = "Move the phone so that the window or lamp is behind it, not behind you."
        state: State = "move" if brightness < DARK else "improve"
        return _check("light", state, "The light comes from behind you.", advice)
    if brightness < DARK:
        return _check("light", "move", "It is too dark.", "Turn on more light, or film near a window or outdoors.")
    if brightness < DIM:
        return _check("light", "improve", "It is quite dark.", "Turn on more light, or move closer to a window.")
    return _check("light", "ok", "There is enough light.")


def _of_level(roll_deg: float | None) -> Check:
    if roll_deg is None:
        advice = "Prop the phone upright against something flat, so that door frames and walls look straight."
        return _check("level", "unknown", "Can't tell from this picture whether the phone is level.", advice)
    roll = abs(roll_deg)
    if roll <= quality.ROLL_WARN_DEG:
        return _check("level", "ok", "The phone is level.")
    # Uprights lean clockwise in the picture if the phone is turned the other way.
    turn = "clockwise" if roll_deg > 0 else "anticlockwise"
    state: State = "move" if roll > quality.ROLL_MAX_DEG else "improve"
    advice = f"Turn it {turn} by about {roll:.0f}°, as you look at its screen."
    return _check("level", state, f"The phone is tilted by {roll:.0f}°.", advice)


def _of_rate(rate_hz: float | None, film: Film | None) -> Iterator[Check]:
    if rate_hz is None:
        return
    low = film.rate_min_hz if film else quality.RATE_MIN_HZ
    seen = f"The clip has {rate_hz:.0f} frames per second"
    if rate_hz >= low:
        yield _check("rate", "ok", f"{seen}.")
    else:
        wanted = film.rate_hz if film else USUAL_RATE_HZ
        advice = f"Choose {wanted:.0f} frames per second or more in the camera's settings."
        yield _check("rate", "improve", f"{seen}, which is too slow for quick movements.", advice)
