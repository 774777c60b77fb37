"""Files of other tools as laboratories, spreadsheets and scripts save them: the true angle, or one clear refusal."""

import json

import numpy as np
import pytest
from foreign_files import LUNGE, deeplabcut, metres, openpose, peak_deg, trc

from dorsi.errors import DataError
from dorsi.keypoint_json import CALLED
from dorsi.keypoints import BODY_25
from dorsi.loading import read_landmarks
from dorsi.pose.names import NAMES

CALLED_BY = {name: other for other, name in CALLED.items()}


def right(landmarks, **known):
    return peak_deg(landmarks, **known) == pytest.approx(35.0, abs=0.2)


def rows(text, edit, start):
    """Return a table with each row from `start` on edited; its first cell is the frame's number."""
    head, body = text.split("\n")[:start], text.split("\n")[start:]
    return "\n".join([*head, *(edit(*line.split(",", 1)) if line else line for line in body)])


TRC = {
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "an old Mac": lambda text: text.replace("\n", "\r"),
    "a mark": lambda text: f"\ufeff{text}",
    "meters in words": lambda text: text.replace("\tm\t", "\tMeters\t"),
    "blank after the header": lambda text: "\n".join([*text.split("\n")[:5], "", *text.split("\n")[5:]]),
    "blanks around tabs": lambda text: "\n".join([*text.split("\n")[:5],
                                                  *(line.replace("\t", " \t ") for line in text.split("\n")[5:])]),
}  # fmt: skip


@pytest.mark.parametrize("name", TRC)
def test_a_trc_is_read(tmp_path, name):
    path = trc(tmp_path / "walk.trc", metres())
    path.write_bytes(TRC[name](path.read_text()).encode())
    assert right(read_landmarks(path), near_side="left")


def test_the_subject_in_front_of_a_marker_is_no_part_of_its_name(tmp_path):
    path = trc(tmp_path / "walk.trc", metres())
    lines = path.read_text().split("\n")
    named = [f"S1:{cell}" if cell and at > 1 else cell for at, cell in enumerate(lines[3].split("\t"))]
    path.write_text("\n".join([*lines[:3], "\t".join(named), *lines[4:]]))
    assert right(read_landmarks(path), near_side="left")
    named[-3] = named[-3] and named[-3].replace("S1", "S2")
    two = "\t".join(named).replace("S1:LHeel", "S2:LHeel").replace("S1:LShoulder", "S2:LShoulder")
    path.write_text("\n".join([*lines[:3], two, *lines[4:]]))
    with pytest.raises(DataError, match=r"several subjects \(S1, S2\)"):
        read_landmarks(path)


@pytest.mark.parametrize("edit", [
    lambda path: path.rename(path.with_name(path.name.upper())),
    lambda path: path.write_text(f"\ufeff{path.read_text()}"),
    lambda path: path.rename(path.with_name(f"cam2_take3_{path.name}")),
], ids=["capital letters", "a mark", "numbers in front"])  # fmt: skip
def test_a_folder_of_openpose_is_read(tmp_path, edit):
    folder = openpose(tmp_path / "json", BODY_25)
    for path in list(folder.iterdir()):
        edit(path)
    assert right(read_landmarks(folder, rate_hz=30))


DEEPLABCUT = {
    "semicolons": lambda text: text.replace(",", ";"),
    "commas in numbers": lambda text: text.replace(",", ";").replace(".", ","),
    "tabs": lambda text: text.replace(",", "\t"),
    "blanks": lambda text: text.replace(",", ", "),
    "capital letters": lambda text: text.replace("scorer", "SCORER").replace("coords", "Coords"),
    "pictures": lambda text: rows(text, lambda n, rest: f"labeled-data/clip/img{int(n):04d}.png,{rest}", 3),
    "pictures in columns": lambda text: rows(
        "\n".join(line.replace(",", ",,,", 1) if at < 3 else line for at, line in enumerate(text.split("\n"))),
        lambda n, rest: f"labeled-data,clip,img{int(n):04d}.png,{rest}", 3),
    "from frame 100": lambda text: rows(text, lambda n, rest: f"{int(n) + 100},{rest}", 3),
}  # fmt: skip


