"""The squad's table as a pandas table, without files."""

from pathlib import Path
from typing import TYPE_CHECKING

from dorsi.batch.squad import squad_page
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.extras import need
from dorsi.report.squad.files import table_rows
from dorsi.store import Store

if TYPE_CHECKING:
    import pandas as pd


def squad_table(store: Store, *, pseudonyms: bool = False, detectable: DetectableChanges = PUBLISHED) -> "pd.DataFrame":
    """Return one row for each stored person and movement: last values, change since the time before, what to film.

    The columns are those of squad.csv, which `dorsi squad` writes, but for the addresses of reports.

    Parameters
    ----------
    store
        Holds the results.
    pseudonyms
        Whether to show numbers instead of names.
    detectable
        From which change on a number counts as changed.

    Returns
    -------
    pandas.DataFrame
        Values and bounds in the row's `unit`, bounds as half of the 95 % interval, differences left minus right.

    Raises
    ------
    DorsiError
        If pandas is not installed.
    """
    page = squad_page(store, Path(), pseudonyms=pseudonyms, detectable=detectable)
    table: pd.DataFrame = need("pandas").DataFrame(table_rows(page))
    return table.drop(columns=["left_report", "right_report"], errors="ignore")
