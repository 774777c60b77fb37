"""Where it hurt is shown afterwards: in the log, and with the exercise the next time."""

import datetime as dt

import pytest

from dorsi.schema.log import LogEntry
from dorsi.web.log_forms import entry_words
from dorsi.web.sore_places import pain_areas, pain_last_time, place_words

DAY = dt.date(2026, 1, 5)


def entry(day=0, **noted):
    usual = {"date": DAY + dt.timedelta(days=day), "exercise_id": "mo_wall_slide", "side": "right", "level": 1}
    return LogEntry.model_validate(usual | noted)


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("ankle_front", "front of the right ankle"),
        ("achilles_insertion", "back of the right heel where the tendon ends"),
        ("heel_sole", "under the right heel"),
        ("calf", "right calf"),
        ("big_toe", "right big toe"),
        ("other", "somewhere else in the right leg"),
    ],
)
def test_a_place_has_its_leg(area, said):
    assert place_words(area, "right") == said
    assert place_words(area, "both") == pain_areas()[area]


def test_every_place_has_its_leg_once():
    assert all(place_words(area, "left").split().count("left") == 1 for area in pain_areas())


def test_the_log_says_where_it_hurt():
    assert "pain 4 of 10, front of the right ankle" in entry_words(entry(pain_during=4, pain_site="ankle_front"))
    assert entry_words(entry(pain_during=0, pain_site="calf")) == "right, level 1, pain 0 of 10"


def test_only_the_last_time_counts_and_only_where_it_hurt():
    sore = entry(pain_during=4, pain_site="ankle_front")
    fine = entry(side="left", pain_during=0)
    said = "pain 4 of 10, front of the right ankle"
    assert pain_last_time([sore, fine], DAY + dt.timedelta(days=1)) == {"mo_wall_slide": [f"Yesterday: {said}"]}
    assert pain_last_time([sore], DAY + dt.timedelta(days=3)) == {"mo_wall_slide": [f"Last time, 5 Jan 2026: {said}"]}
    assert pain_last_time([sore, entry(2, pain_during=0)], DAY + dt.timedelta(days=3)) == {}
    assert pain_last_time([sore], DAY) == {}
