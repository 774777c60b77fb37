"""Squad pages that were written before, found from the results below them and written again."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from dorsi.batch.squad import write_squad_report
from dorsi.detectable import detectable_changes
from dorsi.report.squad.table import PAGE_NAME, is_squad_page, is_under_pseudonyms, skipped_on
from dorsi.store import Store
from dorsi.store.people import folders_of_pages

#: How many folders above a result a squad's page is looked for: team, person, day, clip and part.
_LEVELS: Final = 6


def squad_folders(folders: Iterable[Path]) -> list[Path]:
    """Return the folders that hold a squad's page, among some folders and those above them."""
    above = {one for folder in folders for one in (folder.absolute(), *islice(folder.absolute().parents, _LEVELS))}
    return sorted(parent for parent in above if is_squad_page(parent / PAGE_NAME))


def refresh_squads(store: Store, folders: Iterable[Path], *, keep_skipped: bool = True) -> list[Path]:
    """Write the squad pages and tables above some results, and wherever else one was written, again.

    With them go the athletes' own pages, so that nothing old is left in any. Clips that the last batch skipped stay
    named, unless their names may tell of someone who is deleted.
    """
    found = squad_folders([*folders, *folders_of_pages(store)])
    for folder in found:
        hidden = is_under_pseudonyms(folder / PAGE_NAME)
        skipped = skipped_on(folder / PAGE_NAME) if keep_skipped else []
        write_squad_report(store, folder, pseudonyms=hidden, detectable=detectable_changes(), skipped=skipped)
    return found
