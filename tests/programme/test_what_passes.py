"""What no one can have typed on purpose is refused in one sentence: impossible numbers, days, levels and keys."""

import copy
import json

import pytest
import yaml
from click.testing import CliRunner
from typer.main import get_command

from dorsi.cli import app
from dorsi.datafile import load_mapping
from dorsi.errors import RuleError
from dorsi.measures import problem_typed
from dorsi.programme.facts.words import amount_words
from dorsi.programme.rulebook.rules import load_rules
from dorsi.schema.intake import Intake
from dorsi.schema.self_tests import SelfTests
from dorsi.schema.sides import Numbers

ANSWERS = {
    "age_years": 45,
    "red_flags": [],
    "history": [],
    "measurements": [{"name": "wblt_cm", "scale": "tape", "left": 7, "right": 7}],
}
LINE = {"date": "2026-01-05", "exercise_id": "mo_wall_slide", "level": 1}


@pytest.fixture
def run(tmp_path):
    def dorsi(*words):
        done = CliRunner().invoke(get_command(app), [str(word) for word in words])
        return done.exit_code, str(done.exception) if done.exit_code else done.output

    return dorsi


def tape(cm):
    return {"measurements": [{"name": "wblt_cm", "scale": "tape", "left": cm, "right": 7}]}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (tape(-3), "wblt_cm: −3 is not possible; type a number from 0 to 30 cm"),
        (tape(400), "wblt_cm: 400 is not possible"),
        ({"self_tests": {"heel_raise_reps": -5}}, "heel_raise_reps: −5 is not possible"),
        ({"self_tests": {"heel_raise_reps": 1e9}}, r"heel_raise_reps: 1e\+09 is not possible"),
        ({"self_tests": {"one_leg_stance_touches": {"left": -1}}}, "one_leg_stance_touches: −1"),
    ],
)
def test_a_number_that_no_person_can_show_is_refused(answers, words):
    with pytest.raises(ValueError, match=words):
        Intake.model_validate(ANSWERS | answers)


@pytest.mark.parametrize("value", [-1, 1e9])
def test_every_number_of_a_leg_has_a_range_of_its_own_and_is_refused_outside_it(value, run, tmp_path):
    places = {name: None for name, field in Intake.model_fields.items() if field.annotation is Numbers}
    places |= {name: "self_tests" for name, field in SelfTests.model_fields.items() if field.annotation is Numbers}
    assert {"morning_stiff_min", "first_step_pain_days", "heel_raise_reps"} <= set(places)
    for name, part in places.items():
        for given in (value, {"right": value}):
            file = tmp_path / "a.yaml"
            file.write_text(yaml.safe_dump(ANSWERS | ({part: {name: given}} if part else {name: given})))
            code, said = run("plan", "--intake", file)
            assert code
            assert f"{name}: {value:g} is not possible; type a number from 0 to ".replace("-", "−") in said
            assert "\n" not in said


def test_what_is_typed_in_seconds_or_as_a_share_is_refused_in_the_same_unit():
    assert problem_typed("one_leg_stance_s", -1) == "−1 is not possible; type a number from 0 to 600 s"
    assert problem_typed("knee_over_foot_frac", 3) == "3 is not possible; type a number from −1 to 0.6"


def test_no_stance_at_all_can_be_counted():
    assert Intake.model_validate(ANSWERS | {"self_tests": {"one_leg_stance_s": 0}})


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ({"exercise": "zz", "level": 3}, "levels.0: exercise 'zz' is not known"),
        ({"exercise": "wu_circles", "level": 4}, "levels.0: wu_circles has levels 1 to 3, not 4"),
    ],
)
def test_a_level_that_does_not_exist_is_refused(run, tmp_path, level, words):
    file = tmp_path / "a.yaml"
    file.write_text(yaml.safe_dump(ANSWERS | {"levels": [level]}), encoding="utf-8")
    code, said = run("plan", "--intake", file)
    assert code
    assert words in said
    assert "\n" not in said


def test_a_level_that_does_not_exist_is_not_logged(run, tmp_path):
    code, said = run("log", "add", tmp_path / "l.yaml", "--exercise", "wu_circles", "--level", 4)
    assert code
    assert "wu_circles has levels 1 to 3, not 4" in said
    assert not (tmp_path / "l.yaml").exists()


