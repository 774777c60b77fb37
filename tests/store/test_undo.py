"""Changes by hand are undone row by row, and deleted with the data that they are about."""

import datetime as dt
from dataclasses import replace

import pytest
from material import made
from sqlalchemy import select

from dorsi.errors import DataError, NotStoredError
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log, LogEntry, LogMorning
from dorsi.store import changing
from dorsi.store.people import change_log
from dorsi.store.tables import Changed, Place, Table
from dorsi.store.undoing import last_change, undo_last

ENTRY = LogEntry(date=dt.date(2026, 11, 20), exercise_id="mo_wall_slide", level=1)
INTAKE = Intake(age_years=30, red_flags=[], history=[])


def rows(store):
    """Return every row, but for changes and for the folders that were ever written, which stay known."""
    kept = [table for table in Table.metadata.sorted_tables if table not in {Changed.__table__, Place.__table__}]
    with store.transaction(writes=False) as at:
        return {table.name: sorted(map(str, at.execute(select(table)).mappings())) for table in kept}


def edited(store, whose="Anna", **facts):
    """Change facts of a person's first session by hand."""
    record = store.sessions(whose)[0]
    changing.change_sessions(store, [replace(record, **facts)], text="lunge.mp4 was corrected")


@pytest.fixture
def squad(store, tmp_path):
    """Store two people with clips, logs and answers."""
    for person, clip in (("Ana", "a.mp4"), ("Anna", "b.mp4")):
        store.save(made(tmp_path, clip=clip, person=person))
        store.save_intake(person, INTAKE.model_copy(update={"person": person}))
        store.save_log(person, Log(person=person, started=dt.date(2026, 11, 1), entries=[ENTRY]))
    return store


CHANGES = {
    "rename": lambda store: changing.rename(store, "Ana", "Anastasia"),
    "merge": lambda store: changing.merge(store, "Ana", "Anna"),
    "merge the other way": lambda store: changing.merge(store, "Anna", "Ana"),
    "roster": lambda store: changing.describe_by_hand(
        store,
        [changing.RosterEntry(name="Ana", team="U23", aliases=("Annchen",)), changing.RosterEntry(name="New")],
        "roster",
    ),
    "move": lambda store: edited(store, person="Bea"),
    "day": lambda store: edited(
        store, recorded_on=dt.date(2026, 11, 3), note="wet", by_hand=frozenset({"recorded_on"})
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_by_hand_is_undone_to_the_last_row(squad, change):
    before = rows(squad)
    change(squad)
    assert rows(squad) != before
    undo_last(squad)
    assert rows(squad) == before
    assert last_change(squad) is None


def test_changes_are_undone_one_after_the_other(squad):
    before = rows(squad)
    for name in ("rename", "move", "roster", "merge"):
        CHANGES[name](squad)
    told = [undo_last(squad).change.text for _ in range(4)]
    assert told == ["Anastasia was joined with Anna", "roster", "lunge.mp4 was corrected", "Ana was renamed Anastasia"]
    assert rows(squad) == before


def test_a_clip_measured_since_a_rename_goes_back_to_the_old_name(squad, tmp_path):
    changing.rename(squad, "Ana", "Anastasia")
    squad.save(made(tmp_path, clip="c.mp4", person="Anastasia"))
    undo_last(squad)
    assert {one.session.person for one in squad.sessions("Ana")} == {"Ana"}
    assert len(squad.sessions("Ana")) == 2


def test_a_log_goes_on_after_a_rename_that_is_undone(squad):
    changing.rename(squad, "Ana", "Anastasia")
    change_log(squad, "Anastasia", lambda log: log.model_copy(update={"entries": [*log.entries, ENTRY]}))
    undo_last(squad)
    assert (squad.log("Ana").person, len(squad.log("Ana").entries)) == ("Ana", 2)


def test_what_was_changed_again_since_is_not_undone(squad):
    changing.merge(squad, "Ana", "Anna")
    change_log(squad, "Anna", lambda log: log.model_copy(update={"entries": [*log.entries, ENTRY]}))
    before = rows(squad)
    with pytest.raises(DataError, match="'Ana was joined with Anna' can't be undone: the same was changed again"):
        undo_last(squad)
    assert rows(squad) == before


def test_a_person_who_was_added_by_a_move_and_has_a_log_since_stays(squad):
    edited(squad, person="Bea")
    change_log(squad, "Bea", lambda _log: Log(entries=[ENTRY]))
    undo_last(squad)
    assert squad.log("Bea") is not None


def test_a_number_that_was_given_away_is_not_taken_back(squad, tmp_path):
    changing.merge(squad, "Anna", "Ana")
    squad.save(made(tmp_path, clip="c.mp4", person="Zoe"))
    undo_last(squad)
    assert [(one.name, one.sessions) for one in squad.people()] == [("Ana", 1), ("Anna", 1), ("Zoe", 1)]
    assert squad.intake("Anna").person == "Anna"


def test_only_the_change_that_is_meant_is_undone(squad):
    changing.rename(squad, "Ana", "Anastasia")
    meant = last_change(squad).id
    edited(squad, person="Bea")
    with pytest.raises(NotStoredError, match=r"no longer the last change; the last one is: lunge\.mp4 was corrected"):
        undo_last(squad, meant)


def test_nothing_to_undo_is_said(squad):
    with pytest.raises(NotStoredError, match="there is no change to undo"):
        undo_last(squad)


@pytest.mark.parametrize(
    "delete", [lambda store: store.remove("Bea"), lambda store: store.remove_session(store.sessions("Bea")[0].key)]
)
def test_deleted_data_is_in_no_change(squad, delete):
    edited(squad, person="Bea", note="Zebulon")
    delete(squad)
    with squad.transaction(writes=False) as at:
        kept = [str((row.text, row.about, row.rows)) for row in at.scalars(select(Changed))]
    assert not any("Bea" in one or "Zebulon" in one for one in kept)


def test_no_more_changes_are_kept_than_anyone_undoes(squad):
    for number in range(60):
        edited(squad, note=f"note {number}")
    with squad.transaction(writes=False) as at:
        assert len(at.scalars(select(Changed)).all()) == 50


@pytest.mark.parametrize("names", [("Ana", "Anna"), ("Anna", "Ana")])
def test_merged_people_have_one_morning_a_day_with_the_worse_answers(squad, names):
    day = dt.date(2026, 11, 21)
    for person, felt in (("Ana", {"pain": 6, "stiffness": 0}), ("Anna", {"pain": 0, "stiffness": 3, "swelling": True})):
        change_log(
            squad, person, lambda log, felt=felt: log.model_copy(update={"mornings": [LogMorning(date=day, **felt)]})
        )
    changing.merge(squad, *names)
    assert squad.log("Ana").mornings == [LogMorning(date=day, pain=6, stiffness=3, swelling=True)]
