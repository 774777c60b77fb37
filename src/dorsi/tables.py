"""Tidy pandas tables of results, whatever they are handed over as."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dorsi.exchange import tables
from dorsi.extras import need
from dorsi.gathering import Results, gather, gather_sessions
from dorsi.schema.session import Session
from dorsi.types import Analysis, Landmarks, Signals

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["budget_table", "events_table", "landmarks_table", "measurements_table", "signals_table"]


def measurements_table(results: Results | Session | Iterable[Session]) -> "pd.DataFrame":
    """Return one row for each session, quantity and side; numbers not measured are NaN with their reason.

    Parameters
    ----------
    results
        What `analyse`, `measure` or `load` gave, a session, a result folder, a folder of such folders, or a list of
        these. Further movements of a clip have their own rows.

    Returns
    -------
    pandas.DataFrame
        Each value in the unit that its row names, with its 95 % interval.

    Raises
    ------
    DataError, OptionError
        If a folder holds no result, or it is something else.

    Examples
    --------
    >>> import dorsi
    >>> table = dorsi.measurements_table(dorsi.measure(dorsi.synth.lunge()))
    >>> table.loc[table.name == "peak_shank_inclination_deg", ["side", "value"]].round(1).values.tolist()[0]
    ['left', 40.0]
    """
    return tables.measurements_table(gather_sessions(results))


def budget_table(results: Results | Session | Iterable[Session]) -> "pd.DataFrame":
    """Return what the bound of each number is made of: one row for each part.

    The parts add as squares: half the 95 % interval is 1.96 times the root of their sum. They are `instrument` (the
    points the network finds, against truth), `noise` (blur and jitter beyond what that holds), `roll`, `yaw` and
    `perspective` (the camera), `sole_zero` (how the foot lies flat), `across` (a picture that may be squeezed) and
    `spread` (the repetitions, over the root of their number).

    Parameters
    ----------
    results
        As for `measurements_table`.

    Returns
    -------
    pandas.DataFrame
        `sd` is a standard deviation in the unit that its row names.

    Examples
    --------
    >>> import dorsi
    >>> table = dorsi.budget_table(dorsi.measure(dorsi.synth.lunge()))
    >>> sorted(table.loc[table.name == "peak_shank_inclination_deg", "part"])[0]
    'instrument'
    """
    return tables.budget_table(gather_sessions(results))


def events_table(results: Results | Session | Iterable[Session]) -> "pd.DataFrame":
    """Return one row for each repetition or step, its own numbers as further columns.

    If it does not count, `valid` is False; numbers that were not measured are empty and listed in `not_measured`.

    Parameters
    ----------
    results
        As for `measurements_table`.

    Returns
    -------
    pandas.DataFrame
        Times in seconds; columns that another movement has are empty.

    Raises
    ------
    DataError, OptionError
        If a folder holds no result, or it is something else.
    """
    return tables.events_tables(gather_sessions(results))


def signals_table(results: Results | Signals, session: Session | None = None) -> "pd.DataFrame":
    """Return one row for each frame, side and quantity; `side` is "both" for whole-body quantities.

    Parameters
    ----------
    results
        As for `measurements_table`: rows then name their session and person, and whether the angle was measured at
        all. Or the bare signals of one result.
    session
        With bare signals: adds the column `status`.

    Returns
    -------
    pandas.DataFrame
        Times in seconds, values in the unit that the name ends in.

    Raises
    ------
    DataError, OptionError
        If a folder holds no result, or it is something else.

    Examples
    --------
    >>> import dorsi
    >>> list(dorsi.signals_table(dorsi.measure(dorsi.synth.lunge())).columns)
    ['session', 'person', 'time_s', 'side', 'name', 'value', 'status']
    """
    if isinstance(results, Signals):
        return tables.signals_table(results, session)
    return _joined([_named(one, tables.signals_table(one.signals, one.session)) for one in gather(results)])


def landmarks_table(results: Results | Landmarks) -> "pd.DataFrame":
    """Return one row for each frame and body point: time_s, name, x_px, y_px, score.

    Parameters
    ----------
    results
        As for `measurements_table`: rows then name their session and person. Or bare landmarks.

    Returns
    -------
    pandas.DataFrame
        Times in seconds, places in pixels, y downwards.

    Raises
    ------
    DataError, OptionError
        If a folder holds no result, or it is something else.
    """
    if isinstance(results, Landmarks):
        return tables.landmarks_table(results)
    return _joined([_named(one, tables.landmarks_table(one.landmarks)) for one in gather(results)])


def _named(one: Analysis, table: "pd.DataFrame") -> "pd.DataFrame":
    """Return the table with the session and person in front of each row."""
    table.insert(0, "session", one.session.id)
    table.insert(1, "person", one.session.person)
    return table


def _joined(parts: list["pd.DataFrame"]) -> "pd.DataFrame":
    return need("pandas").concat(parts, ignore_index=True)  # type: ignore[no-any-return]
