"""Facts, exclusions and reasons reach people in words, never as a field's name."""

import re

import pytest
from casework import CASES, plan_of, read

from dorsi.programme import as_markdown, catalogue, explain
from dorsi.programme.facts.words import fact_words, metric_name
from dorsi.programme.language.conditions import Fact
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.report.plan_page import render_plan

FIELD = re.compile(r"\b[a-z]+_(cm|deg|frac|spm|min|weeks|now|mid|any|low|restricted|borderline)\b")
NAMES = sorted(path.name for path in CASES.glob("[CT]*.yaml"))


@pytest.mark.parametrize(
    ("name", "fact", "words"),
    [
        ("achilles_weeks", Fact(value=34.7), "left Achilles trouble about 8 months ago"),
        ("sprain_weeks", Fact(value=1), "left sprain 7 days ago"),
        ("sprain_weeks", Fact(value=0), "left sprain now"),
        ("stress_fracture_weeks", Fact(value=0), "left stress fracture now, not cleared"),
        ("tendon_quiet_weeks", Fact(value=0), "left tendon quiet for 0 days"),
        ("swelling", Fact(value=True), "left swelling"),
        ("swelling", Fact(value=False), "left: no swelling"),
        ("stretch_felt", Fact(value="none"), "left: no stretch felt"),
        ("lunge_faults", Fact(value=frozenset({"heel_up"})), "left: the heel lifted"),
        ("lunge_valid", Fact(value=False), "left: no valid lunge"),
        ("instability", Fact(value=True), "left: the ankle gives way"),
        ("goals", Fact(value=frozenset({"uphill", "trail"})), "goal: trail, goal: uphill"),
        ("df_band", Fact(value="restricted", metric="wblt_cm", measured=7, unit="cm", scale="tape"),
         "left knee to wall 7.0 cm (tape)"),
        ("difference_size",
         Fact(value="noted", metric="wblt_cm", difference=True, measured=-2.5, unit="cm", scale="tape"),
         "knee to wall, left minus right: −2.5 cm (tape)"),
        ("load_rise", Fact(value=0.2), "last or planned run 20% above the longest of 30 days"),
        ("stretch_felt", Fact(value="low_calf"), "left stretch felt low in the calf"),
        ("first_step_pain", Fact(value=4), "left first-step pain: 4 of 10"),
    ],
)  # fmt: skip
def test_a_fact_in_words(name, fact, words):
    assert fact_words(name, fact, "left") == words


def test_the_record_of_a_side_difference_says_that_it_is_one():
    fact = Fact(value="noted", metric="wblt_cm", difference=True, measured=-2.5, unit="cm", scale="tape")
    assert metric_name("difference_size", fact) == "wblt_cm left minus right"
    assert metric_name("df_band", Fact(value="restricted", metric="wblt_cm")) == "wblt_cm"
    assert metric_name("goals", Fact(value=frozenset({"trail"}))) == "goals"


def test_every_choice_has_words_and_every_yes_or_no_of_a_plan_its_no():
    for name, kind in vocabulary().items():
        if kind.scope in {"person", "side"} and name not in {"tags", "constraints"}:
            assert set(kind.words) == set(kind.choices), name
            assert kind.kind != "yes_no" or kind.no, name


@pytest.mark.parametrize("name", NAMES)
def test_no_text_for_people_holds_a_name_of_a_field_or_an_exercise(name):
    plan = plan_of(read(name))
    texts = [reason.fact or "" for item in plan.items for reason in item.because]
    texts += [f"{e.name} {e.text} {e.until}" for e in plan.excluded]
    texts += [line for item in plan.items for line in explain(plan, item.exercise)]
    texts += [
        re.sub(r"`[^`]*`", "", as_markdown(plan)),
        re.sub(r"<[^>]*>", " ", render_plan(plan).split("</style>")[1]),
    ]
    ids = re.compile(r"\b(" + "|".join(catalogue().exercises) + r")\b")
    for text in texts:
        assert not FIELD.search(text), FIELD.search(text)
        assert not ids.search(text), ids.search(text)


def test_a_leg_that_only_keeps_up_with_the_other_one_says_so():
    case = read("C03.yaml")
    plan = plan_of(case | {"intake": case["intake"] | {"stretch_felt": "low_calf"}})
    own = [item for item in plan.items if item.side == "right" and item.exercise == "mo_wall_slide"]
    assert own[0].because[0].text == "the other leg needs it, so both legs do it"
