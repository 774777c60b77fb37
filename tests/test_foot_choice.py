"""Which clips the foot network looks at: those that somebody asks for, else those whose movement it measures better."""

from pathlib import Path

import numpy as np
import pytest
from foot_points import with_foot

from dorsi import pipeline, synth
from dorsi.measuring import measure
from dorsi.pipeline import wants_foot
from dorsi.pose.landmark_file import save_landmarks
from dorsi.protocols.known import of_far_leg
from dorsi.settings import Settings
from dorsi.video.encode import write_h264

ROOT = Path(__file__).parents[1]
SIZE_PX = (108, 192)


@pytest.fixture(scope="module")
def replayed(tmp_path_factory):
    """Return a function that analyses an empty film of a stick figure's lunge with its landmarks."""
    folder = tmp_path_factory.mktemp("lunge")
    landmarks = synth.lunge(camera=synth.Camera(facing=-1, px_per_m=80, size_px=SIZE_PX))
    grey = np.full((SIZE_PX[1], SIZE_PX[0], 3), 128, np.uint8)
    write_h264(folder / "lunge.mp4", ((t, grey) for t in landmarks.time_s), size_px=SIZE_PX)
    save_landmarks(folder / "landmarks.npz", landmarks)
    backend = f"replay:{folder / 'landmarks.npz'}"
    return lambda **chosen: pipeline.analyse(folder / "lunge.mp4", Settings(backend=backend, **chosen))


@pytest.mark.parametrize(
    ("choice", "movement", "wanted"),
    [
        ("auto", "heel_raise", True),
        ("auto", "run", True),
        ("auto", "squat", True),
        ("auto", "single_leg_squat", True),
        ("auto", "march", True),
        ("auto", "lunge", False),
        ("auto", "balance", False),
        ("auto", "unknown", False),
        ("on", "lunge", True),
        ("off", "heel_raise", False),
    ],
)
def test_a_choice_holds_and_auto_depends_on_the_movement(choice, movement, wanted):
    assert wants_foot(Settings(foot_model=choice), movement, far_leg=False) is wanted


@pytest.mark.parametrize(("choice", "wanted"), [("auto", True), ("on", True), ("off", False)])
def test_a_lunge_of_the_leg_away_from_the_camera_gets_the_foot_network(choice, wanted):
    assert wants_foot(Settings(foot_model=choice), "lunge", far_leg=True) is wanted


@pytest.mark.parametrize(("facing", "front", "wanted"), [(1, "left", True), (1, "right", False), (-1, "right", True)])
def test_the_far_leg_alone_counts(facing, front, wanted):
    found = measure(synth.lunge(front=front, camera=synth.Camera(facing=facing)))
    assert of_far_leg(found.events, found.quality.near_side) is wanted
    assert not of_far_leg((), found.quality.near_side)
    assert not of_far_leg(found.events, None)


@pytest.mark.parametrize(
    ("chosen", "reads"),
    [
        ({}, 1),  # recognised, and nothing changes
        ({"height_cm": 170}, 2),  # then measured with the stature
        ({"movement": "lunge"}, 1),
        ({"movement": "squat"}, 1),  # landmarks of a file are not looked at again
        ({"foot_model": "off"}, 1),
    ],
)
def test_a_clip_is_measured_again_only_where_something_changed(chosen, reads, replayed, monkeypatch):
    counted, real = [], pipeline.measure

    def counting(*args, **kwargs):
        counted.append(kwargs)
        return real(*args, **kwargs)

    monkeypatch.setattr(pipeline, "measure", counting)
    assert replayed(**chosen).session.movement == chosen.get("movement", "lunge")
    assert len(counted) == reads


def test_the_tilt_is_read_from_the_pose_networks_points_also_where_the_foot_network_looks_again(replayed, monkeypatch):
    """The foot network sets heel and toe otherwise; its legs tell no tilt."""
    before = replayed(movement="squat").session.quality

    def looked(clip, landmarks, settings, **_):
        assert settings.foot_model == "on"
        return with_foot(landmarks), {}

    monkeypatch.setattr(pipeline.pose, "with_foot", looked)
    after = replayed(movement="squat").session.quality
    assert before.roll_sd_deg is not None
    assert (after.roll_deg, after.roll_sd_deg) == (before.roll_deg, before.roll_sd_deg)


@pytest.mark.models
@pytest.mark.parametrize(
    ("clip", "looked"),
    [
        ("validation_clips/heel_raise_dana.mp4", True),
        ("validation_clips/run_amir.mp4", True),
        ("sample_videos/squat_side.mp4", True),
        ("sample_videos/lunge_left.mp4", False),
    ],
)
def test_auto_tells_movements_apart_and_the_provenance_tells_what_was_done(analysed, clip, looked):
    provenance = analysed(ROOT / clip).session.provenance
    assert provenance["setting_foot_model"] == "auto"
    assert ("foot_model" in provenance) is looked


@pytest.mark.models
def test_push_off_and_heel_off_come_by_default(analysed):
    """And foot strike says which frame rate it needs: the clip has 60."""
    session = analysed(ROOT / "validation_clips/run_amir.mp4").session
    for side in ("left", "right"):
        for name in ("peak_pushoff_plantarflexion_deg", "heel_off_pct_stance"):
            assert session.measurement(name, side).value is not None
        assert "120 frames" in session.measurement("foot_strike_angle_deg", side).reason
