"""A change within a run is found with an interval that holds the truth as often as it says."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import stats as published

import dorsi
from dorsi import running
from dorsi.running.trend import line
from dorsi.types import Step

RUNS = 400
STEPS = 20


@cache
def a_run():
    return dorsi.as_analysis(dorsi.measure(dorsi.synth.run(duration_s=4.0), movement="run"))


def run_with(values, name="contact_s"):
    """Return a run whose left steps have these values, 0.7 s apart."""
    run = a_run()
    steps = tuple(Step(side="left", contact_s=1 + 0.7 * i, values={name: float(v)}) for i, v in enumerate(values))
    return replace(run, events=steps)


@pytest.mark.parametrize("change", [0.0, 0.02])
def test_the_interval_of_a_change_holds_the_truth_in_95_of_100_runs(change):
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(RUNS):
        [trend] = running.run_trends(run_with(0.25 + change * np.linspace(0, 1, STEPS) + rng.normal(0, 0.01, STEPS)))
        held += abs(trend.change - change) <= trend.bound
    assert 0.92 <= held / RUNS <= 0.98


def test_a_clear_change_is_found_with_its_start_and_end():
    [trend] = running.run_trends(run_with(np.linspace(0.25, 0.28, STEPS) + 0.001 * np.cos(np.arange(STEPS) * 2.0)))
    assert (trend.start, trend.end) == pytest.approx((0.25, 0.28), abs=0.001)
    assert (trend.detectable, trend.n, trend.side) == (True, STEPS, "left")
    assert trend.duration_s == pytest.approx(0.7 * (STEPS - 1))


def test_the_line_is_the_one_of_scipy():
    rng = np.random.default_rng(4)
    at_s, values = np.sort(rng.uniform(0, 30, 25)), rng.normal(0, 1, 25)
    theirs = published.linregress(at_s, values)
    assert line(at_s, values) == pytest.approx((theirs.slope, values.mean(), theirs.stderr))


def test_a_runner_who_slows_down_by_the_belt_is_seen():
    """Two runs laid one after the other: the stride gets longer by what was made."""
    fast, slow = (
        dorsi.as_analysis(dorsi.measure(dorsi.synth.run(cadence_spm=spm, duration_s=8.0), movement="run"))
        for spm in (180.0, 160.0)
    )
    later = [
        replace(e, contact_s=e.contact_s + 8, next_contact_s=e.next_contact_s and e.next_contact_s + 8)
        for e in slow.events
    ]
    both = replace(fast, events=(*fast.events, *later))
    trend = next(one for one in running.run_trends(both) if (one.name, one.side) == ("stride_s", "left"))
    assert trend.detectable
    assert trend.change > 120 / 160 - 120 / 180


def test_few_steps_give_no_trend():
    assert running.run_trends(run_with([0.25] * 5)) == []
