"""Flags exported numbers that are not measurements, so that no table shows them as if they were."""

from typing import Final

import numpy as np

from dorsi.protocols import instruments
from dorsi.protocols.gates import is_heel_up
from dorsi.schema.session import Event, Session
from dorsi.types import SIDES, Array, Signals
from dorsi.vocabulary import Status

#: Extra columns of signals.csv: the columns without measurements, the legs whose event does not count, and the legs
#: whose heel is off the floor.
FLAGS: Final = ("not_measured", "void", "heel_up")


def column_status(column: str, session: Session) -> Status:
    """Return the status of a column of signals.csv; "left_knee_flexion_deg" is that of the left leg's knee."""
    return session.status_of(column, "both")


def not_measured(signals: Signals, session: Session) -> list[str]:
    """Return the signal columns without measurements."""
    names = (name for name in signals.columns() if name != "time_s")
    return [name for name in names if column_status(name, session) == "not_measured"]


def void_sides(time_s: Array, session: Session) -> list[str]:
    """Return each frame's legs in a repetition or step that does not count, separated by spaces."""
    inside = {side: np.zeros(len(time_s), dtype=bool) for side in SIDES}
    for event in session.events:
        if not event.valid and event.side in inside:
            inside[event.side] |= _within(event, time_s)
    return [" ".join(side for side in SIDES if inside[side][k]) for k in range(len(time_s))]


def heels_up(signals: Signals) -> list[str]:
    """Return each frame's legs whose heel is off the floor: a lean of the shank there says nothing of the ankle.

    Heel height and pitch of the foot are read against the flat foot already.
    """
    up = is_heel_up(signals.heel_height_frac, -signals.foot_pitch_deg, instruments.SHARED.pose)
    return [" ".join(side for side, is_up in zip(SIDES, row, strict=True) if is_up) for row in up]


def flag_columns(signals: Signals, session: Session) -> dict[str, list[str]]:
    """Return the columns `FLAGS` of signals.csv, one text per frame.

    Parameters
    ----------
    signals
        Angles over time.
    session
        Tells what was not measured, and which events don't count.

    Returns
    -------
    dict of list of str
        The columns by name: names with spaces between them, (T,).
    """
    names = " ".join(not_measured(signals, session))
    texts = ([names] * len(signals.time_s), void_sides(signals.time_s, session), heels_up(signals))
    return dict(zip(FLAGS, texts, strict=True))


def _within(event: Event, time_s: Array) -> Array:
    start = event.start_s if event.kind == "rep" else event.contact_s
    end = event.end_s if event.kind == "rep" else event.toe_off_s
    if start is None or end is None:
        return np.zeros(len(time_s), dtype=bool)
    return np.asarray((time_s >= start) & (time_s <= end))
