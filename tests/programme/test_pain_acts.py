"""Pain acts: today, at once, and in the next session; and it never makes a session longer."""

import datetime as dt

import hypothesis.strategies as st
import pytest
from casework import plan_of
from hypothesis import given as given_values
from hypothesis import settings

from dorsi.errors import OptionError
from dorsi.programme import Morning, catalogue, course, today
from dorsi.programme.facts.morning import remembered, with_morning, without_morning
from dorsi.programme.logbook.progress import holding, read_log, states
from dorsi.programme.logbook.today import left_of, planned_day
from dorsi.schema.log import Log, LogEntry, LogMorning
from dorsi.wording import wording

DAY_1 = dt.date(2026, 1, 5)
MADE = plan_of({"measure": {"wblt_cm": [6.5, 6.5]}, "intake": {"start_date": DAY_1, "goals": ["uphill"]}})
SLIDE = "mo_wall_slide"


def entry(day=0, **noted):
    usual = {"date": DAY_1 + dt.timedelta(days=day), "exercise_id": SLIDE, "level": 1, "side": "both",
             "pain_during": 0, "pain_next_morning": 0, "form": 3, "dose_done_pct": 100}  # fmt: skip
    return LogEntry.model_validate(usual | noted)


def of(day, exercise=SLIDE):
    return [item for item in day.items if item.exercise == exercise]


def work(items):
    return sum(item.dose.sets * (item.dose.reps or 1) * (1 if item.side == "both" else 0.5) for item in items)


def on(day):
    return DAY_1 + dt.timedelta(days=day)


def test_a_morning_with_pain_gives_no_session_however_often_it_is_opened():
    log = with_morning(Log(started=DAY_1), LogMorning(date=DAY_1, pain=7))
    for morning in (Morning(pain=7), Morning(), Morning(stiffness=2)):
        found = today(MADE, log, DAY_1, morning)
        assert (found.items, found.pattern, found.rules) == ([], "rest", ["R03"])
    assert today(MADE, log, on(1), Morning()).items


def test_the_log_keeps_the_whole_morning_and_the_worse_answer_counts():
    log = with_morning(Log(started=DAY_1), LogMorning(date=DAY_1, pain=7, calf_soreness=3))
    assert remembered(log, DAY_1, Morning(pain=2)) == LogMorning(date=DAY_1, pain=7, calf_soreness=3)
    assert with_morning(log, LogMorning(date=DAY_1, pain=0, stiffness=4)).mornings == [
        LogMorning(date=DAY_1, pain=7, calf_soreness=3, stiffness=4)
    ]
    assert remembered(log, on(1), Morning()) == LogMorning(date=on(1))
    assert Log.model_validate_json(log.model_dump_json()) == log


def test_pain_of_four_halves_what_is_left_now_and_shapes_the_next_session():
    log = Log(started=DAY_1, entries=[entry(pain_during=4)])
    now, planned = today(MADE, log, DAY_1, Morning()), MADE.weeks[0].days[0]
    assert work(of(now)) == pytest.approx(work(of(planned)) / 2)
    assert any("pain 4 of 10, so this is half of what was left" in (item.note or "") for item in of(now))
    later = next(day for day in MADE.weeks[0].days[1:] if of(day))
    after = today(MADE, log, later.date, Morning())
    assert {item.level for item in of(after)} == {1}
    assert work(of(after)) < work(of(later))


def test_after_a_comfortable_session_the_whole_dose_comes_back():
    days = [place for place, day in enumerate(MADE.weeks[0].days) if of(day)]
    log = Log(started=DAY_1, entries=[entry(days[0], pain_during=4), entry(days[1])])
    next_day = MADE.weeks[0].days[days[2]]
    assert work(of(today(MADE, log, next_day.date, Morning()))) == work(of(next_day))


def test_red_pain_ends_the_exercise_for_today():
    log = Log(started=DAY_1, entries=[entry(pain_during=7)])
    now = today(MADE, log, DAY_1, Morning())
    assert not of(now)
    assert "R54" in now.rules


def test_pain_of_both_legs_at_once_is_one_event_and_a_second_one_stops_the_plan():
    once, twice = [entry(pain_during=7)], [entry(pain_during=7), entry(2, pain_during=7)]
    assert not course(MADE, Log(started=DAY_1, entries=once), DAY_1).stopped
    assert course(MADE, Log(started=DAY_1, entries=twice), on(2)).stopped


