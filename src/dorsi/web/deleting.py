"""Deletes data for good: stops running jobs first, so that nothing comes back."""

import logging
from typing import Final

from dorsi import batch
from dorsi.store import SessionRecord
from dorsi.web.state import ServerState

_LOG: Final = logging.getLogger(__name__)


def delete_person(state: ServerState, name: str) -> batch.Forgotten:
    """Delete everything about a person: rows, arrays, reports, cached landmarks, uploaded clips, jobs.

    Raises
    ------
    NotStoredError
        If no person of that name is stored.
    """
    state.jobs.cancel_person(name)
    gone = batch.forget(state.store, name)
    for line in gone.left:
        _LOG.warning("%s", line)
    return gone


def delete_session(state: ServerState, key: str) -> SessionRecord:
    """Delete one session: rows, arrays, report, cached landmarks, and the uploaded clip if nothing else needs it.

    Raises
    ------
    NotStoredError
        If there is no such session.
    """
    for record in state.store.movements(key):
        job = state.jobs.correcting(record.key)
        if job is not None:
            state.jobs.cancel(job)
    return batch.forget_session(state.store, key)
