"""Several people in a clip: a picture of each, and the question who is measured, on the report and the squad's page."""

import datetime as dt
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dorsi import batch, results
from dorsi.batch.squad import squad_page
from dorsi.report.clip.company import people_of
from dorsi.report.drawing.overlay import scene_of
from dorsi.report.pictures import read_pictures
from dorsi.report.squad.attention import athletes_first, headline
from dorsi.schema.session import Warn
from dorsi.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))  # material.py: records to keep
sys.path.insert(0, str(Path(__file__).parents[1] / "report"))  # drawn.py: a clip with its analysis

import drawn
import material

SEVERAL = Warn(code="several_people", text="2 people are in the clip; one was measured.", tip="Pick the other one.")
DAY = dt.date(2026, 9, 1)


def company(path, *, pick=None, shift_px=-70.0):
    """Return the analysis of a clip with somebody beside the person measured, who is there in the second half only."""
    alone = drawn.analysis(path)
    beside = alone.raw.xy_px + np.array([shift_px, 0.0])
    beside[: len(beside) // 2] = float("nan")
    quality = alone.session.quality.model_copy(update={"people": 2, "warnings": [SEVERAL]})
    provenance = alone.session.provenance | ({} if pick is None else {"setting_pick": pick})
    session = alone.session.model_copy(update={"quality": quality, "provenance": provenance})
    return replace(alone, session=session, others=(replace(alone.raw, xy_px=beside),))


def test_each_person_is_framed_with_a_pixel_on_them_while_they_are_seen(tmp_path):
    analysis = company(tmp_path / "lunge.mp4")
    first, second = people_of(scene_of(analysis))
    assert (first.measured, second.measured, first.number, second.number) == (True, False, 1, 2)
    assert second.time_s >= analysis.raw.time_s[len(analysis.raw.time_s) // 2]
    for one, person in ((first, analysis.raw), (second, analysis.others[0])):
        row = abs(person.time_s - one.time_s).argmin()
        low, high = person.xy_px[row].min(axis=0), person.xy_px[row].max(axis=0)
        assert (low <= one.pick_px).all()
        assert (one.pick_px <= high).all()


@pytest.mark.parametrize("overlay", [True, False])
def test_the_result_has_a_picture_of_each_and_the_report_asks(tmp_path, overlay):
    results.save(company(tmp_path / "lunge.mp4"), None, tmp_path / "out", overlay=overlay)
    people = read_pictures(tmp_path / "out").people
    assert [one.file for one in people] == ["person-1.jpg", "person-2.jpg"]
    assert all((tmp_path / "out/stills" / one.file).read_bytes()[:2] == b"\xff\xd8" for one in people)
    page = (tmp_path / "out/report.html").read_text()
    assert "2 people are in this clip. Who is to be measured?" in page
    assert f"pick {people[1].pick_px[0]},{people[1].pick_px[1]}" in page


def test_who_was_picked_is_not_asked_about_again(tmp_path):
    results.save(company(tmp_path / "lunge.mp4", pick="150,200"), None, tmp_path / "out", overlay=False)
    assert json.loads((tmp_path / "out/stills/stills.json").read_text())["people"] == []
    assert "Who is to be measured" not in (tmp_path / "out/report.html").read_text()


@pytest.fixture
def squad(tmp_path):
    """Store a clip of two people in which no lunge was found, and one of one person alone."""
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        unmeasured = material.UNMEASURED.model_copy(
            update={"name": "peak_shank_inclination_deg", "unit": "deg", "reason": "no lunge was found in the clip"}
        )
        made = material.made(tmp_path, clip="two.mp4", person="Anna", on=DAY, measurements=[unmeasured])
        quality = made.session.quality.model_copy(update={"people": 2, "warnings": [SEVERAL]})
        store.save(replace(made, session=made.session.model_copy(update={"quality": quality})))
        store.save(material.made(tmp_path, clip="one.mp4", person="Bea", on=DAY))
        yield store


def test_the_squad_asks_who_it_is_instead_of_saying_that_nothing_was_found(squad, tmp_path):
    page = squad_page(squad, tmp_path)
    assert headline(page) == "1 clip with several people"
    (anna,) = athletes_first(page)
    assert [one.text for one in anna.reasons] == ["Lunge: 2 people in two.mp4; say who is measured"]
    assert anna.reasons[0].report.endswith("report.html")
    row = next(row for row in page.rows if row.athlete == "Anna")
    assert (row.refilm, row.left.reason) == ((), "several people in the clip; say who is measured")


def test_under_pseudonyms_the_question_names_no_file(squad, tmp_path):
    page = squad_page(squad, tmp_path, pseudonyms=True)
    assert [row.who for row in page.rows] == ["2 people in the clip; say who is measured", None]


def test_a_prefilled_manifest_names_a_pixel_on_each_person(tmp_path, data):
    clip = tmp_path / "clips/Anna/lunge.mp4"
    clip.parent.mkdir(parents=True)
    analysis = company(clip)
    made = material.made(tmp_path, clip="lunge.mp4", person="Anna", on=DAY)
    results.save(analysis, None, made.folder, overlay=False)
    with Store() as store:
        store.save(replace(made, session=analysis.session.model_copy(update={"person": "Anna"}), clip=clip))
    assert list(batch.make_manifest(tmp_path / "clips", tmp_path / "clips.csv")) == ["Anna/lunge.mp4"]
    first, second = read_pictures(made.folder).people
    told = (tmp_path / "clips.csv").read_text(encoding="utf-8-sig")
    assert f"2 people; write one into pick: {first.pick_px[0]},{first.pick_px[1]} (measured)" in told
    assert f"or {second.pick_px[0]},{second.pick_px[1]}" in told