def test_a_worse_morning_at_the_first_level_gives_less_not_the_same():
    planned = MADE.weeks[0].days[0]
    now = today(MADE, Log(started=DAY_1), DAY_1, Morning(pain=3))
    main = [item for item in planned.items if item.category != "warmup"]
    assert now.minutes < planned.minutes
    assert all(item.dose != same.dose for item in now.items for same in main if item.exercise == same.exercise)


def test_little_pain_on_a_first_morning_is_noted_and_the_session_stays():
    planned = MADE.weeks[0].days[0]
    now = today(MADE, Log(started=DAY_1), DAY_1, Morning(pain=2))
    assert now.items == planned.items
    assert any("first morning" in note and "Train as planned" in note for note in now.notes)


def test_more_pain_on_a_first_morning_takes_heavy_work_and_ends_of_range_out_and_says_why():
    made = plan_of({"measure": {"wblt_cm": [12, 12]}, "intake": {"start_date": DAY_1, "goals": ["speed"]}})
    day = next(one for week in made.weeks for one in week.days if any(item.load_class == "H" for item in one.items))
    now = today(made, Log(started=DAY_1), day.date, Morning(pain=3))
    assert not [item for item in now.items if item.load_class == "H"]
    assert not [item for item in now.items if "end_range" in catalogue()[item.exercise].traits]
    assert any("first morning" in note and "careful" in note for note in now.notes)


def test_with_an_earlier_morning_only_a_rise_counts():
    log = with_morning(Log(started=DAY_1), LogMorning(date=DAY_1, pain=2))
    later = [one for one in MADE.weeks[0].days if one.items][1]
    assert today(MADE, log, later.date, Morning(pain=2)).items == later.items
    assert "R55" in today(MADE, log, later.date, Morning(pain=4)).rules


def test_pain_that_the_log_has_acted_on_is_not_counted_twice():
    entries = [entry(0, level=3), entry(2, level=3, pain_next_morning=None)]
    day = MADE.weeks[0].days[3]
    found = today(MADE, Log(started=DAY_1, entries=entries), day.date, Morning(pain=3))
    levels = {one.level for one in course(MADE, with_morning(Log(started=DAY_1, entries=entries),
              LogMorning(date=on(3), pain=3)), on(3)).states if one.exercise == SLIDE}  # fmt: skip
    assert levels == {2}
    assert {item.level for item in of(found)} <= {2}


