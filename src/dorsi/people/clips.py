"""A person's clips: one, the newest of each movement, several together."""

import datetime as dt
from collections.abc import Sequence

from dorsi.analysis.compare import assess
from dorsi.errors import NotStoredError
from dorsi.schema.session import Assessment, Session
from dorsi.store import SessionRecord, Store


class NoSessionError(NotStoredError):
    """There is no session with a key: it was deleted, or measured again."""

    def __init__(self, key: str) -> None:
        super().__init__(f"session {key[:16]} not found; it may have been deleted")
        self.key = key  #: that was asked for


def session_with_key(store: Store, key: str) -> SessionRecord:
    """Return a stored session.

    Raises
    ------
    NoSessionError
        If there is none with this key.
    """
    record = store.find(key)
    if record is None:
        raise NoSessionError(key)
    return record


def newest_sessions(store: Store, person: str) -> list[SessionRecord]:
    """Return the newest session of each movement and near leg."""
    records = sorted(store.sessions(person), key=age_of)
    newest = {(one.session.movement, one.session.quality.near_side): one for one in records}
    return list(newest.values())


def dated_clips(store: Store, person: str) -> list[tuple[dt.date, Session]]:
    """Return all of a person's clips whose day is known, with that day."""
    return [(one.recorded_on, one.session) for one in store.sessions(person) if one.recorded_on is not None]


def assessment(store: Store, person: str, keys: Sequence[str] = ()) -> Assessment:
    """Return joined sessions of one person: those with the keys, or the newest of each movement and leg.

    Raises
    ------
    NotStoredError
        If the person has no session, or none with one of the keys.
    """
    records = [session_with_key(store, key) for key in keys] if keys else newest_sessions(store, person)
    for one in records:
        if one.person != person:
            raise NotStoredError(f"session {one.key[:16]} is not one of {person}'s")
    if not records:
        raise NotStoredError(f"{person} has no clips yet; film one first")
    return assess([one.session for one in records], person=person)


def age_of(record: SessionRecord) -> tuple[dt.date, str]:
    """Return what sorts sessions, the oldest first; one without a day comes before all."""
    return record.recorded_on or dt.date.min, record.session.recorded_at or ""
