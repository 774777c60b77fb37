"""The network that looks at one lower leg: crops in, seven points out, each with its own doubt."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from dorsi.errors import ModelError
from dorsi.pose.models import Model, verified_foot
from dorsi.pose.onnx_network import open_network
from dorsi.types import Array
from dorsi.video.ahead import side_by_side
from dorsi.video.picture import Picture

#: What the network finds, in its order: joint centres, ends of the shoe, and the sole under heel and ball.
POINTS: Final = ("knee", "ankle", "heel", "ball", "toe", "heel_sole", "ball_sole")
Crops = NDArray[np.uint8]


class CropPoints(NamedTuple):
    """What the network sees in N crops; lengths in pixels of the crop."""

    xy_px: Array  #: (N, 7, 2)
    sigma_px: Array  #: (N, 7) one-sigma error per axis, as calibrated on people kept out of training
    visible: Array  #: (N, 7) probability that the point is seen and not covered
    present: Array  #: (N,) probability that there is a leg


@dataclass(frozen=True, kw_only=True)
class FootNetwork:
    """A loaded foot network: call it with crops.

    Both legs are looked at side by side, each on one thread.
    """

    name: str  #: with its version, such as "dorsi-foot 1.0"
    sha256: str
    crop_px: int
    side_shanks: float  #: side of a crop in shank lengths
    session: Any  #: onnxruntime has no types

    def __call__(self, crops: Crops) -> CropPoints:
        """Return what is seen in crops, shape (N, crop_px, crop_px, 3), RGB."""
        seen = side_by_side(self._look, np.split(crops, len(crops)))
        points, sigma, visible, present = (np.concatenate(parts) for parts in zip(*seen, strict=True))
        return CropPoints(
            np.asarray(points, dtype=np.float64) * self.crop_px,
            np.asarray(sigma, dtype=np.float64) * self.crop_px,
            np.asarray(visible, dtype=np.float64),
            np.asarray(present, dtype=np.float64),
        )

    def _look(self, crop: Crops) -> list[NDArray[np.float32]]:
        return cast(
            "list[NDArray[np.float32]]", self.session.run(["points", "sigma", "visible", "present"], {"crops": crop})
        )


def cut(picture: Picture, matrix: Array, *, crop_px: int) -> Crops:
    """Return the part of a picture that `matrix` shows, shape (crop_px, crop_px, 3), as in training.

    Beyond its edges the picture is mirrored.
    """
    return picture.cut(matrix, crop_px, border=cv2.BORDER_REFLECT_101, smooth=True)


def load_foot_network() -> FootNetwork:
    """Return the network that dorsi ships, its checksum verified; it is loaded once for all clips of a process.

    Raises
    ------
    ModelError
        If the file is missing, damaged or another one.
    """
    return _loaded(verified_foot())


@cache
def _loaded(model: Model) -> FootNetwork:
    return read_network(model.path, sha256=model.sha256)


def read_network(path: Path, *, sha256: str) -> FootNetwork:
    """Return the network of an ONNX file once it has been seen to be a foot network.

    Raises
    ------
    ModelError
        If it is no ONNX network, or takes or gives something else.
    """
    session = open_network(path)
    told = session.get_modelmeta().custom_metadata_map
    wanted = {"crops"}, {"points", "sigma", "visible", "present"}
    found = {i.name for i in session.get_inputs()}, {o.name for o in session.get_outputs()}
    if found != wanted or told.get("points") != ",".join(POINTS) or not {"crop_px", "side_shanks"} <= told.keys():
        raise ModelError(f"{path}: is no foot network of this version of dorsi; install dorsi again")
    return FootNetwork(
        name=f"dorsi-foot {told.get('version', 'of unknown version')}",
        sha256=sha256,
        crop_px=int(told["crop_px"]),
        side_shanks=float(told["side_shanks"]),
        session=session,
    )
