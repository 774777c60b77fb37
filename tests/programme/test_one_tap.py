"""One answer a session moves levels: no missing detail blocks, what blocks is said, and pain acts as before."""

import datetime as dt

import hypothesis.strategies as st
import pytest
from given import plan_for
from hypothesis import given
from runners import drawn, intakes, logs

from dorsi.programme import Morning, catalogue, course, plan, today
from dorsi.programme.facts.morning import with_morning
from dorsi.programme.logbook.answering import (
    answer_of,
    asked_of,
    entries_done,
    morning_asked,
    not_noted,
    open_questions,
    with_answer,
)
from dorsi.programme.logbook.progress import read_log
from dorsi.schema.log import Log, LogEntry, LogMorning

MONDAY = dt.date(2026, 11, 2)
PROFILE = ["stiff", "strong"]


def sessions(made, count, *, felt="right", answered=False):
    """Return the log of a runner who opens dorsi only to train: each session with one tap, no morning noted."""
    log, day = Log(started=made.start_date), made.start_date
    done = 0
    while done < count:
        found = today(made, log, day, Morning())
        if found.items:
            done += 1
            new = entries_done(log, [*found.morning, *found.items], day, felt)
            log = log.model_copy(update={"entries": [*log.entries, *new]})
            for one in open_questions(read_log(made, log)) if answered else ():
                log = with_answer(log, one.exercise, one.date, goal_met=True)
        day += dt.timedelta(days=1)
    return log


def levels(made, log):
    found = read_log(made, log)
    return {key: one.level for key, one in found.standings.items() if one.exercise.category != "warmup"}


@pytest.mark.parametrize("name", PROFILE)
def test_eight_clean_sessions_logged_by_one_tap_move_levels(name):
    made = plan_for(name, start_date=MONDAY)
    first = {(item.exercise, item.side): item.level for item in made.items}
    after = levels(made, sessions(made, 8))
    risen = {exercise for (exercise, side), level in after.items()
             if level > first.get((exercise, side), first.get((exercise, "both"), 1))}  # fmt: skip
    assert len(risen) >= 4


@pytest.mark.parametrize("name", PROFILE)
def test_nothing_is_left_open_in_a_log_of_one_tap_sessions(name):
    made = plan_for(name, start_date=MONDAY)
    assert course(made, sessions(made, 8), MONDAY + dt.timedelta(days=30)).not_assessed == []


@pytest.mark.parametrize("name", PROFILE)
def test_the_yes_of_an_exercise_moves_it_earlier_than_no_answer(name):
    made = plan_for(name, start_date=MONDAY)
    plain, answered = levels(made, sessions(made, 10)), levels(made, sessions(made, 10, answered=True))
    asking = {key for key in plain if catalogue()[key[0]].advance.ask}
    assert any(answered[key] > plain[key] for key in asking)


@pytest.mark.parametrize("name", PROFILE)
def test_what_a_plan_promises_is_what_one_tap_brings(name):
    """Each step of the first weeks that the plan shows comes on its day, with one answer and each question's yes."""
    made = plan_for(name, start_date=MONDAY)
    steps = [step for week in made.weeks[:3] for step in week.steps]
    log, day = Log(started=MONDAY), MONDAY
    shown = {}
    while (day - MONDAY).days < 21:
        found = today(made, log, day, Morning())
        for item in (*found.morning, *found.items):
            shown[item.exercise, item.side, (day - MONDAY).days + 1] = item.level
        items = [*found.morning, *found.items]
        asked = asked_of(made, log, day, items)
        new = [
            one.model_copy(update={"goal_met": True}) if (one.exercise_id, one.side) in asked else one
            for one in entries_done(log, items, day, "right")
        ]
        log = log.model_copy(update={"entries": [*log.entries, *new]})
        day += dt.timedelta(days=1)
    assert steps
    assert all(shown[step.exercise, step.side, step.day] == step.level for step in steps)


def entry(day=0, name="mo_wall_slide", **changes):
    where = {"date": MONDAY + dt.timedelta(days=day), "exercise_id": name, "side": "left", "level": 1}
    return LogEntry.model_validate(where | answer_of("right", catalogue()[name].category) | changes)


