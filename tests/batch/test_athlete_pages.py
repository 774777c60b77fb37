"""One page for each athlete: what it shows, that it follows every change, and that it goes with the person."""

import datetime as dt
import re
import sys
from pathlib import Path

import pytest

from dorsi import batch, results
from dorsi.batch.squad import squad_page, write_squad_report
from dorsi.report.squad.attention import headline
from dorsi.report.squad_page import render_squad
from dorsi.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))  # material.py: records to keep
sys.path.insert(0, str(Path(__file__).parents[1] / "report"))  # plans.py, drawn.py

import drawn
import material
import plans

FIRST = dt.date(2026, 9, 1)
SECOND = dt.date(2026, 9, 29)


@pytest.fixture
def store(tmp_path):
    """Store two lunges of Anna's, the last with its files, one of Bea's, and Anna's programme."""
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as opened:
        for person, value, day in (("Anna", 41.0, FIRST), ("Anna", 30.0, SECOND), ("Bea", 40.0, FIRST)):
            measured = [material.measurement(value)]
            opened.save(
                material.made(tmp_path, clip=f"{person}{day}.mp4", person=person, on=day, measurements=measured)
            )
        last = opened.sessions("Anna")[-1]
        results.save(drawn.analysis(tmp_path / "lunge.mp4"), None, last.folder, overlay=True)
        opened.save_plan("Anna", plans.plan())
        yield opened


def pages(store, folder, **options):
    return {path.name: path.read_text() for path in write_squad_report(store, folder, pages=True, **options)
            if path.parent.name == "athletes"}  # fmt: skip


def test_a_page_has_numbers_trend_last_clip_and_programme(store, tmp_path):
    page = pages(store, tmp_path / "squad")["Anna.html"]
    assert "30.0° ± 2.5°" in page
    assert "likely real loss" in page
    assert '<figure class="figure side-left">' in page
    assert page.count("data:image/jpeg") == 1
    assert "data:video" not in page
    assert "Wall slide" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_the_squad_leads_to_the_pages(store, tmp_path):
    pages(store, tmp_path / "squad")
    assert 'href="athletes/Anna.html"' in (tmp_path / "squad/squad.html").read_text()


def test_under_pseudonyms_no_page_tells_who_it_is(store, tmp_path):
    found = pages(store, tmp_path / "squad", pseudonyms=True)
    assert sorted(found) == ["Athlete 001.html", "Athlete 002.html"]
    for page in found.values():
        told = re.findall("Anna|Bea\\b|image/jpeg|[.]mp4", page)
        assert told == []
    assert "30.0° ± 2.5°" in found["Athlete 001.html"]


def test_pages_follow_a_rename_and_a_deletion_wherever_they_are(store, tmp_path):
    pages(store, tmp_path / "elsewhere")
    batch.rename_person(store, "Bea", "Bea Lang")
    assert {path.name for path in (tmp_path / "elsewhere/athletes").iterdir()} == {"Anna.html", "Bea Lang.html"}
    batch.undo(store)
    assert (tmp_path / "elsewhere/athletes/Bea.html").is_file()
    (tmp_path / "elsewhere/athletes/my notes.html").write_text("<p>mine")
    batch.forget(store, "Anna")
    assert {path.name for path in (tmp_path / "elsewhere/athletes").iterdir()} == {"Bea.html", "my notes.html"}
    assert not any("Anna" in path.read_text(errors="replace") for path in (tmp_path / "elsewhere").glob("squad.*"))


def test_a_name_that_no_file_can_have_is_told_apart_by_its_number(store, tmp_path):
    for name in ("A: B", "A? B"):
        store.save(material.made(tmp_path, clip=f"{name[1]}.mp4", person=name))
    assert {"A_ B 003.html", "A_ B 004.html"} < set(pages(store, tmp_path / "squad"))


@pytest.mark.parametrize(
    ("today", "told"), [(26, "retest due on 26 Oct 2026"), (27, "retest overdue since 26 Oct 2026")]
)
def test_a_retest_is_due_when_the_programme_asks_for_one(store, tmp_path, today, told):
    due = [plans.plan().retests[0].model_copy(update={"date": day, "condition": "rested"})
           for day in (SECOND, dt.date(2026, 10, 26))]  # fmt: skip
    store.save_plan("Anna", plans.plan().model_copy(update={"retests": due}))
    page = squad_page(store, tmp_path, today=dt.date(2026, 10, today))
    assert ("1 overdue" in headline(page)) == ("overdue" in told)
    assert [row.retest_on for row in page.rows] == [dt.date(2026, 10, 26), None]
    assert told in render_squad(page)
