"""One lunge in many files: what has nothing to do with the leg must not move its angle, nor its times."""

from pathlib import Path

import numpy as np
import pytest
import variants

from dorsi import video
from dorsi.settings import Settings

pytestmark = pytest.mark.models

CLIP = Path(__file__).parents[2] / "sample_videos" / "lunge_left.mp4"
PEAK = "peak_shank_inclination_deg"
SAME_PICTURES = ("mirrored", "turned_90", "turned_180", "turned_270", "slowed")
SIDE = {"mirrored": "right"}
CAPTURE_FPS = {"slowed": 30.0}
#: Of all others 0.5. With frames missing, the networks look at other moments.
TOLERANCE_DEG = {"halved": 1.5, "thinned": 1.0}
FRAME_S = 1 / 30


@pytest.fixture(scope="module")
def pictures():
    return variants.film(CLIP)


@pytest.fixture(scope="module")
def measured(pictures, tmp_path_factory, analysed):
    """Return a function that films a variant and analyses it."""
    folder = tmp_path_factory.mktemp("variants")
    makers = {
        "plain": lambda path: variants.write(path, pictures),
        "mirrored": lambda path: variants.write(path, variants.mirrored(pictures)),
        "halved": lambda path: variants.write(path, pictures, shrink=2),
        "thinned": lambda path: variants.write(path, variants.thinned(pictures)),
        "slowed": lambda path: variants.write(path, variants.slowed(pictures, 4)),
    }
    for quarters in (1, 2, 3):
        makers[f"turned_{90 * quarters}"] = lambda path, n=quarters: variants.write(
            path, variants.turned(pictures, n), turn_deg=-90 * n
        )

    def analyse(variant):
        path = folder / f"{variant}.mp4"
        if not path.exists():
            makers[variant](path)
        return analysed(path, Settings(capture_fps=CAPTURE_FPS.get(variant)))

    return analyse


def peak_deg(analysis, variant):
    return analysis.session.measurement(PEAK, SIDE.get(variant, "left")).value


def shank_deg(analysis, variant):
    return analysis.signals.shank_inclination_deg[:, 1 if SIDE.get(variant) == "right" else 0]


def times_s(analysis):
    return [time for event in analysis.events for time in (event.start_s, event.peak_s, event.end_s)]


@pytest.mark.parametrize("variant", [*SAME_PICTURES, "halved", "thinned"])
def test_the_peak_stays(measured, variant):
    plain, other = measured("plain"), measured(variant)
    assert peak_deg(other, variant) == pytest.approx(peak_deg(plain, "plain"), abs=TOLERANCE_DEG.get(variant, 0.5))


@pytest.mark.parametrize("variant", [*SAME_PICTURES, "halved", "thinned"])
def test_the_whole_curve_stays(measured, variant):
    plain, other = measured("plain"), measured(variant)
    true = np.interp(other.signals.time_s, plain.signals.time_s, shank_deg(plain, "plain"))
    assert np.abs(shank_deg(other, variant) - true).max() <= TOLERANCE_DEG.get(variant, 0.5)


@pytest.mark.parametrize("variant", SAME_PICTURES)
def test_times_are_exact(measured, variant):
    assert times_s(measured(variant)) == pytest.approx(times_s(measured("plain")), abs=1e-4)


@pytest.mark.parametrize("variant", ["halved", "thinned"])
def test_times_stay_within_a_frame(measured, variant):
    assert times_s(measured(variant)) == pytest.approx(times_s(measured("plain")), abs=FRAME_S + 1e-4)


def test_frames_that_are_left_keep_their_own_times(measured, pictures):
    clip = measured("thinned").clip
    kept = [time_s for time_s, _ in variants.thinned(pictures)]
    assert [frame.time_s for frame in video.frames(clip)] == pytest.approx(kept, abs=1e-4)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_file_shows_the_plain_picture(measured, quarters):
    plain, turned = (measured(name).clip for name in ("plain", f"turned_{90 * quarters}"))
    assert turned.rotation_deg == 90 * quarters
    difference = next(video.frames(plain)).rgb.astype(int) - next(video.frames(turned)).rgb
    assert np.abs(difference).max() <= 2


def test_a_mirrored_file_shows_the_other_leg(measured):
    session = measured("mirrored").session
    assert (session.quality.near_side, session.quality.facing) == ("right", "right")
    assert session.measurement(PEAK, "left").status == "not_measured"
