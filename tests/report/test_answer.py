"""The first screen: which ankle, how far, what that means, left against right, and one thing to do next."""

import re
from dataclasses import replace

import drawn
import plans
import pytest

from dorsi.measures.bands import BANDS, band_table
from dorsi.report import ON_THE_PAGE, Ways
from dorsi.report.clip.answer import answer_of, meaning
from dorsi.report.clip.next_step import AnswerState, next_step
from dorsi.report.clip.page import clip_view
from dorsi.report.programme.plan_view import plan_view
from dorsi.report.render import Page, amount, render
from dorsi.schema.session import Measurement, Warn

ASKED = Ways(asked=14)


def number(side, value, half=2.5):
    """Return the headline of one side; None for one that was not measured."""
    shown = drawn.lunge_measurements()[0 if value is not None else 1].model_dump() | {"side": side, "value": value}
    ends = {} if value is None else {"ci95_low": value - half, "ci95_high": value + half}
    return Measurement(**(shown | ends))


def view_of(lunge, left=None, right=None, anchor="clip"):
    session = lunge.session.model_copy(update={"measurements": [number("left", left), number("right", right)]})
    return clip_view(replace(lunge, session=session), anchor=anchor)


def answer(*views, plan=None, ways=ASKED, differences=()):
    return answer_of(views, differences, plan, ways)


def page_with(views, plan=None, ways=ASKED):
    return render(
        Page(
            title="Lunge",
            person="Bea",
            clips=tuple(views),
            cards=(),
            differences=(),
            plan=None if plan is None else plan_view(plan),
            ways=ways,
        )
    )


@pytest.mark.parametrize(
    ("value", "half", "text"),
    [
        (22.0, 1.0, "bends much less than in most healthy adults."),
        (29.0, 1.0, "bends less than in most healthy adults."),
        (30.5, 2.6, "bends less than in most healthy adults, maybe a little less."),
        (38.0, 2.0, "bends about as far as in most healthy adults."),
        (41.7, 3.0, "bends about as far as in most healthy adults, maybe further."),
        (48.0, 2.0, "bends further than in most healthy adults."),
        (33.0, 3.0, "most likely bends a little less than in most healthy adults: between less and about as far."),
        (30.1, 5.0, "most likely bends less than in most healthy adults: between much less and about as far."),
    ],
)
def test_a_number_is_put_in_one_plain_sentence_that_keeps_its_doubt(lunge, value, half, text):
    view = view_of(lunge)
    card = clip_view(
        replace(lunge, session=lunge.session.model_copy(update={"measurements": [number("left", value, half)]})),
        anchor="clip",
    ).headline[0]
    assert view.headline[0].reason
    assert meaning([card]).endswith(text)
    assert meaning([card]).startswith("The left ankle ")


def test_ankles_alike_share_a_sentence_and_others_have_one_each_the_stiffer_first(lunge):
    assert meaning(view_of(lunge, 38.0, 38.5).headline) == "Both ankles bend about as far as in most healthy adults."
    said = meaning(view_of(lunge, 47.0, 29.0).headline)
    assert said.index("right ankle bends less") < said.index("left ankle bends further")


def test_no_sentence_of_the_answer_is_longer_than_25_words(lunge):
    for left in (22.0, 29.0, 33.0, 38.0, 44.0, 48.0):
        for sentence in re.split(r"(?<=[.!?]) ", meaning(view_of(lunge, left, 33.0).headline)):
            assert len(sentence.split()) <= 25, sentence


def test_every_band_has_its_words():
    table = band_table()
    for words in (table.words, table.bends, table.beside):
        assert list(words) == list(BANDS)


def test_the_surest_of_several_clips_of_a_leg_is_the_answer(lunge):
    wide, narrow = view_of(lunge, 35.0), view_of(lunge, 37.0)
    first = narrow.headline[0]
    sharper = replace(first, measurement=number("left", 37.0, 1.0))
    found = answer(wide, replace(narrow, headline=(sharper, *narrow.headline[1:])))
    assert [card.measurement.value for card in found.cards] == [37.0]


def test_one_leg_asks_for_the_other(lunge):
    step = answer(view_of(lunge, left=36.0)).next
    assert (step.verb, step.href) == ("Film the right leg", "#film-again")
    assert answer(view_of(lunge, right=36.0)).next.verb == "Film the left leg"


def test_a_leg_measured_in_another_clip_is_not_asked_for_again(lunge):
    ways = replace(ASKED, measured=frozenset({("lunge", "right")}))
    assert answer(view_of(lunge, left=36.0), ways=ways).next.verb == "Answer 14 questions"


def test_both_legs_ask_for_the_answers_and_with_a_programme_for_a_session(lunge):
    both = view_of(lunge, 36.0, 30.0)
    assert answer(both).next.verb == "Answer 14 questions"
    assert answer(both, ways=ON_THE_PAGE).next.verb == "Answer the questions"
    step = answer(both, plan=plans.plan()).next
    assert (step.verb, step.href, step.why) == ("Start today's session", "#exercises", "10 min on 4 days a week.")
    assert answer(both, plan=plans.stopped("unanswered")).next.verb == "Answer 14 questions"


@pytest.mark.parametrize("level", ["emergency", "prompt", "soon", "clinician_first"])
def test_a_stop_leads_to_help_and_to_nothing_else(lunge, level):
    step = answer(view_of(lunge, 36.0, 30.0), plan=plans.stopped(level)).next
    assert step.href == "#help"
    assert 'id="help"' in page_with([view_of(lunge, 36.0, 30.0)], plans.stopped(level))


def test_a_minor_is_sent_to_no_programme(lunge):
    assert answer(view_of(lunge, 36.0, 30.0), plan=plans.stopped("adults_only")).next is None


