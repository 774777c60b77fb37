"""The foot network behind its interface: refused when it is another one, one thread, crops without false patterns."""

import cv2
import numpy as np
import onnx
import pytest
import yaml
from dot_network import BACKGROUND, COLOURS, CROP_PX, USUAL, save_dot_network
from onnx import TensorProto, helper

from dorsi.errors import ModelError
from dorsi.pose.foot_crop import crop_matrix
from dorsi.pose.foot_network import POINTS, cut, read_network
from dorsi.pose.models import FOOT_MANIFEST, models_folder, verified_foot
from dorsi.video.picture import Picture


@pytest.fixture(scope="module")
def dots(tmp_path_factory):
    """Return the network that finds dots."""
    return read_network(save_dot_network(tmp_path_factory.mktemp("foot") / "dots.onnx"), sha256="0" * 64)


def crop_with_dots():
    crop = np.full((CROP_PX, CROP_PX, 3), BACKGROUND, np.uint8)
    for (x, y), colour in zip(USUAL, COLOURS.values(), strict=True):
        cv2.circle(crop, (round(x * CROP_PX), round(y * CROP_PX)), 2, colour, -1)
    return crop


def test_points_come_in_pixels_of_the_crop(dots):
    seen = dots(crop_with_dots()[None])
    np.testing.assert_allclose(seen.xy_px[0], np.array(USUAL) * CROP_PX, atol=1.5)
    assert seen.sigma_px.shape == seen.visible.shape == (1, len(POINTS))


def test_both_legs_in_one_batch_are_what_each_is_alone(dots):
    one, other = crop_with_dots(), np.full((CROP_PX, CROP_PX, 3), BACKGROUND, np.uint8)
    both = dots(np.stack([one, other]))
    for i, crop in enumerate((one, other)):
        np.testing.assert_allclose(both.xy_px[i], dots(crop[None]).xy_px[0], atol=1e-4)
    assert both.present[0] > 0.9
    assert both.present[1] < 0.1


def test_the_network_runs_on_one_thread(dots):
    options = dots.session.get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)


def test_a_file_that_is_no_network_is_refused(tmp_path):
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"no network")
    with pytest.raises(ModelError, match=r"broken\.onnx: is no ONNX network that onnxruntime can read"):
        read_network(path, sha256="")


@pytest.mark.parametrize("told", [{"points": "knee,ankle"}, {"crop_px": None}])
def test_a_network_that_tells_of_other_points_is_refused(tmp_path, told):
    path = save_dot_network(tmp_path / "other.onnx", **{name: value or "" for name, value in told.items()})
    if told.get("crop_px", "") is None:
        model = onnx.load(path)
        kept = [p for p in model.metadata_props if p.key != "crop_px"]
        del model.metadata_props[:]
        model.metadata_props.extend(kept)
        onnx.save(model, path)
    with pytest.raises(ModelError, match="is no foot network of this version of dorsi"):
        read_network(path, sha256="")


def test_a_network_with_other_outputs_is_refused(tmp_path):
    node = helper.make_node("Identity", ["crops"], ["same"])
    shape = ["n", 8, 8, 3]
    put = helper.make_tensor_value_info("crops", TensorProto.UINT8, shape)
    got = helper.make_tensor_value_info("same", TensorProto.UINT8, shape)
    model = helper.make_model(
        helper.make_graph([node], "same", [put], [got]), opset_imports=[helper.make_opsetid("", 17)], ir_version=9
    )
    onnx.save(model, tmp_path / "same.onnx")
    with pytest.raises(ModelError, match="is no foot network of this version of dorsi"):
        read_network(tmp_path / "same.onnx", sha256="")


def test_a_missing_foot_network_names_the_way_round(tmp_path):
    with pytest.raises(ModelError, match=r"foot network is missing; install dorsi again, or use --foot-model off"):
        verified_foot(folder=tmp_path)


