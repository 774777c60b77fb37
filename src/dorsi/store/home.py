"""Where a store was made, and which results are its own: a copy never deletes those of the original."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from dorsi.store.place import RESULTS_NAME, beside, results_folder
from dorsi.store.tables import Home

if TYPE_CHECKING:
    from dorsi.store.store import Store

_OF_WEB_APP: Final = re.compile(rf"/{RESULTS_NAME}/[0-9a-f]{{2}}/([0-9a-f]{{64}})(?:/(part-\d+))?$")


def note_home(store: "Store") -> None:
    """Note where the database's file lies, unless that is noted; a server has no file."""
    if store.url.drivername != "sqlite":
        return
    with store.transaction(writes=False) as at:
        if at.scalar(select(Home.id).limit(1)) is not None:
            return
    with store.transaction() as at:
        at.merge(Home(id=1, file=str(_file(store))))


def copied_from(store: "Store") -> Path | None:
    """Return the database of which this one is a copy, while that one is still there; None for an original."""
    if store.url.drivername != "sqlite":
        return None
    with store.transaction(writes=False) as at:
        noted = at.scalar(select(Home.file))
    made = None if noted is None else Path(noted)
    return made if made is not None and made.is_file() and not made.samefile(_file(store)) else None


def own_place(store: "Store", folder: Path) -> Path | None:
    """Return where results that a row names lie for this store; None if they are those of the store it was copied from.

    Results of the web app lie in the data folder, and move with it.
    """
    if folder.is_relative_to(beside(store.url)):
        return folder
    found = _OF_WEB_APP.search(folder.as_posix())
    if found:
        return results_folder(store.url, found[1]) / (found[2] or "")
    return folder if copied_from(store) is None else None


def _file(store: "Store") -> Path:
    return Path(store.url.database or "").absolute()
