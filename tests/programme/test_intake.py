"""`dorsi intake`, driven through a pseudo-terminal as a person drives it."""

import json
import sys
from pathlib import Path

import pexpect
import pytest
import yaml
from casework import read as case

from dorsi.cli.intake_questions import draft_of, interview
from dorsi.cli.intake_text import allowed, read
from dorsi.errors import DataError
from dorsi.intake.answers import Pair
from dorsi.intake.form import sections, steps
from dorsi.intake.record import content_of
from dorsi.programme import plan
from dorsi.schema.intake import Intake

WAIT_S = 30
SAVED_BY_0_1 = Path(__file__).parents[1] / "intake" / "bea_of_0_1.yaml.unfinished"
PLAIN = {
    "How old are you?": "34",
    "Which of these have you had?": "1",
    "Achilles tendon trouble: which leg?": "1",
    "Achilles tendon trouble: how many months ago?": "8",
    "Which part of the tendon?": "1",
    "Achilles tendon trouble: can you still feel it?": "no",
    "How many minutes do you have for a session?": "15",
    "On how many days a week?": "4",
    "What's your goal?": "1,2",
    "What equipment do you have?": "1,2,3",
    "How tall are you, in cm?": "172",
    "Knee to wall with the heel down": "7 / 9.5",
    "Does a film show that the heel stayed down?": "yes",
    "How many heel raises can you do": "20 / 22",
    "Under which name should this be kept?": "bea",
}


def talk_to(file):
    return pexpect.spawn(
        sys.executable, ["-m", "dorsi", "intake", str(file)], encoding="utf-8", timeout=WAIT_S, dimensions=(60, 160)
    )


def answer_for(asked, must):
    known = next((text for words, text in PLAIN.items() if words in asked), None)
    return known if known is not None else must


def answer_all(child, *, until=None):
    """Answer every question from PLAIN, else with no or nothing; return the questions in the order they came."""
    asked = []
    while True:
        seen = child.expect([r"\(([^()]|\([^()]*\))*\): ?", pexpect.EOF])
        text = child.before
        if seen == 1:
            return asked, text
        line = next(question for question in QUESTIONS if question in text)
        asked.append(line)
        if until is not None and until in line:
            return asked, text
        child.sendline(answer_for(line, DEFAULTS[line]))
        child.readline()


def _default(question):
    if not question.must:
        return ""
    return {"ticks": "0", "yes_no": "no", "score": "0", "number": "1", "whole": "34", "choice": "1"}[question.kind]


def _texts():
    for section in sections():
        for question in section.questions:
            yield question.ask, _default(question)
            for detail in question.each:
                for words in question.words.values():
                    text = detail.ask.replace("{what}", words)
                    yield text[0].upper() + text[1:], _default(detail)


DEFAULTS = dict(_texts())
QUESTIONS = sorted(DEFAULTS, key=len, reverse=True)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "bea.yaml"


def test_answers_typed_on_a_terminal_become_a_plan(file):
    child = talk_to(file)
    asked, end = answer_all(child)
    assert f"Written {file}" in end
    intake = Intake.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    assert intake.person == "bea"
    assert [(one.kind, one.side, one.site, one.months_ago) for one in intake.history] == [
        ("achilles", "left", "mid", 8)
    ]
    assert (intake.measurements[0].left, intake.measurements[0].right) == (7, 9.5)
    assert intake.measurements[0].heel_down_filmed
    assert intake.self_tests.heel_raise_reps.right == 22
    assert intake.feel_stiff.left is None
    made = plan(intake, [])
    assert made.items
    assert "achilles_any" in made.tags["left"]
    assert asked.index("Do you have any of these signs now?") < asked.index("Which of these have you had?")


def test_a_wrong_answer_is_told_at_once_and_asked_again(file):
    child = talk_to(file)
    child.expect("in years")
    child.sendline("old")
    child.expect("'old' is not a number; type one such as 7.5")
    child.expect("in years")
    child.sendline("150")
    child.expect("this answer should be at most 120, not 150")
    child.expect("in years")
    child.sendline("34")
    child.expect("Do you have any of these signs now")
    child.close()


