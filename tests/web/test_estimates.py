"""How long a clip still takes follows what clips took on this machine, and nothing else."""

import datetime as dt

import pytest

from dorsi.store import Store
from dorsi.store.web import JobRecord, add_job
from dorsi.web.queue.estimates import DRAWING_FRAC, Estimates
from dorsi.web.queue.job_records import JobProgress, job_words

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


class Clock:
    """Seconds that the test sets."""

    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        """Return the time."""
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path):
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as one:
        yield one


def job(number, **more):
    usual = {"id": f"{number:032x}", "person": "Anna", "clip_name": "a.mp4", "clip_sha256": "0" * 64, "request": {},
             "state": "waiting", "clip_s": 10.0, "created_at": NOW + dt.timedelta(minutes=number)}  # fmt: skip
    return JobRecord(**usual | more)


def test_before_the_first_clip_nothing_is_claimed(store, clock):
    estimates = Estimates(store, 1, clock)
    assert estimates.speed() is None
    assert estimates.left_s(job(1), JobProgress(), []) is None
    assert "No estimate yet" in job_words("waiting", JobProgress(), place=1, left_s=None)


def test_the_speed_is_the_median_of_the_latest_clips(store, clock):
    for number, work_s in enumerate((900.0, 40.0, 20.0, 30.0, 20.0, 400.0)):
        add_job(store, job(number, state="done", work_s=work_s))
    assert Estimates(store, 1, clock).speed() == pytest.approx(3.0)


def test_a_waiting_clip_waits_for_those_ahead_of_it(store, clock):
    add_job(store, job(0, state="done", work_s=40.0))  # 4 s for each second
    ahead = [(job(1, state="running"), JobProgress(5.0, 10.0)), (job(2), JobProgress())]
    assert Estimates(store, 1, clock).left_s(job(3), JobProgress(), ahead) == pytest.approx(4 * (5 + 10 + 10))
    assert Estimates(store, 2, clock).left_s(job(3), JobProgress(), ahead) == pytest.approx(4 * (7.5 + 10))


def test_a_running_clip_goes_by_its_own_pace_the_more_the_further_it_is(store, clock):
    add_job(store, job(0, state="done", work_s=40.0))
    estimates, one = Estimates(store, 1, clock), job(1, state="running")
    estimates.begin(one.id)
    assert estimates.left_s(one, JobProgress(), []) == pytest.approx(40)
    clock.now_s += 40  # slower than before: half of the measuring takes what all of the work took
    left_s = 80 / (1 - DRAWING_FRAC) - 40
    assert estimates.left_s(one, JobProgress(5.0, 10.0), []) == pytest.approx(0.5 * left_s)


def test_what_comes_after_measuring_is_learnt_from_the_last_clips(store, clock):
    estimates = Estimates(store, 1, clock)
    for number in range(2):
        one = job(number, state="running")
        estimates.begin(one.id)
        clock.now_s += 10
        estimates.note(one.id, JobProgress(10.0, 10.0))
        drawing_s = estimates.left_s(one, JobProgress(10.0, 10.0), [])
        clock.now_s += 10
        estimates.end(one.id, JobProgress(10.0, 10.0))
    assert drawing_s == pytest.approx(10)


def test_a_clip_whose_landmarks_were_known_says_nothing_of_the_speed(store, clock):
    estimates = Estimates(store, 1, clock)
    estimates.begin("one")
    clock.now_s += 30
    assert estimates.end("one", JobProgress()) == {}
    estimates.begin("two")
    clock.now_s += 30
    assert estimates.end("two", JobProgress(10.0, 10.0)) == {"clip_s": 10.0, "work_s": 30.0}
    assert estimates.end("two", JobProgress(10.0, 10.0)) == {}


def test_one_clip_ahead_is_one_clip():
    assert (
        job_words("waiting", JobProgress(), place=1, left_s=5.0) == "1 clip ahead of this one. Done in less than 10 s."
    )
