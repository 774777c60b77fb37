"""Measures a folder of clips: finds who and what each shows, measures and stores the new ones, and writes a table.

Names are loaded on first use, so that a worker loads no database and no tables.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dorsi.batch.athletes import athlete_page
    from dorsi.batch.done import is_done
    from dorsi.batch.exporting import export
    from dorsi.batch.finding import Found, Order, Twin, Untold, find, key_of
    from dorsi.batch.folder import FolderResult, measure_folder
    from dorsi.batch.forgetting import Forgotten, forget, forget_session
    from dorsi.batch.mending import (
        REMOVABLE,
        Changes,
        change_session,
        merge_people,
        rename_person,
        replace_session,
        undo,
    )
    from dorsi.batch.prefilled import make_manifest
    from dorsi.batch.roster import read_roster
    from dorsi.batch.running import BatchPlan, Finished, Summary, most_workers, plan, run
    from dorsi.batch.squad import squad_page, write_squad_report
    from dorsi.batch.squad_table import squad_table
    from dorsi.batch.work import Failure, MeasuredClip, Parcel, apart, measure_clip

__all__ = [
    "REMOVABLE",
    "BatchPlan",
    "Changes",
    "Failure",
    "Finished",
    "FolderResult",
    "Forgotten",
    "Found",
    "MeasuredClip",
    "Order",
    "Parcel",
    "Summary",
    "Twin",
    "Untold",
    "apart",
    "athlete_page",
    "change_session",
    "export",
    "find",
    "forget",
    "forget_session",
    "is_done",
    "key_of",
    "make_manifest",
    "measure_clip",
    "measure_folder",
    "merge_people",
    "most_workers",
    "plan",
    "read_roster",
    "rename_person",
    "replace_session",
    "run",
    "squad_page",
    "squad_table",
    "undo",
    "write_squad_report",
]

_HOMES: Final = {
    "athletes": ("athlete_page",),
    "done": ("is_done",),
    "exporting": ("export",),
    "finding": ("Found", "Order", "Twin", "Untold", "find", "key_of"),
    "folder": ("FolderResult", "measure_folder"),
    "forgetting": ("Forgotten", "forget", "forget_session"),
    "mending": ("REMOVABLE", "Changes", "change_session", "merge_people", "rename_person", "replace_session", "undo"),
    "prefilled": ("make_manifest",),
    "roster": ("read_roster",),
    "running": ("Finished", "BatchPlan", "Summary", "most_workers", "plan", "run"),
    "squad": ("squad_page", "write_squad_report"),
    "squad_table": ("squad_table",),
    "work": ("Failure", "MeasuredClip", "Parcel", "apart", "measure_clip"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'dorsi.batch' has no attribute '{name}'")
    value: object = getattr(import_module(f"dorsi.batch.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value
