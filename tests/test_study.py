"""A test-retest study: planned by one command, its table made by another, with the errors that were put in."""

import csv
import datetime as dt
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent / "store"))  # material.py: records to keep

import material

from dorsi.cli import main
from dorsi.errors import DataError, OptionError
from dorsi.results import write_json
from dorsi.schema.session import Event
from dorsi.studying import new_study, study_markdown, study_tables

FIRST = dt.date(2026, 12, 7)
DAY, SET_UP, REPETITION = 1.0, 1.5, 0.5  #: standard deviations that are put in
PEAK = "peak_shank_inclination_deg"


def rows_of(folder):
    with (folder / "schedule.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def filmed(folder, rows, *, seed=0):
    """Write a result for each clip, with errors of day, set-up and repetition."""
    rng = np.random.default_rng(seed)
    drawn: dict[tuple[str, ...], float] = {}

    def error(sd, *key):
        return drawn.setdefault(key, float(rng.normal(0, sd)))

    for row in rows:
        leg = (row["person"], row["side"])
        base = 40 + error(5, *leg) + error(DAY, *leg, row["day"]) + error(SET_UP, *leg, row["day"], row["set_up"])
        numbers = base + rng.normal(0, REPETITION, int(row["repetitions"]))
        made = material.session(row["clip"], [material.measurement(float(numbers.mean()), side=row["side"])])
        events = [
            Event(kind="rep", side=row["side"], start_s=k, peak_s=k + 0.5, end_s=k + 1.0, values={PEAK: float(number)})
            for k, number in enumerate(numbers)
        ]
        place = folder / "results" / Path(row["clip"]).stem
        place.mkdir(parents=True)
        write_json(made.model_copy(update={"events": events}), place / "session.json")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home") / "study"
    new_study(folder, people=40, first=FIRST)
    filmed(folder, rows_of(folder))
    return folder


def test_each_person_is_planned_on_each_day_with_each_set_up_and_leg(study):
    rows = rows_of(study)
    assert len(rows) == len({row["clip"] for row in rows}) == 40 * 2 * 2 * 2
    assert {row["date"] for row in rows} == {"2026-12-07", "2026-12-14"}


def test_batch_reads_the_manifest(study):
    from dorsi.batch.manifest import COLUMNS  # noqa: PLC0415 - what this test holds the file against

    with (study / "manifest.csv").open(encoding="utf-8") as file:
        assert set(next(csv.reader(file))) <= {"clip", *COLUMNS}


def test_protocol_and_consent_have_their_numbers(study):
    protocol, consent = ((study / name).read_text() for name in ("protocol.md", "consent.md"))
    assert "40 adults" in protocol
    assert "2 days, 2 set-ups a day, both legs, 3 repetitions" in protocol
    assert "{" not in protocol + consent


@pytest.mark.parametrize(("name", "true"), [("day", DAY), ("set_up", SET_UP), ("repetition", REPETITION)])
def test_the_errors_that_were_put_in_come_out(study, name, true):
    tables, missing = study_tables(study, study / "results")
    assert missing == []
    found = np.mean([getattr(table.components, name) for table in tables])
    assert np.sqrt(found) == pytest.approx(true, rel=0.25)


def test_the_interval_of_the_error_holds_the_true_one(study):
    for table in study_tables(study, study / "results")[0]:
        for count, found in table.sem.items():
            assert found.ci95_low < np.sqrt(DAY**2 + SET_UP**2 + REPETITION**2 / count) < found.ci95_high


def test_the_table_has_a_row_for_each_leg_with_its_counts(study):
    text = study_markdown(*study_tables(study, study / "results"))
    assert "| left | 40 × 2 × 2 × 3 |" in text
    assert "| right | 40 × 2 × 2 × 3 |" in text
    assert text.endswith("Clips not in the table: 0.\n")


def test_a_missing_clip_is_named_and_its_person_left_out_on_that_side(tmp_path):
    new_study(tmp_path / "s", people=4, first=FIRST, set_ups=1)
    rows = rows_of(tmp_path / "s")
    filmed(tmp_path / "s", [row for row in rows if row["clip"] != "P02_lunge_left_day1_setup1.mp4"])
    tables, missing = study_tables(tmp_path / "s", tmp_path / "s" / "results")
    assert missing == ["P02_lunge_left_day1_setup1.mp4: no result"]
    assert [table.shape for table in tables] == [(3, 2, 1, 3), (4, 2, 1, 3)]
    assert "With one set-up a day" in study_markdown(tables, missing)


def test_without_two_complete_people_there_is_no_table(tmp_path):
    new_study(tmp_path / "s", people=2, first=FIRST)
    filmed(tmp_path / "s", rows_of(tmp_path / "s")[:8])
    with pytest.raises(DataError, match="no two people with every clip of a leg; 8 clips are missing or not measured"):
        study_tables(tmp_path / "s", tmp_path / "s" / "results")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"people": 1}, "people: 1 given, at least 2 needed"),
        ({"repetitions": 1}, "repetitions: 1 given"),
        ({"days": 1, "set_ups": 1}, "a retest needs 2 days or 2 set-ups"),
        ({"movement": "jump"}, "movement: 'jump' is not known"),
    ],
)
def test_a_study_that_cannot_tell_anything_is_refused(tmp_path, wrong, said):
    with pytest.raises(OptionError, match=said):
        new_study(tmp_path / "s", **({"people": 5, "first": FIRST} | wrong))
    assert not (tmp_path / "s").exists()


def test_a_folder_that_exists_is_left_alone(study):
    before = (study / "schedule.csv").read_bytes()
    with pytest.raises(DataError, match="study: already exists; give another folder"):
        new_study(study, people=3, first=FIRST)
    assert (study / "schedule.csv").read_bytes() == before


def test_the_commands_plan_a_study_and_print_its_table(tmp_path, monkeypatch, capsys):
    def dorsi(*words):
        monkeypatch.setattr(sys, "argv", ["dorsi", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code, capsys.readouterr().err
        return capsys.readouterr().out

    folder = tmp_path / "s"
    assert "dorsi batch" in dorsi("study", "new", folder, "--people", 3, "--first", "2026-12-07")
    filmed(folder, rows_of(folder))
    assert "| left | 3 × 2 × 2 × 3 |" in dorsi("study", "report", folder)