def test_a_changed_foot_network_is_refused(tmp_path):
    save_dot_network(tmp_path / "dorsi-foot.onnx")
    manifest = {"file": "dorsi-foot.onnx", "sha256": "0" * 64}
    (tmp_path / FOOT_MANIFEST).write_text(yaml.safe_dump(manifest))
    with pytest.raises(ModelError, match=r"dorsi-foot\.onnx: is not the pose model it should be"):
        verified_foot(folder=tmp_path)


def test_an_unreadable_manifest_is_refused(tmp_path):
    (tmp_path / FOOT_MANIFEST).write_text("file: [")
    with pytest.raises(ModelError, match="manifest cannot be read"):
        verified_foot(folder=tmp_path)


def test_a_leg_larger_than_its_crop_leaves_no_false_pattern():
    """Stripes one pixel wide become their mean; read with gaps they would become other stripes."""
    stripes = np.zeros((900, 900, 3), np.uint8)
    stripes[:, ::2] = 255
    knee, ankle = np.array([450.0, 150.0]), np.array([450.0, 550.0])
    matrix = crop_matrix(knee, ankle, 400.0, True, crop_px=96, side_shanks=2.0)
    middle = cut(Picture.of(stripes), matrix, crop_px=96)[20:70, 20:70].astype(float)
    assert middle.mean() == pytest.approx(127.5, abs=2)
    assert middle.std() < 20


@pytest.mark.parametrize("shank", [40.0, 120.0, 400.0])
@pytest.mark.parametrize("facing_right", [True, False])
def test_a_dot_at_the_ankle_comes_to_the_ankles_place_in_the_crop(shank, facing_right):
    """At every size of the leg, to a fifth of a pixel: shrinking must not shift."""
    picture = np.zeros((1000, 1000, 3), np.uint8)
    knee, ankle = np.array([500.0, 500.0 - shank]), np.array([500.0, 500.0])
    cv2.circle(picture, (500, 500), max(2, round(shank / 15)), (255, 255, 255), -1)
    matrix = crop_matrix(knee, ankle, shank, facing_right, crop_px=96, side_shanks=2.0)
    crop = cut(Picture.of(picture), matrix, crop_px=96).astype(float)[..., 0]
    y, x = np.mgrid[:96, :96]
    centre = np.array([(crop * x).sum(), (crop * y).sum()]) / crop.sum()
    np.testing.assert_allclose(centre, [48 - 0.12 * 48, 48 + 0.30 * 48], atol=0.2)


@pytest.mark.skipif(not (models_folder() / FOOT_MANIFEST).exists(), reason="the foot network is not shipped yet")
def test_the_shipped_foot_network_has_the_checksum_of_its_manifest_and_a_licence():
    entry = yaml.safe_load((models_folder() / FOOT_MANIFEST).read_text(encoding="utf-8"))
    assert verified_foot().sha256 == entry["sha256"]
    assert entry["licence"] == "Apache-2.0"


@pytest.mark.parametrize("ankle", [(500.0, 500.0), (30.0, 400.0), (960.0, 20.0), (-900.0, -900.0), (2500.0, 500.0)])
@pytest.mark.parametrize("shank", [60.0, 333.0])
def test_a_mirrored_picture_gives_the_same_crop_wherever_the_leg_is(ankle, shank):
    """Inside the picture, at its edges and beside it."""
    picture = cv2.GaussianBlur(np.random.default_rng(0).integers(0, 255, (800, 1000, 3), np.uint8), (0, 0), 3)
    crops = []
    for rgb, facing_right in ((picture, True), (np.ascontiguousarray(picture[:, ::-1]), False)):
        x = ankle[0] if facing_right else 999 - ankle[0]
        lower = np.array([x, ankle[1]])
        upper = np.array([x + 0.2 * shank * (1 if facing_right else -1), ankle[1] - shank])
        matrix = crop_matrix(upper, lower, shank, facing_right, crop_px=96, side_shanks=2.0)
        crops.append(cut(Picture.of(rgb), matrix, crop_px=96).astype(int))
    assert crops[0].shape == (96, 96, 3)
    assert np.abs(crops[0] - crops[1]).max() <= 4