def test_it_can_be_left_and_taken_up_again(file):
    child = talk_to(file)
    answer_all(child, until="Which of these have you had?")
    child.sendline("leave")
    child.expect("Run the same command to continue")
    child.expect(pexpect.EOF)
    assert not file.exists()
    again = talk_to(file)
    again.expect("Continuing after 7 answers")
    asked, end = answer_all(again)
    assert asked[0] == "Which of these have you had?"
    assert f"Written {file}" in end
    assert [path.name for path in file.parent.iterdir()] == ["bea.yaml"]


def test_ctrl_c_keeps_the_answers(file):
    child = talk_to(file)
    answer_all(child, until="Do you limp when you walk?")
    child.sendintr()
    child.expect("Saved in ")
    child.expect(pexpect.EOF)
    assert json.loads((file.parent / "bea.yaml.unfinished").read_text(encoding="utf-8")) == {
        "age_years": 34,
        "red_flags": [],
    }


def test_answers_that_dorsi_0_1_saved_as_typed_text_are_taken_up(file):
    draft_of(file).write_text(SAVED_BY_0_1.read_text(encoding="utf-8"), encoding="utf-8")
    child = talk_to(file)
    child.expect("Continuing after 29 answers")
    asked, end = answer_all(child)
    assert asked[0] == "How springy does it feel?"
    assert f"Written {file}" in end
    intake = Intake.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    assert (intake.age_years, intake.limp, intake.cleared) == (34, False, True)
    assert (intake.swelling.left, intake.swelling.right, intake.instability.right) == (True, False, True)
    assert intake.conditions == ["inflammatory_arthritis_flare", "reduced_foot_sensation"]
    assert [(one.kind, one.side, one.months_ago, one.site) for one in intake.history] == [("achilles", "left", 8, None)]
    assert [(one.site, one.side, one.walking, one.running) for one in intake.pain] == [("achilles_mid", "both", 2, 3.5)]
    assert (intake.morning_stiff_min.left, intake.morning_stiff_min.right) == (7, 9.5)
    assert (intake.pinch_weeks, intake.feel_stiff.right) == (0, 6)


def test_a_saved_answer_that_no_longer_fits_is_asked_again(file):
    draft_of(file).write_text('{"age_years": 34, "red_flags": ["headache"], "limp": false}', encoding="utf-8")
    child = talk_to(file)
    child.expect("Continuing after 2 answers")
    child.expect("Do you have any of these signs now")
    child.close()


def test_a_dash_does_not_skip_a_question_that_needs_an_answer(file):
    child = talk_to(file)
    child.expect("in years")
    child.sendline("-")
    child.expect("this question needs an answer")
    child.close()


def test_back_asks_the_question_before_again(file):
    child = talk_to(file)
    answer_all(child, until="Do you limp when you walk?")
    child.sendline("back")
    child.expect("Do you have any of these signs now")
    child.close()


def tick_a_sign(file):
    """Start the questions, pick the first sign, and return the conversation after what it says."""
    child = talk_to(file)
    child.expect("in years")
    child.sendline("34")
    child.expect("0 for none")
    child.sendline("1")
    child.expect("call the local emergency number")
    child.expect("picked it by mistake")
    return child


def test_a_sign_that_needs_help_is_told_at_once_and_ends_the_questions_each_time(file):
    child = tick_a_sign(file)
    child.sendline("")
    child.expect("Saved in")
    assert not file.exists()
    assert "limp" not in draft_of(file).read_text(encoding="utf-8")
    again = talk_to(file)
    again.expect("call the local emergency number")
    again.sendline("")
    again.expect(pexpect.EOF)
    assert not file.exists()


def test_a_sign_picked_by_mistake_is_asked_again_and_the_questions_go_on(file):
    child = tick_a_sign(file)
    child.sendline("back")
    child.expect("0 for none")
    child.sendline("0")
    child.expect("Do you limp when you walk")
    child.close()


