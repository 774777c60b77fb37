"""The two legs of a movement that is filmed leg by leg: which one is filmed next, and where both results stand."""

import datetime as dt
from typing import Final

from dorsi.protocols import PROTOCOLS
from dorsi.report.clip.next_step import legs_of
from dorsi.store import SessionRecord, Store
from dorsi.types import SIDES
from dorsi.web.pages.results_shown import film_address
from dorsi.web.queue.job_records import JobView
from dorsi.web.state import ServerState

A_DAY: Final = dt.timedelta(days=1)


def other_leg(job: JobView, state: ServerState) -> tuple[str, str] | None:
    """Return the leg that is filmed after this one, and where.

    None where the movement is not filmed leg by leg, and where a clip of the other leg was sent at about the same time.
    """
    if job.side not in SIDES or job.side not in legs_of(job.movement) or job.replaces is not None:
        return None
    other = "right" if job.side == "left" else "left"
    since = job.created_at - A_DAY
    sent = (one for one in state.jobs.views() if one.person == job.person and one.state not in {"failed", "cancelled"})
    if any((one.movement, one.side) == (job.movement, other) and one.created_at > since for one in sent):
        return None
    return other, film_address(state.store.person(job.person), job.movement, other)


def result_address(job: JobView, store: Store) -> str:
    """Return where the result of a job is read: beside the other leg's of the same day, if there is one."""
    alone = f"/clips/{job.session_key}"
    record = store.find(job.session_key or "")
    if record is None:
        return alone
    measured = _sides(record)
    for one in reversed(store.sessions(record.person)):
        same = (one.session.movement, one.recorded_on) == (record.session.movement, record.recorded_on)
        sides = _sides(one)
        if same and one.key != record.key and measured and sides and not measured & sides:
            first, second = (one, record) if sides == {"left"} else (record, one)
            person = store.person(record.person)
            return f"/people/{person.id}/assessment?clip={first.key}&clip={second.key}"
    return alone


def _sides(record: SessionRecord) -> set[str]:
    """Return the single legs that have a headline number in a session; none where the number is of both."""
    protocol = PROTOCOLS.get(record.session.movement)
    if protocol is None:
        return set()
    listed = record.session.measurements
    found = {str(one.side) for one in listed if one.name == protocol.headline and one.value is not None}
    return found if "both" not in found else set()
