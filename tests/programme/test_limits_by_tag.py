"""A limit of a plan is found by its tag and leg, never by its words, and keeps its dose; older plans keep theirs."""

import copy
from dataclasses import replace
from types import SimpleNamespace

import pytest
from given import plan_for

from dorsi.datafile import load_mapping
from dorsi.errors import RuleError
from dorsi.programme.exercises.catalogue import catalogue, parse_catalogue
from dorsi.programme.logbook import session
from dorsi.programme.logbook.day_moves import limits_of_tags
from dorsi.programme.logbook.session import at_level, leg_by_leg
from dorsi.schema.plan import Cap, Plan, caps_for

KNOWN = catalogue()
TEMPO_S = (2, 0, 2)  #: of the slide with a history of the Achilles tendon: no hold at the end


def reworded():
    """Return the catalogue with other words for every limit."""
    others = {
        name: one.model_copy(
            update={"contra": tuple(rule.model_copy(update={"text": "in other words"}) for rule in one.contra)}
        )
        for name, one in KNOWN.exercises.items()
    }
    return replace(KNOWN, exercises=others)


def slide_of(plan):
    done = (item for week in plan.weeks for day in week.days for item in day.items)
    return next(item for item in done if item.exercise == "mo_wall_slide" and item.side == "right")


def older(plan):
    """Return a plan as an earlier version wrote it: the leg in the text of a limit, and no tag."""

    def earlier(part):
        if isinstance(part, list):
            return [earlier(one) for one in part]
        if not isinstance(part, dict):
            return part
        if part.keys() == set(Cap.model_fields):
            own = {name: value for name, value in part.items() if name != "tag"}
            return own | {"text": f"{part['side']}: {part['text']}" if part["side"] else part["text"]}
        return {name: earlier(value) for name, value in part.items()}

    return earlier(plan.model_dump(mode="json"))


def test_a_catalogue_in_other_words_loses_no_limit(monkeypatch):
    slide = slide_of(plan_for("achilles2"))
    monkeypatch.setattr(session, "catalogue", reworded)
    assert at_level(slide, 2).dose.tempo_s == TEMPO_S
    assert KNOWN["mo_wall_slide"].dose_at(2).tempo_s != TEMPO_S


@pytest.mark.parametrize("known", [lambda: KNOWN, reworded])
def test_an_older_plan_keeps_the_dose_of_its_limits(monkeypatch, known):
    plan = plan_for("achilles2")
    stored = Plan.model_validate(older(plan))
    monkeypatch.setattr(session, "catalogue", known)
    assert at_level(slide_of(stored), 2).dose.tempo_s == TEMPO_S
    assert [cap.words for one in stored.items for cap in one.caps] == [
        cap.words for one in plan.items for cap in one.caps
    ]


def test_every_limit_of_a_plan_tells_where_it_is_from():
    items = plan_for("achilles2").items
    limits = [(item, cap) for item in items for cap in item.caps]
    assert {cap.tag for _, cap in limits} > {"", "achilles_any"}
    for item, cap in limits:
        entry = KNOWN[item.exercise].limit_of(cap)
        assert (entry is None) == (cap.tag == "")
        assert not cap.text.startswith(("left:", "right:"))


def test_a_limit_of_one_leg_goes_with_that_leg():
    item = slide_of(plan_for("achilles2"))
    limits = [Cap(rule="R05", tag="", text="a", side="left"), Cap(rule="R05", tag="", text="b")]
    left, right = leg_by_leg(item.model_copy(update={"side": "both", "caps": limits}))
    assert [cap.words for cap in left.caps] == ["a", "b"]
    assert [cap.words for cap in right.caps] == ["b"]
    assert [cap.words for cap in limits] == ["left: a", "b"]


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (["achilles_any"], [], ["left: heel on the floor, bent knee at most 60 % of the range"]),
        ([], ["achilles_any"], ["right: heel on the floor, bent knee at most 60 % of the range"]),
        (["achilles_any"], ["achilles_any"], ["heel on the floor, bent knee at most 60 % of the range"]),
    ],
)
def test_what_joins_the_warm_up_on_a_stiff_morning_has_the_limits_of_each_leg(left, right, words):
    plan = plan_for("achilles2").model_copy(update={"tags": {"left": left, "right": right}})
    limits = limits_of_tags(SimpleNamespace(plan=plan), "wu_calf_gentle")
    assert [cap.words for cap in limits] == words
    assert {cap.tag for cap in limits} == {"achilles_any"}
    mine = caps_for(limits, "right")
    assert bool(mine) == bool(right)
    assert all(cap.words == cap.text for cap in mine)


def test_a_limit_of_a_rule_changes_no_dose_though_its_words_are_those_of_a_tag():
    one = KNOWN["mo_wall_slide"]
    text = next(rule.text for rule in one.capping if rule.tag == "achilles_any")
    assert one.dose_under(1, [Cap(rule="R05", tag="", text=text)], one.dose_at(1)) == one.dose_at(1)
    assert one.dose_under(1, [Cap(rule="R05", text=text)]) != one.dose_at(1)


def test_a_tag_caps_an_exercise_once():
    raw = copy.deepcopy(load_mapping("catalogue.yaml"))
    slide = next(one for one in raw["exercises"] if one["id"] == "mo_wall_slide")
    slide["contra"].append({"tag": "front_pinch", "do": "cap", "text": "once more"})
    with pytest.raises(RuleError, match=r"mo_wall_slide: .*'front_pinch' caps twice"):
        parse_catalogue(raw)
