"""An intake comes back as answers, answers come back as the same intake, and what the form doesn't ask is kept."""

import pytest

from dorsi.intake.answers import Pair
from dorsi.intake.record import answers_of, content_of, updated

ANSWERS = {
    "age_years": 34,
    "red_flags": (),
    "limp": False,
    "swelling": Pair(left=True, right=False),
    "swelling_cause_known": True,
    "medicines": (),
    "conditions": (),
    "balance_risk": False,
    "history": ("achilles", "sprain"),
    "history.achilles.side": "left",
    "history.achilles.months_ago": 8,
    "history.achilles.site": "mid",
    "history.achilles.still_felt": False,
    "history.sprain.side": "right",
    "history.sprain.months_ago": 0.5,
    "history.sprain.still_felt": False,
    "instability": Pair(left=True, right=True),
    "pain": ("calf",),
    "pain.calf.side": "right",
    "pain.calf.at_rest": 0,
    "pain.calf.walking": 1,
    "pain.calf.running": 3,
    "front_pinch": Pair(left=False, right=False),
    "back_pinch": Pair(left=False, right=False),
    "feel_stiff": Pair(2, 6),
    "goals": ("uphill", "trail"),
    "minutes_per_day": 12.5,
    "days_per_week": 4,
    "measurements.wblt_cm tape": Pair(7, 9.5),
    "measurements.wblt_cm tape.heel_down_filmed": True,
}
SPRAINS = [
    {"kind": "sprain", "side": "left", "weeks_ago": 6, "still_felt": False},
    {"kind": "sprain", "side": "right", "weeks_ago": 40, "still_felt": False},
]


def test_answers_survive_the_way_through_an_intake():
    assert answers_of(content_of(ANSWERS)) == ANSWERS


def test_weeks_of_an_old_injury_come_back_as_months():
    content = content_of(ANSWERS)
    content["history"] = [{"kind": "sprain", "side": "left", "weeks_ago": 26, "still_felt": False}]
    assert answers_of(content)["history.sprain.months_ago"] == 6


def test_of_two_records_of_one_kind_the_form_shows_the_last():
    first = {"kind": "plantar_fascia", "side": "left", "months_ago": 3, "still_felt": True, "assessed": True}
    last = {"kind": "plantar_fascia", "side": "right", "months_ago": 8, "still_felt": True}
    answers = answers_of({"history": [first, last]})
    assert (answers["history"], answers["history.plantar_fascia.side"]) == (("plantar_fascia",), "right")
    assert "history.plantar_fascia.assessed" not in answers


def test_no_equipment_comes_back_as_nothing_ticked():
    assert answers_of(content_of(ANSWERS) | {"equipment": ["none"]})["equipment"] == ()


def test_one_value_for_both_legs_comes_back_as_a_pair():
    assert answers_of(content_of(ANSWERS) | {"feel_stiff": 4})["feel_stiff"] == Pair(4, 4)


@pytest.mark.parametrize(
    "unasked",
    [
        {"levels": [{"exercise": "mo_wall_slide", "level": 2}]},
        {"self_tests": {"squat_hips_shift": True}},
        {"measurements": [{"name": "wblt_cm", "left": 8.0, "scale": "camera"}]},
    ],
)
def test_what_the_form_does_not_ask_is_kept(unasked):
    before = content_of(ANSWERS) | unasked
    after = updated(before, ANSWERS | {"self_tests.heel_raise_reps": Pair(20, 22)})
    for name, value in unasked.items():
        held = after[name]
        assert (value[0] in held) if isinstance(value, list) else (value.items() <= held.items())
    assert after["self_tests"]["heel_raise_reps"] == {"left": 20, "right": 22}
    assert {"name": "wblt_cm", "scale": "tape", "left": 7, "right": 9.5, "heel_down_filmed": True} in after[
        "measurements"
    ]


def test_a_record_whose_answers_are_the_same_stays_as_it_was():
    before = content_of(ANSWERS) | {"history": SPRAINS}
    assert updated(before, answers_of(before))["history"] == SPRAINS


def test_a_record_with_other_answers_is_written_anew():
    before = content_of(ANSWERS) | {"history": SPRAINS[:1]}
    after = updated(before, answers_of(before) | {"history.sprain.months_ago": 3})
    assert after["history"] == [{"kind": "sprain", "side": "left", "months_ago": 3, "still_felt": False}]


def test_a_record_that_is_no_longer_ticked_goes():
    before = content_of(ANSWERS)
    assert updated(before, answers_of(before) | {"pain": ()})["pain"] == []
    assert [one["kind"] for one in updated(before, ANSWERS | {"history": ("achilles",)})["history"]] == ["achilles"]


def test_a_skipped_question_takes_its_earlier_answer_away():
    before = content_of(ANSWERS)
    after = updated(before, ANSWERS | {"feel_stiff": None, "measurements.wblt_cm tape": None})
    assert "feel_stiff" not in after
    assert "measurements" not in after
