"""Follows one person through a clip with their own landmarker, and never switches to another person unnoticed."""

from typing import Final

import numpy as np

from dorsi.pose.boxes import box_of, distance, grown, size_of
from dorsi.pose.landmarker import Landmarker
from dorsi.pose.models import Model
from dorsi.pose.poses import Pose
from dorsi.types import Array
from dorsi.video.picture import Picture, RgbImage

# How far the landmarker's box may lie from where the survey saw the person.
_MOST_APART_SIZES: Final = 0.5
_MOST_GROWTH: Final = 2.0
_HIDDEN_MARGIN_FRAC: Final = 0.05
_GREY: Final = 128


class Follower:
    """Follows one person from frame to frame.

    While the person is followed, the landmarker sees the whole picture, as it would with one person only. While they
    are being looked for, everyone else is painted over, so that the landmarker cannot start on another person; and
    each pose is checked against where the survey saw this person and the others.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._landmarker: Landmarker | None = None
        self._following = False

    def pose(self, rgb: RgbImage, own: Array | None, others: list[Array]) -> Pose | None:
        """Return this person's pose in the next frame, or None where they are not found.

        Parameters
        ----------
        rgb
            The frame.
        own, others
            Boxes of this person and of everybody else by the survey, in this frame's pixels; `own` is None while the
            person is not there, or it is unknown where.
        """
        if own is None:
            self.close()
            return None
        if self._landmarker is None:
            self._landmarker = Landmarker(self._model, most_people=1)
        seen = self._landmarker.find(Picture.of(rgb if self._following else _without(rgb, own, others)))
        pose = next((pose for pose in seen if is_own(box_of(pose.xy_px), own, others)), None)
        if pose is None and seen:
            self._landmarker.forget()
        self._following = pose is not None
        return pose

    def close(self) -> None:
        """Give the landmarker's memory back; the next pose makes a new one."""
        if self._landmarker is not None:
            self._landmarker.close()
            self._landmarker = None
            self._following = False


def is_own(box: Array, own: Array, others: list[Array]) -> bool:
    """Return whether a box is that of the person at `own`, and of no other one."""
    return _near(box, own) and all(distance(box, own) <= distance(box, other) for other in others)


def _near(box: Array, place: Array) -> bool:
    growth = float(size_of(box) / size_of(place))
    return distance(box, place) <= _MOST_APART_SIZES and 1 / _MOST_GROWTH <= growth <= _MOST_GROWTH


def _without(rgb: RgbImage, own: Array, others: list[Array]) -> RgbImage:
    """Return the picture with everybody else painted over, except where they overlap the person looked for."""
    if not others:
        return rgb
    hidden = rgb.copy()
    for other in others:
        hidden[_slices(grown(other, _HIDDEN_MARGIN_FRAC))] = _GREY
    kept = _slices(grown(own, _HIDDEN_MARGIN_FRAC))
    hidden[kept] = rgb[kept]
    return hidden


def _slices(box: Array) -> tuple[slice, slice]:
    left, top, right, bottom = (int(edge) for edge in np.clip(box, 0, None).round())
    return slice(top, bottom), slice(left, right)
