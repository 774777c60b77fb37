"""RTMPose through rtmlib and ONNX Runtime, on a small network made here: left points seek red, right ones green."""

import sys

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from dorsi import pose
from dorsi.errors import DorsiError, ModelError
from dorsi.keypoints import HALPE_26
from dorsi.pose.backends import rtmlib
from dorsi.pose.backends.rtmlib import RtmposeBackend
from dorsi.settings import Settings
from dorsi.video import probe

WIDTH, HEIGHT = 192, 256
RED, GREEN = (255, 0, 0), (0, 255, 0)


def network(path, names=HALPE_26, *, outputs=2, height=HEIGHT):
    """Write a network with the shapes of RTMPose: each point lies where its colour is brightest."""
    colour = np.array([0 if name.startswith("L") else 1 for name in names], dtype=np.int64)
    constants = [
        numpy_helper.from_array(colour, "colour"),
        numpy_helper.from_array(np.array([2], dtype=np.int64), "rows"),
        numpy_helper.from_array(np.array([3], dtype=np.int64), "columns"),
        numpy_helper.from_array(np.array([1, 1, 2], dtype=np.float32), "twice"),
    ]
    picture = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, height, WIDTH])
    nodes, given = [], []
    for axis, over, size in (("x", "rows", WIDTH), ("y", "columns", height)):
        nodes += [
            helper.make_node("ReduceMax", ["input", over], [f"profile_{axis}"], keepdims=0),
            helper.make_node("Gather", [f"profile_{axis}", "colour"], [f"points_{axis}"], axis=1),
            helper.make_node("Resize", [f"points_{axis}", "", "twice"], [f"simcc_{axis}"], mode="nearest"),
        ]
        given.append(helper.make_tensor_value_info(f"simcc_{axis}", TensorProto.FLOAT, [1, len(names), 2 * size]))
    graph = helper.make_graph(nodes, "looks_for_colours", [picture], given[:outputs], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return network(tmp_path_factory.mktemp("onnx") / "colours.onnx")


@pytest.mark.parametrize("box", [(100, 50, 500, 650), (0, 0, 640, 720), (250, 300, 380, 520)])
def test_a_point_is_found_where_it_is_in_the_whole_picture(file, box):
    picture = np.zeros((720, 640, 3), dtype=np.uint8)
    picture[398:403, 298:303] = RED
    picture[448:453, 328:333] = GREEN
    backend = RtmposeBackend(file)
    xy, score = backend._points(picture, np.array(box, dtype=float))
    names = list(rtmlib._POINTS)
    pixel = 1.25 * max((box[2] - box[0]) / WIDTH, (box[3] - box[1]) / HEIGHT) * 4 / 3 + 3
    assert xy[names.index("left_ankle")] == pytest.approx([300, 400], abs=pixel)
    assert xy[names.index("right_ankle")] == pytest.approx([330, 450], abs=pixel)
    assert (score > 0).all()


@pytest.mark.models
def test_a_clip_gets_a_row_for_every_frame_with_names_and_provenance(file, landmark_cache, one_person):
    people = pose.track(probe(one_person), Settings(backend=f"rtmlib:{file}"), cache_dir=landmark_cache)
    person = people.persons[0]
    assert len(person.time_s) == probe(one_person).n_frames
    assert {f"{side}_{point}" for side in ("left", "right") for point in ("knee", "heel", "toe")} <= set(person.names)
    assert people.provenance["pose_model"] == "colours.onnx"
    assert np.isfinite(person.xy_px).all(axis=(1, 2)).mean() > 0.9
    assert person.world_m is not None


@pytest.mark.models
def test_loading_a_network_prints_nothing(file, capsys):
    RtmposeBackend(file)
    assert capsys.readouterr().out == ""


def test_a_missing_file_is_named_and_nothing_is_fetched(tmp_path):
    with pytest.raises(ModelError, match=r"rtmpose\.onnx: no such network"):
        RtmposeBackend(tmp_path / "rtmpose.onnx")


@pytest.mark.parametrize("content", [b"", b"no network at all"])
def test_a_file_that_is_no_network_is_refused(tmp_path, content):
    (tmp_path / "bad.onnx").write_bytes(content)
    with pytest.raises(ModelError, match=r"bad\.onnx: is no ONNX network"):
        RtmposeBackend(tmp_path / "bad.onnx")


def test_a_network_without_feet_is_refused(tmp_path):
    with pytest.raises(ModelError, match="gives 17 points; 26"):
        RtmposeBackend(network(tmp_path / "coco.onnx", HALPE_26[:17]))


def test_a_network_of_another_kind_is_refused(tmp_path):
    with pytest.raises(ModelError, match="is no RTMPose network"):
        RtmposeBackend(network(tmp_path / "one.onnx", outputs=1))


def test_the_cache_key_is_that_of_the_file_s_content(file, tmp_path):
    other = network(tmp_path / "other.onnx", HALPE_26[::-1])
    assert RtmposeBackend(file).key != RtmposeBackend(other).key


def test_without_the_extra_the_user_is_told_what_to_install(file, monkeypatch):
    monkeypatch.setitem(sys.modules, "rtmlib", None)
    with pytest.raises(DorsiError, match=r"pip install 'dorsi\[rtmlib\]'"):
        RtmposeBackend(file)
