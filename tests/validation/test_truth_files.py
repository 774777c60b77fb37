"""Truth files: what is read of them, and the one clear line for those that are broken."""

import json
import shutil

import filmed_truth
import numpy as np
import pytest

from dorsi.errors import DataError
from dorsi.validation import find_truths

TIME_S = np.arange(10) / 10
META = {
    "motion": "squat",
    "body": "stick",
    "n_frames": 10,
    "camera": filmed_truth.camera(),
    "events": {"reps": [filmed_truth.rep(1, 38.0)]},
}
ANKLE = "time_s,ankle_dorsiflexion_r_deg,ankle_dorsiflexion_l_deg\n0,10,20\n1,11,21\n"
JOINTS = ",".join(f"{joint}_{side}_{axis}_m" for side in "rl" for joint in ("knee", "ankle", "mtp") for axis in "xyz")


@pytest.fixture
def folder(tmp_path):
    """Give a clip with sound truth; the film itself is not looked at before all truths are read."""
    (tmp_path / f"{filmed_truth.NAME}.mp4").touch()
    filmed_truth.write_truth(tmp_path, META, TIME_S, 30 * TIME_S)
    return tmp_path


def meta(folder, **changes):
    (folder / "01_clip.truth.json").write_text(json.dumps(META | changes), encoding="utf-8")


def table(folder, change):
    path = folder / "01_clip.truth.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def refusal(folder):
    with pytest.raises(DataError) as raised:
        find_truths(folder)
    return str(raised.value)


def test_both_legs_of_a_squat_are_scored(folder):
    assert find_truths(folder)[0].reps[0].peak_deg == {"left": 38.0, "right": 20.0}


@pytest.mark.parametrize(("front", "side"), [("l", "left"), ("r", "right")])
def test_the_front_leg_of_a_lunge_is_scored(folder, front, side):
    meta(folder, motion="lunge", events=META["events"] | {"front": front})
    assert list(find_truths(folder)[0].reps[0].peak_deg) == [side]


def test_each_repetition_may_name_its_own_front_leg(folder):
    reps = [filmed_truth.rep(1, 38.0, front="l"), filmed_truth.rep(2, 38.0, front="r")]
    meta(folder, motion="lunge_both", events={"reps": reps, "front": "lr"})
    (truth,) = find_truths(folder)
    assert (truth.movement, [list(r.peak_deg) for r in truth.reps]) == ("lunge", [["left"], ["right"]])


@pytest.mark.parametrize(("side", "view", "yaw_deg"), [("l", "side", 10.0), ("r", "side", 10.0), ("f", "front", 80.0)])
def test_a_view_from_the_front_is_a_turn_of_90_degrees(folder, side, view, yaw_deg):
    meta(folder, camera=filmed_truth.camera(side=side, yaw_deg=10))
    camera = find_truths(folder)[0].camera
    assert (camera.view, camera.yaw_deg) == (view, yaw_deg)


def test_a_stance_that_the_clip_cuts_off_has_one_end(folder):
    events = [("toe_off", 0.1), ("contact", 0.5), ("toe_off", 0.7), ("contact", 0.9)]
    meta(folder, motion="run", events={"gait_events": [{"type": k, "side": "l", "t": t} for k, t in events]})
    stances = [(s.contact_s, s.toe_off_s) for s in find_truths(folder)[0].stances]
    assert stances == [(None, 0.1), (0.5, 0.7), (0.9, None)]


def test_motion_capture_needs_no_other_file(tmp_path):
    (tmp_path / "sit.MOV").touch()
    (tmp_path / "sit.mocap-ankle.csv").write_text(ANKLE, encoding="utf-8")
    (truth,) = find_truths(tmp_path)
    assert truth.curves["ankle_dorsiflexion_deg"].at(np.array([0.5])).tolist() == [[20.5, 10.5]]


def test_outside_its_time_a_curve_is_missing(tmp_path):
    (tmp_path / "sit.mp4").touch()
    (tmp_path / "sit.mocap-ankle.csv").write_text(ANKLE, encoding="utf-8")
    assert np.isnan(find_truths(tmp_path)[0].curves["ankle_dorsiflexion_deg"].at(np.array([1.5]))).all()


