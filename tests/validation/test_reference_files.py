"""MOT, TRC and C3D of motion capture: read as what they are, refused in one sentence, and beside a clip's numbers."""

import csv
import shutil
from pathlib import Path

import ezc3d
import numpy as np
import pytest

from dorsi.errors import DataError
from dorsi.validation import find_truths, validate
from dorsi.validation.agreement_tables import agreement_table, lag_table
from dorsi.validation.reference_files import C3D, MOT, TRC, read_markers, read_mot
from dorsi.validation.rows import AccuracyRow

ROOT = Path(__file__).parents[2]
TIME_S = np.arange(200) / 100
LEAN_DEG = 20 + 15 * np.sin(2 * np.pi * TIME_S / 2)
POINTS = ("Hip", "Knee", "Ankle", "BigToe")


def mot(path, columns, *, degrees=True):
    head = f"motion\nversion=1\nnRows={len(TIME_S)}\nnColumns={len(columns)}\n"
    names = "\t".join(columns)
    rows = "\n".join("\t".join(f"{value:.6f}" for value in row) for row in np.column_stack(list(columns.values())))
    path.write_text(f"{head}inDegrees={'yes' if degrees else 'no'}\nendheader\n{names}\n{rows}\n", encoding="utf-8")
    return path


def leg(*, walks=(1.0, 0.0, 0.0), up=1):
    """Return hip, knee, ankle and toe of a leg whose shank leans as it was made, (T, 4, 3) metres."""
    ahead, above = np.array(walks), np.eye(3)[up]
    ankle = np.tile(0.08 * above, (len(TIME_S), 1))
    lean = np.radians(LEAN_DEG)[:, None]
    knee = ankle + 0.42 * (np.sin(lean) * ahead + np.cos(lean) * above)
    hip = knee + 0.44 * (-np.sin(lean) * ahead + np.cos(lean) * above)
    return np.stack([hip, knee, ankle, ankle + 0.2 * ahead - 0.06 * above], axis=1)


def trc(path, xyz, names):
    head = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"100\t100\t{len(xyz)}\t{len(names)}\tm\t100\t1\t{len(xyz)}",
        "Frame#\tTime\t" + "\t\t\t".join(names),
        "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(names) + 1)),
    ]
    rows = [
        "\t".join([str(i), f"{t:.4f}", *(f"{v:.6f}" for v in frame.ravel())])
        for i, (t, frame) in enumerate(zip(TIME_S, xyz, strict=True), 1)
    ]
    path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    return path


def c3d(path, xyz, names):
    file = ezc3d.c3d()
    file["parameters"]["POINT"]["RATE"]["value"] = [100]
    file["parameters"]["POINT"]["LABELS"]["value"] = list(names)
    file["parameters"]["POINT"]["UNITS"]["value"] = ["mm"]
    file["data"]["points"] = np.concatenate([xyz.transpose(2, 1, 0) * 1000, np.ones((1, len(names), len(xyz)))])
    file.write(str(path))
    return path


def both_legs(**made):
    names = [f"{side}{point}" for side in "LR" for point in POINTS]
    return np.concatenate([leg(**made), leg(**made)], axis=1), names


@pytest.mark.parametrize("up", [1, 2])
@pytest.mark.parametrize("turned", [1.0, -1.0])
@pytest.mark.parametrize(("write", "ending"), [(trc, TRC), (c3d, C3D)])
def test_the_shank_leans_as_it_was_made_whichever_axis_is_up_and_wherever_they_face(
    tmp_path, up, turned, write, ending
):
    xyz, names = both_legs(walks=(turned, 0.0, 0.0), up=up)
    found = read_markers(write(tmp_path / f"clip{ending}", xyz, names))
    for side in (0, 1):
        np.testing.assert_allclose(found["shank_inclination_deg"].value_deg[:, side], LEAN_DEG, atol=0.05)
        np.testing.assert_allclose(found["knee_flexion_deg"].value_deg[:, side], 2 * LEAN_DEG, atol=0.05)


@pytest.mark.parametrize("degrees", [True, False])
@pytest.mark.parametrize("knee_sign", [1, -1])
def test_a_motion_is_read_in_degrees_with_flexion_positive(tmp_path, degrees, knee_sign):
    factor = 1.0 if degrees else np.pi / 180
    columns = {"time": TIME_S, "ankle_angle_r": factor * LEAN_DEG, "knee_angle_r": knee_sign * factor * 2 * LEAN_DEG}
    found = read_mot(mot(tmp_path / f"clip{MOT}", columns, degrees=degrees))
    np.testing.assert_allclose(found["ankle_dorsiflexion_deg"].value_deg[:, 1], LEAN_DEG, atol=1e-3)
    np.testing.assert_allclose(found["knee_flexion_deg"].value_deg[:, 1], 2 * LEAN_DEG, atol=1e-3)
    assert np.isnan(found["knee_flexion_deg"].value_deg[:, 0]).all()


