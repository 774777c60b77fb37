"""Every way in gives the same answers: typed in the terminal, sent by a page, kept as JSON, written to a file."""

import datetime as dt
from functools import cache

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.datastructures import FormData

from dorsi.cli.intake_text import read as read_text
from dorsi.intake.answers import Pair, read_json, to_json
from dorsi.intake.checks import problem
from dorsi.intake.form import checked, gathered, sections, steps
from dorsi.intake.record import answers_of, content_of, updated
from dorsi.schema.intake import Intake
from dorsi.web.pages.intake_fields import Given, read, shown

NUMBERS = (0, 0.25, 1, 2.5, 4, 7, 10, 12.5, 34, 45, 110, 172.5)
DAYS = (dt.date(2026, 1, 5), dt.date(2026, 11, 29))
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=20)
LEG_WORDS = {(True, False): "left", (False, True): "right", (True, True): "both", (False, False): "no"}


def test_every_scale_says_what_0_and_10_mean():
    asked = [one for part in sections() for question in part.questions for one in (question, *question.each)]
    scores = [one for one in asked if one.kind == "score"]
    assert len(scores) > 8
    assert [one.ask for one in scores if not (one.hint.startswith("0 ") and ", 10 " in one.hint)] == []


PROPERTY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def takes(place, answer):
    """Whether the intake takes an answer by itself."""
    return problem({}, place, answer) is None


def fits(question, number):
    try:
        return takes(question.place, checked(question, number))
    except ValueError:
        return False


def one_of(question):
    """Return a strategy for an answer, or for that of one leg."""
    match question.kind:
        case "ticks":
            return st.lists(st.sampled_from(list(question.words)), unique=True, max_size=3).map(tuple)
        case "choice":
            return st.sampled_from(list(question.words))
        case "yes_no":
            return st.booleans()
        case "date":
            return st.sampled_from(DAYS)
        case "text":
            return NAMES
    return st.sampled_from([one for one in NUMBERS if fits(question, one)])


def answer_to(question):
    if not question.legs:
        return one_of(question)
    leg = one_of(question) if question.kind == "yes_no" else st.none() | one_of(question)
    return st.builds(Pair, leg, leg).filter(lambda pair: pair != Pair())


@st.composite
def answer_sets(draw):
    """Draw answers to all questions that need one, and to some others; the rest are skipped or left open."""
    answers = {}
    for step in steps(answers):
        if step.question.must or draw(st.booleans()):
            answers[step.place] = draw(answer_to(step.question))
        elif draw(st.booleans()):
            answers[step.place] = None
    return answers


def said(answers):
    """Return the answers without skipped questions, of which a file has no trace."""
    return {place: answer for place, answer in answers.items() if answer is not None}


def typed(question, answer):
    """Return an answer as it is typed in the terminal."""
    if answer is None:
        return ""
    if isinstance(answer, Pair):
        if question.kind == "yes_no":
            return LEG_WORDS[answer.left, answer.right]
        return " / ".join("-" if one is None else typed(question, one) for one in (answer.left, answer.right))
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if question.words:
        ticked = answer if isinstance(answer, tuple) else (answer,)
        return ",".join(str(list(question.words).index(one) + 1) for one in ticked) or "0"
    return answer.isoformat() if isinstance(answer, dt.date) else str(answer)


def sent(place, question, answer):
    """Return the fields that a page sends for an answer, as (name, text)."""
    if question.legs and question.kind != "yes_no":
        pair = answer or Pair()
        return [(f"q:{place}:left", told(pair.left)), (f"q:{place}:right", told(pair.right))]
    if isinstance(answer, Pair):
        return [(f"q:{place}", LEG_WORDS[answer.left, answer.right])]
    if isinstance(answer, tuple):
        return [(f"q:{place}", one) for one in answer or ("0",)]
    return [(f"q:{place}", told(answer))]


def told(one):
    if isinstance(one, bool):
        return "yes" if one else "no"
    return "" if one is None else str(one).replace(".", ",") if isinstance(one, float) else str(one)


@PROPERTY
@given(answer_sets())
def test_text_in_the_terminal_and_fields_of_a_page_give_the_same_answers(answers):
    asked = [step for step in steps(answers) if step.place in answers]
    text = {step.place: typed(step.question, answers[step.place]) for step in asked}
    fields = [pair for step in asked for pair in sent(step.place, step.question, answers[step.place])]
    in_terminal, wrong = gathered(text, read_text)
    on_pages = Given.of(FormData(fields), {})
    assert (in_terminal, wrong) == (answers, {})
    assert (on_pages.answers, on_pages.wrong) == (answers, {})


@PROPERTY
@given(answer_sets())
def test_answers_survive_the_way_through_an_intake_file(answers):
    content = content_of(answers)
    intake = Intake.model_validate(yaml.safe_load(yaml.safe_dump(content, allow_unicode=True)))
    kept = intake.model_dump(mode="json", exclude_unset=True)
    assert answers_of(kept) == said(answers)
    assert updated(kept, answers) == content_of(answers_of(kept))


@PROPERTY
@given(answer_sets())
def test_unfinished_answers_survive_as_json(answers):
    kept, wrong = gathered(read_json(to_json(answers)), checked)
    assert (kept, wrong) == (answers, {})
    assert list(kept) == list(answers)


@PROPERTY
@given(answer_sets())
def test_a_page_shows_what_it_reads_back(answers):
    for step in steps(answers):
        answer = answers.get(step.place)
        if answer is not None or not step.question.must:
            assert read(step.question, shown(step.question, answer)) == answer


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("age_years", '"34"'),
        ("age_years", "true"),
        ("age_years", "1e999"),
        ("age_years", "34.5"),
        ("age_years", "[34]"),
        ("red_flags", '"headache"'),
        ("red_flags", '["headache"]'),
        ("red_flags", "[[1]]"),
        ("limp", '"yes"'),
        ("limp", "null"),
        ("swelling", "{}"),
        ("swelling", '{"left": 1}'),
    ],
)
def test_a_kept_answer_that_does_not_fit_is_asked_again(place, kept):
    given_back = Given.of(FormData([]), read_json(f'{{"{place}": {kept}}}'))
    assert place not in given_back.answers
    assert place in given_back.problems_in(0)


@pytest.mark.parametrize(
    ("place", "answer", "words"),
    [
        ("age_years", 135, "this answer should be at most 120, not 135"),
        ("days_per_week", 9, "this answer should be at most 7, not 9"),
        ("measurements.wblt_cm tape", Pair(left=90, right=None), "90 is not possible; type a number from 0 to 30 cm"),
    ],
)
def test_a_problem_is_said_beside_its_question_without_the_name_of_a_field(place, answer, words):
    assert problem({}, place, answer) == words


def test_two_wrong_answers_each_have_their_own_problem():
    assert problem({"age_years": 135}, "days_per_week", 9) == "this answer should be at most 7, not 9"
    assert problem({"days_per_week": 9}, "age_years", 135) == "this answer should be at most 120, not 135"
