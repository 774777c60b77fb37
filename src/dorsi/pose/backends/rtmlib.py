"""RTMPose networks with feet (HALPE-26) that the user brings as an ONNX file, through rtmlib.

dorsi ships no such network and fetches none: only the file that is named is read. Who is where in each frame, and how
the body is turned to the camera, comes from the shipped lite network: RTMPose sees points in the picture only.
"""

import contextlib
import hashlib
import io
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from dorsi.errors import ModelError
from dorsi.extras import need
from dorsi.keypoints import HALPE_26, dorsi_name
from dorsi.pose.backend import People
from dorsi.pose.backends.blazepose import BlazePoseBackend
from dorsi.pose.boxes import box_of, grown
from dorsi.settings import Settings
from dorsi.types import Array, Clip, Landmarks, Progress
from dorsi.video.decode import frames

OPTION: Final = "rtmlib:FILE.onnx"
HELP: Final = "an RTMPose network of your own, with 26 points"
EXTRA: Final = "rtmlib"
_GUIDE_SHARE: Final = 0.4  # of the whole work, for the progress bar
# Body points end at ankles, toes and eyes; the network was trained on boxes around all of the body.
_BOX_MARGIN: Final = 0.06
_POINTS: Final = {
    name: i for i, foreign in enumerate(HALPE_26) if (name := "nose" if foreign == "Nose" else dorsi_name(foreign))
}


def make(settings: Settings, file: Path | None) -> "RtmposeBackend":
    """Return the backend that runs a network from a file."""
    del settings
    assert file is not None
    return RtmposeBackend(file)


def networks(settings: Settings) -> tuple[str, ...]:
    """Return no shipped network: the one in the file gives the points, whatever finds the people."""
    del settings
    return ()


class RtmposeBackend:
    """People followed by the lite network, each frame's points by RTMPose.

    Parameters
    ----------
    path
        A top-down network with SimCC outputs and 26 points, as MMPose exports it: 3 colours, height and width fixed.

    Raises
    ------
    ModelError
        If the file is missing, is no ONNX network, or one of another kind.
    DorsiError
        If rtmlib or onnxruntime is not installed.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():  # rtmlib would take a missing file for an address to download from
            raise ModelError(f"{path}: no such network; give the ONNX file of an RTMPose network with 26 points")
        self._path = path
        self._sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        self._network = _load(path)
        self._guide = BlazePoseBackend(model="lite", mirror=False)

    @property
    def key(self) -> str:
        """What the landmarks depend on besides the clip."""
        return "-".join(("rtmlib", version("rtmlib"), version("onnxruntime"), self._sha256, self._guide.key))

    def people(self, clip: Clip, *, progress: Progress | None = None) -> People:
        """Return everybody whom the lite network follows, with RTMPose's points."""

        def report(share: float, time_s: float) -> None:
            if progress is not None:
                progress(min(clip.duration_s, share * clip.duration_s + (1 - share) * time_s), clip.duration_s)

        guide = self._guide.people(clip, progress=lambda done_s, _: report(0.0, _GUIDE_SHARE * done_s))
        boxes = [grown(box_of(person.xy_px), _BOX_MARGIN) for person in guide.persons]
        shape = (len(guide.time_s), len(_POINTS))
        xy = [np.full((*shape, 2), np.nan) for _ in boxes]
        score = [np.full(shape, np.nan) for _ in boxes]
        for row, frame in enumerate(frames(clip)):
            for i, box in enumerate(boxes):
                if np.isfinite(box[row]).all():
                    xy[i][row], score[i][row] = self._points(frame.rgb, box[row])
            report(_GUIDE_SHARE, frame.time_s)
        persons = [_person(guided, xy[i], score[i]) for i, guided in enumerate(guide.persons)]
        return People(
            persons=tuple(persons),
            time_s=guide.time_s,
            size_px=guide.size_px,
            cuts_s=guide.cuts_s,
            provenance=self._provenance(),
        )

    def _points(self, rgb: Any, box: Array) -> tuple[Array, Array]:  # noqa: ANN401 - uint8 picture
        # In the order of the colours that its mean and spread are given in: RGB.
        points, scores = self._network(rgb, [box.tolist()])
        picked = list(_POINTS.values())
        return np.asarray(points[0][picked], dtype=np.float64), np.asarray(scores[0][picked], dtype=np.float64)

    def _provenance(self) -> dict[str, str | float | int | bool | None]:
        return {
            "pose_backend": f"rtmlib {version('rtmlib')}, onnxruntime {version('onnxruntime')}",
            "pose_model": self._path.name,
            "pose_model_sha256": self._sha256,
            "pose_guide": "blazepose lite",
        }


def _person(guided: Landmarks, xy: Array, score: Array) -> Landmarks:
    """Return RTMPose's points of one person, with the depth that the guiding network saw: it tells the view."""
    assert guided.world_m is not None
    world = guided.world_m[:, [guided.names.index(name) for name in _POINTS]]
    return Landmarks(
        time_s=guided.time_s, xy_px=xy, score=score, names=tuple(_POINTS), size_px=guided.size_px, world_m=world
    )


def _load(path: Path) -> Any:  # noqa: ANN401 - rtmlib has no types
    """Return rtmlib's RTMPose on that file, once it has been seen to give 26 points."""
    runtime, rtmlib = need("onnxruntime", extra=EXTRA), need("rtmlib", extra=EXTRA)
    faults = need("onnxruntime.capi.onnxruntime_pybind11_state", extra=EXTRA)
    broken = (faults.Fail, faults.InvalidGraph, faults.InvalidProtobuf, faults.InvalidArgument, faults.NotImplemented)
    try:
        session = runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        taken = session.get_inputs()[0].shape
        given = [output.shape for output in session.get_outputs()]
    except broken as error:
        raise ModelError(f"{path.name}: is no ONNX network that onnxruntime can read; export it again") from error
    fits = len(taken) == 4 and taken[1] == 3 and all(isinstance(size, int) for size in taken[2:])
    if not fits or len(given) != 2 or any(len(shape) != 3 for shape in given):
        raise ModelError(
            f"{path.name}: is no RTMPose network: one picture of 3 colours in and two SimCC outputs are needed, "
            f"this takes {taken} and gives {given}"
        )
    with contextlib.redirect_stdout(io.StringIO()):  # rtmlib prints what it loads; stdout is for results
        network = rtmlib.RTMPose(str(path), model_input_size=(taken[3], taken[2]), backend="onnxruntime")
    count = network(np.zeros((taken[2], taken[3], 3), dtype=np.uint8), [])[0].shape[1]
    if count != len(HALPE_26):
        raise ModelError(f"{path.name}: gives {count} points; 26 (HALPE-26) are needed, with heels and toes")
    return network
