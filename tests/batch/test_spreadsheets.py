"""Manifests as Excel and other programs write them, and the one that dorsi fills in."""

import datetime as dt
import os
from pathlib import Path

import openpyxl
import pytest

from dorsi import batch
from dorsi.batch.manifest import read_manifest, read_rows
from dorsi.batch.roster import read_roster
from dorsi.errors import DataError

CASES = Path(__file__).parents[3] / "shared" / "cases" / "coach"
ROWS = [("Clip", "Athlete", "Datum", "Bewegung", "Seite", "Speed (km/h)", "Team", "Notes"),
        ("a.mp4", "José", "20.11.2026", "Kniebeuge", "links", "12,5", "U23", "new shoes"),
        ("Dana\\b.MP4", "Zoë", "01.11.2026", "Knee to wall", "R", "", "", "")]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Dana").mkdir()
    for name in ("a.mp4", "Dana/b.mp4"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def write(folder, rows=ROWS, *, separator=";", encoding="cp1252", head=""):
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in rows]
    text = head + "\r\n".join(separator.join(row) for row in quoted) + "\r\n"
    path = folder / "clips.csv"
    path.write_bytes(text.encode(encoding))
    return path


def write_xlsx(folder, rows=ROWS):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "clips.xlsx")
    return folder / "clips.xlsx"


def assert_right(rows):
    first, second = rows
    assert (first.request.person, first.request.recorded_on) == ("José", dt.date(2026, 11, 20))
    assert (first.request.movement, first.request.side, first.request.speed_kmh) == ("squat", "left", 12.5)
    assert (first.facts.team, first.facts.note) == ("U23", "new shoes")
    assert (second.request.path.name, second.request.recorded_on) == ("b.mp4", dt.date(2026, 11, 1))
    assert (second.request.movement, second.request.side) == ("lunge", "right")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_every_separator_and_encoding_of_excel_is_read(folder, separator, encoding):
    assert_right(read_rows(write(folder, separator=separator, encoding=encoding), folder))


def test_the_note_of_excel_on_the_separator_is_no_heading(folder):
    assert_right(read_rows(write(folder, head="sep=;\r\n"), folder))


def test_a_workbook_is_read_with_its_real_days_and_numbers(folder):
    head, first, second = ROWS
    first = (*first[:2], dt.datetime(2026, 11, 20), *first[3:5], 12.5, *first[6:])  # noqa: DTZ001  as cells hold it
    second = (*second[:2], dt.datetime(2026, 11, 1), *second[3:])  # noqa: DTZ001
    assert_right(read_rows(write_xlsx(folder, [head, first, (None,), second]), folder))


