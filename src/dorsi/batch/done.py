"""Whether a clip was measured before as it is asked for now, and its report is whole."""

import datetime as dt
from pathlib import Path

from dorsi import report
from dorsi.batch.finding import Order
from dorsi.names import fold
from dorsi.schema.session import Session
from dorsi.store import Store


def person_of(order: Order) -> str:
    """Return the person of the clip; every stored clip has one."""
    assert order.request.person is not None
    return order.request.person


def day_of(session: Session) -> dt.date | None:
    """Return the day of filming, if known."""
    return None if session.recorded_at is None else dt.datetime.fromisoformat(session.recorded_at).date()


def is_done(order: Order, store: Store, folder: Path, *, overlay: bool) -> bool:
    """Return whether a clip is stored for the same person and day, and its report exists."""
    stored = store.find(order.key.digest)
    return (
        stored is not None
        and fold(stored.person) == fold(person_of(order))
        and order.request.recorded_on in {None, stored.recorded_on}
        and order.request.speed_kmh in {None, stored.session.speed_kmh}
        and order.request.shoes in {None, stored.session.shoes}
        and stored.folder == folder.absolute()
        and is_whole(folder, overlay=overlay)
    )


def is_whole(folder: Path, *, overlay: bool) -> bool:
    """Return whether a folder holds a result with its report, and the overlay video where it is wanted."""
    needed = ["session.json", "report.html", *(["overlay.mp4"] if overlay else [])]
    return all((folder / name).is_file() for name in needed)


def shows_faces(folder: Path) -> bool:
    """Return whether pictures of a result may show faces."""
    return not report.faces_are_covered(folder)