def test_nothing_measured_asks_for_another_film_even_with_a_programme(lunge):
    assert answer(view_of(lunge), plan=plans.plan()).next.verb == "Film it again"


def test_filming_again_keeps_the_leg_that_was_asked_for(lunge):
    ways = Ways(film=lambda movement, side: f"/film/{movement}/{side}")
    one = clip_view(
        replace(lunge, session=lunge.session.model_copy(update={"measurements": [number("left", None)]})), anchor="clip"
    )
    assert answer(one, ways=ways).next.href == "/film/lunge/left"
    assert answer(view_of(lunge), ways=ways).next.href == "/film/lunge/"


def test_the_app_leads_to_its_own_pages():
    ways = Ways(film=lambda movement, side: f"/film/{movement}/{side}", questions="/q", session="/today")
    one = AnswerState(movement="lunge", measured=["left"], wanted=["left", "right"])
    assert next_step(one, None, ways).href == "/film/lunge/right"
    both = replace(one, measured=["left", "right"])
    assert next_step(both, None, ways).href == "/q"
    assert next_step(both, plans.plan(), ways).href == "/today"


@pytest.mark.parametrize(
    ("legs", "plan"), [((36.0, None), None), ((36.0, 30.0), None), ((36.0, 30.0), plans.plan()), ((None, None), None)]
)
def test_the_page_has_one_button_and_its_place(lunge, legs, plan):
    page = page_with([view_of(lunge, *legs)], plan)
    [address] = re.findall(r'class="button" href="([^"]+)"', page)
    assert page.count(f'id="{address[1:]}"') == 1


def test_what_is_technical_stands_only_under_how_it_was_measured(lunge):
    page = page_with([view_of(lunge, 36.0, 30.0)], plans.plan())
    measured = page.index("How it was measured")
    made = page.index("How it was made")
    for word in ("camera_joint_centre", "peak_shank_inclination_deg", lunge.session.clip.sha256, "published values"):
        assert word in page, word
        outside = page[page.index("<main") : measured]
        assert word not in outside.replace(page[made : page.index("</details>", made)], ""), word
    runner = re.sub(r'(href|id)="[^"]*"', "", page[page.index("<main") : made])
    assert re.findall(r"\bR\d\d\b", runner) == []


def test_another_movement_of_the_report_has_its_line(lunge):
    squat = replace(view_of(lunge, 33.0), movement="squat", title="Squat")
    found = answer(view_of(lunge, 36.0, 30.0), squat)
    assert found.movement == "lunge"
    assert [(one.title, "left 33.0° ± 2.5°" in one.text) for one in found.also] == [("Squat", True)]


def test_what_a_clip_shows_instead_is_offered_with_the_command_for_it(lunge):
    quality = lunge.session.quality.model_copy(
        update={
            "movement_runner_up": "squat",
            "warnings": [Warn(code="movement_not_seen", text="We found no lunge. It looks like a squat.", tip="x")],
        }
    )
    session = lunge.session.model_copy(
        update={"quality": quality, "measurements": [number("left", None), number("right", None)]}
    )
    view = clip_view(replace(lunge, session=session), anchor="clip")
    step = answer(view).next
    assert (step.verb, step.href) == ("Measure as a squat", "#measure-again")
    assert step.sends == (("movement", "squat"),)  # in the app, the button measures at once
    page = page_with([view])
    assert "dorsi analyse &#39;left lunge.mp4&#39; --movement squat" in page
    assert page.count("We found no lunge. It looks like a squat.") == 1


def test_a_clip_without_a_number_has_one_card_with_the_reason_once(lunge):
    page = page_with([view_of(lunge)])
    assert page.count('class="card none') == 1
    first = page[: page.index('class="fold')]
    assert first.count("The right leg is hidden behind the left.") == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("41.7° ± 3.0°", ["41.7°", "± 3.0°"]),
        ("168.8 steps/min ± 1.2 steps/min", ["168.8 steps/min", "± 1.2 steps/min"]),
        ("0.10 to 1.10 s", ["0.10 to 1.10 s"]),
        ("15 min on 4 days", ["15 min", "4"]),
    ],
)
def test_a_number_stays_with_its_sign_and_unit(text, kept):
    assert re.findall(r'<span class="nb">([^<]+)</span>', amount(text)) == kept


def test_text_around_numbers_stays_text():
    assert "<b>" not in amount("<b>3 min</b>")


def test_a_clip_of_the_other_leg_offers_to_measure_that_one(lunge):
    quality = lunge.session.quality.model_copy(
        update={"warnings": [Warn(code="side_not_seen", text="Only the right leg was seen.", tip="")]}
    )
    made = lunge.session.provenance | {"setting_side": "left"}
    changes = {"measurements": [number("left", None)], "quality": quality, "provenance": made}
    view = clip_view(replace(lunge, session=lunge.session.model_copy(update=changes)), anchor="clip")
    found = answer(view)
    assert (found.next.verb, found.next.href) == ("It was the right leg: measure it", "#measure-again")
    assert found.rather.command.endswith(" --movement lunge --side right")
    page = page_with([view])
    assert "Measure the right leg" in page
    assert "<form" not in page


@pytest.mark.parametrize(("score", "offered"), [(0.98, ""), (0.6, "squat"), (None, "squat")])
def test_another_movement_is_offered_only_where_the_clip_may_show_it(lunge, score, offered):
    quality = lunge.session.quality.model_copy(update={"movement_score": score, "movement_runner_up": "squat"})
    changes = {"measurements": [number("left", None)], "quality": quality}
    view = clip_view(replace(lunge, session=lunge.session.model_copy(update=changes)), anchor="clip")
    assert view.rather == offered
    assert not view.good
