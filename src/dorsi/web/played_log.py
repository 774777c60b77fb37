"""What a played session leaves in the log, and which copies of one are refused."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from dorsi.errors import DorsiError
from dorsi.schema.log import Log, LogEntry, LogPlayed
from dorsi.web.log_forms import covered
from dorsi.web.pain_kept import is_sore, with_pains


class OlderPlayError(DorsiError):
    """An older copy of a played session came after a newer one, or after its pain was edited in the log."""

    def __init__(self, known: LogPlayed, entries: list[LogEntry]) -> None:
        super().__init__("this session went on elsewhere: what the log has is newer")
        self.revision = known.revision  #: that is kept
        self.edits = known.edits  #: of its pain in the log
        self.entries = entries  #: that are kept


class DeletedPlayError(DorsiError):
    """A played session was deleted from the log while the player was open."""


def with_played(
    log: Log, session_id: str, entries: Sequence[LogEntry], *, revision: int | None = None, edits: int | None = None
) -> Log:
    """Return a log in which a played session replaces its earlier entries and that day's entries of its exercises.

    No pain is lowered or removed by it, and what another session did in full stays done in full.

    Parameters
    ----------
    log
        The log.
    session_id
        The player's name of the session.
    entries
        All that was done of it.
    revision
        Of the session; None takes it as the newest.
    edits
        How many edits of its pain in the log the player knows of; None does not compare them.

    Raises
    ------
    DeletedPlayError
        If the session was deleted from the log.
    OlderPlayError
        If the log has a newer revision of the session, or an edit that the player does not know of.
    """
    known = next((one for one in log.played if one.session_id == session_id), None)
    own = [one for one in log.entries if one.session_id == session_id]
    if known is not None and (known.deleted or (known.entries and not own and not _has_day(log, known.date))):
        raise DeletedPlayError("this session was deleted from the log")
    if known is not None and (_is_older(revision, known) or edits not in {None, known.edits}):
        raise OlderPlayError(known, own)
    played = [one.model_copy(update={"session_id": session_id}) for one in entries]
    gone = [one for one in log.entries if one.session_id == session_id or _is_replaced(one, played)]
    merged = with_pains([_filled(one, gone) for one in played], gone)
    kept = [one for one in log.entries if not any(one is other for other in gone)]
    now = LogPlayed(
        session_id=session_id,
        revision=max(revision or 0, known.revision if known else 0),
        entries=len(entries),
        date=max((one.date for one in played), default=known.date if known else None),
        edits=known.edits if known else 0,
    )
    others = [one for one in log.played if one.session_id != session_id]
    return log.model_copy(
        update={"entries": sorted([*kept, *merged], key=lambda one: one.date), "played": [*others, now]}
    )


def _is_replaced(entry: LogEntry, played: Sequence[LogEntry]) -> bool:
    """Return whether a session has the exercise and leg of an entry; of a sore one, one of its legs is enough."""
    same = [one for one in played if (one.date, one.exercise_id) == (entry.date, entry.exercise_id)]
    names = {name for one in same for name in covered(one.exercise_id, one.side)}
    return f"{entry.exercise_id}:{entry.side}" in names or (is_sore(entry) and bool(same) and entry.side == "both")


#: Of an entry: how much was done.
_DOSE: Final = ("dose_done_pct", "sets", "reps", "hold_s", "tempo", "rest_s", "work_s")
#: Of an entry: what the player does not ask, or not always, and Today does.
_AFTER: Final = ("pain_next_morning", "first_step_pain", "morning_stiff_min", "form", "notes", "goal_met")


def _filled(entry: LogEntry, gone: Sequence[LogEntry]) -> LogEntry:
    """Return an entry with what the ones it replaces have of swelling, later mornings and a longer other session."""
    place = entry.date, entry.exercise_id, entry.side
    same = [one for one in gone if (one.date, one.exercise_id, one.side) == place]
    changes: dict[str, object] = {"swelling": entry.swelling or any(one.swelling for one in same)}
    for one in same:
        given = {name: getattr(one, name) for name in _AFTER if getattr(entry, name) is None}
        changes |= {name: value for name, value in given.items() if value is not None}
        if one.session_id not in {None, entry.session_id} and (one.dose_done_pct or 0) > (entry.dose_done_pct or 0):
            changes |= {name: getattr(one, name) for name in _DOSE}
    return entry.model_copy(update=changes)


def _has_day(log: Log, date: dt.date | None) -> bool:
    return any(one.date == date for one in log.entries)


def _is_older(revision: int | None, known: LogPlayed) -> bool:
    return revision is not None and revision < known.revision