def rises(made, entries, mornings=(), name="mo_wall_slide"):
    log = Log(started=MONDAY, entries=list(entries), mornings=list(mornings))
    return [move for move in read_log(made, log).moves if (move.exercise, move.to) == (name, "advance")]


@pytest.fixture(scope="module")
def stiff():
    return plan_for("stiff", start_date=MONDAY)


@pytest.mark.parametrize(
    "changes",
    [{"form": None}, {"dose_done_pct": None}, {"ease": None}, {"form": 3}, {"pain_during": 1}],
)
def test_a_missing_detail_does_not_block(stiff, changes):
    assert rises(stiff, [entry(), entry(2, **changes)])


@pytest.mark.parametrize(
    "changes", [{"form": 1}, {"dose_done_pct": 80}, {"pain_during": 2}, {"pain_next_morning": 1}, {"swelling": True}]
)
def test_what_was_said_to_be_worse_blocks_as_before(stiff, changes):
    assert not rises(stiff, [entry(), entry(2, **changes)])


def test_without_any_answer_a_session_does_not_count_and_it_is_said(stiff):
    log = Log(started=MONDAY, entries=[entry(), entry(2, pain_during=None)])
    assert not rises(stiff, log.entries)
    assert any("pain during not given yet" in text for text in read_log(stiff, log).not_assessed)


def test_pain_on_one_leg_leaves_the_other_exercises_and_not_the_whole_session_to_note(stiff):
    sides = [("mo_wall_slide", "left", None), ("mo_wall_slide", "right", 4), ("st_hr_dl", "both", None)]
    entries = [entry(0, name, side=side, pain_during=pain) for name, side, pain in sides]
    texts = not_noted(read_log(stiff, Log(started=MONDAY, entries=entries)), [MONDAY])
    [text] = [one for one in texts if "pain during" in one]
    assert "the other exercise: pain during not given yet" in text


def check(day, pain):
    return LogMorning(date=MONDAY + dt.timedelta(days=day), pain=pain)


@pytest.mark.parametrize(("pain", "rise"), [(0, True), (1, False), (4, False)])
def test_the_first_check_after_a_session_counts_whenever_it_comes(stiff, pain, rise):
    assert bool(rises(stiff, [entry(), entry(2)], [check(5, pain)])) is rise


def test_a_check_after_the_next_session_says_nothing_of_the_one_before(stiff):
    assert rises(stiff, [entry(), entry(2), entry(4)], [check(7, 3)])


def test_a_morning_counts_for_an_entry_that_is_logged_after_it(stiff):
    assert not rises(stiff, [entry(), entry(2)], [check(3, 2)])


@pytest.fixture(scope="module")
def tendon():
    past = {"kind": "achilles", "side": "left", "months_ago": 8, "site": "mid", "assessed": True}
    return plan_for("stiff", start_date=MONDAY, history=[past], equipment=["wall", "chair", "step", "band"])


def test_a_tendon_with_a_history_needs_the_next_morning_and_says_so(tendon):
    entries = [entry(day) for day in (0, 2, 4)]
    assert not rises(tendon, entries)
    read = read_log(tendon, Log(started=MONDAY, entries=entries))
    [text] = not_noted(read, [MONDAY + dt.timedelta(days=4)])
    assert text.startswith("6 Nov 2026: pain the next morning not given yet")
    assert morning_asked(read, MONDAY + dt.timedelta(days=5)) is None  # the check of that day itself asks
    assert morning_asked(read, MONDAY + dt.timedelta(days=7)) == MONDAY + dt.timedelta(days=4)
    assert rises(tendon, entries, [check(1, 0), check(3, 0), check(5, 0)])
    assert not rises(tendon, entries, [check(1, 0), check(3, 0), check(6, 0)])  # a later check is not that morning


def test_the_other_leg_of_a_tendon_history_goes_by_one_tap(tendon):
    assert rises(tendon, [one.model_copy(update={"side": "right"}) for one in (entry(0), entry(2), entry(4))])


@pytest.mark.parametrize(("goal", "count", "rise"), [(True, 2, True), (None, 2, False), (None, 4, True),
                                                     (False, 2, False), (False, 9, False)])  # fmt: skip
