"""The squad: everyone's latest numbers side by side."""

from dataclasses import replace
from pathlib import Path

from fastapi import APIRouter

from dorsi.batch import squad_page
from dorsi.detectable import detectable_changes
from dorsi.report.squad.table import SquadPage, SquadRow
from dorsi.web.state import StateOf

router = APIRouter(prefix="/api/squad", tags=["squad"])


@router.get("")
def show_squad(state: StateOf, *, pseudonyms: bool = False) -> SquadPage:
    """Show one row for each athlete and movement: last values, changes that count, what to film again."""
    page = squad_page(state.store, Path(), pseudonyms=pseudonyms, detectable=detectable_changes())
    return replace(page, rows=tuple(_without_places(row) for row in page.rows))


def _without_places(row: SquadRow) -> SquadRow:
    """Return the row without the paths of report files: over HTTP, reports have URLs."""
    return replace(row, left=replace(row.left, report=None), right=replace(row.right, report=None))
