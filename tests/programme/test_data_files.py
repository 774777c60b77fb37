"""The data files check themselves: an error names file, entry and field."""

import copy
import json
import re
from pathlib import Path

import pytest
import yaml

from dorsi.datafile import load_mapping
from dorsi.errors import RuleError
from dorsi.programme.exercises.catalogue import catalogue, parse_catalogue
from dorsi.programme.facts.bands import BANDS, classify, limits_at, shank_angle_deg
from dorsi.programme.language.conditions import Condition, Fact, evaluate
from dorsi.programme.rulebook.rules import parse_rules, rules

SHARED = Path(__file__).parents[2] / "../shared"


def broken_rules(change):
    raw = copy.deepcopy(load_mapping("rules.yaml"))
    change({rule["id"]: rule for rule in raw["rules"]})
    return raw


def broken_catalogue(change):
    raw = copy.deepcopy(load_mapping("catalogue.yaml"))
    change({one["id"]: one for one in raw["exercises"]})
    return raw


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda r: r["R02"]["when"].update(unit="cm"),
            "rule R02: when: unit 'cm' given, but age_years is measured in 'years'",
        ),
        (lambda r: r["R02"]["when"].update(fact="ages"), "rule R02: when: fact 'ages' is not in facts.yaml"),
        (lambda r: r["R02"].update(tier="P12"), "rule R02: tier:"),
        (lambda r: r["R02"].update(then=[{"stopp": {}}]), "rule R02: cases.0.then.0.stopp"),
        (
            lambda r: r["R12"]["cases"][0].update(then=[{"tag": "kneepain"}]),
            "rule R12 (knee): then.tag: tag 'kneepain'",
        ),
        (lambda r: r["R33"].update(then=[{"add": {"for": "df_restricted", "slots": ["mo_wal"]}}]), "exercise 'mo_wal'"),
        (
            lambda r: r["R33"].update(then=[{"say": "so {much}"}]),
            "rule R33: then.say: '{much}' is not a fact or number",
        ),
        (lambda r: r["R25"].update(when={"fact": "df_band", "is": "low"}), "df_band is never 'low'"),
    ],
)
def test_a_wrong_rule_is_named_with_its_field(change, words):
    with pytest.raises(RuleError) as caught:
        parse_rules(broken_rules(change), catalogue())
    assert "rules.yaml: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c["st_hr_dl"].update(gap_days=1), "exercise st_hr_dl: gap_days: strength needs 2"),
        (lambda c: c["st_hr_dl"].update(load_class="X"), "exercise st_hr_dl: load_class:"),
        (lambda c: c["mo_wall_slide"]["equipment"].update(needs=["wal"]), "exercise mo_wall_slide: equipment: 'wal'"),
        (lambda c: c["mo_wall_slide"]["equipment"].update(without="mo_x"), "exercise mo_wall_slide: 'mo_x' is not"),
        (lambda c: c["mo_wall_slide"]["contra"].append({"tag": "x", "do": "cap", "text": ""}), "contra: tag 'x'"),
        (lambda c: c["nm_hop_dl"]["levels"].pop(2), "exercise nm_hop_dl: levels: count from 1 without a gap"),
    ],
)
def test_a_wrong_exercise_is_named_with_its_field(change, words):
    with pytest.raises(RuleError) as caught:
        parse_catalogue(broken_catalogue(change))
    assert str(caught.value).startswith("catalogue.yaml: ")
    assert words in str(caught.value)


def test_two_rules_of_one_id_are_refused():
    raw = copy.deepcopy(load_mapping("rules.yaml"))
    raw["rules"].append(raw["rules"][0])
    with pytest.raises(RuleError, match="rule R01: id: given twice"):
        parse_rules(raw, catalogue())


@pytest.mark.parametrize(
    ("file", "section", "form"),
    [("rules.yaml", "rules", r"[RX]\d\d[a-z]?"), ("catalogue.yaml", "exercises", r"[a-z]{2}_\w+")],
)
def test_every_id_is_of_one_form_and_given_once(file, section, form):
    ids = [one["id"] for one in load_mapping(file)[section]]
    assert [one for one in ids if not re.fullmatch(form, one)] == []
    assert len(set(ids)) == len(ids)
    known = {rule.id for rule in rules()} if section == "rules" else catalogue().exercises.keys()
    assert set(ids) == known


def test_every_exercise_has_three_or_four_levels_a_cue_a_breath_and_a_task():
    for one in catalogue().exercises.values():
        assert len(one.levels) in {3, 4}
        assert one.cue
        assert one.breath
        assert one.task


