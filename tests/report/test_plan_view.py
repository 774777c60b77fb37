"""The programme on the page: why each exercise is there, and when."""

import datetime as dt
import re
from pathlib import Path

import plans
import yaml

from dorsi.programme import plan as make_plan
from dorsi.programme.words import course as course_words
from dorsi.report.folder_page import norms_of
from dorsi.report.plan_page import render_plan
from dorsi.report.programme.open_questions import open_lines
from dorsi.report.programme.plan_view import fact_text, plan_view
from dorsi.schema.intake import Intake
from dorsi.schema.plan import Step
from dorsi.schema.plan_remarks import NotAssessed, Stay

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"


def made_of(**changes):
    """Return the plan of the example's answers with changes."""
    answers = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")) | changes
    return make_plan(Intake.model_validate(answers), [], ahead=False)


def test_each_exercise_says_why_it_is_there(plan):
    view = plan_view(plan)
    assert all(exercise.because for exercise in view.exercises)
    facts = [because.facts for because in view.exercises[0].because]
    assert facts == [("right: range below the usual",), ("right shank lean in the lunge 29.8° (video)",)]


def test_a_reason_without_a_fact_shows_none():
    assert fact_text(plans.ANGLE.model_copy(update={"fact": None})) == ""


def test_left_and_right_of_one_exercise_stand_on_one_card():
    both = [plans.item(side=side, dose_text=f"{sets} x 8") for side, sets in (("left", 2), ("right", 3))]
    view = plan_view(plans.plan(items=both))
    assert [(d.side, d.dose) for d in view.exercises[0].doses] == [("left", "2 × 8"), ("right", "3 × 8")]
    assert len(view.exercises) == 1


def test_what_is_open_is_said_as_questions_and_numbers_and_never_as_a_fact_of_the_rules():
    lines = plan_view(made_of()).not_assessed
    text = " ".join(lines)
    assert "Not answered: How springy does it feel?" in lines or "springy" not in text
    assert "Not measured: ankle bend in running." in lines
    assert "not given" not in text
    assert "nearest band limit" not in text
    assert "band of the dose" not in text
    assert len(set(lines)) == len(lines)


def test_a_question_that_one_leg_alone_has_open_names_the_leg():
    entries = [
        NotAssessed(metric="feel_reactive", side=leg, text="felt springiness not given") for leg in ("left", "right")
    ]
    assert open_lines(entries) == ("Not answered: How springy does it feel?",)
    assert open_lines(entries[:1]) == ("Not answered: How springy does it feel? (left leg)",)
    inside = NotAssessed(metric="limit_distance_sem", side="left", text="distance: no lunge of the left side")
    assert open_lines([inside]) == ()


def test_the_warm_up_comes_first(plan):
    assert plan_view(plan).exercises[0].category == "Warm-up"


def test_equal_weeks_are_shown_once(plan):
    weeks = plan_view(plan).weeks
    assert [week.title for week in weeks] == ["Weeks 1 to 4"]
    assert weeks[0].notes == ("week 4: film again at the end",)


def test_the_page_says_what_comes_next_if_all_goes_well_and_what_stays(plan):
    step = Step(exercise="st_hr_dl", name="Heel raise", side="both", level=2, level_text="two legs, more repetitions",
                dose_text="2 sets of 15", day=8, weekday="mon")  # fmt: skip
    stay = Stay(exercise="nm_reach", name="One-leg reach", side="left", level=1, rule="R03", text="limit: level 1")
    later = plan.weeks[1].model_copy(update={"steps": [step]})
    page = render_plan(plan.model_copy(update={"weeks": [plan.weeks[0], later, *plan.weeks[2:]], "stays": [stay]}))
    assert page.count(course_words.IF_WELL) == 1
    assert "Mon: Heel raise, level 2: two legs, more repetitions; 2 sets of 15" in page
    assert "One-leg reach (left): limit: level 1<" in page
    assert course_words.COMES_NEXT not in render_plan(plan)


def test_a_rule_that_bars_several_exercises_speaks_once(plan):
    left_out = plan_view(plan).left_out
    assert [entry.items for entry in left_out] == [("Heel raise off a step (right)", "Incline lunge (right)")]


def test_a_test_that_comes_back_names_all_its_days():
    first = plans.plan().retests[0]
    again = [first, first.model_copy(update={"day": 56})]
    assert [check.when for check in plan_view(plans.plan(retests=again)).retests] == ["Days 28, 56"]


def test_the_limits_of_the_programme_are_those_that_are_drawn():
    band = plans.plan().bands[0].model_copy(update={"scale": "camera_joint_centre", "limits": [23.7, 27.7, 31.2, 39.7]})
    norms = norms_of(plans.plan(bands=[band]))
    assert norms.limits == {("right", "camera_joint_centre"): [23.7, 27.7, 31.2, 39.7]}


def test_the_first_screen_says_today_and_this_week_and_the_rest_is_folded():
    start = dt.date(2026, 1, 5)
    made = made_of(start_date=start)
    view = plan_view(made, day=start + dt.timedelta(days=8))
    assert view.now.title == "This week (week 2 of 6)"
    assert [day.name for day in view.now.days if day.today] == ["Tuesday"]
    assert [bool(day.size) for day in view.now.days] == [bool(day.items) for day in made.weeks[1].days]
    before = plan_view(made, day=start - dt.timedelta(days=1))
    assert (before.now.title, any(day.today for day in before.now.days)) == ("The first week (week 1 of 6)", False)
    page = render_plan(made)
    shown = re.sub(r"(?s)<details.*?</details>", "", page)
    assert "The first week" in shown
    assert page.index("The first week") < page.index("Why this programme") < page.index("How to do it")


def test_a_sentence_of_a_safety_rule_is_never_folded_away():
    made = made_of(medicines=None)
    view = plan_view(made)
    assert any("safety questions are still open" in text for text in view.say_first)
    assert not any("safety questions" in text for text in view.say)
