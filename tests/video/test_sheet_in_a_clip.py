"""A sheet that lies beside the foot of a rendered person with a known camera: the clip gets its scale from it."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from pinhole import sheet_corners

from dorsi import scene, video
from dorsi.settings import Settings
from dorsi.video.sheet import PAPERS

ROWS = slice(0, 135, 15)
A4 = Settings(sheet="a4")


@pytest.fixture(scope="module")
def rendered():
    def find(name):
        path = Path(__file__).parents[2] / "../shared/rendered" / name
        return path.resolve() if path.exists() else pytest.skip(f"{name} with its camera's truth is not here")

    return find


@pytest.fixture(scope="module")
def lunge(analysed, rendered):
    rendered("02_lunge_L_bea.mp4")  # its copy among the samples is analysed by other tests too
    return analysed(Path(__file__).parents[2] / "sample_videos" / "lunge_left.mp4")


@pytest.fixture(scope="module")
def camera(rendered):
    """Return the clip's camera, and where its left foot stands on the floor, metres."""
    truth = json.loads(rendered("02_lunge_L_bea.truth.json").read_text())
    left = truth["frames"][0]["left"]["p3"]
    return truth["camera"], np.array([np.add(left["heel"], left["toe"]) / 2, left["ankle"]])


def pixels(camera, points_m):
    """Return where points of the room are seen, and how far away along the camera's axis, metres."""
    matrix = np.array(camera["world_to_cam"])
    x, y, z = (points_m @ matrix[:3, :3].T + matrix[:3, 3]).T
    focal = camera["focal_px"]
    return np.stack([camera["cx"] - focal * x / z, camera["cy"] + focal * y / z], axis=1), -z


@pytest.fixture(scope="module")
def with_sheet(lunge, camera, tmp_path_factory):
    """Return some frames of the clip with a sheet on the floor 30 cm beside the foot, and their landmarks."""
    known, (foot, _) = camera
    floor = sheet_corners((foot[0], foot[1] + 0.3), sides_cm=np.array(PAPERS["a4"]) / 100, turn_deg=8.0)
    corners, _ = pixels(known, np.column_stack([floor, np.zeros(4)]))
    shown = [frame for k, frame in enumerate(video.frames(lunge.clip)) if k in range(*ROWS.indices(135))]
    path = tmp_path_factory.mktemp("sheet") / "sheet.mp4"
    pictures = []
    for frame in shown:
        cover = cv2.fillPoly(
            np.zeros(frame.rgb.shape[:2], np.uint8),
            [np.round((corners - 0.5) * 256).astype(np.int32)],
            255,
            lineType=cv2.LINE_AA,
            shift=8,
        )
        share = cv2.GaussianBlur(cover, (0, 0), 0.7)[..., None] / 255
        pictures.append((frame.time_s, (frame.rgb * (1 - share) + 240 * share).astype(np.uint8)))
    video.write_h264(path, pictures, size_px=lunge.clip.size_px)
    clip = video.probe(path)
    raw = lunge.raw
    rows = replace(
        raw,
        time_s=np.array([frame.time_s for frame in video.frames(clip)]),
        xy_px=raw.xy_px[ROWS],
        score=raw.score[ROWS],
        sigma_px=None,
        world_m=None,
    )
    return clip, rows


def test_the_sheet_gives_the_scale_at_the_foot(with_sheet, camera):
    known, points = camera
    ruler, notes = scene.look_for_scale(*with_sheet, A4, marker=None)
    _, depth_m = pixels(known, points)
    true = 100 * depth_m[1] / known["focal_px"]
    assert ruler.cm_per_px == pytest.approx(true, abs=1.96 * ruler.sd_share * true)
    assert ruler.cm_per_px == pytest.approx(true, rel=0.03)
    assert notes == ()


def test_without_the_option_no_sheet_is_looked_for(with_sheet):
    assert scene.look_for_scale(*with_sheet, Settings(), marker=None) == (None, ())


def test_a_clip_without_a_sheet_says_so_and_gets_no_centimetres(lunge):
    ruler, (note,) = scene.look_for_scale(lunge.clip, lunge.raw, A4, marker=None)
    assert ruler is None
    assert note.code == "sheet_not_found"
    assert "darker floor" in note.tip
