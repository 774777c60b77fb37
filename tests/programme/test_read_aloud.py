"""What a physiotherapist would not say aloud: a condition twice, "0 days ago", a sentence against the next one."""

import re

import pytest
from casework import plan_of, read

from dorsi.programme.facts.words import value_words
from dorsi.programme.language.vocabulary import vocabulary

CASES = [f"C0{number}.yaml" for number in (1, 2, 3, 4, 6)]


@pytest.mark.parametrize("name", CASES)
def test_what_opens_the_next_level_is_said_once(name):
    for item in plan_of(read(name), ahead=False).items:
        if item.next_level:
            assert item.next_level.criterion.count("comfortable sessions") == 1, item.name


def test_trouble_that_is_still_felt_is_now_and_not_zero_days_ago():
    assert value_words(vocabulary()["pf_weeks"], 0.0) == "sole irritation now"
    assert value_words(vocabulary()["pf_weeks"], 1.0) == "sole irritation 7 days ago"
    told = [reason.fact or "" for item in plan_of(read("C04.yaml"), ahead=False).items for reason in item.because]
    assert any("sole irritation now" in fact for fact in told)
    assert not any(re.search(r"\b0 days", fact) for fact in told)


def test_a_knee_close_to_normal_is_not_said_to_turn_inward():
    said = [one.text for one in plan_of(read("C02.yaml"), ahead=False).say]
    assert any("close to normal" in text for text in said)
    assert not any("knee turns inward" in text for text in said)
