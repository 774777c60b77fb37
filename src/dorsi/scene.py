"""What a clip's scene tells besides the person: the camera's level, and how large a pixel is."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from dorsi import video
from dorsi.analysis.level import Cue
from dorsi.analysis.outline import capsules_at_px
from dorsi.analysis.standing import foot_px, standing_rows
from dorsi.analysis.view import facing_vote, shank_px
from dorsi.schema.session import Warn
from dorsi.settings import Settings
from dorsi.types import SIDES, Clip, Landmarks, Size
from dorsi.video.gravity import find_gravity
from dorsi.video.level import find_tilts
from dorsi.video.marker import Ruler, find_ruler
from dorsi.video.picture import RgbImage
from dorsi.video.sheet import Foot, find_sheet

SHEET_PICTURES: Final = 9
MARKER_PICTURES: Final = 8  #: key frames, evenly over the clip, in which the printed marker is looked for
LEVEL_PICTURES: Final = 5  #: and the edges of the scene: what stands still is in all of them
SENSOR_WRONG_FRAC: Final = 0.05  #: files whose maker set the axes otherwise; no such file was available
SCENE_WRONG_FRAC: Final = 0.01  #: clips in which the scene's edges lead astray: a ramp, a leaning fence, a slanted wall


def look_for_level(clip: Clip, persons: Sequence[Landmarks]) -> tuple[Cue, ...]:
    """Return what the scene's edges and the phone's own sensor tell of the camera's tilt."""
    pictures = video.stills(clip, most=LEVEL_PICTURES)
    tilts = find_tilts((p.rgb, [capsules_at_px(person, p.time_s) for person in persons]) for p in pictures)
    found = [(tilt, SCENE_WRONG_FRAC) for tilt in tilts]
    sensed = find_gravity(clip.path)
    found += [(sensed, SENSOR_WRONG_FRAC)] if sensed else []
    return tuple(
        Cue(
            name=tilt.by,
            roll_deg=tilt.roll_deg,
            sd_deg=tilt.sd_deg,
            wrong_frac=wrong,
            pitch_deg=tilt.pitch_deg,
            pitch_sd_deg=tilt.pitch_sd_deg,
        )
        for tilt, wrong in found
    )


def find_marker(clip: Clip) -> Ruler | None:
    """Return the size of a pixel by the printed marker, None where no key frame shows it."""
    return find_ruler(picture.rgb for picture in video.stills(clip, most=MARKER_PICTURES))


def look_for_scale(
    clip: Clip, raw: Landmarks, settings: Settings, *, marker: Ruler | None
) -> tuple[Ruler | None, tuple[Warn, ...]]:
    """Return the size of a pixel at the foot, by the sheet that was laid down or the printed marker, with what to say.

    A sheet is looked for only where the user says which size it has.
    """
    if settings.sheet is None:
        return marker, ()
    found = find_sheet(_standing_pictures(clip, raw, settings.side), settings.sheet)
    if isinstance(found, Ruler):
        return found, ()
    return marker, (Warn(code="sheet_not_found", text=found.text, tip=found.tip),)


def _standing_pictures(clip: Clip, raw: Landmarks, side: str) -> Iterator[tuple[RgbImage, Foot]]:
    """Yield pictures in which the measured foot stands, the one nearer to the camera unless a side was asked for."""
    shank = shank_px(raw)
    if not np.isfinite(shank):
        return
    facing, _ = facing_vote(raw)
    i = SIDES.index(side) if side in SIDES else 0 if facing < 0 else 1
    rows = standing_rows(raw, i, shank_px=shank, most=SHEET_PICTURES)
    time_s, points = raw.time_s[rows], foot_px(raw, i)[rows]
    for frame in video.frames(clip):
        k = int(np.searchsorted(time_s, frame.time_s))
        if k < len(rows) and time_s[k] == frame.time_s:
            yield frame.rgb, Foot(point_px=points[k], shank_px=shank)


def size_of(settings: Settings, ruler: Ruler | None) -> Size:
    """Return what is known of real lengths: typed stature, and a marker or sheet where the picture shows it."""
    if ruler is None:
        return Size(height_cm=settings.height_cm)
    return Size(height_cm=settings.height_cm, cm_per_px=ruler.cm_per_px, cm_per_px_sd_share=ruler.sd_share)
