"""The files of a validation: tables that agree with each other, pictures, and a folder that is dorsi's own."""

import csv
import re

import filmed_truth
import pytest

from dorsi.errors import OptionError
from dorsi.validation import validate, write
from dorsi.validation.rows import COLUMNS, CURVE_COLUMNS
from dorsi.validation.tables import tables

FILES = {"accuracy.csv", "accuracy.md", "curves.csv", "peaks.svg", "bland-altman.svg", "curves-01_clip.svg"}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    filmed = filmed_truth.lunge(
        tmp_path_factory.mktemp("lunge"), reps=[filmed_truth.rep(1, 36.0), filmed_truth.rep(3, 36.0)]
    )
    return validate(filmed.folder, filmed.settings)


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "accuracy"
    write(found, out)
    return out


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_is_written(folder):
    assert {path.name for path in folder.iterdir()} == FILES


def test_accuracy_csv_has_a_line_for_each_number(folder, found):
    written = lines(folder / "accuracy.csv")
    assert tuple(written[0]) == COLUMNS
    assert len(written) == len(found.rows)


def test_curves_csv_has_a_line_for_each_curve(folder, found):
    written = lines(folder / "curves.csv")
    assert tuple(written[0]) == CURVE_COLUMNS
    assert len(written) == len(found.curves)


def test_error_is_measured_minus_true(folder):
    told = [line for line in lines(folder / "accuracy.csv") if line["error"]]
    assert told
    for line in told:
        assert float(line["error"]) == pytest.approx(float(line["measured"]) - float(line["true"]), abs=2e-4)


def test_what_is_not_measured_has_an_empty_error(folder):
    lost = [line for line in lines(folder / "accuracy.csv") if line["status"] == "not_measured"]
    assert lost
    assert {(line["measured"], line["error"], line["inside"]) for line in lost} == {("", "", "")}


def test_no_cell_says_nan(folder):
    for name in ("accuracy.csv", "curves.csv", "accuracy.md"):
        assert not re.search(r"\bnan\b", (folder / name).read_text(encoding="utf-8"), re.IGNORECASE)


def test_the_page_shows_every_table_and_picture(folder, found):
    page = (folder / "accuracy.md").read_text(encoding="utf-8")
    assert all(f"## {table.title}\n" in page for table in tables(found))
    assert set(re.findall(r"\]\(([^)]+)\)", page)) == {path.name for path in folder.glob("*.svg")}


def test_writing_twice_gives_the_same_bytes(folder, found):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write(found, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_with_other_files_is_refused(found, tmp_path):
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(OptionError, match="holds files that dorsi did not write"):
        write(found, tmp_path)


def test_a_file_is_no_folder(found, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OptionError, match="is a file"):
        write(found, tmp_path / "file")
