"""Pages, squad and programme hold a change against the detectable change that counts, and say where it is from."""

import datetime as dt
import sys
from pathlib import Path

import own
import pytest

from dorsi.batch.squad import squad_page, write_squad_report
from dorsi.detectable import PUBLISHED
from dorsi.programme import explain, plan
from dorsi.report.clip.facts import method_facts
from dorsi.report.programme.plan_view import plan_view
from dorsi.report.squad.table import change_text
from dorsi.report.text.words import confidence_statement
from dorsi.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))  # material.py: records to keep
sys.path.insert(0, str(Path(__file__).parents[1] / "programme"))  # casework.py: intakes

import casework
import material

FIRST = dt.date(2026, 9, 1)
MINE = own.known(own.change(2.5))
SOURCE = "your own set-up: Pixel 7 on a tripod, 15 people, 30 pairs, 2026-11-20"


def filmed(left, right):
    measured = [material.measurement(left), material.measurement(right, side="right")]
    return material.session("lunge.mp4", [one.model_copy(update=narrow(one.value)) for one in measured])


def narrow(value):
    return {"ci95_low": value - 1.0, "ci95_high": value + 1.0}


@pytest.fixture(scope="module")
def intake():
    return casework.intake_of({})


@pytest.mark.parametrize(("detectable", "least"), [(PUBLISHED, "5°"), (MINE, "2.5°")])
def test_a_headline_says_what_a_change_must_be_and_whence(detectable, least):
    session = filmed(36.0, 36.0)
    statement = confidence_statement(session, session.measurements[0], detectable=detectable)
    source = SOURCE if detectable is MINE else "published values"
    assert statement.endswith(f"A change under {least} could be measuring error.")
    [fact] = {one.text for one in method_facts(session, detectable) if "later change" in one.text}
    assert f"a later change counts from {least} at best, from more where bounds are wider ({source})" in fact


def test_a_run_s_page_takes_the_cautious_value_of_few_frames():
    step = material.measurement(20.0, name="peak_stance_dorsiflexion_deg", scale="camera_2d")
    session = material.session("run.mp4", [step], movement="run")
    assert "under 10° could be" in confidence_statement(session, step)


@pytest.fixture
def store(tmp_path):
    """Anna's left lunge on two days, 3 degrees apart."""
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        for number, value in enumerate((35.0, 38.0)):
            on = FIRST + dt.timedelta(weeks=number)
            one = material.measurement(value)
            kept = one.model_copy(update=narrow(value))
            store.save(material.made(tmp_path, clip=f"{on}.mp4", on=on, measurements=[kept]))
        yield store


@pytest.mark.parametrize(
    ("detectable", "told"),
    [(PUBLISHED, "no detectable change (3.0°, 5° needed)"), (MINE, "likely real gain (3.0°, over 2.5°)")],
)
def test_the_squad_is_held_against_the_value_that_counts(store, tmp_path, detectable, told):
    [row] = squad_page(store, tmp_path, detectable=detectable).rows
    assert change_text(row.left.change, row.unit) == told


@pytest.mark.parametrize(
    ("detectable", "counted", "source"),
    [
        (PUBLISHED, "Lunge, ankle bend (shin angle): from 5°", "published values"),
        (MINE, f"Lunge, ankle bend (shin angle): from 2.5° ({SOURCE})", SOURCE),
    ],
)
def test_page_and_tables_of_the_squad_name_the_source(store, tmp_path, detectable, counted, source):
    assert squad_page(store, tmp_path, detectable=detectable).counted == (counted,)
    page, table, *_ = write_squad_report(store, tmp_path, detectable=detectable)
    assert counted in page.read_text(encoding="utf-8")
    assert source in table.read_text(encoding="utf-8")


@pytest.mark.parametrize(("detectable", "size"), [(PUBLISHED, "none"), (MINE, "noted")])
def test_a_side_difference_counts_from_the_value_of_the_set_up(intake, detectable, size):
    made = plan(intake, [filmed(38.0, 35.0)], detectable=detectable)
    film = next(one for one in made.differences if one.scale == "camera_joint_centre")
    assert film.size == size


def test_a_larger_own_value_takes_a_side_difference_back(intake):
    made = plan(intake, [filmed(41.0, 35.0)], detectable=own.known(own.change(7.0)))
    film = next(one for one in made.differences if one.scale == "camera_joint_centre")
    assert (film.size, film.bound) == ("none", 7.0)


@pytest.mark.parametrize(("detectable", "mdc", "source"), [(PUBLISHED, 5, "published values"), (MINE, 2.5, SOURCE)])
def test_a_plan_keeps_what_it_was_made_with(intake, detectable, mdc, source):
    made = plan(intake, [filmed(38.0, 35.0)], detectable=detectable)
    [kept] = [one for one in made.detectable_changes if one.scale == "camera_joint_centre"]
    assert (kept.mdc, kept.source) == (mdc, source)
    assert any(f"({source})" in line for line in plan_view(made).counted)


def test_an_explanation_names_the_value_the_plan_was_made_with(intake):
    made = plan(intake, [filmed(33.0, 33.0)], detectable=MINE)
    item = next(one.exercise for one in made.items if one.because[0].metric == "peak_shank_inclination_deg")
    assert f"the detectable change is 2.5° ({SOURCE})" in "\n".join(explain(made, item))
