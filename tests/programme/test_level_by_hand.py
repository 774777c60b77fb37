"""An entry above the level reached raises it only with an answer to how it was, and every move of a level is shown."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.programme import course
from dorsi.report.log.progress_view import progress_view
from dorsi.schema.log import Log, LogEntry

MONDAY = dt.date(2026, 1, 5)
WELL = {"pain_during": 0, "dose_done_pct": 100, "ease": 5}


def read(*entries):
    made = plan_of({"measure": {"wblt_cm": [7.0, 7.0]}, "intake": {"start_date": MONDAY}})
    logged = [
        LogEntry.model_validate(
            {"exercise_id": "mo_wall_slide", "side": "left", "date": MONDAY + dt.timedelta(days=2 * number)} | one
        )
        for number, one in enumerate(entries)
    ]
    return course(made, Log(started=MONDAY, entries=logged), logged[-1].date)


def level(found):
    return next(one.level for one in found.states if (one.exercise, one.side) == ("mo_wall_slide", "left"))


@pytest.mark.parametrize("answers", [{}, {"notes": "x"}, {"form": 3}, WELL | {"pain_during": 4}])
def test_a_level_alone_or_with_pain_raises_nothing(answers):
    found = read({"level": 4} | answers)
    assert level(found) == 1


def test_a_slip_does_not_undo_what_was_reached_before():
    assert level(read({"level": 1} | WELL, {"level": 4}, {"level": 1} | WELL)) == 1


def test_with_an_answer_it_rises_and_the_list_of_moves_shows_it():
    found = read({"level": 3} | WELL)
    assert level(found) == 3
    [shown] = progress_view(found).moves
    assert "level 1 to 3" in shown.what
    assert "you did level 3" in shown.text.lower()


def test_a_lower_level_that_was_done_is_a_move_that_is_shown():
    found = read({"level": 3} | WELL, {"level": 2})
    assert level(found) == 2
    levels = [(one.level_before, one.level_after) for one in found.moves]
    assert [(before, after) for before, after in levels if before != after] == [(1, 3), (3, 2)]
