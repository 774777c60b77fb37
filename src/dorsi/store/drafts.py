"""Answers that are not finished yet, kept until they are."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from dorsi.store.store import Store
from dorsi.store.tables import Draft


def draft(store: Store, person_id: int) -> dict[str, Any] | None:
    """Return a person's unfinished answers by place, or None."""
    with store.transaction(writes=False) as at:
        return at.scalar(select(Draft.record).where(Draft.person_id == person_id))


def keep_draft(store: Store, person_id: int, record: Mapping[str, Any]) -> None:
    """Replace a person's unfinished answers; saving finished ones ends them (`Store.save_intake`)."""
    with store.transaction() as at:
        row = at.scalar(select(Draft).where(Draft.person_id == person_id).with_for_update())
        if row is None:
            row = Draft(person_id=person_id)
            at.add(row)
        row.record = dict(record)
