"""The camera's tilt from the phone's own sensor, where the file carries its track.

Read is the Camera Motion Metadata track (CAMM, https://developers.google.com/streetview/publish/camm-spec): packets of
16 bits that are 0, 16 bits of a type, then the type's own numbers, little-endian; type 3 is the accelerometer, three
floats in m/s2. A phone at rest reads what holds it up. The track's own name does not get through to PyAV, so a track is
known by packets that all have the length of their type.

The specification leaves open whether y points up, as in Android's sensors, or down, as in camera coordinates. In both x
points right and z along the lens, so a phone held upright tells by the sign of y. Held across, the tilt's size is known
and its sense is not: that is doubt.

Not read: GoPro's GPMF (its axes are documented as a drawing, and differ by model) and Apple's timed metadata (its
documented keys name the orientation in quarter turns only).
"""

from collections.abc import Iterable
from pathlib import Path
from struct import Struct
from typing import Final

import numpy as np
from scipy import constants

from dorsi.types import Array
from dorsi.video.level import Tilt
from dorsi.video.source import open_video

HEAD: Final = Struct("<HH")  #: reserved, type
ACCELERATION: Final = 3
THREE_FLOATS: Final = Struct("<3f")
#: Bytes after the head by type: orientation, exposure, gyroscope, accelerometer, position, place (two kinds), compass.
BYTES_BY_TYPE: Final = {0: 12, 1: 8, 2: 12, 3: 12, 4: 12, 5: 24, 6: 56, 7: 12}
SAMPLES_MIN: Final = 10
AT_REST_M_S2: Final = 0.6  #: off gravity: sensors are calibrated to a few percent; more, and the phone was moved
IN_PLANE_MIN_FRAC: Final = (
    0.8  #: of gravity: a phone that looks up or down by more than 37 degrees tells little of roll
)
SENSOR_SD_DEG: Final = 1.0  #: an offset of 17 thousandths of gravity, usual after the maker's calibration
QUARTER_DEG: Final = 90.0


def find_gravity(path: Path) -> Tilt | None:
    """Return the camera's tilt by the file's motion track, or None where it has none that is understood."""
    tracks: dict[int, list[bytes]] = {}
    with open_video(path) as (container, _):
        for packet in container.demux(*container.streams.data) if container.streams.data else ():
            if packet.size:
                tracks.setdefault(packet.stream.index, []).append(bytes(packet))
    for packets in tracks.values():
        found = accelerations_m_s2(packets)
        if found is not None:
            return tilt_of(np.median(found, axis=0))
    return None


def accelerations_m_s2(packets: Iterable[bytes]) -> Array | None:
    """Return the accelerometer's readings, shape (N, 3), or None where the packets are no motion track."""
    found = []
    for packet in packets:
        if len(packet) < HEAD.size:
            return None
        reserved, kind = HEAD.unpack_from(packet)
        if reserved != 0 or len(packet) - HEAD.size != BYTES_BY_TYPE.get(kind):
            return None
        if kind == ACCELERATION:
            found.append(THREE_FLOATS.unpack_from(packet, HEAD.size))
    return np.array(found, dtype=float) if len(found) >= SAMPLES_MIN else None


def tilt_of(holding_up_m_s2: Array) -> Tilt | None:
    """Return the tilt of a phone at rest by what holds it up, (3,); None where it is moved or looks up or down."""
    strength = float(np.linalg.norm(holding_up_m_s2))
    x, y = float(holding_up_m_s2[0]), float(holding_up_m_s2[1])
    at_rest = abs(strength - constants.g) < AT_REST_M_S2
    if not at_rest or np.hypot(x, y) < IN_PLANE_MIN_FRAC * strength:
        return None
    direction = float(np.degrees(np.arctan2(y, x)))
    off = direction - QUARTER_DEG * round(direction / QUARTER_DEG)
    if abs(x) > abs(y):
        return Tilt(roll_deg=0.0, sd_deg=float(np.hypot(SENSOR_SD_DEG, off)), by="the phone's sensor")
    # Where y points up, z points out of the lens' back; where it points down, z points where the lens does.
    looks_up = float(np.degrees(np.arcsin(np.clip(holding_up_m_s2[2] / strength, -1.0, 1.0))))
    return Tilt(
        roll_deg=-off if y > 0 else off,
        sd_deg=SENSOR_SD_DEG,
        by="the phone's sensor",
        pitch_deg=-looks_up if y > 0 else looks_up,
        pitch_sd_deg=SENSOR_SD_DEG,
    )
