"""Contact, flight and cadence of a run must be a person's: else dorsi asks whether the clip is slow motion."""

import pytest

from dorsi.protocols import tempo
from dorsi.types import Step


def run(contact_s, step_s, count=10):
    return tuple(
        Step(
            side="left" if i % 2 else "right",
            contact_s=i * step_s,
            toe_off_s=i * step_s + contact_s,
            next_contact_s=(i + 2) * step_s,
        )
        for i in range(count)
    )


def question(contact_s, step_s, **known):
    asked = {"falls": True, "undone": False, "longest_rep_s": 10.0} | known
    return tempo.slow_motion_question(run(contact_s, step_s), [], **asked)


@pytest.mark.parametrize(("contact_s", "step_s"), [(0.16, 0.30), (0.25, 0.35), (0.30, 0.38), (0.36, 0.42)])
def test_runs_of_people_raise_no_question(contact_s, step_s):
    assert question(contact_s, step_s) is None


@pytest.mark.parametrize(("contact_s", "step_s", "said"), [
    (0.45, 0.50, "on the ground for 0.45 s"),
    (0.12, 0.50, "0.38 s pass in the air"),
    (0.50, 0.70, "A stride takes 1.4 s"),
    (0.10, 0.20, "shorter than anyone's"),
])  # fmt: skip
def test_times_that_no_runner_has_raise_it(contact_s, step_s, said):
    warning = question(contact_s, step_s)
    assert (warning.code, said in warning.text, warning.text.endswith("Is this slow motion?")) == (
        "slow_motion", True, True,
    )  # fmt: skip


def test_contact_and_flight_as_seen_from_ahead_raise_no_question():
    assert question(0.45, 0.50, from_side=False) is None
    assert question(0.50, 0.70, from_side=False) is not None


def test_where_slow_motion_was_undone_the_rate_is_what_is_in_doubt():
    assert "Check the rate" in question(0.45, 0.50, undone=True).tip
