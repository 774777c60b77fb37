"""Results as tidy pandas tables: one row for each observation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dorsi.exchange.flags import column_status
from dorsi.extras import need
from dorsi.schema.session import Event, Session
from dorsi.types import SIDES, Landmarks, Signals

if TYPE_CHECKING:
    import pandas as pd

MEASUREMENT_COLUMNS: Final = (
    "session", "person", "recorded_at", "movement", "name", "side", "value", "unit", "ci95_low", "ci95_high", "sd", "n",
    "scale", "status", "reason",
)  # fmt: skip
EVENT_COLUMNS: Final = (
    "session", "kind", "side", "start_s", "peak_s", "end_s", "contact_s", "toe_off_s", "next_contact_s", "valid",
    "void_reasons", "not_measured",
)  # fmt: skip
BUDGET_COLUMNS: Final = ("session", "person", "movement", "name", "side", "unit", "part", "sd")
#: Columns of words; every other one but `valid` holds numbers.
_WORDS: Final = frozenset({
    "session", "person", "recorded_at", "movement", "name", "side", "unit", "scale", "status", "reason", "kind",
    "void_reasons", "not_measured", "part",
})  # fmt: skip


def measurements_table(sessions: Sequence[Session]) -> "pd.DataFrame":
    """Return one row for each session, quantity and side; numbers not measured are NaN with their reason."""
    rows = [
        {
            "session": s.id,
            "person": s.person,
            "recorded_at": s.recorded_at,
            "movement": s.movement,
            **m.model_dump(include=set(MEASUREMENT_COLUMNS)),
        }
        for s in sessions
        for m in s.measurements
    ]
    return _frame(rows, MEASUREMENT_COLUMNS)


def budget_table(sessions: Sequence[Session]) -> "pd.DataFrame":
    """Return one row for each part of each number's bound, as a standard deviation in the number's unit."""
    rows = [
        {
            "session": s.id,
            "person": s.person,
            "movement": s.movement,
            **m.model_dump(include={"name", "side", "unit"}),
            "part": part,
            "sd": sd,
        }
        for s in sessions
        for m in s.measurements
        for part, sd in m.budget.items()
    ]
    return _frame(rows, BUDGET_COLUMNS)


def signals_table(signals: Signals, session: Session | None = None) -> "pd.DataFrame":
    """Return one row for each frame, side and quantity; `side` is "both" for whole-body quantities.

    Parameters
    ----------
    session
        Adds the column `status`, so that a refused angle is not mistaken for a measurement.

    Examples
    --------
    >>> import dorsi
    >>> signals = dorsi.measure(dorsi.synth.lunge()).signals
    >>> table = signals_table(signals)
    >>> list(table.columns)
    ['time_s', 'side', 'name', 'value']
    >>> table[table.name == "shank_inclination_deg"].groupby("side").value.max().round(1).to_dict()["left"]
    40.0
    """
    pd = need("pandas")
    parts = []
    for column, values in signals.columns().items():
        if column == "time_s":
            continue
        side = next((s for s in SIDES if column.startswith(f"{s}_")), "both")
        name = column.removeprefix(f"{side}_")
        flag = {} if session is None else {"status": column_status(column, session)}
        parts.append(pd.DataFrame({"time_s": signals.time_s, "side": side, "name": name, "value": values, **flag}))
    return pd.concat(parts, ignore_index=True)  # type: ignore[no-any-return]


def events_table(session: Session) -> "pd.DataFrame":
    """Return one row for each repetition or step, its own numbers as further columns.

    If it does not count, `valid` is False; numbers that were not measured are empty and listed in `not_measured`.
    """
    return events_tables([session])


def events_tables(sessions: Sequence[Session]) -> "pd.DataFrame":
    """Return the rows of `events_table` for several sessions."""
    return _frame([_event_row(session, event) for session in sessions for event in session.events], EVENT_COLUMNS)


def own_column(name: str) -> str:
    """Return the column of an event's own number: its name, unless that is one of the event's moments.

    A step has the moment `contact_s` and, of the same name, how long the foot was on the ground: `contact_time_s`.
    """
    return f"{name.removesuffix('_s')}_time_s" if name in EVENT_COLUMNS else name


def _event_row(session: Session, event: Event) -> dict[str, Any]:
    numbers = event.values  # noqa: PD011 - an event's own numbers, no pandas object
    shown = {name: value for name, value in numbers.items() if session.shown(name, event.side)}
    return {
        "session": session.id,
        **event.model_dump(exclude={"values", "void_reasons", "refused"}),
        "void_reasons": "; ".join(event.void_reasons),
        "not_measured": " ".join([*(own_column(name) for name in numbers if name not in shown), *event.refused]),
        **dict.fromkeys(map(own_column, numbers)),
        **{own_column(name): value for name, value in shown.items()},
    }


def landmarks_table(landmarks: Landmarks) -> "pd.DataFrame":
    """Return one row for each frame and body point: time_s, name, x_px, y_px, score."""
    n, k = landmarks.xy_px.shape[:2]
    return need("pandas").DataFrame(  # type: ignore[no-any-return]
        {
            "time_s": np.repeat(landmarks.time_s, k),
            "name": np.tile(np.array(landmarks.names), n),
            "x_px": landmarks.xy_px[..., 0].ravel(),
            "y_px": landmarks.xy_px[..., 1].ravel(),
            "score": landmarks.score.ravel(),
        }
    )


def _frame(rows: list[dict[str, Any]], first: Sequence[str]) -> "pd.DataFrame":
    columns = dict.fromkeys([*first, *(name for row in rows for name in row)])
    table = need("pandas").DataFrame(rows, columns=list(columns))
    # A column that is empty in this clip has the kind that it has in others, so that files of many clips fit together.
    unsure = [name for name in table.columns if table[name].dtype == object]
    return table.astype({name: "str" if name in _WORDS else "float64" for name in unsure})  # type: ignore[no-any-return]
