"""A session's form becomes entries of the log: what was not noted stays empty, what was noted before is replaced."""

import datetime as dt

import pytest

from dorsi.errors import DataError, OptionError
from dorsi.programme.facts.morning import with_morning
from dorsi.schema.log import Log, LogEntry, LogMorning
from dorsi.schema.plan import Day, Dose, SessionItem
from dorsi.web.log_forms import entries_of, entry_added, entry_words, felt_on, with_session, without_day

DAY = dt.date(2026, 1, 6)
DOSE = Dose(sets=2, reps=8, tempo_s=(2, 1, 3))
ITEM = SessionItem(exercise="mo_wall_slide", name="Wall slide", category="mobility", side="left", level=2, dose=DOSE,
                   dose_text="2 x 8", minutes=3, load_class="L", cue="slowly")  # fmt: skip
SESSION = Day(weekday="tue", date=DAY, pattern="B", minutes=3, items=[ITEM])
DONE = {"done:mo_wall_slide:left": "on"}


def entry(day=DAY, **changes):
    return LogEntry(date=day, exercise_id="mo_wall_slide", side="left", level=2, **changes)


def test_a_tick_alone_notes_the_planned_dose_and_no_pain():
    [noted] = entries_of(DONE, SESSION, DAY)
    assert (noted.sets, noted.reps, noted.tempo, noted.dose_done_pct) == (2, 8, "2-1-3", 100)
    assert noted.pain_during is None


def test_one_answer_says_how_it_was_and_that_nothing_else_hurt():
    [noted] = entries_of(DONE | {"felt": "hard"}, SESSION, DAY)
    assert (noted.ease, noted.pain_during, noted.dose_done_pct) == (2, 0, 100)
    [sore] = entries_of(DONE | {"felt": "right", "pain:mo_wall_slide:left": "3"}, SESSION, DAY)
    assert (sore.ease, sore.pain_during) == (5, 3)
    assert felt_on({"one": noted}) == "hard"
    with pytest.raises(OptionError, match="felt"):
        entries_of(DONE | {"felt": "fine"}, SESSION, DAY)


@pytest.mark.parametrize(("sent", "noted"), [({"goal:mo_wall_slide:left": "yes"}, True), ({}, False)])
def test_the_answer_to_an_exercises_question_is_noted_and_kept(sent, noted):
    before = {"mo_wall_slide:left": entry(goal_met=False)}
    assert entries_of(DONE | sent, SESSION, DAY, before)[0].goal_met is noted


def test_an_exercise_added_by_hand_needs_only_how_it_was():
    added = entry_added({"date": "2026-01-06", "exercise_id": "nm_sl_floor", "side": "both", "level": "1",
                         "felt": "easy", "pain": "-1", "form": "", "dose": "100"})  # fmt: skip
    assert (added.ease, added.pain_during, added.dose_done_pct, added.form) == (8, 0, 100, None)
    with pytest.raises(OptionError, match="exercise_id"):
        entry_added({"exercise_id": "nothing"})


def test_what_is_neither_ticked_nor_sore_is_not_noted():
    assert entries_of({"pain:mo_wall_slide:left": "0", "dose:mo_wall_slide:left": "100"}, SESSION, DAY) == []


@pytest.mark.parametrize("sore", [{"pain:mo_wall_slide:left": "7"}, {"sharp:mo_wall_slide:left": "on"}])
def test_pain_without_a_tick_is_noted_without_a_dose(sore):
    [noted] = entries_of(sore | {"dose:mo_wall_slide:left": "100"}, SESSION, DAY)
    assert (noted.pain_during, noted.sharp_or_limping) in {(7, False), (None, True)}
    assert (noted.dose_done_pct, noted.sets) == (None, None)


def test_an_empty_field_keeps_the_form_score_and_the_note_that_the_log_has():
    before = {"mo_wall_slide:left": entry(form=1, notes="hurts when I push")}
    [kept] = entries_of(DONE | {"form:mo_wall_slide:left": "", "notes:mo_wall_slide:left": " "}, SESSION, DAY, before)
    assert (kept.form, kept.notes) == (1, "hurts when I push")
    [new] = entries_of(DONE | {"form:mo_wall_slide:left": "3", "notes:mo_wall_slide:left": "ok"}, SESSION, DAY, before)
    assert (new.form, new.notes) == (3, "ok")


def test_part_of_the_dose_does_not_claim_the_planned_sets():
    [noted] = entries_of(DONE | {"dose:mo_wall_slide:left": "50"}, SESSION, DAY)
    assert (noted.dose_done_pct, noted.sets) == (50, None)


@pytest.mark.parametrize(("given", "noted"), [("-1", None), ("0", 0.0), ("7", 7.0)])
def test_a_slider_at_its_left_end_says_nothing(given, noted):
    assert entries_of(DONE | {"pain:mo_wall_slide:left": given}, SESSION, DAY)[0].pain_during == noted


def test_a_value_that_can_not_be_is_refused_in_words():
    with pytest.raises(DataError, match="wall slide"):
        entries_of(DONE | {"pain:mo_wall_slide:left": "11"}, SESSION, DAY)


def test_saving_again_replaces_the_session_and_leaves_other_exercises():
    other = LogEntry(date=DAY, exercise_id="st_calf_raise", side="both", level=1)
    log = with_session(Log(entries=[entry(pain_during=2), other]), DAY, [ITEM], [entry(pain_during=3)])
    assert sorted((one.exercise_id, one.pain_during) for one in log.entries) == [
        ("mo_wall_slide", 3.0), ("st_calf_raise", None)
    ]  # fmt: skip


def test_the_mornings_pain_goes_to_yesterday_only():
    old = entry(DAY - dt.timedelta(days=2))
    log = with_morning(Log(entries=[old, entry(DAY - dt.timedelta(days=1)), entry()]), LogMorning(date=DAY, pain=3))
    assert [one.pain_next_morning for one in log.entries] == [None, 3, None]
    assert [(one.date, one.pain) for one in log.mornings] == [(DAY, 3)]


def test_a_day_is_taken_out_as_a_whole():
    kept = entry(DAY - dt.timedelta(days=1))
    assert without_day(Log(entries=[kept, entry()]), DAY).entries == [kept]


def test_a_day_that_is_deleted_takes_its_morning_out_of_the_day_before():
    before = entry(DAY - dt.timedelta(days=1))
    log = with_morning(Log(entries=[before]), LogMorning(date=DAY, pain=7))
    assert without_day(log, DAY) == Log(entries=[before])


def test_a_next_morning_that_came_with_an_entry_stays_when_the_day_after_is_deleted():
    before = entry(DAY - dt.timedelta(days=1), pain_next_morning=2)
    log = with_morning(Log(entries=[before, entry()]), LogMorning(date=DAY, stiffness=4))
    assert without_day(log, DAY) == Log(entries=[before])


def test_an_entry_is_told_in_words():
    told = entry_words(entry(pain_during=2, form=3, sharp_or_limping=True))
    assert told == "left, level 2, pain 2 of 10, form very good, sharp pain or limping"