scores = st.none() | st.integers(0, 10).map(float)
mornings = st.builds(Morning, pain=scores, stiffness=scores, calf_soreness=scores, swelling=st.booleans())
entries_of_days = st.lists(
    st.builds(
        entry,
        st.integers(0, 12),
        exercise_id=st.sampled_from(sorted({item.exercise for item in MADE.items})),
        level=st.integers(1, 3),
        pain_during=st.integers(0, 7),
        pain_next_morning=st.none() | st.integers(0, 6),
        form=st.integers(0, 3),
        dose_done_pct=st.sampled_from([50, 100]),
        fatigue=st.none() | st.integers(0, 10),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given_values(mornings, entries_of_days, st.integers(0, 14))
def test_a_session_is_never_longer_than_asked_and_pain_never_makes_it_longer(morning, entries, number):
    log = Log(started=DAY_1, entries=entries)
    found = today(MADE, log, on(number), morning)
    planned = MADE.weeks[number // 7].days[number % 7]
    assert found.minutes == pytest.approx(sum(item.minutes for item in found.items))
    assert found.minutes <= MADE.minutes_per_day
    hurts = (morning.pain or 0) >= 3 or (morning.calf_soreness or 0) > 2 or morning.swelling
    if hurts and planned.items:
        assert found.minutes <= planned.minutes + 1e-9
    if (morning.pain or 0) >= 5:
        assert not found.items


@settings(max_examples=40, deadline=None, derandomize=True)
@given_values(entries_of_days, st.integers(0, 14))
def test_every_item_of_a_day_carries_its_level_in_words_and_its_limits(entries, number):
    found = today(MADE, Log(started=DAY_1, entries=entries), on(number), Morning())
    for item in found.items:
        own = [
            one for one in MADE.items if one.exercise == item.exercise and {one.side, item.side} & {item.side, "both"}
        ]
        assert item.level_text
        assert all(cap in item.caps for one in own for cap in one.caps if one.side == item.side)
        assert all(one.max_level is None or item.level <= one.max_level for one in own)


@pytest.mark.parametrize("value", [11, -1, float("nan"), float("inf")])
def test_a_value_that_cannot_be_is_refused_before_anything_is_kept(value):
    with pytest.raises(OptionError, match="pain"):
        Morning(pain=value)


@pytest.mark.parametrize(
    "swollen", [{"mornings": [{"date": DAY_1, "swelling": True}]}, {"entries": [entry(swelling=True)]}]
)
def test_swelling_in_the_log_leaves_only_the_warm_up_for_two_more_days(swollen):
    log = Log.model_validate({"started": DAY_1, **swollen})
    days = [today(MADE, log, on(number), Morning()) for number in range(4)]
    assert [{item.category for item in day.items} <= {"warmup"} for day in days] == [True, True, True, False]


@pytest.mark.parametrize("again", [0, 1, 2])
@pytest.mark.parametrize("place", ["mornings", "entries"])
def test_swelling_that_is_noted_again_keeps_its_days_from_there(again, place):
    noted = [{"date": on(number), "swelling": True} if place == "mornings" else entry(number, swelling=True)
             for number in sorted({0, again})]  # fmt: skip
    log = Log.model_validate({"started": DAY_1, place: noted})
    moves = [[hit.move.to for hit in holding(read_log(MADE, log, on(day)), on(day))] for day in range(again + 4)]
    assert [one.count("warmup_only") for one in moves] == [1] * (again + 3) + [0]
    for day in range(again + 3):
        assert {item.category for item in today(MADE, log, on(day), Morning()).items} <= {"warmup"}


def test_a_deload_starts_again_only_if_its_rule_still_holds_when_it_ends():
    """Three tired sessions are answered once: one more in the easy week prolongs nothing, one on its last day does."""

    def tired(*numbers):
        log = Log(started=DAY_1, entries=[entry(number, fatigue=9) for number in numbers])
        read = read_log(MADE, log)
        return [until for hit, until in read.lasting if hit.move.to == "deload"]

    assert tired(0, 1, 2) == [on(9)]
    assert tired(0, 1, 2, 5) == [on(9)]
    assert tired(0, 1, 2, 5, 9) == [on(16)]


@pytest.mark.parametrize("red", [{"pain_during": 8}, {"sharp_or_limping": True}])
def test_a_red_event_ends_the_session_of_that_day_and_no_other(red):
    log = Log(started=DAY_1, entries=[entry(**red)])
    found = today(MADE, log, DAY_1, Morning())
    assert (found.items, found.pattern) == ([], "rest")
    assert any("the session ends here" in note for note in found.notes)
    assert not left_of(MADE, log, DAY_1, MADE.weeks[0].days[0].items[0])
    assert today(MADE, log, on(1), Morning()).items


def test_a_morning_deleted_from_the_log_holds_no_level_and_changes_no_session():
    log = Log(started=DAY_1, entries=[entry(level=2, pain_next_morning=None)])
    hurt = with_morning(log, LogMorning(date=on(1), pain=7))
    assert any(one.held_sessions for one in course(MADE, hurt, on(1)).states)
    again = without_morning(hurt, on(1))
    assert again == log
    assert course(MADE, again, on(1)) == course(MADE, log, on(1))
    assert today(MADE, again, on(1), Morning()) == today(MADE, log, on(1), Morning())


def test_what_a_good_morning_does_not_name_stays_unknown_and_changes_and_blocks_nothing():
    entries = [entry(day, goal_met=True, pain_next_morning=None) for day in (0, 2)]
    named, all_asked = (
        Log(
            started=DAY_1,
            entries=entries,
            mornings=[LogMorning(date=on(day), pain=0, stiffness=0, **more) for day in (1, 3)],
        )
        for more in ({}, {"swelling": False, "calf_soreness": 0})
    )
    assert course(MADE, named, on(3)).states == course(MADE, all_asked, on(3)).states
    assert any(one.level > 1 for one in course(MADE, named, on(3)).states if one.exercise == SLIDE)
    assert today(MADE, named, on(3), Morning()) == today(MADE, all_asked, on(3), Morning())


CIRCLES = "wu_circles"


def circles(day, **noted):
    return entry(day, exercise_id=CIRCLES, **noted)


def sessions(log, days=8):
    """Return the next sessions after the first day, each done without its ankle circles."""
    found = []
    for number in range(1, days):
        now = today(MADE, log, on(number), Morning())
        if now.items:
            found.append(now)
            log = log.model_copy(update={"entries": [*log.entries, entry(number, exercise_id="wu_rocks")]})
    return found


def test_a_warm_up_exercise_with_sharp_pain_is_left_out_once_and_comes_back_easier():
    first, second, *_ = sessions(Log(started=DAY_1, entries=[circles(0, pain_during=2, sharp_or_limping=True)]))
    assert not of(first, CIRCLES)
    assert any("Ankle circles" in note and "skipped today" in note for note in first.notes)
    assert 0 < work(of(second, CIRCLES)) < work(of(MADE.weeks[0].days[0], CIRCLES))


def test_an_exercise_that_was_skipped_once_comes_back_though_it_could_not_be_logged():
    days = sessions(Log(started=DAY_1, entries=[entry(sharp_or_limping=True)]), 14)
    planned = [day for day in days if of(planned_day(MADE, Log(started=DAY_1), day.date))]
    assert [bool(of(day)) for day in planned] == [False, *[True] * (len(planned) - 1)]
    assert len(planned) > 1
    assert work(of(planned[1])) < work(of(MADE.weeks[0].days[0]))


def test_pain_of_four_in_the_warm_up_halves_it_next_time():
    first, *_ = sessions(Log(started=DAY_1, entries=[circles(0, pain_during=4)]))
    assert 0 < work(of(first, CIRCLES)) < work(of(MADE.weeks[0].days[0], CIRCLES))


@pytest.mark.parametrize(("site", "shown"), [("calf", True), ("knee", False), (None, False)])
@pytest.mark.parametrize("sides", [("right", "left"), ("left", "right")])
def test_sharp_pain_in_the_calf_shows_the_signs_of_an_emergency(site, shown, sides):
    legs = [
        circles(0, side=one, **({"sharp_or_limping": True, "pain_site": site} if one == "right" else {}))
        for one in sides
    ]
    notes = " ".join(today(MADE, Log(started=DAY_1, entries=legs), DAY_1, Morning()).notes)
    signs = next(one.sentence for one in wording().stop_signs if one.level == "emergency")
    assert signs.startswith("If you have any of these, call")  # no order to someone who has none
    assert "Emergency" not in notes
    assert "the session ends here" in notes
    assert (signs in notes) is shown


@pytest.mark.parametrize(("gap", "level"), [(7, 3), (8, 2), (21, 2), (22, 1)])
def test_a_gap_sends_back_today_not_only_after_the_next_session(gap, level):
    found = read_log(MADE, Log(started=DAY_1, entries=[entry(level=3)]), on(gap))
    assert {one.level for one in states(found) if one.exercise == SLIDE} == {level}
    said = [hit.said for hit in holding(found, on(gap))]
    assert any("without a session" in text for text in said) is (gap > 7)


def test_new_calf_symptoms_bar_calf_work_and_send_to_a_doctor():
    made = plan_of({"intake": {"new_calf_symptoms": True}})
    assert not [one for one in made.items if {"calf_load", "calf_stretch"} & set(catalogue()[one.exercise].traits)]
    assert any("blood clot" in one.text for one in made.advice)


def rested(*pains, now):
    """Return the first training day after so many mornings of pain without any exercise."""
    mornings = [LogMorning(date=DAY_1 + dt.timedelta(days=day), pain=pain) for day, pain in enumerate(pains)]
    day = next(one for one in MADE.weeks[0].days[len(pains) :] if one.items)
    return today(MADE, Log(started=DAY_1, mornings=mornings), day.date, Morning(pain=now))


def test_mornings_after_days_of_rest_say_what_is_usual():
    worse, as_usual = rested(2, 2, 2, now=4), rested(2, 2, 2, now=2)
    assert any("more pain this morning than usual" in note.lower() for note in worse.notes)
    assert not any("first morning" in note for note in (*worse.notes, *as_usual.notes))
    assert not any("more pain" in note for note in as_usual.notes)


def test_the_first_morning_of_all_is_still_the_first():
    assert any("first morning" in note for note in rested(None, None, None, now=4).notes)


def test_a_morning_after_rest_counts_for_the_exercises_too():
    hurt = [entry(4, pain_next_morning=3)]
    mornings = [LogMorning(date=DAY_1 + dt.timedelta(days=day), pain=3) for day in range(3)]
    for noted, worse in (([], True), (mornings, False)):
        log = Log(started=DAY_1, entries=hurt, mornings=noted)
        moves = course(MADE, log, DAY_1 + dt.timedelta(days=5)).moves
        assert any("next morning" in one.text and one.to == "back" for one in moves) is worse


def test_an_exercise_skipped_after_pain_stays_skipped_on_that_day_and_comes_back_smaller_the_next():
    days = [place for place, day in enumerate(MADE.weeks[0].days) if of(day)]
    painful = [entry(days[0], pain_during=6, side="right"), entry(days[0], side="left")]
    before = Log(started=DAY_1, entries=painful)
    planned = [item for item in today(MADE, before, on(days[1]), Morning()).items if item.category != "warmup"]
    assert {item.side for item in of(today(MADE, before, on(days[1]), Morning()))} == {"left"}
    done = [entry(days[1], exercise_id=one.exercise, side=one.side, level=one.level) for one in planned]
    logged = Log(started=DAY_1, entries=[*painful, *done])
    after = today(MADE, logged, on(days[1]), Morning())
    assert {item.side for item in of(after)} == {"left"}
    assert after.minutes <= today(MADE, before, on(days[1]), Morning()).minutes
    later = [item for item in of(today(MADE, logged, on(days[2]), Morning())) if item.side == "right"]
    usual = next(item for item in of(MADE.weeks[0].days[days[2]]))
    assert later
    assert all(one.dose.sets * one.dose.reps < usual.dose.sets * usual.dose.reps for one in later)


CALF_LOAD = [name for name, one in catalogue().exercises.items() if "calf_load" in one.traits]


def session_on(place, *, hurts=None, **noted):
    """Return a session of the plan as done; `hurts` names the exercise with what is noted of it."""
    items = MADE.weeks[0].days[place].items
    return [
        entry(
            place, exercise_id=one.exercise, side=one.side, level=one.level, **(noted if one.exercise == hurts else {})
        )
        for one in items
    ]


@pytest.mark.parametrize("site", ["calf", "achilles_mid", "achilles_insertion"])
@pytest.mark.parametrize("first", [True, False])
def test_strong_pain_where_calf_loading_pulls_eases_all_calf_loading_whatever_the_site_and_the_order(site, first):
    strength = [
        place for place, day in enumerate(MADE.weeks[0].days) if any(i.exercise in CALF_LOAD for i in day.items)
    ]
    done = session_on(strength[0], hurts="st_tib_raise", pain_during=6, pain_site=site)
    done.sort(key=lambda one: (one.exercise_id == "st_tib_raise") != first)
    log = Log(started=DAY_1, entries=done)
    moves = course(MADE, log, on(strength[0])).moves
    assert not [move for move in moves if (move.level_after or 0) > (move.level_before or 0)]
    planned = {one.exercise: one for one in MADE.weeks[0].days[strength[1]].items if one.exercise in CALF_LOAD}
    now = {one.exercise: one for one in today(MADE, log, on(strength[1]), Morning()).items if one.exercise in CALF_LOAD}
    assert planned
    for name, item in now.items():
        assert item.level < planned[name].level or item.dose != planned[name].dose


def test_pain_above_the_limit_holds_what_loads_the_place_and_the_rest_may_rise():
    places = [place for place, day in enumerate(MADE.weeks[0].days) if any(i.exercise in CALF_LOAD for i in day.items)]
    done = [*session_on(places[0]), *session_on(places[1], hurts="st_tib_raise", pain_during=4, pain_site="calf")]
    rises = {
        move.exercise
        for move in course(MADE, Log(started=DAY_1, entries=done), on(places[1])).moves
        if (move.level_after or 0) > (move.level_before or 0)
    }
    assert rises
    assert not rises & {*CALF_LOAD, "st_tib_raise"}


@pytest.mark.parametrize("noted", [{"pain_during": 6, "pain_site": "calf"}, {"ease": 2}])
def test_no_warm_up_rises_from_a_session_that_hurt_or_felt_hard(noted):
    places = [place for place, day in enumerate(MADE.weeks[0].days) if of(day)]
    quiet = [one for place in places[:2] for one in session_on(place)]
    hard = [*session_on(places[0]), *session_on(places[1], hurts=SLIDE, **noted)]
    levels = [
        {one.exercise: one.level for one in course(MADE, Log(started=DAY_1, entries=done), on(places[1])).states}
        for done in (quiet, hard)
    ]
    assert levels[0]["wu_circles"] == 2
    assert all(level == 1 for name, level in levels[1].items() if name.startswith("wu_"))


def test_today_shows_the_level_that_progress_names_and_a_step_up_counts_from_the_next_session():
    places = [place for place, day in enumerate(MADE.weeks[0].days) if of(day)]
    done = [one for place in places[:2] for one in session_on(place)]
    done += [entry(places[1], exercise_id="nm_sl_floor", side="right", level=3, pain_during=6, pain_site="knee")]
    log = Log(started=DAY_1, entries=[one for one in done if one.date < on(places[1])] + session_on(places[1]))
    for date in (on(places[1]), on(places[2])):
        before = Log(started=DAY_1, entries=[one for one in log.entries if one.date < date])
        now = {one.exercise: one.level for one in course(MADE, before, date).states}
        shown = {one.exercise: one.level for one in today(MADE, before, date, Morning()).items}
        assert {name: now[name] for name in shown} == shown
        after = {one.exercise: one.level for one in today(MADE, log, date, Morning()).items}
        assert after == shown


def test_no_session_of_a_log_is_longer_than_the_plan_says_also_where_more_minutes_are_asked():
    made = plan_of({"intake": {"start_date": DAY_1, "minutes_per_day": 45, "goals": ["uphill", "speed"]}})
    assert made.session_max_min == 30
    log = Log(started=DAY_1)
    for number in range(21):
        day = today(made, log, on(number), Morning())
        assert day.minutes + sum(item.minutes for item in day.morning) <= made.session_max_min
        log.entries.extend(entry(number, exercise_id=i.exercise, side=i.side, level=i.level) for i in day.items)
    older = made.model_copy(update={"session_max_min": None})
    most = max(one.minutes + sum(item.minutes for item in one.morning) for week in made.weeks for one in week.days)
    assert today(older, log, on(21), Morning()).minutes <= most


@pytest.mark.parametrize("minutes", [8, 15])
def test_after_pain_an_exercise_is_smaller_than_without_and_no_other_one_takes_its_time(minutes):
    made = plan_of({"measure": {"wblt_cm": [9.1, 5.1]}, "intake": {"start_date": DAY_1, "minutes_per_day": minutes}})
    first = [place for place, day in enumerate(made.weeks[0].days) if day.items]
    for hurts in {item.exercise for item in made.weeks[0].days[first[0]].items if item.category != "warmup"}:
        quiet, sore = (
            Log(started=DAY_1, entries=[
                entry(first[0], exercise_id=one.exercise, side=one.side, level=one.level,
                      pain_during=pain if one.exercise == hurts else 0, pain_site="other")
                for one in made.weeks[0].days[first[0]].items
            ])
            for pain in (0, 4)
        )  # fmt: skip
        for place in first[1:]:
            before, after = (today(made, log, on(place), Morning()) for log in (quiet, sore))
            assert after.minutes <= before.minutes
            for one in after.items:
                said = one.note == "a smaller dose after pain"
                assert not said or all(one.dose != x.dose for x in of(before, one.exercise) if x.side == one.side)
                assert one.dose.sets <= max(same.dose.sets for same in of(before, one.exercise))
            if of(before, hurts):
                assert after.minutes < before.minutes
                assert all(one.note != "fewer sets, so the session fits your time" for one in of(after, hurts))
                break
