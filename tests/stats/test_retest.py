"""From sessions of people filmed twice to the error of the set-up."""

import datetime as dt
import sys
from pathlib import Path

import numpy as np
import pytest

from dorsi.errors import DataError
from dorsi.stats import mdc95, own_changes, retests, sem

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))  # material.py: records to keep

import material

FIRST = dt.date(2026, 11, 2)
SHANK = "peak_shank_inclination_deg"
TABLE = [(40.1, 41.0), (35.2, 34.0), (44.9, 45.7)]
NAMES = ("ann", "bea", "carl")


def session(person, value, *, day=FIRST, take=1, side="left", **changes):
    numbers = [material.measurement(value, side=side)]
    clip = f"{person}_{side}_{take}.mp4"
    return material.session(
        clip, numbers, person=person, recorded_at=None if day is None else day.isoformat(), **changes
    )


def filmed(table=TABLE, *, apart_days=2, **changes):
    return [
        session(name, value, day=FIRST + dt.timedelta(days=apart_days * take), take=take, **changes)
        for name, pair in zip(NAMES, table, strict=False)
        for take, value in enumerate(pair)
    ]


def test_the_error_is_that_of_the_table_of_people_by_sessions():
    [found] = retests(filmed())
    assert found.change.sem == pytest.approx(sem(TABLE), abs=0.0005)
    assert found.change.mdc95 == pytest.approx(mdc95(sem(TABLE)), abs=0.002)


def test_people_pairs_and_days_are_counted():
    change = retests(filmed())[0].change
    assert (change.people, change.pairs, change.pairs_on_two_days) == (3, 3, 3)


def test_both_legs_of_a_person_are_two_pairs_of_one_person():
    change = retests([*filmed(), *filmed(side="right")])[0].change
    assert (change.people, change.pairs) == (3, 6)


def test_a_shift_that_all_share_is_the_bias_and_no_error():
    shifted = [(first, second + 3.0) for first, second in TABLE]
    plain, moved = retests(filmed())[0].change, retests(filmed(shifted))[0].change
    assert (moved.sem, moved.bias) == (plain.sem, pytest.approx(plain.bias + 3.0))


@pytest.mark.parametrize(("shift_deg", "biased"), [(0.0, False), (6.0, True)])
def test_a_bias_beyond_chance_is_noticed(shift_deg, biased):
    assert retests(filmed([(a, b + shift_deg) for a, b in TABLE]))[0].is_biased is biased


def test_pairs_of_one_day_are_not_of_two():
    assert retests(filmed(apart_days=0))[0].change.pairs_on_two_days == 0


def test_pairs_of_unknown_days_are_not_of_two():
    sessions = [one.model_copy(update={"recorded_at": None}) for one in filmed()]
    assert retests(sessions)[0].change.pairs_on_two_days == 0


def test_clips_of_a_leg_months_apart_are_no_retest():
    with pytest.raises(DataError, match="no two people whose same leg was filmed twice within 14 days"):
        retests(filmed(apart_days=28))


def test_how_far_apart_is_a_choice():
    assert len(retests(filmed(apart_days=28), within_days=30)) == 1


def test_the_first_near_pair_of_a_leg_counts():
    late = [session(name, 99.0, day=FIRST - dt.timedelta(days=90), take=9) for name in NAMES]
    assert retests([*late, *filmed()])[0].values == tuple(TABLE)


def test_the_order_of_the_sessions_does_not_matter():
    mixed = [filmed()[place] for place in np.random.default_rng(1).permutation(6)]
    assert retests(mixed) == retests(filmed())


def test_a_leg_that_one_clip_shows_from_both_sides_is_no_retest():
    turned = [
        one.model_copy(update={"provenance": one.provenance | {"part": 2}, "id": f"{one.id}-2"}) for one in filmed()
    ]
    assert retests([*filmed(), *turned]) == retests(filmed())


def test_a_clip_that_is_there_twice_is_no_retest():
    with pytest.raises(DataError, match="3 clips, but no two people"):
        retests([*filmed()[::2], *filmed()[::2]])


def test_one_person_is_not_enough():
    with pytest.raises(DataError, match="film several people again"):
        retests(filmed()[:2])


def test_a_session_without_a_person_is_refused():
    with pytest.raises(DataError, match="its session names no person; measure it with --person"):
        retests([one.model_copy(update={"person": None}) for one in filmed()])


def test_clips_of_two_networks_are_refused():
    lite = filmed(provenance={"setting_backend": "mediapipe", "setting_model": "lite"})
    with pytest.raises(DataError, match="measured with different networks"):
        retests([*filmed()[:3], *lite[3:]])


def test_a_number_that_was_not_measured_makes_no_pair():
    sessions = filmed()
    gone = material.measurement().model_copy(update={"value": None, "status": "not_measured", "reason": "far leg"})
    sessions[1] = sessions[1].model_copy(update={"measurements": [gone]})
    assert retests(sessions)[0].people == ("bea", "carl")


def test_numbers_that_never_differ_tell_no_error():
    with pytest.raises(DataError, match="no two people"):
        retests(filmed([(40.0, 40.0), (35.0, 35.0), (44.0, 44.0)]))


def test_what_is_kept_names_set_up_network_clips_and_day():
    sessions = filmed()
    kept = own_changes(retests(sessions), sessions, set_up="Pixel 7", on=FIRST)
    assert (kept.set_up, kept.model, kept.computed_on) == ("Pixel 7", "mediapipe", FIRST)
    assert kept.clips_sha256 == sorted(one.clip.sha256 for one in sessions)


def test_what_is_kept_names_nobody():
    sessions = filmed()
    kept = own_changes(retests(sessions), sessions, set_up="Pixel 7", on=FIRST).model_dump_json()
    assert not any(name in kept for name in NAMES)
