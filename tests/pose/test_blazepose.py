"""BlazePose run by dorsi: regions, single looks, finding people, and the networks' files."""

import math
import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dorsi.errors import ModelError
from dorsi.pose.blazepose.detector import find_people
from dorsi.pose.blazepose.finder import BlazePoseFinder
from dorsi.pose.blazepose.look import PRESENT_MIN, look
from dorsi.pose.blazepose.networks import landmark_network, person_detector
from dorsi.pose.blazepose.region import Region
from dorsi.pose.boxes import box_of, size_of
from dorsi.pose.models import GRAPHS, models_folder, verified, verified_graph
from dorsi.pose.names import MIRRORED
from dorsi.pose.onnx_network import open_network
from dorsi.video import probe
from dorsi.video.decode import shown
from dorsi.video.picture import Picture

SAMPLE = Path(__file__).parents[2] / "sample_videos/lunge_left.mp4"
places = st.floats(-2000, 2000)
regions = st.builds(
    Region,
    centre_px=st.tuples(places, places),
    side_px=st.floats(20, 4000),
    turn_rad=st.floats(-math.pi, math.pi),
)


@given(regions, st.floats(0, 1), st.floats(0, 1))
def test_a_place_in_the_crop_comes_back_to_its_place_in_the_picture(region, x, y):
    at = 255 * np.array([x, y])
    matrix = region.to_crop(256)
    crop = matrix[:, :2] @ region.to_picture(at, 256) + matrix[:, 2]
    np.testing.assert_allclose(crop, at, atol=1e-6)


@given(places, places, st.floats(10, 900), st.floats(-math.pi, math.pi))
def test_hips_and_edge_tell_place_size_and_turn(x, y, reach, turn):
    hips = np.array([x, y])
    region = Region.around(hips, hips + reach * np.array([math.sin(turn), -math.cos(turn)]))
    assert region.side_px == pytest.approx(2.5 * reach)
    assert math.remainder(region.turn_rad - turn, math.tau) == pytest.approx(0, abs=1e-6)
    np.testing.assert_allclose(region.to_picture(np.array([127.5, 127.5]), 256), hips)


@given(regions, regions, st.floats(0, 1))
def test_between_two_regions_lies_one_of_both_ends(one, two, share):
    for end, part in ((one, 0.0), (two, 1.0)):
        between = one.towards(two, part)
        np.testing.assert_allclose(between.centre_px, end.centre_px, atol=1e-6)
        assert math.remainder(between.turn_rad - end.turn_rad, math.tau) == pytest.approx(0, abs=1e-9)
    middle = one.towards(two, share)
    assert min(one.side_px, two.side_px) - 1e-9 <= middle.side_px <= max(one.side_px, two.side_px) + 1e-9


def test_a_person_of_no_size_still_has_a_square():
    spot = np.array([10.0, 20.0])
    assert np.isfinite(Region.around(spot, spot).to_crop(256)).all()


@given(regions)
def test_a_region_shares_all_of_itself(region):
    assert region.overlap(region) == pytest.approx(1)


@pytest.fixture(scope="module")
def standing():
    return next(shown(probe(SAMPLE))).picture


@pytest.fixture(scope="module")
def seen(standing):
    (region,) = find_people(standing, person_detector())
    return look(standing, look(standing, region, landmark_network("full")).next_region, landmark_network("full"))


@pytest.mark.models
def test_one_person_is_found_and_seen(seen, standing):
    assert seen.present > PRESENT_MIN
    box = box_of(seen.pose.xy_px)
    assert (box >= 0).all()
    assert size_of(box) > 0.4 * standing.size_px[1]


@pytest.mark.models
def test_the_mirror_image_shows_the_same_person(seen):
    """Points come back in the picture as it is, under the names of their own side."""
    size = size_of(box_of(seen.pose.xy_px))
    assert np.median(np.linalg.norm(seen.mirrored.xy_px - seen.pose.xy_px, axis=-1)) < 0.015 * size
    worlds = (seen.pose.world_m, seen.pose.world_m[MIRRORED])
    depth, other = (np.abs(seen.mirrored.world_m - world)[:, 2].mean() for world in worlds)
    assert other > 2 * depth


