"""The judge of recognition judges: a right word counts, a wrong one does not, and the table says which."""

from dataclasses import replace

import pytest

from dorsi.measuring import measure
from dorsi.schema.session import Measurement
from dorsi.synth import phone_clip
from dorsi.types import Rep
from dorsi.validation.recognition import confusion_table, judge, judge_seeds, kinds_table


def saying(clip, *, movement, events=0, peak_deg=None):
    """Return what says a movement, so many repetitions, and a peak of every leg."""

    def said(landmarks):
        found = measure(landmarks, movement="balance")
        measurements = [
            Measurement(name="peak_shank_inclination_deg", side=side, value=peak_deg, unit="deg", n=events, status="ok",
                        scale="camera_joint_centre", ci95_low=peak_deg - 3, ci95_high=peak_deg + 3)
            for side in ("left", "right")
        ] if peak_deg is not None else []  # fmt: skip
        reps = tuple(Rep(side="left", start_s=k, peak_s=k + 0.4, end_s=k + 0.9) for k in range(events))
        return replace(found, movement=movement, events=reps, measurements=measurements)

    return judge([clip], measured=said)[0]


@pytest.fixture(scope="module")
def squat():
    return next(clip for seed in range(20) if len((clip := phone_clip(seed=seed, show="squat")).events) >= 3)


def test_the_right_word_and_count_are_right(squat):
    seen = sum(event.seen for event in squat.events)
    assert saying(squat, movement="squat", events=seen).counted


@pytest.mark.parametrize("word", ["lunge", "run", "unknown"])
def test_another_word_is_wrong(squat, word):
    assert not saying(squat, movement=word).right


def test_two_events_too_many_are_wrong(squat):
    assert not saying(squat, movement="squat", events=len(squat.events) + 2).counted


@pytest.mark.parametrize("off_deg", [-7.0, 0.5])
def test_the_error_of_a_peak_is_measured_minus_true(squat, off_deg):
    worst = saying(squat, movement="squat", peak_deg=20.0 + off_deg).error_deg
    other = saying(squat, movement="squat", peak_deg=20.0).error_deg
    assert abs((worst - other) - off_deg) < 2.5  # the worse side may be the other one


def test_a_stranger_that_is_named_a_squat_is_wrong():
    jump = phone_clip(seed=2, show="jump")
    assert not saying(jump, movement="squat").right
    assert saying(jump, movement="unknown").right


def test_the_table_counts_every_clip_once(squat):
    judged = [saying(squat, movement=word) for word in ("squat", "squat", "lunge", "unknown")]
    table = confusion_table(judged)
    said = dict(zip(table.headings, table.rows[0], strict=True))
    assert (said["clips"], said["squat"], said["lunge"], said["unknown"], said["right"]) == ("4", "2", "1", "1", "50 %")
    assert table.rows[-1][-1] == "50 %"


def test_a_clip_of_several_movements_is_right_by_any_of_them():
    clip = phone_clip(seed=1, show="several")
    assert saying(clip, movement="lunge").right
    assert saying(clip, movement="squat").right
    assert not saying(clip, movement="march").right


def test_seeds_are_judged_alike_on_one_core_and_two():
    assert judge_seeds([3, 4]) == judge_seeds([3, 4], jobs=2)


def test_the_table_by_kind_has_each_kind_and_view_once(squat):
    judged = [saying(squat, movement="squat"), saying(phone_clip(seed=2, show="jump"), movement="unknown")]
    assert len(kinds_table(judged).rows) == 2
