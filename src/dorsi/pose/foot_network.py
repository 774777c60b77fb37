"""The network that looks at one lower leg: crops in, seven points out, each with its own doubt."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from dorsi.errors import ModelError
from dorsi.pose.foot_crop import from_crop, scale_of
from dorsi.pose.models import Model, verified_foot
from dorsi.types import Array

#: What the network finds, in its order: joint centres, ends of the shoe, and the sole under heel and ball.
POINTS: Final = ("knee", "ankle", "heel", "ball", "toe", "heel_sole", "ball_sole")
Crops = NDArray[np.uint8]


class Seen(NamedTuple):
    """What the network sees in N crops; lengths in pixels of the crop."""

    xy_px: Array  #: (N, 7, 2)
    sigma_px: Array  #: (N, 7) one-sigma error per axis, as calibrated on people kept out of training
    visible: Array  #: (N, 7) probability that the point is seen and not covered
    present: Array  #: (N,) probability that there is a leg


@dataclass(frozen=True, kw_only=True)
class FootNetwork:
    """A loaded foot network: call it with crops.

    It runs on one thread: dorsi uses more cores by more processes.
    """

    name: str  #: with its version, such as "dorsi-foot 1.0"
    sha256: str
    crop_px: int
    side_shanks: float  #: side of a crop in shank lengths
    session: Any  #: onnxruntime has no types

    def __call__(self, crops: Crops) -> Seen:
        """Return what is seen in crops, shape (N, crop_px, crop_px, 3), RGB."""
        points, sigma, visible, present = self.session.run(["points", "sigma", "visible", "present"], {"crops": crops})
        return Seen(
            np.asarray(points, dtype=np.float64) * self.crop_px,
            np.asarray(sigma, dtype=np.float64) * self.crop_px,
            np.asarray(visible, dtype=np.float64),
            np.asarray(present, dtype=np.float64),
        )


def cut(rgb: NDArray[np.uint8], matrix: Array, *, crop_px: int) -> Crops:
    """Return the part of a picture that `matrix` shows, shape (crop_px, crop_px, 3).

    A leg larger than its crop is averaged over whole blocks of pixels first: fine patterns would otherwise turn into
    others. Beyond its edges the picture is mirrored, as in training.
    """
    times = round(1 / scale_of(matrix))
    if times > 1:
        rgb, matrix = _shrunk(rgb, matrix, crop_px=crop_px, times=times)
    return np.asarray(
        cv2.warpAffine(rgb, matrix, (crop_px, crop_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101),
        dtype=np.uint8,
    )


def _shrunk(rgb: NDArray[np.uint8], matrix: Array, *, crop_px: int, times: int) -> tuple[NDArray[np.uint8], Array]:
    """Return what a crop needs of a picture, `times` smaller by the mean of its pixels, and the matrix from there."""
    height, width = rgb.shape[:2]
    corners = from_crop(matrix, crop_px * np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]))
    (left, right), (top, bottom) = (
        _whole_blocks(low, high, size, times)
        for low, high, size in zip(corners.min(axis=0), corners.max(axis=0), (width, height), strict=True)
    )
    size_px = ((right - left) // times, (bottom - top) // times)
    small = cv2.resize(rgb[top:bottom, left:right], size_px, interpolation=cv2.INTER_AREA)
    origin = np.array([left, top]) + (times - 1) / 2  # a pixel's index is its centre
    linear = matrix[:, :2]
    return np.asarray(small, dtype=np.uint8), np.column_stack([linear * times, linear @ origin + matrix[:, 2]])


def _whole_blocks(low: float, high: float, size: int, times: int) -> tuple[int, int]:
    """Return the pixels from low to high with room around them, in whole blocks inside the picture.

    The blocks lie evenly about the middle, so that a mirrored picture gives the mirrored crop.
    """
    count = int(np.ceil((high - low) / times)) + 4
    start = round((low + high + 1 - count * times) / 2)
    first = max(0, -(start // times))  # blocks that begin before the picture does
    last = min(count, (size - start) // times)
    if last <= first:  # the crop lies beside the picture, or that is smaller than a block
        return (0, min(times, size)) if start < 0 else (max(0, size - times), size)
    return start + first * times, start + last * times


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
    # Imported here, since `dorsi --help` does not need it.
    import onnxruntime as ort  # noqa: PLC0415
    from onnxruntime.capi import onnxruntime_pybind11_state as faults  # noqa: PLC0415

    ort.disable_telemetry_events()  # there is none in the builds for Linux; elsewhere dorsi opens no connection either
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    broken = (faults.Fail, faults.InvalidGraph, faults.InvalidProtobuf, faults.InvalidArgument, faults.NotImplemented)
    try:
        session = ort.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
    except broken as error:
        raise ModelError(f"{path}: is no ONNX network that onnxruntime can read; install dorsi again") from error
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
