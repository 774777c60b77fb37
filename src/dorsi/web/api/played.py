"""A session while it is played: stored step by step, and adapted by the rules."""

from typing import Annotated

from fastapi import APIRouter, Path

from dorsi.detectable import detectable_changes
from dorsi.people import log as persons_log
from dorsi.people import programme
from dorsi.programme import Morning
from dorsi.programme.logbook.answering import not_noted
from dorsi.programme.logbook.day_changes import is_stopped
from dorsi.programme.logbook.today import left_of
from dorsi.web.api.people import PersonOf
from dorsi.web.played_log import with_played
from dorsi.web.playing import Left, Played, checked_left, noted_elsewhere, play_items
from dorsi.web.state import StateOf
from dorsi.wording.days import this_day

router = APIRouter(prefix="/api/people/{person_id}", tags=["programme"])
SessionId = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,64}$")]


@router.put("/log/sessions/{session_id}")
def keep_session(state: StateOf, person: PersonOf, session_id: SessionId, played: Played) -> Left:
    """Store what has been done of a session so far; replaces what was sent before, but no pain that is logged.

    A revision older than the one that is kept, or one that does not know of an edit in the log, is refused with 409 and
    the kept `revision`, `edits` and `entries`; a session that was deleted from the log, with 410. `over` says that pain
    ended the session, also where another device noted it.
    """
    plan = programme.current_plan(state.store, person.name)
    left = None if played.left is None else checked_left(played.left)
    kept = persons_log.change_entries(
        state.store,
        person.name,
        played.entries,
        lambda log: with_played(log, session_id, played.entries, revision=played.revision, edits=played.edits),
    )
    day, log = this_day(), persons_log.log_since(state.store, person.name, plan)
    today = programme.whole_session(state.store, person.name, day, Morning())
    rest = [] if left is None else left_of(plan, log, day, left, detectable=detectable_changes())
    asked = programme.questions_of(state.store, person.name, day, today.items)
    return Left(
        date=day,
        day=play_items(today.items, asked, noted_elsewhere(kept, day, session_id)),
        left=play_items(rest, asked),
        notes=today.notes,
        waits=not_noted(programme.log_read(state.store, person.name, day), [day]),
        over=is_stopped(today),
        edits=next(one.edits for one in kept.played if one.session_id == session_id),
        entries=[one for one in kept.entries if one.session_id == session_id],
    )