@pytest.mark.parametrize("name", DEEPLABCUT)
def test_a_table_of_deeplabcut_is_read(tmp_path, name):
    path = deeplabcut(tmp_path / "dlc.csv")
    path.write_text(DEEPLABCUT[name](path.read_text()))
    landmarks = read_landmarks(path, rate_hz=30)
    assert len(landmarks.time_s) == len(LUNGE.time_s)
    assert right(landmarks)


def test_unicode_text_of_excel_is_read(tmp_path):
    path = deeplabcut(tmp_path / "dlc.csv")
    path.write_text(path.read_text().replace(",", "\t"), encoding="utf-16")
    assert right(read_landmarks(path, rate_hz=30))


def in_order(xy, point):
    """Return one frame in the network's order; what the lunge lacks lies in the middle of the picture."""
    middle = (LUNGE.size_px[0] / 2, LUNGE.size_px[1] / 2)
    found = dict(zip(LUNGE.names, xy.tolist(), strict=True))
    return [point(name, *found.get(name, middle)) for name in NAMES]


def obj(_name, x, y):
    return {"x": x, "y": y, "z": 0.0, "visibility": 0.9}


def share(_name, x, y):
    return obj("", x / LUNGE.size_px[0], y / LUNGE.size_px[1])


def named(name, x, y):
    return {"name": CALLED_BY.get(name, name), "x": x, "y": y, "score": 0.9}


JSON = {
    "objects": lambda xy: in_order(xy, obj),
    "shares": lambda xy: in_order(xy, share),
    "landmarks": lambda xy: {"landmarks": in_order(xy, share), "timestamp": 1},
    "tasks": lambda xy: {"pose_landmarks": [in_order(xy, share)], "segmentation_masks": None},
    "tensorflow": lambda xy: [{"keypoints": in_order(xy, named), "score": 0.9}],
    "pairs": lambda xy: in_order(xy, lambda _name, x, y: [x, y]),
    "with visibility": lambda xy: in_order(xy, lambda _name, x, y: [x, y, 0.0, 0.9]),
    "CAPITALS": lambda xy: by_name(xy, str.upper),
    "camelCase": lambda xy: by_name(xy, camel),
}  # fmt: skip


def by_name(xy, called):
    return {called(name): obj(name, x, y) for name, (x, y) in zip(LUNGE.names, xy.tolist(), strict=True)}


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


@pytest.mark.parametrize(("name", "nobody"), [*((name, None) for name in JSON), ("objects", []), ("objects", {})])
def test_points_of_blazepose_are_read_in_whatever_shape(tmp_path, name, nobody):
    frames = [nobody if at == 5 else JSON[name](xy) for at, xy in enumerate(LUNGE.xy_px)]
    (tmp_path / "pose.json").write_text(json.dumps(frames))
    landmarks = read_landmarks(tmp_path / "pose.json", rate_hz=30, size_px=LUNGE.size_px)
    assert right(landmarks)
    assert np.isnan(landmarks.xy_px[5]).all()
    (tmp_path / "pose.json").write_text(json.dumps({"fps": 30, "frames": frames}))
    again = read_landmarks(tmp_path / "pose.json", rate_hz=30, size_px=LUNGE.size_px)
    assert np.array_equal(again.xy_px, landmarks.xy_px, equal_nan=True)


def test_two_people_in_a_frame_are_refused(tmp_path):
    person = in_order(LUNGE.xy_px[0], share)
    (tmp_path / "pose.json").write_text(json.dumps([{"pose_landmarks": [person, person]}]))
    with pytest.raises(DataError, match="contains 2 people in a frame"):
        read_landmarks(tmp_path / "pose.json", rate_hz=30, size_px=LUNGE.size_px)


@pytest.mark.parametrize("content", ["[]", "[null]", "{}", '{"frames": 3}', "[1]", '[[["a", "b"]]]', "[[[1, 2]]]"])
def test_what_is_no_pose_is_refused(tmp_path, content):
    (tmp_path / "pose.json").write_text(content)
    with pytest.raises(DataError, match=r"^pose.json: "):
        read_landmarks(tmp_path / "pose.json", rate_hz=30)
