"""The cards that show how an exercise is done: on the pages, on paper and in the calendar."""

import base64
import datetime as dt
import re

import plans
import pytest

from dorsi.programme import as_calendar, as_markdown
from dorsi.programme.exercises import how_to as instructions
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.how_to import card_of
from dorsi.programme.exercises.pictures import picture_bytes, picture_of, pictures
from dorsi.report.plan_page import render_plan
from dorsi.report.programme import cards
from dorsi.report.programme.cards import how_cards
from dorsi.report.programme.plan_view import plan_view
from dorsi.schema.plan import Cap

SLIDE = "mo_wall_slide"


def slide(**changes):
    own = {"exercise": SLIDE, "name": catalogue()[SLIDE].name, "level": 1, "side": "both", "caps": []}
    return plans.item().model_copy(update=own | changes)


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'"))


def test_the_page_shows_every_part_folded_away():
    page = render_plan(plans.plan(items=[slide(max_level=4)]))
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
    form = instructions.how_to()[SLIDE].adapt["front_pinch"]
    limit = Cap(rule="R11", tag="front_pinch", text="in whatever words")
    [card] = how_cards([slide(side="left", caps=[limit]), slide(side="right")])
    assert card.adapted == (f"Left leg: {form}",)
    [card] = how_cards([slide(side="both", caps=[limit])])
    assert card.adapted == (form,)
    [card] = how_cards([slide(side="both", caps=[limit.model_copy(update={"side": "right"})])])
    assert card.adapted == (f"Right leg: {form}",)
    page = text_of(render_plan(plans.plan(items=[slide(side="left", caps=[limit]), slide(side="right")])))
    assert page.index(form) < page.index(card_of(SLIDE, 1).steps[0])


def test_an_exercise_that_the_catalogue_no_longer_has_shows_no_card():
    [shown] = plan_view(plans.plan(items=[slide(exercise="mo_gone")])).exercises
    assert shown.cards == ()


def test_a_picture_is_shown_and_less_motion_gets_the_still():
    page = render_plan(plans.plan(items=[slide(max_level=4)]))
    shown = picture_of(SLIDE, 1)
    assert f'alt="{shown.alt}" loading="lazy"' in page
    moving, still = (base64.b64encode(picture_bytes(name)).decode() for name in (shown.moving, shown.still))
    assert f'src="data:image/webp;base64,{moving}"' in page
    assert f'srcset="data:image/webp;base64,{still}" media="(prefers-reduced-motion: reduce), print"' in page


def test_a_page_of_a_server_names_the_files():
    [card] = how_cards([slide()], lambda name: f"/pictures/{name}")
    assert (card.moving, card.still) == (f"/pictures/{SLIDE}_L1.webp", f"/pictures/{SLIDE}_L1.still.webp")


def test_a_level_without_a_picture_shows_none(monkeypatch):
    monkeypatch.setattr(cards, "picture_of", lambda _exercise, _level: None)
    assert "<picture>" not in render_plan(plans.plan(items=[slide()]))


@pytest.mark.parametrize("picture", pictures().values(), ids=lambda one: one.file)
def test_every_picture_has_its_files(picture):
    assert all(picture_bytes(name) for name in (picture.moving, picture.still, picture.drawing))


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


def test_a_fault_that_has_a_picture_shows_it_beside_the_right_way():
    (card,) = how_cards([slide()], "/pictures/{}".format)
    assert [fault.address for fault in card.faults] == [f"/pictures/{SLIDE}_F0.webp", f"/pictures/{SLIDE}_F1.webp"]
    assert all(fault.picture and "Right: " in fault.picture.alt for fault in card.faults)