@pytest.mark.parametrize("heading_deg", [0.0, 70.0, 200.0])
def test_the_shank_of_joint_centres_leans_towards_the_toes_wherever_the_person_faces(tmp_path, heading_deg):
    ahead = np.array([np.cos(np.radians(heading_deg)), 0.0, np.sin(np.radians(heading_deg))])
    ankle = np.array([1.0, 0.1, 2.0])
    knee = ankle + 0.4 * (np.sin(np.radians(25)) * ahead + np.cos(np.radians(25)) * np.array([0, 1, 0]))
    toe = ankle + 0.15 * ahead - np.array([0, 0.05, 0])
    row = ",".join(f"{x:.9f}" for x in (*knee, *ankle, *toe) * 2)
    (tmp_path / "sit.mp4").touch()
    (tmp_path / "sit.mocap-jointcentres.csv").write_text(f"time_s,{JOINTS}\n0,{row}\n1,{row}\n", encoding="utf-8")
    (truth,) = find_truths(tmp_path)
    assert truth.curves["shank_inclination_deg"].value_deg == pytest.approx(np.full((2, 2), 25.0), abs=1e-5)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"camera": {"side": "l"}}, "camera.yaw_deg: this key is missing"),
        ({"camera": filmed_truth.camera(side="x")}, "camera.side"),
        ({"events": {"reps": [{"rep": 1}]}}, "events.reps.0.start_s: this key is missing"),
        ({"events": {"reps": [filmed_truth.rep(1, float("nan"))]}}, "left_peak_df_deg"),
        ({"n_frames": 11}, "10 rows, but 01_clip.truth.json tells of 11 frames"),
        ({"body": 7}, "body"),
    ],
)
def test_a_broken_description_is_told_in_one_line(folder, changes, said):
    meta(folder, **changes)
    told = refusal(folder)
    assert said in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[:0], "no column 'time_s' or 't'"),
        (lambda text: text.replace(",t,", ",when,"), "no column 'time_s' or 't'"),
        (lambda text: text.replace("_df_", "_bend_"), "no column for ankle_dorsiflexion_deg"),
        (lambda text: text.replace("0.50000", "half"), "line 7: could not convert string to float: 'half'"),
        (lambda text: text.replace("0.50000", "nan"), "line 7 holds a cell that is not finite"),
        (lambda text: text.replace("0.50000", "0.10000"), "does not rise"),
        (lambda text: text.replace("5,0.50000", "0.50000"), "line 7 has 7 cells, the first line names 8 columns"),
        (lambda text: "\n".join(text.splitlines()[:2]), "1 rows of numbers"),
    ],
)
def test_a_broken_table_is_told_in_one_line(folder, change, said):
    table(folder, change)
    told = refusal(folder)
    assert said in told
    assert "01_clip.truth.csv" in told
    assert "\n" not in told


def test_a_description_that_is_no_json_is_told(folder):
    (folder / "01_clip.truth.json").write_text("{", encoding="utf-8")
    assert refusal(folder).startswith("01_clip.truth.json: Invalid JSON")


def test_a_table_that_is_no_text_is_told(folder):
    (folder / "01_clip.truth.csv").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in refusal(folder)


@pytest.mark.parametrize("ending", [".mp4", ".truth.csv"])
def test_a_missing_partner_is_told(folder, ending):
    (folder / f"01_clip{ending}").unlink()
    assert "01_clip" in refusal(folder)


def test_a_folder_without_truth_is_told(tmp_path):
    assert "holds no truth file" in refusal(tmp_path)


def test_a_folder_that_is_none_is_told(tmp_path):
    assert "is no folder" in refusal(tmp_path / "nowhere")


def test_joint_centres_without_a_joint_are_told(tmp_path):
    (tmp_path / "sit.mp4").touch()
    (tmp_path / "sit.mocap-jointcentres.csv").write_text("time_s,knee_l_x_m\n0,1\n1,2\n", encoding="utf-8")
    assert "no column 'knee_l_y_m'" in refusal(tmp_path)


def test_truth_is_read_in_order_of_name(folder):
    for ending in (".mp4", ".truth.json", ".truth.csv"):
        shutil.copy(folder / f"01_clip{ending}", folder / f"00_before{ending}")
    assert [t.name for t in find_truths(folder)] == ["00_before", "01_clip"]
