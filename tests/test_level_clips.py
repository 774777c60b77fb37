"""Clips with a rolled or squeezed picture, and clips with a known level camera: what comes out of them."""

import os

import pytest

from dorsi.analysis.uncertainty import Z95

pytestmark = pytest.mark.models

ROOT_CLIPS = ("validation_clips/heel_raise_dana.mp4", "validation_clips/run_amir.mp4",
              "validation_clips/run_yaw15_dana.mp4", "sample_videos/lunge_left.mp4", "sample_videos/lunge_right.mp4",
              "sample_videos/run_side.mp4", "sample_videos/squat_side.mp4")  # fmt: skip


@pytest.fixture
def shared_file(request):
    """Return a function that gives a file of ../shared; without it, a test fails in CI and is skipped elsewhere."""

    def find(name):
        path = (request.config.rootpath / "../shared" / name).resolve()
        if not path.exists() and os.environ.get("CI"):
            pytest.fail(f"{name} is not here, and CI must have it")
        if not path.exists():
            pytest.skip(f"{name} is not here")
        return path

    return find


def peak(session, side):
    return session.measurement("peak_shank_inclination_deg", side)


@pytest.mark.parametrize(
    ("name", "side", "true_deg", "roll_deg"), [("02_roll12", "left", 40.0, -12.0), ("03_roll5", "right", 30.0, -5.0)]
)
def test_a_rolled_lunge_gives_the_true_angle(shared_file, analysed, name, side, true_deg, roll_deg):
    session = analysed(shared_file(f"cases/level/{name}.mp4")).session
    assert session.quality.roll_deg == pytest.approx(roll_deg, abs=Z95 * session.quality.roll_sd_deg)
    assert peak(session, side).ci95_low < true_deg < peak(session, side).ci95_high
    assert peak(session, side).bound < 8.0


def test_a_squeezed_squat_gives_no_wrong_number_but_the_reason(shared_file, analysed):
    session = analysed(shared_file("cases/level/01_squeeze.mp4")).session
    assert peak(session, "left").value is None
    assert "squeezed" in peak(session, "left").reason
    assert "picture_squeezed" in {warning.code for warning in session.quality.warnings}


@pytest.mark.parametrize("name", ROOT_CLIPS)
def test_a_level_camera_is_found_level_and_its_picture_unsqueezed(request, analysed, name):
    quality = analysed(request.config.rootpath / name).session.quality
    assert abs(quality.roll_deg) <= 2 * quality.roll_sd_deg
    assert quality.roll_sd_deg < 2.0
    assert not {"level_unknown", "picture_squeezed"} & {warning.code for warning in quality.warnings}
