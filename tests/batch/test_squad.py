"""The squad's table: last values, differences, retests with their wording, and what the files hold."""

import csv
import datetime as dt
import sys
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet
import pytest

from dorsi import batch
from dorsi.batch.athletes import file_name
from dorsi.batch.refilming import refilm
from dorsi.batch.squad import squad_page, write_squad_report
from dorsi.report.squad.files import table_rows
from dorsi.report.squad.table import change_text, sparkline, value_text
from dorsi.schema.log import Log
from dorsi.store import FailureRecord, Store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))  # material.py: records to keep
sys.path.insert(0, str(Path(__file__).parents[1] / "report"))  # plans.py: programmes

import material
import plans

FIRST = dt.date(2026, 9, 1)
SHANK = "peak_shank_inclination_deg"


@pytest.fixture
def keep(tmp_path):
    """Return an open store and a function that keeps one value of one leg on one day."""
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:

        def one(value, side="left", on=FIRST, person="Anna", movement="lunge", **changes):
            measured = material.measurement(value, side=side).model_copy(update=changes)
            clip = f"{person}_{on}_{side}_{movement}.mp4"
            store.save(material.made(tmp_path, clip=clip, person=person, on=on, measurements=[measured],
                                     movement=movement))  # fmt: skip

        yield store, one


def rows_of(store, folder, **options):
    return squad_page(store, folder, **options).rows


def weeks(number):
    return FIRST + dt.timedelta(weeks=number)


def test_each_athlete_and_movement_is_one_row_with_the_last_value_of_each_leg(keep, tmp_path):
    store, one = keep
    one(36.0, "left")
    one(38.0, "left", weeks(4))
    one(35.0, "right", weeks(4))
    [row] = rows_of(store, tmp_path)
    assert (row.athlete, row.movement, row.last_on) == ("Anna", "lunge", weeks(4))
    assert [value_text(side, row.unit) for side in row.sides] == ["38.0° ± 2.5°", "35.0° ± 2.5°"]


@pytest.mark.parametrize(("right", "detectable"), [(35.0, False), (30.0, True)])
def test_a_difference_stands_against_its_own_bound(keep, tmp_path, right, detectable):
    store, one = keep
    one(37.0, "left")
    one(right, "right")
    [row] = rows_of(store, tmp_path)
    assert row.difference == 37.0 - right
    assert row.difference_bound == pytest.approx(3.54, abs=0.01)
    assert row.difference_detectable is detectable


def test_legs_of_different_days_are_not_subtracted(keep, tmp_path):
    store, one = keep
    one(37.0, "left")
    one(30.0, "right", weeks(4))
    [row] = rows_of(store, tmp_path)
    assert (row.difference, row.difference_reason) == (None, "on different days")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (38.0, "no detectable change (3.0°, 5° needed)"),
        (41.0, "likely real gain (6.0°, over 5°)"),
        (28.0, "likely real loss (7.0°, over 5°)"),
    ],
)
def test_a_retest_is_found_and_held_against_the_detectable_change(keep, tmp_path, after, told):
    store, one = keep
    one(30.0, on=weeks(0))
    one(35.0, on=weeks(4))
    one(after, on=weeks(8))
    [row] = rows_of(store, tmp_path)
    assert change_text(row.left.change, row.unit) == told
    assert row.left.change.rule == "R70"


def run(keep, tmp_path, *, values=(20.0, 31.0), **conditions):
    """Keep two runs a month apart; conditions are pairs, of the first and the second run."""
    store, _ = keep
    for number, value in enumerate(values):
        step = material.measurement(value, name="peak_stance_dorsiflexion_deg", scale="camera_2d")
        told = {name: pair[number] for name, pair in conditions.items()}
        on = weeks(4 * number)
        store.save(material.made(tmp_path, clip=f"{on}.mp4", on=on, measurements=[step], movement="run", **told))
    [row] = rows_of(store, tmp_path)
    return change_text(row.left.change, row.unit)


@pytest.mark.parametrize(
    ("speed_kmh", "shoes", "told"),
    [
        ((12.0, 12.5), ("Pegasus 40", "pegasus 40"), "likely real gain (11.0°, over 10°)"),
        ((12.0, 13.0), ("Pegasus 40", "Pegasus 40"), "not compared"),
        ((12.0, 12.0), ("Pegasus 40", "Racer"), "not compared"),
        ((12.0, None), ("Pegasus 40", "Pegasus 40"), "not compared"),
        ((12.0, 12.0), (None, None), "not compared"),
    ],
)
def test_runs_are_compared_at_one_speed_in_the_same_shoes_alone(keep, tmp_path, speed_kmh, shoes, told):
    assert run(keep, tmp_path, speed_kmh=speed_kmh, shoes=shoes) == told


