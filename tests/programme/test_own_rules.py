"""A physiotherapist's own rules: checked in one sentence, carried out in plan, today and progress alike."""

import copy
import datetime as dt
import re
from pathlib import Path

import pytest
import yaml
from casework import plan_of
from click.testing import CliRunner
from typer.main import get_command

import dorsi.programme
from dorsi.cli import app
from dorsi.datafile import load_mapping
from dorsi.errors import RuleError
from dorsi.programme import Morning, today
from dorsi.programme.language import moves
from dorsi.programme.language.conditions import Condition, evaluate
from dorsi.programme.language.moves import KEYS, MoveAction
from dorsi.programme.language.parameters import LogNumbers, Parameters
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.programme.rulebook.rules import load_rules, rules, using_rules
from dorsi.schema.log import Log

DAY_1 = dt.date(2026, 1, 5)
MADE = plan_of({"measure": {"wblt_cm": [6.5, 6.5]}, "intake": {"start_date": DAY_1}})


def own(change):
    raw = copy.deepcopy(load_mapping("rules.yaml"))
    change({rule["id"]: rule for rule in raw["rules"]})
    return yaml.safe_dump(raw, sort_keys=False)


def case(rules, rule, name):
    return next(one for one in rules[rule]["cases"] if one.get("case") == name)


def test_a_copy_of_the_rules_is_accepted():
    assert load_rules(own(lambda _: None), "mine.yaml")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda r: r["R61"]["cases"][0]["then"][0]["move"].update(sets_frac=0.5), "'restart' does not use 'sets_frac'"),
        (lambda r: case(r, "R60", "log")["then"][0]["move"].update(weeks=1), "weeks"),
        (lambda r: case(r, "R60", "log").update(text="{days} days, {nights} nights"), "'{nights}' is not a fact"),
        (lambda r: case(r, "R60", "log").update(text="{days"), "a brace stands alone"),
        (lambda r: r["R02"]["when"].update(fact="shoe_size"), "fact 'shoe_size' is not in facts.yaml"),
        (lambda r: r["R45"]["then"][0]["set"].pop("strength_gap_days"), "no rule always sets 'strength_gap_days'"),
        (lambda r: r["R45"]["then"][0]["set"].update(strength_gap=3), "strength_gap"),
        (lambda r: case(r, "R03", "this morning")["then"][0]["move"].update(wording="sun"), "'sun' is not a text"),
    ],
)
def test_a_mistake_gets_one_sentence(change, words):
    with pytest.raises(RuleError) as caught:
        load_rules(own(change), "mine.yaml")
    assert str(caught.value).startswith("mine.yaml: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "rules: 5", "rules: [1]", "rule: []", "{", "rules: [{id: R01}]"])
def test_a_file_of_another_kind_gets_one_sentence(text):
    with pytest.raises(RuleError) as caught:
        load_rules(text, "mine.yaml")
    assert str(caught.value).startswith("mine.yaml: ")
    assert "\n" not in str(caught.value)


def test_a_fact_that_nothing_gives_is_named_not_a_traceback():
    with pytest.raises(RuleError, match="fact moon: no source"):
        evaluate(Condition.model_validate({"fact": "moon", "is": True}), {})


def run(*words):
    return CliRunner().invoke(get_command(app), [str(word) for word in words])


def test_rules_check_says_what_is_wrong_in_one_line(tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(own(lambda _: None), encoding="utf-8")
    bad.write_text(own(lambda r: r["R02"].update(tier="P12")), encoding="utf-8")
    assert f"{len(rules())} rules, no errors" in run("rules", "--check", good).output
    done = run("rules", "--check", bad)
    assert done.exit_code != 0
    assert "rule R02: tier" in str(done.exception)


def test_own_rules_hold_in_plan_and_today_and_only_there(tmp_path):
    kept = tmp_path / "mine.yaml"
    kept.write_text(own(lambda r: case(r, "R03", "this morning")["when"].update(at_least=3)), encoding="utf-8")
    intake, plan_file, log = tmp_path / "in.yaml", tmp_path / "plan.json", tmp_path / "log.yaml"
    intake.write_text("age_years: 30\nred_flags: []\nhistory: []\nstart_date: 2026-01-05\n", encoding="utf-8")
    log.write_text("entries: []\n", encoding="utf-8")
    plan_file.write_text(run("plan", "--intake", intake, "--json", "--rules", kept).output, encoding="utf-8")
    shown = run("today", plan_file, log, "--day", "2026-01-05", "--pain", "3", "--rules", kept).output
    assert "rest" in shown
    assert "rest" not in run("today", plan_file, log, "--day", "2026-01-05").output.splitlines()[0]


def test_rules_of_a_block_end_with_it():
    mine = load_rules(own(lambda r: case(r, "R03", "this morning")["when"].update(at_least=3)), "mine.yaml")
    with using_rules(mine):
        assert not today(MADE, Log(started=DAY_1), DAY_1, Morning(pain=3)).items
    assert today(MADE, Log(started=DAY_1), DAY_1, Morning(pain=3)).items


# ---- every key is read


PROGRAMME = Path(dorsi.programme.__file__).parent
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PROGRAMME.rglob("*.py")))


@pytest.mark.parametrize("name", sorted({*Parameters.model_fields, *LogNumbers.model_fields}))
def test_every_parameter_is_read_somewhere(name):
    assert re.search(
        rf"(params|parameters|numbers|log_numbers\(\)|usual_parameters\(\)|found|self)\.{name}\b", SOURCE
    ), name


def test_every_key_of_a_move_belongs_to_a_move():
    assert {key for keys in KEYS.values() for key in keys} == set(MoveAction.model_fields) - {"to"}
    assert moves.__doc__


def test_every_tag_is_set_by_a_rule():
    given = {tag for rule in load_mapping("rules.yaml")["rules"] for tag in re.findall(r"'tag': '(\w+)'", str(rule))}
    assert given == set(vocabulary()["tags"].choices)


def test_numbers_in_texts_are_those_of_the_rule():
    copy = (Path(dorsi.programme.__file__).parent / "rules.yaml").read_text(encoding="utf-8")
    changes = {"race_sets_frac: 0.6": "race_sets_frac: 0.3", "spike_days: 7, spike_high_sets_frac: 0.5":
               "spike_days: 9, spike_high_sets_frac: 0.25", "easy_days: 7, easy_sets_frac: 0.6":
               "easy_days: 5, easy_sets_frac: 0.8", "session_max_min: 30": "session_max_min: 25"}  # fmt: skip
    for old, new in changes.items():
        assert copy.count(old) == 1
        copy = copy.replace(old, new)
    intake = {"start_date": "2026-11-30", "load": {"race_date": "2026-12-19", "longest_run_30d_km": 10,
              "planned_longest_km": 14}, "sleep_or_recovery": 2, "minutes_per_day": 45}  # fmt: skip
    with using_rules(load_rules(copy, "mine.yaml")):
        plan = plan_of({"intake": intake}, ahead=False)
    told = " ".join([*(one.text for one in plan.say), *(one.until or "" for one in plan.excluded)])
    for text in ("about 70 % less of each exercise than in a usual week", "25 % of the heavy work",
                 "For 9 days, levels", "the first 5 days are easy: about 20 % less", "25 min at most",
                 "9 days after the jump"):  # fmt: skip
        assert text in told
