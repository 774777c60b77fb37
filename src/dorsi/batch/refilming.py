"""What to do about clips of a squad: film them again, or say who of several people is measured."""

from collections.abc import Sequence

from dorsi.report.clip.advice import level_of, warnings_of
from dorsi.schema.session import Measurement
from dorsi.store import SessionRecord
from dorsi.types import SIDES
from dorsi.wording.plurals import plural


def who_is_it(record: SessionRecord, *, named: bool) -> str:
    """Return the question who of several people is measured; without the clip's name unless `named`."""
    clip = record.clip_name if named else "the clip"
    return f"{plural(record.session.quality.people, 'person', 'people')} in {clip}; say who is measured"


def refilm(quantity: str, records: Sequence[SessionRecord]) -> list[str]:
    """Return why to film again: no leg was measured on the last day, or with low confidence."""
    out: dict[str, list[str]] = {}  # the sides by their reason
    for side in SIDES:
        numbers = [m for r in records if (m := r.session.measurement(quantity, side))]
        if any(m.status == "ok" for m in numbers):
            continue
        valued = [m for m in numbers if m.value is not None]
        for reason in dict.fromkeys(m.reason for m in valued or numbers if m.reason and _meant(m, records)):
            out.setdefault(reason, []).append(side)
    if not any(r.session.measurement(quantity, side) for r in records for side in SIDES):
        return list(dict.fromkeys(w.text for r in records for w in warnings_of(r.session) if level_of(w) != "note"))
    return [f"{' and '.join(sides)}: {reason}" for reason, sides in out.items()]


def _meant(measurement: Measurement, records: Sequence[SessionRecord]) -> bool:
    """Return whether a leg should have been measured: it has a value, was the nearer one, or nothing was measured."""
    nothing = all(m.value is None for r in records for m in r.session.measurements)
    near = any(r.session.quality.near_side == measurement.side for r in records)
    return measurement.value is not None or nothing or near
