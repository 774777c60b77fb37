"""Squad pages that were written before, found from the results below them and written again."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from dorsi.batch.athletes import PAGES_NAME, is_athlete_page
from dorsi.batch.squad import write_squad_report
from dorsi.detectable import detectable_changes
from dorsi.report.squad.files import TABLE_NAMES
from dorsi.report.squad.shown import DATA_NAME, SquadPageFacts, read_shown
from dorsi.report.squad.table import PAGE_NAME, is_squad_page
from dorsi.store import Store
from dorsi.store.home import own_place
from dorsi.store.people import folders_of_pages

SQUAD_FILES: Final = (PAGE_NAME, DATA_NAME, *TABLE_NAMES)
#: How many folders above a result a squad's page is looked for: team, person, day, clip and part.
_LEVELS: Final = 6


def squad_folders(folders: Iterable[Path]) -> list[Path]:
    """Return the folders that hold a squad's page, among some folders and those above them."""
    above = {one for folder in folders for one in (folder.absolute(), *islice(folder.absolute().parents, _LEVELS))}
    return sorted(parent for parent in above if is_squad_page(parent / PAGE_NAME))


def last_squad_folder(store: Store) -> Path | None:
    """Return the folder of the squad's page that was written last among the store's results, or None."""
    pages = [folder / PAGE_NAME for folder in squad_folders(folders_of_pages(store))]
    return max(pages, key=lambda page: (page.stat().st_mtime_ns, page)).parent if pages else None


def squads_above(store: Store, folders: Iterable[Path], *, keep_skipped: bool = True) -> dict[Path, SquadPageFacts]:
    """Return the folders with squad pages of a store, above some results and wherever else, and what those show.

    Clips that the last batch skipped stay named, unless their names may tell of someone who is deleted. Pages of the
    store of which this one is a copy are passed over.
    """
    known = [folder for folder in (*folders, *folders_of_pages(store)) if own_place(store, folder) is not None]
    found = {folder: read_shown(folder) for folder in squad_folders(known)}
    return found if keep_skipped else {folder: one.model_copy(update={"skipped": ()}) for folder, one in found.items()}


def squad_files(squads: Iterable[Path]) -> list[Path]:
    """Return the files of squad pages, tables and the athletes' own pages: each may hold everyone's name."""
    own = [path for folder in squads for path in (folder / PAGES_NAME).glob("*.html") if is_athlete_page(path)]
    return [*(path for folder in squads for name in SQUAD_FILES if (path := folder / name).is_file()), *own]


def write_squads(store: Store, squads: Mapping[Path, SquadPageFacts]) -> None:
    """Write squad pages and tables again, and the athletes' own pages where there were such."""
    for folder, shown in squads.items():
        write_squad_report(
            store, folder, pseudonyms=shown.pseudonyms, detectable=detectable_changes(), skipped=shown.skipped
        )


def refresh_squads(store: Store, folders: Iterable[Path], *, keep_skipped: bool = True) -> list[Path]:
    """Write the squad pages and tables above some results, and wherever else one was written, again.

    With them go the athletes' own pages, so that nothing old is left in any. Clips that the last batch skipped stay
    named, unless their names may tell of someone who is deleted.
    """
    found = squads_above(store, folders, keep_skipped=keep_skipped)
    write_squads(store, found)
    return list(found)