def test_a_skipped_question_holds_the_level_for_two_more_sessions_and_a_no_holds_it(stiff, goal, count, rise):
    entries = [entry(2 * day, "nm_sl_floor", goal_met=goal) for day in range(count)]
    assert bool(rises(stiff, entries, name="nm_sl_floor")) is rise


def test_the_question_of_an_irritated_sole_is_not_passed_over(stiff):
    entries = [entry(2 * day, "st_hr_towel", side="both") for day in range(9)]
    assert not rises(stiff, entries, name="st_hr_towel")
    assert rises(stiff, [*entries[:-1], entry(16, "st_hr_towel", side="both", goal_met=True)], name="st_hr_towel")


def test_a_count_that_was_noted_outweighs_a_yes(stiff):
    entries = [entry(2 * day, "nm_sl_floor", goal_met=True, touches=3) for day in range(4)]
    assert not rises(stiff, entries, name="nm_sl_floor")


def test_a_question_is_asked_only_where_its_answer_decides(stiff):
    day = next(one for week in stiff.weeks for one in week.days for item in one.items if item.exercise == "nm_sl_floor")
    empty = Log(started=MONDAY)
    assert asked_of(stiff, empty, day.date, day.items) == {}
    once = Log(started=MONDAY, entries=[entry(-2, "nm_sl_floor", side="both")])
    asked = asked_of(stiff, once, day.date, day.items)
    assert [name for name, _ in asked] == ["nm_sl_floor"]
    held = Log(started=MONDAY, entries=[entry(-2, "nm_sl_floor", side="both", pain_during=4)])
    assert asked_of(stiff, held, day.date, day.items) == {}


def test_every_goal_of_an_exercise_has_a_question_in_words():
    for one in catalogue().exercises.values():
        assert (one.advance.also is None) == (one.advance.ask is None)
        assert one.advance.ask is None or one.advance.ask.endswith("?")


def test_a_warm_up_kept_short_does_not_rise_again_and_again(stiff):
    moves = read_log(stiff, sessions(stiff, 8)).moves
    steps = [(move.exercise, move.side, move.level_after) for move in moves if move.to == "advance"]
    assert len(steps) == len(set(steps))


def test_a_done_exercise_shows_the_dose_that_was_done(stiff):
    log = Log(started=MONDAY, entries=[entry(pain_during=4, side="both")])
    day = MONDAY + dt.timedelta(days=2)
    before = today(stiff, log, day, Morning())
    slide = next(item for item in before.items if item.exercise == "mo_wall_slide")
    assert slide.dose.sets == 1
    after = today(stiff, log.model_copy(update={"entries": [*log.entries, entry(2, side="both")]}), day, Morning())
    assert slide in after.items
    assert after.minutes == before.minutes


@st.composite
def days(draw):
    """Return a plan, a log and a day with a session."""
    made = plan(draw(intakes), [], ahead=False)
    if not made.weeks:
        return None
    log = draw(logs(made))
    last = max((one.date for one in log.entries), default=made.start_date)
    pain = draw(st.none() | st.integers(0, 4).map(float))
    day = last + dt.timedelta(days=draw(st.integers(1, 3)))
    return made, with_morning(log, LogMorning(date=day, pain=pain)), day


def by_exercise(day):
    return {(item.exercise, item.side): item for item in day.items}


@drawn(300)
@given(days(), st.integers(0, 30), st.sampled_from([0.0, 0.0, 4.0, 7.0]))
def test_logging_never_lengthens_the_day_and_a_clean_entry_leaves_its_exercise_as_it_was(drawn_day, place, pain):
    if drawn_day is None:
        return
    made, log, day = drawn_day
    before = today(made, log, day, Morning())
    if not before.items:
        return
    item = before.items[place % len(before.items)]
    [new] = entries_done(log.model_copy(update={"entries": []}), [item], day, "right")
    new = new.model_copy(update={"pain_during": pain})
    after = today(made, log.model_copy(update={"entries": [*log.entries, new]}), day, Morning())
    assert after.minutes <= before.minutes + 1e-9
    if pain == 0:
        assert by_exercise(after) == by_exercise(before)