def test_the_first_time_has_nothing_to_compare_with(keep, tmp_path):
    store, one = keep
    one(35.0)
    [row] = rows_of(store, tmp_path)
    assert change_text(row.left.change, row.unit) == "first time"


@pytest.mark.parametrize(
    ("values", "band"),
    [
        ([30.0], "restricted"),
        ([30.0, 32.0], "restricted"),  # over the limit, but by less than the detectable change
        ([30.0, 32.0, 32.5], "borderline"),  # two retests in a row agree
        ([30.0, 36.0], "adequate"),  # by more than the detectable change
    ],
)
def test_a_band_moves_only_by_r71(keep, tmp_path, values, band):
    store, one = keep
    for number, value in enumerate(values):
        one(value, on=weeks(4 * number))
    [row] = rows_of(store, tmp_path)
    assert row.left.band == band


def test_a_squat_has_no_band(keep, tmp_path):
    store, one = keep
    one(30.0, movement="squat")
    [row] = rows_of(store, tmp_path)
    assert row.left.band is None


def test_a_doubtful_number_is_to_be_filmed_again_and_why(keep, tmp_path):
    store, one = keep
    one(30.0, status="low_confidence", reason="the camera stood 22 degrees off the side")
    [row] = rows_of(store, tmp_path)
    assert row.refilm == ("left: the camera stood 22 degrees off the side",)


def test_a_sure_number_asks_for_nothing(keep, tmp_path):
    store, one = keep
    one(30.0)
    assert rows_of(store, tmp_path)[0].refilm == ()


def test_a_sparkline_needs_two_days_and_says_its_values(keep, tmp_path):
    store, one = keep
    one(30.0, on=weeks(0))
    assert sparkline(rows_of(store, tmp_path)[0]) == ()
    one(36.0, on=weeks(4))
    [line] = sparkline(rows_of(store, tmp_path)[0])
    assert line.points == "4,32 128,4"
    assert line.text == "left: 1 Sep 2026 30.0°, 29 Sep 2026 36.0°"


def taped(store, values):
    """Keep a plan of Anna and a log with the left leg's weekly tape values."""
    entries = [
        {"date": weeks(week), "exercise_id": "mo_wall_slide", "side": "left", "level": 1, "wblt_cm": value}
        for week, value in enumerate(values)
    ]
    store.save_plan("Anna", plans.plan())
    store.save_log("Anna", Log.model_validate({"started": FIRST, "entries": entries}))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([7.0, 7.5], "2 values so far"),
        ([7.0, 7.5, 8.1, 8.4, 9.0], "+0.49 cm a week (+0.41 to +0.57)"),
        ([7.0, 8.0, 6.9, 7.8, 7.2], "no trend claimed (5 values)"),
    ],
)
def test_the_weekly_tape_stands_beside_the_films(keep, tmp_path, values, told):
    store, one = keep
    one(30.0)
    taped(store, values)
    [row] = rows_of(store, tmp_path)
    assert (row.left.tape_text, row.right.tape_text) == (told, "")
    page, table, *_ = write_squad_report(store, tmp_path)
    assert told in page.read_text(encoding="utf-8")
    [cells] = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    assert "knee to wall (tape)" in cells["left_tape_text"]


def test_the_tape_of_an_athlete_with_two_movements_is_told_once(keep, tmp_path):
    store, one = keep
    one(30.0)
    one(35.0, movement="squat")
    taped(store, [7.0, 7.5])
    assert [row.left.tape is not None for row in rows_of(store, tmp_path)] == [True, False]


