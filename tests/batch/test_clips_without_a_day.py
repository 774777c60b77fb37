"""Clips without a day: the squad's page and the end of a batch say so, and nobody is lost."""

import datetime as dt
import shutil
import sys
from pathlib import Path

import pytest

from dorsi import batch
from dorsi.batch.squad import squad_page, write_squad_report
from dorsi.cli.batching import counts_of
from dorsi.report.squad.attention import athletes_first, headline
from dorsi.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))  # material.py: records to keep

import material

SAMPLES = Path(__file__).parents[2] / "sample_videos"
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def store(tmp_path):
    """Return a store with Anna's left lunge on a day, her right one and Lea's without."""
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as opened:
        for clip, person, side, on in (
            ("left.mp4", "Anna", "left", DAY),
            ("IMG_E4711.MOV", "Anna", "right", None),
            ("lea.mp4", "Lea", "left", None),
        ):
            number = material.measurement(side=side)
            opened.save(material.made(tmp_path, clip=clip, person=person, on=on, measurements=[number]))
        yield opened


def test_the_headline_and_the_list_ask_for_the_days_and_count_everyone(store, tmp_path):
    page = squad_page(store, tmp_path)
    assert headline(page) == "2 clips need a day"
    assert [(one.name, [r.kind for r in one.reasons]) for one in athletes_first(page)] == [
        ("Anna", ["day"]),
        ("Lea", ["day"]),
    ]
    reason = athletes_first(page)[0].reasons[0]  # the clips are listed once, further down
    assert (reason.text, reason.report) == ("1 clip has no day, so it's in no trend", "#undated")
    assert page.athletes == 2


def test_where_no_side_was_measured_neither_is_said_to_be(store, tmp_path):
    number = material.measurement().model_copy(update={"value": None, "status": "not_measured", "reason": "hidden"})
    store.save(material.made(tmp_path, clip="mia.mp4", person="Mia", on=dt.date(2026, 11, 2), measurements=[number]))
    mia = next(row for row in squad_page(store, tmp_path).rows if row.athlete == "Mia")
    assert mia.difference_reason == "neither side measured"


def test_a_number_without_a_day_is_in_the_table_and_marked(store, tmp_path):
    anna, lea = squad_page(store, tmp_path).rows
    assert (anna.right.value, anna.right.day, anna.right.reason) == (anna.left.value, None, "no day")
    assert anna.right.report == "out/IMG_E4711.MOV/report.html"
    assert anna.difference_reason == "no day"
    assert (lea.athlete, lea.last_on, lea.left.value, lea.unit) == ("Lea", None, anna.left.value, "deg")
    assert lea.refilm == ()


def test_two_legs_without_a_day_are_rated_and_compared(store, tmp_path):
    for side, value in (("left", 40.9), ("right", 30.1)):
        number = material.measurement(value, side)
        clip = f"bea_{side}.mp4"
        store.save(material.made(tmp_path, clip=clip, person="Bea", on=None, measurements=[number]))
    page = squad_page(store, tmp_path)
    bea = next(row for row in page.rows if row.athlete == "Bea")
    assert (bea.last_on, bea.left.band, bea.right.band) == (None, "adequate", "restricted")
    assert (round(bea.difference, 1), bea.difference_detectable, bea.difference_reason) == (10.8, True, None)
    first = next(one for one in athletes_first(page) if one.name == "Bea")
    assert [one.kind for one in first.reasons] == ["difference", "day"]
    assert first.reasons[1].text == "2 clips have no day, so they're in no trend"
    assert not any("dorsi session edit" in one.text for one in first.reasons)
    shown = write_squad_report(store, tmp_path / "pages")[0].read_text(encoding="utf-8")
    assert "the days aren't known" in shown
    assert "dorsi session edit KEY --date YYYY-MM-DD" in shown


def test_every_file_is_written_with_an_athlete_who_has_no_dated_clip(store, tmp_path):
    paths = write_squad_report(store, tmp_path / "pages")
    assert {"squad.html", "squad.xlsx"} <= {path.name for path in paths}
    assert "2 clips need a day" in (tmp_path / "pages" / "squad.html").read_text(encoding="utf-8")


def test_a_batch_counts_clips_without_a_number_apart():
    sessions = (material.session(), material.session(measurements=[material.UNMEASURED]))
    ended = [batch.Finished(order=None, session=one, reason=None) for one in sessions]
    failed = (batch.Finished(order=None, session=None, reason="the file is cut short"),)
    said = counts_of(batch.Summary(measured=tuple(ended), failed=failed, skipped=()))
    assert said == "1 measured, 1 without a number, 0 done before, 1 failed"


def test_pseudonyms_tell_no_clip_and_no_name(store, tmp_path):
    page = squad_page(store, tmp_path, pseudonyms=True)
    told = " ".join(reason.text for one in athletes_first(page) for reason in one.reasons)
    assert headline(page) == "2 clips need a day"
    assert "IMG" not in told
    assert "lea" not in told.lower()


def test_a_batch_ends_with_the_clips_that_need_a_day(dorsi, data, tmp_path):
    folder = tmp_path / "undated" / "Anna"
    folder.mkdir(parents=True)
    shutil.copy(SAMPLES / "lunge_left.mp4", folder / "lunge.mp4")
    _, said, _ = dorsi("batch", tmp_path / "undated", "--out", tmp_path / "out2", "--workers", "1")
    assert "1 clip needs a day." in said
    assert "needs a day: lunge.mp4 (Anna): dorsi session edit" in said
