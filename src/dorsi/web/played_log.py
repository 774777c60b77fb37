"""What a played session leaves in the log, and which copies of one are refused."""

from collections.abc import Sequence

from dorsi.errors import DorsiError
from dorsi.schema.log import Log, LogEntry, LogPlayed
from dorsi.web.log_forms import covered


class OlderPlayError(DorsiError):
    """An older copy of a played session came after a newer one."""

    def __init__(self, revision: int, entries: list[LogEntry]) -> None:
        super().__init__("this session went on elsewhere: what the log has is newer")
        self.revision = revision  #: that is kept
        self.entries = entries  #: that are kept


class DeletedPlayError(DorsiError):
    """A played session was deleted from the log while the player was open."""


def with_played(log: Log, session_id: str, entries: Sequence[LogEntry], *, revision: int | None = None) -> Log:
    """Return a log in which a played session replaces its earlier entries and that day's entries of its exercises.

    Raises
    ------
    DeletedPlayError
        If the session was in the log and is no longer.
    OlderPlayError
        If the log has a newer revision of the session.
    """
    known = next((one for one in log.played if one.session_id == session_id), None)
    own = [one for one in log.entries if one.session_id == session_id]
    if known is not None and known.entries and not own:
        raise DeletedPlayError("this session was deleted from the log")
    if known is not None and revision is not None and revision < known.revision:
        raise OlderPlayError(known.revision, own)
    revisions = [one for one in log.played if one.session_id != session_id]
    newest = max(revision or 0, known.revision if known else 0)
    revisions.append(LogPlayed(session_id=session_id, revision=newest, entries=len(entries)))
    played = [one.model_copy(update={"session_id": session_id}) for one in entries]
    names = {(one.date, name) for one in played for name in covered(one.exercise_id, one.side)}
    kept = [
        one
        for one in log.entries
        if one.session_id != session_id and (one.date, f"{one.exercise_id}:{one.side}") not in names
    ]
    return log.model_copy(update={"entries": sorted([*kept, *played], key=lambda one: one.date), "played": revisions})
