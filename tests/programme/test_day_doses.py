"""Whoever trains from a card or from paper does what the plan says on each day."""

import io
import re

import pypdf
import pytest
from casework import plan_of

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.dose_words import item_amount
from dorsi.programme.scheduling.day_doses import other_doses
from dorsi.programme.words.markdown import as_markdown
from dorsi.report.paper.plan import plan_paper
from dorsi.report.programme.plan_view import plan_view

RACE = {"start_date": "2026-11-30", "load": {"race_date": "2026-12-19"}}
PLANS = [
    plan_of({"measure": {"wblt_cm": pair}, "intake": {"minutes_per_day": minutes, "days_per_week": days, **more}})
    for pair, minutes, days, more in [
        ([7.0, 7.0], 15, 4, {}),
        ([5.0, 9.0], 15, 4, {}),
        ([7.0, 7.0], 20, 3, RACE),
        ([5.0, 9.0], 20, 5, {}),
    ]
]


def _plain(text):
    return re.sub(r" on each \w+", "", text)


@pytest.mark.parametrize("made", PLANS)
def test_each_day_does_what_its_card_says(made):
    differ = 0
    for week in made.weeks:
        for day in week.days:
            for item in (*day.morning, *day.items):
                cards = [c for c in made.items if c.exercise == item.exercise and item.side in {c.side, "both"}]
                assert cards
                for card in cards:
                    if card.dose != item.dose:
                        differ += 1
                        told = [note for note in card.notes if day.weekday.capitalize() in note]
                        assert any(_plain(item_amount(item)) in _plain(note) for note in told)
    assert differ, "this case has no day with another dose, so it shows nothing"


@pytest.mark.parametrize("made", PLANS)
def test_page_paper_and_markdown_name_the_days_with_another_dose(made):
    notes = [note for card in made.items for note in other_doses(card, made.weeks)]
    assert notes
    on_page = [note for one in plan_view(made).exercises for dose in one.doses for note in dose.notes]
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(plan_paper(made))).pages)
    for note in notes:
        assert note in on_page
        assert note in as_markdown(made)
        assert "".join(note.split()) in "".join(paper.split())


def test_a_dose_that_differs_in_some_weeks_only_names_them():
    notes = [note for card in PLANS[2].items for note in card.notes]
    assert any(note.startswith("Week 3, ") for note in notes)


def test_no_exercise_is_done_twice_in_a_session():
    made = plan_of(
        {
            "measure": {"wblt_cm": [7.0, 7.0]},
            "intake": {"stiff_pre": 6, "minutes_per_day": 30, "equipment": ["none"]},
        }
    )
    for week in made.weeks:
        for day in week.days:
            done = [(item.exercise, item.side) for item in day.items]
            assert len(done) == len(set(done))
    assert any(item.exercise == "wu_breath" for day in made.weeks[0].days for item in day.items)


@pytest.mark.parametrize("made", PLANS)
def test_no_exercise_has_an_extra_set_where_another_one_is_cut(made):
    for week in made.weeks:
        for day in week.days:
            cut = [item for item in day.items if item.note]
            for item in day.items if cut else ():
                asked = 1 if any(one.limited_side for one in made.differences) else 0  # R31: one more on that side
                assert item.dose.sets <= catalogue()[item.exercise].dose_at(item.level).sets + asked
