"""The networks of BlazePose as ONNX Runtime runs them: loaded once for all clips of a process.

A landmark network's ONNX file holds only its structure: the weights are read from the bundle of the same network that
MediaPipe reads, at the places that the structure names (scripts/build_pose_graphs.py).
"""

from functools import cache
from typing import Any

from dorsi.pose.models import verified, verified_graph
from dorsi.pose.onnx_network import open_network

DETECTOR = "detector"


@cache
def landmark_network(name: str) -> Any:  # noqa: ANN401 - onnxruntime has no types
    """Return the landmark network heavy, full or lite, its files verified.

    Raises
    ------
    ModelError
        If a file is missing, damaged or another one.
    """
    verified(name)  # the weights
    return open_network(verified_graph(name).path)


@cache
def person_detector() -> Any:  # noqa: ANN401 - onnxruntime has no types
    """Return the network that finds people in a whole picture; errors as `landmark_network`."""
    return open_network(verified_graph(DETECTOR).path)
