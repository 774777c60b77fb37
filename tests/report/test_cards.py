"""The cards that show how an exercise is done: on the pages, on paper and in the calendar."""

import datetime as dt
import re

import plans
import pytest

from dorsi.programme import as_calendar, as_markdown
from dorsi.programme import how_to as instructions
from dorsi.programme.catalogue import catalogue
from dorsi.programme.how_to import card_of
from dorsi.report.cards import how_cards
from dorsi.report.plan_page import render_plan
from dorsi.report.plan_view import plan_view
from dorsi.schema.plan import Cap

SLIDE = "mo_wall_slide"


def slide(**changes):
    own = {"exercise": SLIDE, "name": catalogue()[SLIDE].name, "level": 1, "side": "both", "caps": []}
    return plans.item().model_copy(update=own | changes)


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'"))


def test_the_page_shows_every_part_folded_away():
    page = render_plan(plans.plan(items=[slide()]))
    card = card_of(SLIDE, 1)
    faults = [part for fault in card.faults for part in (fault.fault, fault.mend)]
    parts = [card.words, card.why, card.start, *card.steps, card.feel, *faults, card.stop, card.easier, card.harder]
    assert all(part in text_of(page) for part in parts)
    assert page.count('<details class="how">') == 1
    assert '<details class="how" open' not in page


def test_legs_at_one_level_share_a_card_and_others_have_their_own():
    same = how_cards([slide(side="left"), slide(side="right")])
    assert [(card.who, card.card.level) for card in same] == [("", 1)]
    apart = how_cards([slide(side="left", level=1), slide(side="right", level=2)])
    assert [(card.who, card.card.level) for card in apart] == [("left", 1), ("right", 2)]


def test_a_limit_is_told_before_the_steps_and_names_its_leg():
    text = next(rule.text for rule in catalogue()[SLIDE].contra if rule.tag == "front_pinch")
    form = instructions.how_to()[SLIDE].adapt["front_pinch"]
    limit = Cap(rule="R11", text=text)
    [card] = how_cards([slide(side="left", caps=[limit]), slide(side="right")])
    assert card.adapted == (f"Left leg: {form}",)
    [card] = how_cards([slide(side="both", caps=[limit])])
    assert card.adapted == (form,)
    [card] = how_cards([slide(side="both", caps=[Cap(rule="R11", text=f"right: {text}")])])
    assert card.adapted == (f"Right leg: {form}",)
    page = text_of(render_plan(plans.plan(items=[slide(side="left", caps=[limit]), slide(side="right")])))
    assert page.index(form) < page.index(card_of(SLIDE, 1).steps[0])


def test_an_exercise_that_the_catalogue_no_longer_has_shows_no_card():
    [shown] = plan_view(plans.plan(items=[slide(exercise="mo_gone")])).exercises
    assert shown.cards == ()


@pytest.fixture
def figures(tmp_path, monkeypatch):
    """Return the folder of pictures, in a place of its own."""
    monkeypatch.setattr(instructions, "files", lambda _package: tmp_path)
    folder = tmp_path / instructions.FIGURES
    folder.mkdir()
    return folder


def test_a_picture_is_shown_when_it_is_there(figures):
    assert "<picture>" not in render_plan(plans.plan(items=[slide()]))
    (figures / f"{SLIDE}_L1.webp").write_bytes(b"moving")
    page = render_plan(plans.plan(items=[slide()]))
    assert 'src="data:image/webp;base64,bW92aW5n"' in page
    assert f'alt="{catalogue()[SLIDE].name}, level 1: {card_of(SLIDE, 1).words}"' in page
    assert 'loading="lazy"' in page
    assert "prefers-reduced-motion" not in page.split("<body>")[1]


def test_less_motion_gets_the_still(figures):
    (figures / f"{SLIDE}_L1.webp").write_bytes(b"moving")
    (figures / f"{SLIDE}_L1_still.webp").write_bytes(b"still")
    page = render_plan(plans.plan(items=[slide()]))
    assert 'srcset="data:image/webp;base64,c3RpbGw=" media="(prefers-reduced-motion: reduce), print"' in page


def test_a_level_without_a_picture_shows_the_one_below(figures):
    (figures / f"{SLIDE}_L2.webp").write_bytes(b"two")
    assert how_cards([slide(level=1)])[0].moving is None
    assert how_cards([slide(level=4)])[0].moving is not None


def test_the_printed_plan_carries_the_steps_once_for_both_legs():
    text = as_markdown(plans.plan(items=[slide(side="left"), slide(side="right")]))
    for number, step in enumerate(card_of(SLIDE, 1).steps, start=1):
        assert text.count(f"{number}. {step}") == 1
    assert card_of(SLIDE, 1).stop in text


def test_the_calendar_carries_dose_limit_and_steps(plan):
    first = dt.date(2026, 1, 5)
    week = plan.weeks[0]
    item = next(item for day in week.days for item in day.items)
    done = item.model_copy(
        update={
            "exercise": SLIDE,
            "level": 1,
            "caps": [Cap(rule="R05", text="only so far")],
            "dose_text": "Much. Slow.",
        }
    )
    days = [day.model_copy(update={"date": first, "items": [done, done]}) for day in week.days]
    dated = plan.model_copy(update={"start_date": first, "weeks": [week.model_copy(update={"days": days})]})
    text = as_calendar(dated).replace("\r\n ", "").replace("\\,", ",")
    event = text.split("BEGIN:VEVENT")[1]
    assert event.count("Much. Slow.") == 2
    assert event.count("limit: only so far") == 2
    assert all(event.count(f"{number}. {step}") == 1 for number, step in enumerate(card_of(SLIDE, 1).steps, start=1))
    assert card_of(SLIDE, 1).stop in event
