"""The table that tells who and what."""

import datetime as dt

import folders
import pytest

from dorsi.batch.manifest import read_manifest
from dorsi.clip_request import clip_request
from dorsi.errors import DataError


@pytest.fixture
def folder(tmp_path):
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).touch()
    (tmp_path.parent / "outside.mp4").touch()
    return tmp_path


def table(folder, *lines):
    path = folder / "clips.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_row_tells_who_when_and_what(folder):
    path = folders.write_manifest(folder / "clips.csv", [("a.mp4", "Anna Berg", "2026-11-20", "Lunge", "R", "")])
    [row] = read_manifest(path, folder)
    assert row == clip_request(
        folder / "a.mp4", person="Anna Berg", recorded_on=dt.date(2026, 11, 20), movement="lunge", side="right"
    )


def test_only_clip_and_person_are_needed(folder):
    [row] = read_manifest(table(folder, "person,clip", "Anna,a.mp4", ",", ""), folder)
    assert row == clip_request(folder / "a.mp4", person="Anna")


def test_a_run_s_speed_and_shoes_are_told(folder):
    [row] = read_manifest(table(folder, "clip,person,speed_kmh,shoes", "a.mp4,Anna,12.5,Pegasus 40"), folder)
    assert (row.speed_kmh, row.shoes) == (12.5, "Pegasus 40")


def test_a_table_saved_by_a_spreadsheet_program_is_read(folder):
    path = table(folder)
    path.write_text("clip,person\r\na.mp4,Zoë\r\n", encoding="utf-8-sig")
    assert read_manifest(path, folder)[0].person == "Zoë"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["clip,person,shoe", "a.mp4,Anna,42"], r"clips.csv: column 'shoe' is not known; allowed are clip,"),
        (["clip,date", "a.mp4,2026-11-20"], r"clips.csv: column 'person' is missing"),
        (["clip,person,person", "a.mp4,Anna,Anna"], r"clips.csv: duplicate column"),
        (["clip,person", "a.mp4,Anna", "a.mp4,Bea"], r"clips.csv, line 3: 'a.mp4' stands in line 2 already"),
        (["clip,person", "a.mp4,"], r"clips.csv, line 2: 'person' is empty"),
        (["clip,person", "c.mp4,Anna"], r"clips.csv, line 2: 'c.mp4' is not in "),
        (["clip,person", "../outside.mp4,Anna"], r"clips.csv, line 2: '../outside.mp4' lies outside of "),
        (["clip,person", "a.mp4,Anna,x"], r"clips.csv, line 2: has more cells than columns"),
        (["clip,person,date", "a.mp4,Anna,31.02.2026"], r"line 2: date '31.02.2026' is not a day up to today"),
        (["clip,person,movement", "a.mp4,Anna,7 hops"], r"line 2: movement: '7 hops' is not known; choose from"),
        (["clip,person,side", "a.mp4,Anna,up"], r"line 2: side: 'up' is not known"),
        (["clip,person,height_cm", "a.mp4,Anna,tall"], r"line 2: height_cm 'tall' is not a number"),
        (["clip,person,speed_kmh", "a.mp4,Anna,fast"], r"line 2: speed_kmh 'fast' is not a number"),
        (["clip,person,speed_kmh", "a.mp4,Anna,120"], r"line 2: speed_kmh: 120 given, 1 to 45 allowed"),
        (["clip,person", '"a.mp4,Anna'], r"clips.csv: is not CSV behind line 1"),
        ([""], r"clips.csv: column 'clip' is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_with_its_line(folder, lines, message):
    with pytest.raises(DataError, match=message):
        read_manifest(table(folder, *lines), folder)


def test_a_table_that_is_not_there_is_told(folder):
    with pytest.raises(DataError, match=r"nowhere.csv: the manifest cannot be read"):
        read_manifest(folder / "nowhere.csv", folder)
