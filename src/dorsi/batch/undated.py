"""Clips without a day or without a number: what the squad's page and the end of a batch say about them."""

from collections.abc import Iterable, Sequence
from math import inf
from typing import Final

from dorsi.report.clip.advice import title_of
from dorsi.report.squad.table import Unfiled
from dorsi.schema.session import Measurement
from dorsi.store import FailureRecord, SessionRecord, Store
from dorsi.vocabulary import SideName

NO_DAY: Final = "no day"  #: beside a number that is in no trend
IN_NO_TREND: Final = "has no day, so it is in no trend"


def undated_of(store: Store, keys: Iterable[str]) -> list[SessionRecord]:
    """Return the stored sessions without a day among those with the keys."""
    asked = set(keys)
    return [one for one in store.sessions() if one.recorded_on is None and one.key in asked]


def unfiled(record: SessionRecord, athlete: str, *, report: str | None) -> Unfiled:
    """Return a session without a day as it is listed; without a report's address, nothing in it tells a name."""
    title = title_of(record.session)
    if report is None:
        return Unfiled(name=f"{athlete}: {title}", reason=IN_NO_TREND, athlete=athlete)
    return Unfiled(
        name=f"{athlete}: {title}, {record.clip_name}",
        reason=IN_NO_TREND,
        report=report,
        athlete=athlete,
    )


def failed(record: FailureRecord, athlete: str, *, pseudonyms: bool) -> Unfiled:
    """Return a clip that could not be measured as it is listed; under pseudonyms without its name."""
    if not pseudonyms:
        return Unfiled(name=str(record.clip), reason=record.reason, athlete=athlete)
    told = record.reason.replace(str(record.clip), "the clip").replace(record.clip.name, "the clip")
    telling = [*record.person.split(), *(str(one) for one in record.clip.parents if len(one.parts) > 1)]
    named = any(one.casefold() in told.casefold() for one in telling)
    return Unfiled(name="a clip", reason="can't be measured" if named else told, athlete=athlete)


def how_to_tell(record: SessionRecord) -> str:
    """Return the command that gives a clip its day; the day in it can't be taken for a real one."""
    return f"dorsi session edit {record.key[:8]} --date YYYY-MM-DD"


def measured_in(
    records: Sequence[SessionRecord], quantity: str, side: SideName
) -> tuple[SessionRecord, Measurement] | None:
    """Return the session that has the surest value of a leg, with that value, or None; as in a difference of sides."""
    found = [(one, one.session.measurement(quantity, side)) for one in records]
    valued = [(one, number) for one, number in found if number is not None and number.value is not None]
    return min(valued, key=lambda pair: (pair[1].status != "ok", pair[1].bound or inf), default=None)