def test_files_that_are_none_or_lack_something_are_one_line(tmp_path):
    xyz, names = both_legs()
    broken = tmp_path / f"broken{MOT}"
    broken.write_text("no motion", encoding="utf-8")
    cases = [
        (read_mot, broken, "not a MOT file"),
        (read_mot, mot(tmp_path / f"hip{MOT}", {"time": TIME_S, "hip_flexion_r": LEAN_DEG}), "no ankle_angle_l"),
        (read_mot, mot(tmp_path / f"back{MOT}", {"time": -TIME_S, "knee_angle_r": LEAN_DEG}), "does not rise"),
        (read_markers, trc(tmp_path / f"toe{TRC}", xyz[:, :-1], names[:-1]), "no right toe"),
        (read_markers, trc(tmp_path / f"lies{TRC}", xyz[..., [1, 1, 2]], names), "isn't clear which axis is up"),
    ]
    for read, path, says in cases:
        with pytest.raises(DataError, match=says) as raised:
            read(path)
        assert "\n" not in str(raised.value)


def test_a_folder_s_people_are_those_of_its_list(tmp_path):
    (tmp_path / "one.mp4").touch()
    mot(tmp_path / f"one{MOT}", {"time": TIME_S, "knee_angle_r": LEAN_DEG})
    assert find_truths(tmp_path)[0].person == "one"
    (tmp_path / "people.csv").write_text("clip,person\none.mp4,bea\n", encoding="utf-8")
    assert find_truths(tmp_path)[0].person == "bea"
    (tmp_path / "people.csv").write_text("file,who\none.mp4,bea\n", encoding="utf-8")
    with pytest.raises(DataError, match="columns clip and person"):
        find_truths(tmp_path)


@pytest.mark.models
def test_a_clip_beside_a_motion_with_another_clock(tmp_path, analysed):
    """The rendered run's own truth as an OpenSim motion that began 1.7 s before the clip."""
    name = "run_amir"
    source = ROOT / "validation_clips"
    shutil.copy(source / f"{name}.mp4", tmp_path)
    with (source / f"{name}.truth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wanted = ("t", "left_knee_flexion_deg", "left_ankle_df_deg")
    columns = [[float(row[key]) for row in rows] for key in wanted]
    lines = "\n".join(f"{t + 1.7:.5f}\t{k:.4f}\t{a:.4f}" for t, k, a in zip(*columns, strict=True))
    head = f"run\nversion=1\nnRows={len(rows)}\nnColumns=3\ninDegrees=yes\nendheader"
    text = f"{head}\ntime\tknee_angle_l\tankle_angle_l\n"
    (tmp_path / f"{name}{MOT}").write_text(text + lines + "\n", encoding="utf-8")
    analysed(source / f"{name}.mp4")
    found = validate(tmp_path)
    [clip] = found.clips
    assert clip.lag.lag_s == pytest.approx(-1.7, abs=1 / 60)
    peaks = [row for row in found.rows if row.quantity == "peak_stance_dorsiflexion_deg" and row.rep != "mean"]
    assert len(peaks) >= 3
    assert all(abs(row.error) < 8 for row in peaks)
    assert lag_table(found.clips).rows[0][:2] == (name, "knee_flexion_deg")
    assert agreement_table(found.rows).rows[0][-5] == "needs 3 people"


def row(person, rep, true, measured, status="ok"):
    return AccuracyRow(
        clip=person, person=person, movement="lunge", yaw_deg=None, side="left", quantity="peak_shank_inclination_deg",
        rep=rep, true=true, measured=measured, bound=3.0, status=status,
    )  # fmt: skip


def test_the_table_of_agreement_counts_single_numbers_that_dorsi_stands_by():
    good = [row(person, rep, 38.0 + k, 39.0 + k + i) for k, person in enumerate("abcd") for i, rep in enumerate("12")]
    other = [row("a", "mean", 38.0, 50.0), row("a", "3", 38.0, 50.0, status="void"), row("e", "1", 38.0, None, "void")]
    [line] = agreement_table([*good, *other]).rows
    assert line[:4] == ("lunge", "peak_shank_inclination_deg", "8", "4")
    assert line[4].startswith("1.50 (1.50 to 1.50)")
