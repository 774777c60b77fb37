"""A real ONNX network that finds coloured dots, and pictures of legs made of such dots.

It has the interface of the foot network. Each point has a colour; left and right legs look alike, and dots near where a
leg stands in its crop count most, so that it can be led astray by the other leg as a trained network can.
"""

import cv2
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from dorsi.pose.foot_network import POINTS
from dorsi.video.decode import RawFrame
from dorsi.video.picture import Picture

CROP_PX = 96
COLOURS = {
    "knee": (255, 0, 0),
    "ankle": (0, 255, 0),
    "heel": (0, 0, 255),
    "ball": (255, 255, 0),
    "toe": (255, 0, 255),
    "heel_sole": (0, 255, 255),
    "ball_sole": (255, 255, 255),
}
BACKGROUND = (60, 60, 60)
#: Where a point stands in the crop of an upright leg, shares of the crop.
USUAL = ((0.44, 0.15), (0.44, 0.65), (0.38, 0.70), (0.55, 0.70), (0.60, 0.70), (0.38, 0.74), (0.55, 0.74))
SPREAD = (0.12, 0.12, 0.15, 0.15, 0.18, 0.15, 0.15)
SIGMA = 0.01  #: of the crop


def _graph():
    """Return nodes and constants: colours become weights of pixels, weights become centroids."""
    grid = (np.arange(CROP_PX) + 0.0) / CROP_PX
    x, y = np.meshgrid(grid, grid)
    usual = [np.exp(-((x - u) ** 2 + (y - v) ** 2) / (2 * s**2)) for (u, v), s in zip(USUAL, SPREAD, strict=True)]
    constants = {
        "colours": np.array([COLOURS[name] for name in POINTS], np.float32) / 255,
        "white": np.array(255, np.float32),
        "usual": np.stack(usual, axis=-1)[None].astype(np.float32),
        "place": np.stack([x, y], axis=-1)[None, :, :, None].astype(np.float32),
        "one": np.array(1, np.float32),
        "tolerance": np.array(0.35**2, np.float32),
        "tiny": np.array(1e-6, np.float32),
        "enough": np.array(0.6, np.float32),
        "zero": np.array(0, np.float32),
        "unsure": np.array(0.5, np.float32),
        "sure": np.array(SIGMA - 0.5, np.float32),
        "axis3": np.array([3], np.int64),
        "axis4": np.array([4], np.int64),
        "axes12": np.array([1, 2], np.int64),
        "last": np.array([-1], np.int64),
        "ankle": np.array(POINTS.index("ankle"), np.int64),
    }
    n = helper.make_node
    nodes = [
        n("Cast", ["crops"], ["real"], to=TensorProto.FLOAT),
        n("Div", ["real", "white"], ["rgb"]),
        n("Unsqueeze", ["rgb", "axis3"], ["each"]),
        n("Sub", ["each", "colours"], ["off"]),
        n("Mul", ["off", "off"], ["off2"]),
        n("ReduceSum", ["off2", "axis4"], ["distance2"], keepdims=0),
        n("Div", ["distance2", "tolerance"], ["far"]),
        n("Sub", ["one", "far"], ["near"]),
        n("Relu", ["near"], ["alike"]),
        n("Mul", ["alike", "usual"], ["weight"]),
        n("ReduceSum", ["weight", "axes12"], ["total"], keepdims=0),
        n("Unsqueeze", ["weight", "last"], ["weight5"]),
        n("Mul", ["weight5", "place"], ["weighted"]),
        n("ReduceSum", ["weighted", "axes12"], ["moment"], keepdims=0),
        n("Add", ["total", "tiny"], ["some"]),
        n("Unsqueeze", ["some", "last"], ["some3"]),
        n("Div", ["moment", "some3"], ["points"]),
        n("Div", ["total", "enough"], ["share"]),
        n("Clip", ["share", "zero", "one"], ["visible"]),
        n("Mul", ["visible", "sure"], ["gain"]),
        n("Add", ["gain", "unsure"], ["sigma"]),
        n("Gather", ["visible", "ankle"], ["present"], axis=1),
    ]
    return nodes, [numpy_helper.from_array(value, name) for name, value in constants.items()]


def save_dot_network(path, **told):
    """Write the network; `told` replaces parts of what it says of itself."""
    nodes, constants = _graph()
    k = len(POINTS)
    outputs = {"points": ["n", k, 2], "sigma": ["n", k], "visible": ["n", k], "present": ["n"]}
    graph = helper.make_graph(
        nodes,
        "dots",
        [helper.make_tensor_value_info("crops", TensorProto.UINT8, ["n", CROP_PX, CROP_PX, 3])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    metadata = {"crop_px": str(CROP_PX), "side_shanks": "2.0", "points": ",".join(POINTS), "version": "dots"} | told
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return path


def leg_points(landmarks):
    """Return the seven points of both legs of a stick figure, (T, 2, 7, 2), sole and ball placed from heel and toe."""
    knee, ankle, heel, toe = (landmarks.side(name) for name in ("knee", "ankle", "heel", "toe"))
    ball = heel + 0.72 * (toe - heel)
    down = np.array([0.0, 14.0])
    return np.stack([knee, ankle, heel, ball, toe, heel + down, ball + down], axis=2)


def pictures(landmarks, *, hidden=(), radius=6):
    """Yield the frames of a stick figure; `hidden` names (frame, side) of legs that are not drawn."""
    points = leg_points(landmarks)
    width, height = landmarks.size_px
    for row, time_s in enumerate(landmarks.time_s):
        rgb = np.full((height, width, 3), BACKGROUND, np.uint8)
        for i in (0, 1):
            if (row, i) in hidden:
                continue
            for (x, y), colour in zip(points[row, i], COLOURS.values(), strict=True):
                if np.isfinite(x):
                    centre = (round(float(x) * 16), round(float(y) * 16))
                    cv2.circle(rgb, centre, radius * 16, colour, -1, cv2.LINE_AA, 4)
        yield RawFrame(float(time_s), Picture.of(rgb))
