"""Changes by hand: the last one, and how to undo it."""

import datetime as dt

from fastapi import APIRouter
from pydantic import Field

from dorsi.schema.session import Strict
from dorsi.store import ChangeRecord
from dorsi.store.undoing import last_change
from dorsi.web.correcting import undo
from dorsi.web.state import StateOf

router = APIRouter(prefix="/api/changes", tags=["changes"])


class ChangeView(Strict):
    """A change by hand that can be undone."""

    id: int
    made_at: dt.datetime
    text: str = Field(description="what was changed")


@router.get("/last")
def show_last(state: StateOf) -> ChangeView | None:
    """Show the last change by hand that can be undone; null if there is none. Deleting can't be undone."""
    change = last_change(state.store)
    return None if change is None else _view(change)


@router.post("/{change_id}/undo")
def undo_change(state: StateOf, change_id: int) -> ChangeView:
    """Undo the last change by hand; refused if another one came after it."""
    return _view(undo(state, change_id))


def _view(change: ChangeRecord) -> ChangeView:
    return ChangeView(id=change.id, made_at=change.made_at, text=change.text)