@pytest.mark.models
def test_a_mirrored_picture_gives_the_mirrored_look(seen, standing):
    """To half a pixel of the crops, which differ by a grey level: a left leg is measured as a right one is."""
    width = standing.size_px[0]
    region = seen.next_region
    other = Region(
        centre_px=(width - 1 - region.centre_px[0], region.centre_px[1]),
        side_px=region.side_px,
        turn_rad=-region.turn_rad,
    )
    straight = look(Picture.of(standing.rgb), region, landmark_network("full"))
    mirror = look(Picture.of(np.ascontiguousarray(standing.rgb[:, ::-1])), other, landmark_network("full"))
    for one, two in ((straight.pose, mirror.mirrored), (straight.mirrored, mirror.pose)):
        back = two.xy_px[MIRRORED] * [-1, 1] + [width - 1, 0]
        assert np.median(np.linalg.norm(back - one.xy_px, axis=-1)) < 0.5 * region.side_px / 256
    assert mirror.next_region.side_px == pytest.approx(straight.next_region.side_px, rel=1e-3)


@pytest.mark.models
def test_people_in_the_mirror_image_are_found_where_they_are(standing):
    (one,), (two,) = (find_people(standing, person_detector(), mirrored=mirrored) for mirrored in (False, True))
    assert one.overlap(two) > 0.9


@pytest.mark.models
def test_an_empty_picture_holds_no_one():
    grey = Picture.of(np.full((480, 360, 3), 128, np.uint8))
    assert find_people(grey, person_detector()) == []
    assert BlazePoseFinder("lite", most_people=4).look(grey) == []


@pytest.mark.models
def test_people_are_searched_for_only_now_and_then_while_all_are_known(monkeypatch):
    searched = []

    def counted(picture, network, **how):
        searched.append(len(times))
        return find_people(picture, network, **how)

    times = []
    monkeypatch.setattr("dorsi.pose.blazepose.finder.find_people", counted)
    finder = BlazePoseFinder("lite", most_people=4, search_every=5)
    for frame in shown(probe(SAMPLE), wanted=lambda when: when < 0.5):
        finder.look(frame.picture)
        times.append(frame.time_s)
    assert searched == list(range(0, len(times), 5))


@pytest.mark.models
def test_a_person_who_is_lost_is_searched_for_at_once(standing):
    finder = BlazePoseFinder("lite", most_people=4, search_every=1000)
    assert len(finder.look(standing)) == 1
    assert finder.look(Picture.of(np.zeros((standing.size_px[1], standing.size_px[0], 3), np.uint8))) == []
    assert len(finder.look(standing)) == 1


@pytest.mark.parametrize("name", ["heavy", "full", "lite", "detector"])
def test_the_shipped_graphs_have_the_checksums_of_their_manifest(name):
    entries = yaml.safe_load((models_folder() / GRAPHS).read_text(encoding="utf-8"))["models"]
    assert verified_graph(name).sha256 == next(entry["sha256"] for entry in entries if entry["name"] == name)


def test_a_graph_takes_its_weights_from_the_bundle_beside_it(tmp_path):
    """No weights lie twice in the wheel: without the bundle there is no network."""
    graph = verified_graph("lite").path
    assert graph.stat().st_size < 0.05 * verified("lite").path.stat().st_size
    with pytest.raises(ModelError, match="install dorsi again"):
        open_network(Path(shutil.copy(graph, tmp_path)))


def test_a_damaged_graph_is_refused(tmp_path):
    shutil.copy(models_folder() / GRAPHS, tmp_path)
    (tmp_path / "pose_landmarks_lite.onnx").write_bytes(b"broken")
    with pytest.raises(ModelError, match="is not the pose model it should be"):
        verified_graph("lite", folder=tmp_path)