def test_the_catalogue_agrees_with_the_research_pack():
    path = SHARED / "catalogue.json"
    if not path.exists():
        pytest.skip("the research pack is not beside this repository")
    for entry in json.loads(path.read_text(encoding="utf-8")):
        one = catalogue()[entry["id"]]
        assert (one.category, one.load_class) == (entry["category"], entry["load_class"])
        assert {f"L{level}" for level in one.levels} == set(entry["levels"])
        assert set(one.sources) >= {word for word in entry["source"].replace("-", " ").split(", ") if len(word) == 3}


@pytest.mark.parametrize(
    ("scale", "value", "band"),
    [
        ("tape", 4.9, "marked"),
        ("tape", 5.0, "restricted"),
        ("tape", 8.0, "borderline"),
        ("tape", 10.0, "adequate"),
        ("tape", 15.0, "adequate"),
        ("tape", 15.1, "ample"),
        ("camera_joint_centre", 30.9, "restricted"),
        ("camera_joint_centre", 31.0, "borderline"),
        ("inclinometer_tuberosity", 34.9, "restricted"),
        ("inclinometer_tuberosity", 38.5, "adequate"),
    ],
)
def test_a_value_falls_into_its_band(scale, value, band):
    assert classify(value, limits_at(scale, 34)) == band


@pytest.mark.parametrize(("scale", "shift"), [("tape", 2), ("camera_joint_centre", 3.3)])
def test_limits_are_lower_from_sixty_on(scale, shift):
    young, old = limits_at(scale, 59), limits_at(scale, 60)
    assert [round(a - b, 6) for a, b in zip(young, old, strict=True)] == [shift] * 4
    assert BANDS[0] == "marked"


@pytest.mark.parametrize(
    ("stature_cm", "wall_cm", "angle"), [(155, 2, 22), (165, 10, 35), (175, 10, 35), (185, 15, 42)]
)
def test_centimetres_at_the_wall_give_the_angle_of_the_table(stature_cm, wall_cm, angle):
    assert shank_angle_deg(wall_cm, stature_cm=stature_cm, shank_cm=None) == pytest.approx(angle, abs=1.0)


KNOWN, UNKNOWN = Fact(value=5.0), Fact(missing="not asked")
OPERATORS = {"yes": ({"above": 4}, True), "no": ({"above": 6}, False)}


@pytest.mark.parametrize(
    ("form", "facts", "outcome"),
    [
        ("all", ("no", "unknown"), False),
        ("all", ("yes", "unknown"), None),
        ("any", ("yes", "unknown"), True),
        ("any", ("no", "unknown"), None),
        ("all", ("yes", "yes"), True),
        ("any", ("no", "no"), False),
    ],
)
def test_three_values_join_as_kleene_says(form, facts, outcome):
    leaves = [{"fact": word, "above": 6 if word == "no" else 4, "unit": "u"} for word in facts]
    condition = Condition.model_validate({form: leaves})
    assert evaluate(condition, {"yes": KNOWN, "no": KNOWN, "unknown": UNKNOWN}).outcome is outcome


def test_not_of_unknown_stays_unknown():
    condition = Condition.model_validate({"not": {"fact": "unknown", "above": 1, "unit": "u"}})
    assert evaluate(condition, {"unknown": UNKNOWN}).outcome is None


def test_the_files_are_plain_yaml_without_tags():
    files = [(name, "dorsi.programme") for name in ("rules.yaml", "catalogue.yaml", "facts.yaml")]
    for name, package in (*files, ("bands.yaml", "dorsi.measures")):
        assert "!!" not in yaml.safe_dump(load_mapping(name, package))


def _held_stretches():
    return [
        one.id for one in catalogue().exercises.values() if "static_stretch" in one.traits and one.category != "warmup"
    ]


@pytest.mark.parametrize("exercise", _held_stretches())
def test_the_other_method_of_a_held_stretch_stays_within_the_weekly_minutes(exercise):
    """R62 asks for contract-relax: even daily, with the extra set of a limited side, it is no more than R62 allows."""
    [move] = [a.move for rule in rules() if rule.id == "R62" for c in rule.cases[:1] for a in c.then if a.move]
    one = catalogue()[exercise]
    dose = one.dose_at(move.level)
    a_week_s = (dose.sets + 1) * (dose.hold_s or 0) * (dose.reps or 1) * one.days[1]
    assert 0 < a_week_s <= 60 * move.minutes_per_week