def test_a_plan_without_a_first_day_has_its_sessions_on_the_weekdays_it_names(run, tmp_path):
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(ANSWERS), encoding="utf-8")
    code, plan = run("plan", "--intake", tmp_path / "a.yaml", "--json")
    (tmp_path / "p.json").write_text(plan, encoding="utf-8")
    days = {day["weekday"]: bool(day["items"]) for day in json.loads(plan)["weeks"][0]["days"]}
    for number, weekday in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
        asked = f"2026-11-{23 + number}"
        code, said = run("today", tmp_path / "p.json", tmp_path / "none.yaml", "--day", asked)
        assert (code, said.splitlines()[0].split(":")[0]) == (0, asked)
        assert ("Ankle circles, growing range" in said) is days[weekday]


def test_a_level_left_out_is_the_one_logged_last(run, tmp_path):
    log = tmp_path / "l.yaml"
    for options in ((), ("--level", 2), ()):
        assert run("log", "add", log, "--exercise", "wu_circles", *options)[0] == 0
    assert [one["level"] for one in yaml.safe_load(log.read_text())["entries"]] == [1, 2, 2]


@pytest.mark.parametrize("text", ["started: 2026-11-31\n", "entries: [{date: 2026-02-30}]\n"])
def test_a_day_that_does_not_exist_is_named_with_its_line(run, tmp_path, text):
    (tmp_path / "l.yaml").write_text(text, encoding="utf-8")
    code, said = run("log", "add", tmp_path / "l.yaml", "--exercise", "wu_circles")
    assert code
    assert "is not a day of the calendar" in said
    assert "line 1" in said


def test_a_start_on_a_day_that_does_not_exist_is_named(run, tmp_path):
    (tmp_path / "a.yaml").write_text("start_date: 2026-13-01\n", encoding="utf-8")
    assert "'2026-13-01' is not a day of the calendar" in run("plan", "--intake", tmp_path / "a.yaml")[1]


def test_a_csv_file_that_is_none_gets_one_sentence(run, tmp_path):
    (tmp_path / "a.yaml").write_text("goals: a\nx: [1, 2]\n", encoding="utf-8")
    code, said = run("log", "add", tmp_path / "l.yaml", "--csv", tmp_path / "a.yaml")
    assert code
    assert "a.yaml line 2: has more values than the first line has columns" in said


def own(rule, **changes):
    raw = copy.deepcopy(load_mapping("rules.yaml"))
    next(one for one in raw["rules"] if one["id"] == rule).update(changes)
    return yaml.safe_dump(raw)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"when": {"fact": "age_years", "below": float("nan"), "unit": "years"}}, "when.below: should be a number"),
        ({"when": {"fact": "age_years", "below": 18}}, "age_years: the key 'unit' is missing; write unit: years"),
        ({"evidence": ["S999"]}, "evidence: 'S999' is not one of dorsi's sources"),
        ({"colour": 2}, "rule R02: colour: this key is not known here"),
    ],
)
def test_a_mistake_in_a_rule_names_the_key_and_the_place(changes, words):
    with pytest.raises(RuleError) as caught:
        load_rules(own("R02", **changes), "mine.yaml")
    assert words in str(caught.value)


def test_a_source_in_own_words_is_accepted():
    assert load_rules(own("R02", evidence=["Smith 2020"]), "mine.yaml")


@pytest.mark.parametrize(("value", "words"), [(12, "12 s"), (0.24, "240 ms"), (1, "1 s"), (20.5, "20.5 s")])
def test_seconds_that_a_person_counts_are_shown_in_seconds(value, words):
    assert amount_words(value, "s") == words


def test_today_starts_without_a_log(run, tmp_path):
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(ANSWERS | {"start_date": "2026-01-05"}), encoding="utf-8")
    assert run("plan", "--intake", tmp_path / "a.yaml", "--out", tmp_path / "plan")[0] == 0
    code, said = run("today", tmp_path / "plan" / "plan.json", tmp_path / "none.yaml", "--day", "2026-01-05")
    assert code == 0
    assert "2026-01-05" in said
