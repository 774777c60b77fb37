"""What holds for every plan and every session, whatever the intake and the log: one plan, all checks (hypothesis)."""

from itertools import groupby, pairwise

import hypothesis.strategies as st
import pytest
from given import days_of
from hypothesis import given, settings
from runners import OTHER, drawn, intakes, logs, mirrored

from dorsi.programme import Morning, as_calendar, as_markdown, catalogue, course, plan, today
from dorsi.programme.exercises.timing import minutes_on
from dorsi.schema.intake import Intake

ORDER = ["warmup", "mobility", "neuromotor", "strength", "proximal"]
SIDES = {"left": {"left", "both"}, "right": {"right", "both"}, "both": {"left", "right", "both"}}
GAPS = {
    "strength": lambda item: item.category == "strength",
    "heavy": lambda item: item.load_class == "H",
    "hops": lambda item: "hop" in catalogue()[item.exercise].traits,
}
thousand = drawn(1000)


def minutes_hold(intake, made):
    for day in days_of(made):
        assert sum(item.minutes for item in day.items) == pytest.approx(day.minutes)
        early = sum(item.minutes for item in day.morning)
        assert day.minutes + early <= min(intake.minutes_per_day, made.session_max_min) + 1e-9
        for item in (*day.morning, *day.items):
            stated = minutes_on(catalogue()[item.exercise], item.level, item.dose, item.side)
            assert item.minutes == pytest.approx(stated)


def rests_hold(intake, made):
    for kind in GAPS.values():
        numbers = [number for number, day in enumerate(days_of(made)) if any(kind(item) for item in day.items)]
        assert all(later - earlier >= 2 for earlier, later in pairwise(numbers))


def bars_hold(intake, made, items):
    for entry in made.excluded:
        for item in items:
            if item.exercise == entry.item and item.side in SIDES[entry.side]:
                assert entry.levels
                assert item.level not in entry.levels


def order_holds(intake, made):
    for day in days_of(made):
        if day.items:
            first = list(dict.fromkeys(item.exercise for item in day.items))  # two legs may be at two levels
            assert first[:2] == ["wu_circles", "wu_rocks"]
            places = [ORDER.index(item.category) for item in day.items]
            assert places == sorted(places)


def reasons_hold(intake, made):
    told = {(one.name, leg): one.side(leg) for one in intake.measurements for leg in ("left", "right")}
    assert all(item.because and all(reason.rule and reason.text for reason in item.because) for item in made.items)
    assert all(entry.rule and entry.text for entry in made.excluded)
    for item in made.items:
        for reason in item.because:
            if (reason.metric, reason.side) in told:
                assert reason.value == told[reason.metric, reason.side]


def promises_hold(intake, made):
    done = [item for day in days_of(made) for item in (*day.morning, *day.items)]
    assert {item.exercise for item in done} == {item.exercise for item in made.items}
    for item in made.items:
        own = [one for one in done if one.exercise == item.exercise and one.side == item.side]
        assert item.dose in [one.dose for one in own]
        own_days = [[any(i.exercise == item.exercise for i in (*day.morning, *day.items)) for day in week.days]
                    for week in made.weeks if week.number >= item.from_week]  # fmt: skip
        counts = [sum(days) for days in own_days]
        assert item.days_per_week == (min(counts), max(counts))
        assert max(counts) <= catalogue()[item.exercise].days[1]


def weeks_hold(intake, made):
    for number, week in enumerate(made.weeks):
        main = [item for day in week.days for item in day.items if item.category != "warmup"]
        proximal = [item for item in main if item.category == "proximal"]
        assert len(proximal) <= max(1, 0.35 * len(main))
        first = 5 if intake.minutes_per_day < 10 else 8
        begun = any(one.new_items for one in made.weeks[:number])
        assert len(week.new_items) <= (2 if begun else first)
        found = {item.category for item in main}
        calm = not (
            intake.load.key_run_day
            or intake.load.hard_session_days
            or intake.load.race_date
            or intake.swelling.left
            or intake.swelling.right
        )
        if "mobility" in found and calm and intake.phase != "race_week":
            assert found & {"strength", "neuromotor"}


def names_hold(intake, made):
    """Two sessions of a week with one name are one session."""
    for week in made.weeks:
        sessions = {}
        for day in week.days:
            done = [(item.exercise, item.side, item.level, item.dose_text) for item in day.items]
            assert sessions.setdefault(day.pattern, done) == done, (week.number, day.weekday)


def equipment_holds(intake, items):
    at_hand = {"none", *intake.equipment}
    assert all(set(need.split(" or ")) & at_hand for item in items for need in item.equipment)