def test_every_problem_is_told_at_once_with_its_row(folder):
    rows = [
        ("clip", "person", "date", "side", "height_cm"),
        ("a.mp4", "", "31.02.2026", "up", "tall"),
        ("c.mp4", "Bea"),
    ]
    with pytest.raises(DataError) as raised:
        read_manifest(write(folder, [*rows[:2], (), rows[2]]), folder)
    lines = str(raised.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["clips.csv, line 2"] * 4 + ["clips.csv, line 4"]


def test_all_headings_that_are_not_known_are_told(folder):
    with pytest.raises(
        DataError, match=r"(?s)column 'hat' is not known.*column 'sock' is not known.*'person' is missing"
    ):
        read_manifest(write(folder, [("Clip", "hat", "sock")]), folder)


def test_days_that_could_be_two_are_asked_about_where_no_row_settles_them(folder):
    rows = [("clip", "person", "date"), ("a.mp4", "Anna", "01/11/2026"), ("Dana/b.mp4", "Bea", "02/11/2026")]
    with pytest.raises(DataError, match=r"line 2: date '01/11/2026' could be 11 Jan 2026 or 1 Nov 2026") as raised:
        read_manifest(write(folder, rows), folder)
    assert "line 3" in str(raised.value)


def test_the_file_of_a_clip_settles_its_day(folder):
    moment = dt.datetime(2026, 1, 11, 12, tzinfo=dt.UTC).timestamp()
    os.utime(folder / "a.mp4", (moment, moment))
    manifest = write(folder, [("clip", "person", "date"), ("a.mp4", "Anna", "01/11/2026")])
    assert batch.find(folder, manifest=manifest).orders[0].request.recorded_on == dt.date(2026, 1, 11)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_manifest_is_filled_in_as_far_as_names_go_and_read_again(folder, ending):
    (folder / "U23/Anna").mkdir(parents=True)
    for name in ("U23/Anna/knee to wall L pre.mp4", "Dana/lunge 01-11-2026.mp4", "IMG_1.mp4"):
        (folder / name).write_text(name, encoding="utf-8")
    (folder / "Dana/b.mp4").unlink()
    path = folder / f"filled.{ending}"
    asked = batch.make_manifest(folder, path)
    assert set(asked) == {"IMG_1.mp4", "Dana/lunge 01-11-2026.mp4"}  # whose it is, and the day of the other
    with pytest.raises(DataError, match="'person' is empty"):
        batch.find(folder, manifest=path)
    (folder / "IMG_1.mp4").unlink()
    path.unlink()
    batch.make_manifest(folder, path)
    read = {row.request.path.name: row for row in read_rows(path, folder)}
    assert read["knee to wall L pre.mp4"].request.side == "left"
    assert (read["knee to wall L pre.mp4"].facts.team, read["knee to wall L pre.mp4"].facts.note) == ("U23", "before")
    assert read["lunge 01-11-2026.mp4"].request.recorded_on is None


def test_a_manifest_that_was_filled_in_is_never_overwritten(folder):
    path = write(folder)
    with pytest.raises(DataError, match="already exists"):
        batch.make_manifest(folder, path)


@pytest.mark.parametrize(("name", "people"), [("man.csv", 2), ("man2.csv", 1), ("man3.csv", 1), ("man4.csv", 1)])
def test_the_manifests_of_the_cases_are_read(tmp_path, name, people):
    if not CASES.is_dir() and os.environ.get("CI", "") not in {"true", "1"}:
        pytest.skip("needs the cases beside the repository")
    (tmp_path / "Dana").mkdir()
    for clip in ("Squat_01-11-2026.mp4", "IMG_4711.mp4"):
        (tmp_path / "Dana" / clip).touch()
    rows = read_rows(CASES / name, tmp_path)
    assert len(rows) == people
    assert {row.request.recorded_on for row in rows} == {dt.date(2026, 11, 1)}
    assert {row.request.person for row in rows} == ({"José"} if name == "man4.csv" else {"Dana"})


@pytest.mark.parametrize(
    ("column", "cell", "name", "value"),
    [
        ("date", "46329", "recorded_on", dt.date(2026, 11, 3)),
        ("speed_kmh", "12,5 km/h", "speed_kmh", 12.5),
        ("height_cm", "1,80 m", "height_cm", 180.0),
        ("height_cm", "180 cm", "height_cm", 180.0),
    ],
)
def test_cells_with_units_and_the_numbers_of_excels_days_are_read(folder, column, cell, name, value):
    manifest = write(folder, [("clip", "person", column), ("a.mp4", "Anna", cell)])
    [order] = [one for one in batch.find(folder, manifest=manifest).orders if one.name == "a.mp4"]
    assert getattr(order.request, name) == value


@pytest.mark.parametrize("cell", ["12.5 m", "12 hz", "12 miles"])
def test_a_unit_of_something_else_is_refused(folder, cell):
    manifest = write(folder, [("clip", "person", "speed_kmh"), ("a.mp4", "Anna", cell)])
    with pytest.raises(DataError, match="is not a number"):
        batch.find(folder, manifest=manifest)


def test_the_code_page_of_old_macs_is_told_by_its_lines(folder):
    path = folder / "mac.csv"
    path.write_bytes("clip,person\ra.mp4,Zoé\r".encode("mac_roman"))
    assert [row.request.person for row in read_rows(path, folder)] == ["Zoé"]


def test_a_roster_of_a_club_with_two_columns_of_names_birthdays_and_telephones(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("Vorname;Nachname;Mannschaft;Geburtsdatum;E-Mail;Telefon\nAnna;Berg;U23;3.4.2004;a@b.c;0171\n")
    [anna] = read_roster(path)
    assert (anna.name, anna.team, anna.birth_year) == ("Anna Berg", "U23", 2004)
    assert "0171" not in repr(anna)
    path.write_text("First name,DOB\nBea,April 4\n")
    with pytest.raises(DataError, match="birth_date 'April 4' has no year of four digits"):
        read_roster(path)