def test_all_files_hold_the_same_rows(keep, tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="reads XLSX back")
    store, one = keep
    one(30.0, on=weeks(0))
    one(36.0, on=weeks(4))
    one(31.0, person='=1+1"; <Zoë>')
    write_squad_report(store, tmp_path)
    with (tmp_path / "squad.csv").open(newline="", encoding="utf-8") as file:
        from_csv = [(row["athlete"], row["left_value"], row["left_verdict"]) for row in csv.DictReader(file)]
    from_parquet = [
        (row["athlete"], row["left_value"], row["left_verdict"])
        for row in pyarrow.parquet.read_table(tmp_path / "squad.parquet").to_pylist()
    ]
    head, *body = openpyxl.load_workbook(tmp_path / "squad.xlsx")["Raw data"].iter_rows(values_only=True)
    at = [head.index(name) for name in ("athlete", "left_value", "left_verdict")]
    from_xlsx = [tuple(row[i] for i in at) for row in body]
    assert from_parquet == [('=1+1"; <Zoë>', 31.0, None), ("Anna", 36.0, "likely_real_gain")]
    assert from_xlsx == from_parquet
    assert [(athlete, float(value), verdict or None) for athlete, value, verdict in from_csv] == from_parquet


def test_equal_data_give_equal_files(keep, tmp_path):
    store, one = keep
    one(30.0)
    first = [path.read_bytes() for path in write_squad_report(store, tmp_path)]
    assert [path.read_bytes() for path in write_squad_report(store, tmp_path)] == first


def test_a_name_is_text_in_the_page(keep, tmp_path):
    store, one = keep
    one(31.0, person="<script>alert(1)</script>")
    write_squad_report(store, tmp_path)
    assert "<script>alert" not in (tmp_path / "squad.html").read_text(encoding="utf-8")


def test_pseudonyms_leave_no_name_in_any_file(keep, tmp_path):
    store, one = keep
    one(30.0, person="Unmistakable")
    store.save_failure(FailureRecord(clip=tmp_path / "Unmistakable_run.mp4", clip_sha256="0" * 64,
                                     person="Unmistakable", reason="Unmistakable_run.mp4: is cut short"))  # fmt: skip
    paths = write_squad_report(store, tmp_path / "out", pseudonyms=True)
    assert [path.name for path in paths if b"unmistakable" in path.read_bytes().lower()] == []
    assert [row.athlete for row in rows_of(store, tmp_path, pseudonyms=True)] == ["Athlete 001"]


def test_a_batch_ends_with_the_page_and_links_to_each_report(squad, dorsi, data, tmp_path):
    folder, manifest = squad
    out = tmp_path / "out"
    _, said, _ = dorsi("batch", folder, "--manifest", manifest, "--out", out, "--workers", "2")
    assert f"Squad table: {out / 'squad.html'}" in said
    page = (out / "squad.html").read_text(encoding="utf-8")
    assert 'href="athlete3/lunge/report.html"' in page
    assert "The file is cut short" in page


def test_every_public_name_of_batch_loads():
    assert [name for name in batch.__all__ if getattr(batch, name).__doc__ is None] == []


def test_without_the_extra_for_research_there_is_no_parquet(keep, tmp_path, monkeypatch):
    store, one = keep
    one(30.0)
    monkeypatch.setattr("dorsi.report.squad.files.find_spec", lambda _: None)
    assert [path.suffix for path in write_squad_report(store, tmp_path)] == [".html", ".csv", ".xlsx"]
    assert not (tmp_path / "squad.parquet").exists()


def test_the_tables_have_no_digits_of_the_computer_s_own(keep, tmp_path):
    store, one = keep
    one(30.0977400000000012, "left")
    one(25.0000000000000071, "right")
    [cells] = table_rows(squad_page(store, tmp_path))
    assert (cells["left_value"], cells["right_value"], cells["difference_left_minus_right"]) == (30.0977, 25.0, 5.0977)


def test_a_name_with_a_comma_is_the_name_of_its_page(keep):
    store, one = keep
    one(30.0, person="Müller, Jan")
    assert file_name(store.person("Müller, Jan"), "Müller, Jan") == "Müller, Jan.html"


def test_one_reason_of_both_legs_is_said_once():
    both = [
        material.UNMEASURED.model_copy(update={"name": SHANK, "unit": "deg", "side": side, "reason": "no legs"})
        for side in ("left", "right")
    ]
    record = SimpleNamespace(session=material.session(measurements=both))
    assert refilm(SHANK, [record]) == ["left and right: no legs"]


def test_what_counts_as_a_change_names_only_movements_and_your_own_source(keep, tmp_path):
    store, one = keep
    one(30.0)
    one(30.0, movement="unknown")
    assert squad_page(store, tmp_path).counted == ("Lunge, ankle bend (shin angle): from 5°",)