def limits_are_in_every_view(intake, made):
    by_key = {(item.exercise, item.side): item for item in made.items}
    for day in days_of(made):
        for item in (*day.morning, *day.items):
            legs = [
                by_key[item.exercise, side] for side in (item.side, "both", *OTHER) if (item.exercise, side) in by_key
            ]
            mine = [one for one in legs if one.side in SIDES[item.side]]
            assert {cap.rule for one in mine for cap in one.caps} <= {cap.rule for cap in item.caps}
            assert item.level_text
            assert all(cap.words in " ".join(item.details) for cap in item.caps)
            assert all(item.level <= cap.max_level for cap in item.caps if cap.max_level)
    texts = {cap.words for item in made.items for cap in item.caps}
    page = as_markdown(made) if texts else ""
    assert all(text in page for text in texts)
    if intake.start_date and texts:
        calendar = as_calendar(made).replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";")
        assert all(text in calendar for text in texts)


def stops_hold(intake, made):
    if made.stop is not None:
        assert not made.items
        assert not made.weeks
        assert not made.excluded
    else:
        assert made.items
    assert len(made.safety.lines) == 9


def schedule(made, *, turned=False):
    return sorted(
        (
            week.number,
            day.weekday,
            item.exercise,
            OTHER.get(item.side, item.side) if turned else item.side,
            item.level,
            item.dose_text,
        )
        for week in made.weeks
        for day in week.days
        for item in (*day.morning, *day.items)
    )


@thousand
@given(intakes)
def test_every_plan_is_one_a_careful_physiotherapist_would_sign(intake):
    made = plan(intake, [], ahead=False)
    done = [item for day in days_of(made) for item in (*day.morning, *day.items)]
    minutes_hold(intake, made)
    rests_hold(intake, made)
    bars_hold(intake, made, [*done, *made.items])
    order_holds(intake, made)
    reasons_hold(intake, made)
    promises_hold(intake, made)
    weeks_hold(intake, made)
    names_hold(intake, made)
    equipment_holds(intake, done)
    limits_are_in_every_view(intake, made)
    stops_hold(intake, made)
    turned = Intake.model_validate(mirrored(intake.model_dump(exclude_unset=True)))
    assert schedule(made, turned=True) == schedule(plan(turned, [], ahead=False))


mornings = st.builds(
    Morning,
    pain=st.none() | st.integers(0, 10).map(float),
    stiffness=st.none() | st.integers(0, 10).map(float),
    calf_soreness=st.none() | st.integers(0, 10).map(float),
    swelling=st.booleans(),
)


def moves_hold(log, found):
    """Step by step: one level at a time, never for pain, at most two exercises of the main part in a session."""
    notes = {(entry.date, entry.exercise_id): entry for entry in log.entries}
    for move in found.moves:
        if move.to == "advance":
            assert move.level_after == move.level_before + 1
            entry = notes[move.date, move.exercise]
            assert (entry.pain_during or 0) <= 3
            assert not entry.sharp_or_limping
            assert not entry.swelling
            assert entry.dose_done_pct >= 99
    for _, same in groupby(
        sorted((m for m in found.moves if m.to == "advance"), key=lambda m: m.date), lambda m: m.date
    ):
        assert len({m.exercise for m in same if catalogue()[m.exercise].category != "warmup"}) <= 2


def a_session_holds(intake, made, found, morning, now):
    assert now.minutes == pytest.approx(sum(item.minutes for item in now.items))
    most = min(intake.minutes_per_day, made.session_max_min)
    assert now.minutes + sum(item.minutes for item in now.morning) <= most + 1e-9
    equipment_holds(intake, [*now.morning, *now.items])
    bars_hold(intake, made, [item for item in now.items if item.note != "stiff this morning"])
    if (morning.pain or 0) >= 5 or found.stopped:
        assert not now.items
        assert not now.morning
    if morning.swelling:
        assert all(item.category == "warmup" for item in now.items)
    if (morning.calf_soreness or 0) > 5:
        assert not [item for item in now.items if item.load_class == "H"]
    skipped = {(one.exercise, one.side) for one in found.states if one.state == "skip_next"}
    assert not [item for item in now.items if (item.exercise, item.side) in skipped and item.category != "warmup"]
    for item in now.items:
        assert all(item.level <= cap.max_level for cap in item.caps if cap.max_level)


@st.composite
def courses(draw):
    intake = draw(intakes)
    made = plan(intake, [], ahead=False)
    return intake, made, draw(logs(made)) if made.weeks else None


@thousand
@given(courses(), mornings, st.integers(0, 3))
def test_every_session_follows_the_log_and_the_morning(course_of, morning, after):
    intake, made, log = course_of
    if log is None or not log.entries:
        return
    day = max(entry.date for entry in log.entries) + after * (made.start_date.resolution)
    found = course(made, log, day)
    moves_hold(log, found)
    a_session_holds(intake, made, found, morning, today(made, log, day, morning))


@settings(thousand, max_examples=25)
@given(intakes)
def test_equal_answers_give_an_equal_plan(intake):
    assert plan(intake, []) == plan(Intake.model_validate_json(intake.model_dump_json()), [])