def test_a_file_that_is_there_is_left_alone(file):
    file.write_text("age_years: 1\n", encoding="utf-8")
    child = talk_to(file)
    child.expect("already exists")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2


def test_every_question_but_records_of_sessions_is_a_field_of_the_intake():
    fields = set(Intake.model_fields)
    assert {question.place.split(".")[0] for s in sections() for question in s.questions} <= fields
    assert fields - {question.place.split(".")[0] for s in sections() for question in s.questions} == {
        "schema_version",
        "shank_length_cm",
        "levels",
    }


def test_an_intake_of_0_1_says_no_more_whose_sex_it_is():
    given = case("base.yaml")
    assert Intake.model_validate(given | {"sex": "female"}) == Intake.model_validate(given)
    assert "sex" not in Intake.model_validate(given | {"sex": "female"}).model_dump()


def question(**given):
    return sections()[0].questions[0].model_copy(update={"must": False, **given})


@pytest.mark.parametrize(
    ("given", "text", "value"),
    [
        ({"kind": "number", "legs": True}, "7 / 9,5", Pair(7, 9.5)),
        ({"kind": "number", "legs": True}, "7", Pair(7, 7)),
        ({"kind": "number", "legs": True}, "- / 9", Pair(None, 9)),
        ({"kind": "number", "legs": True}, "- / -", None),
        ({"kind": "yes_no", "legs": True}, "left", Pair(left=True, right=False)),
        ({"kind": "yes_no", "legs": True}, "y", Pair(left=True, right=True)),
        ({"kind": "yes_no"}, "Y", True),
        ({"kind": "ticks", "words": {"a": "A", "b": "B"}}, "2", ("b",)),
        ({"kind": "ticks", "words": {"a": "A", "b": "B"}}, "2, a,2", ("b", "a")),
        ({"kind": "ticks", "words": {"a": "A", "b": "B"}}, "none", ()),
        ({"kind": "whole"}, "", None),
        ({"kind": "whole"}, "-", None),
    ],
)
def test_an_answer_is_read(given, text, value):
    assert read(question(**given), text) == value


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"kind": "score"}, "11"),
        ({"kind": "number"}, "nan"),
        ({"kind": "whole"}, "3.5"),
        ({"kind": "yes_no"}, "maybe"),
        ({"kind": "choice", "words": {"a": "A"}}, "2"),
        ({"kind": "choice", "words": {"a": "A"}}, "\N{SUPERSCRIPT ONE}"),
        ({"kind": "number", "legs": True}, "1/2/3"),
        ({"kind": "date"}, "5.1.2026"),
        ({"kind": "whole", "must": True}, ""),
        ({"kind": "whole", "must": True}, "-"),
    ],
)
def test_an_answer_that_does_not_fit_says_what_to_type(given, text):
    with pytest.raises(ValueError, match=r"type|needs"):
        read(question(**given), text)


def test_questions_that_do_not_apply_are_not_asked():
    places = [step.place for step in steps({"history": (), "pain": ()})]
    assert "morning_stiff_min" not in places
    assert "morning_stiff_min" in [step.place for step in steps({"history": ("achilles",), "pain": ()})]


def test_what_is_left_out_stays_out_of_the_file():
    assert content_of({"age_years": 34, "red_flags": (), "feel_stiff": None}) == {"age_years": 34, "red_flags": []}


def test_none_of_these_is_an_answer_and_is_kept():
    found = content_of({"age_years": 34, "red_flags": (), "history": (), "pain": ()})
    assert (found["history"], found["pain"]) == ([], [])


def test_kept_answers_of_another_kind_are_refused(file):
    draft_of(file).write_text("[1]", encoding="utf-8")
    with pytest.raises(DataError, match="delete the file"):
        interview(file)


def test_a_question_shows_what_may_be_typed():
    swelling = next(one.question for one in steps({}) if one.place == "swelling")
    assert allowed(swelling) == "left, right, both or no"
