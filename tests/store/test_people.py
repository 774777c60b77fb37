"""People by number, and logs that several devices write to at once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from dorsi.errors import NotStoredError
from dorsi.schema.log import Log, LogEntry
from dorsi.store.people import add_person, change_log, person_with_id

ENTRY = LogEntry(date=dt.date(2026, 11, 20), exercise_id="mo_wall_slide", level=1)


def with_entry(log):
    return log.model_copy(update={"entries": [*log.entries, ENTRY]})


def test_person_is_found_by_number(store):
    anna = add_person(store, "Anna")
    assert person_with_id(store, anna.id) == anna


def test_number_of_nobody_is_said(store):
    with pytest.raises(NotStoredError, match="person 7 is not stored"):
        person_with_id(store, 7)


@pytest.mark.parametrize("typed", ["anna", " ANNA ", "Anna"])
def test_person_of_a_known_name_is_not_stored_twice(store, typed):
    assert add_person(store, "Anna").id == add_person(store, typed).id


def test_first_change_begins_the_log(store):
    add_person(store, "Anna")
    assert change_log(store, "Anna", with_entry) == store.log("Anna") == Log(entries=[ENTRY])


def test_log_of_nobody_is_not_begun(store):
    with pytest.raises(NotStoredError, match="'Anna' is not stored"):
        change_log(store, "Anna", with_entry)


def test_changes_at_the_same_time_are_all_kept(store):
    add_person(store, "Anna")
    change_log(store, "Anna", with_entry)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: change_log(store, "anna", with_entry), range(12)))
    assert len(store.log("Anna").entries) == 13
