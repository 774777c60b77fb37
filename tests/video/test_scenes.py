"""Another scene is found at its frame; a bumped camera, another exposure and a flash are none."""

import cv2
import numpy as np
import pytest

from dorsi import video
from dorsi.video.picture import Picture
from dorsi.video.scenes import clip_cuts_s, find_cuts_s, thumbnail

RATE_HZ, EACH = 30.0, 24


def room(seed):
    """Return a picture of large things of any brightness, 540 x 960."""
    blocks = np.random.default_rng(seed).uniform(30, 220, (9, 5, 3)).astype(np.float32)
    return cv2.resize(blocks, (540, 960), interpolation=cv2.INTER_CUBIC).clip(0, 255)


def filmed(picture, *, seed=0, count=EACH):
    """Return frames of one scene in which a person-sized dark thing moves across, with noise."""
    rng = np.random.default_rng(seed)
    out = []
    for k in range(count):
        frame = picture.copy()
        cv2.ellipse(frame, (120 + 5 * k, 560), (70, 260), 0, 0, 360, (40, 40, 60), -1)
        out.append(np.clip(frame + rng.normal(0, 4, frame.shape), 0, 255).astype(np.uint8))
    return out


def cuts_of(frames):
    return find_cuts_s([thumbnail(Picture.of(frame)) for frame in frames], np.arange(len(frames)) / RATE_HZ)


WHOLE = filmed(room(1), count=2 * EACH)
ONE, AFTER = WHOLE[:EACH], WHOLE[EACH:]


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_another_room_is_a_cut_at_its_first_frame(seed):
    assert cuts_of([*ONE, *filmed(room(seed))]) == (pytest.approx(EACH / RATE_HZ),)


def test_two_cuts_are_found():
    assert len(cuts_of([*ONE, *filmed(room(2)), *filmed(room(3))])) == 2


def moved(frame, *, shift=(0, 0), turn_deg=0.0, zoom=1.0):
    height, width = frame.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, zoom)
    matrix[:, 2] += shift
    return cv2.warpAffine(frame, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: moved(frame, shift=(60, -80)),
        lambda frame: moved(frame, turn_deg=5.0),
        lambda frame: moved(frame, shift=(-40, 50), turn_deg=-4.0, zoom=1.05),
        lambda frame: (frame * 0.5).astype(np.uint8),
        lambda frame: np.clip(frame * 1.4, 0, 255).astype(np.uint8),
        lambda frame: (255 * (frame / 255.0) ** 2).astype(np.uint8),
    ],
    ids=["shifted", "turned", "knocked", "darker", "brighter", "more contrast"],
)
def test_a_bumped_camera_or_another_exposure_is_no_cut(change):
    assert cuts_of([*ONE, *map(change, AFTER)]) == ()


@pytest.mark.parametrize("count", [1, 3])
def test_a_flash_is_no_cut(count):
    assert cuts_of([*ONE, *[np.full_like(ONE[0], 250)] * count, *AFTER]) == ()


def test_a_cut_is_found_in_an_encoded_clip_and_at_its_own_time(tmp_path):
    path = tmp_path / "two_rooms.mp4"
    frames = [*ONE, *filmed(room(2))]
    video.write_h264(path, [(k / RATE_HZ, rgb) for k, rgb in enumerate(frames)], size_px=(540, 960))
    assert clip_cuts_s(video.probe(path)) == (pytest.approx(EACH / RATE_HZ, abs=1e-3),)
