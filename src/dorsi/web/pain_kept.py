"""Pain and swelling in the log stay: no other session, tab or form lowers them. Only the log's own page edits them."""

from collections.abc import Iterable, Sequence

from dorsi.schema.log import LogEntry
from dorsi.schema.sides import LEGS
from dorsi.vocabulary import Side


def is_sore(entry: LogEntry) -> bool:
    """Return whether an entry has pain, or sharp pain or limping."""
    return bool(entry.pain_during) or entry.sharp_or_limping


def with_pains(new: Sequence[LogEntry], old: Iterable[LogEntry]) -> list[LogEntry]:
    """Return new entries with the pain of the old ones of the same day, exercise and leg, where that is greater.

    Sore old entries that no new one covers stay as they are. Swelling after a day's session is that of all its entries.
    """
    out, before = list(new), list(old)
    for sore in before:
        if is_sore(sore):
            out = _with_pain(out, sore)
    for swollen in before:
        if swollen.swelling:
            same = [one.date == swollen.date for one in out]
            out = [one.model_copy(update={"swelling": True}) if one.date == swollen.date else one for one in out]
            out += [] if any(same) else [swollen]
    return out


def swelling_kept(new: Sequence[LogEntry], old: Iterable[LogEntry]) -> bool:
    """Return whether old entries have a swelling that the new ones of the same day don't have."""
    swollen = {one.date for one in old if one.swelling}
    return any(one.date in swollen and not one.swelling for one in new)


def pains_kept(new: Sequence[LogEntry], old: Iterable[LogEntry]) -> list[LogEntry]:
    """Return the sore old entries whose pain the new ones lower or leave out."""
    return [one for one in old if is_sore(one) and _with_pain(new, one) != list(new)]


def _with_pain(entries: Sequence[LogEntry], sore: LogEntry) -> list[LogEntry]:
    out: list[LogEntry] = []
    left = _legs(sore.side)
    for one in entries:
        shared = _legs(one.side) & _legs(sore.side)
        if (one.date, one.exercise_id) != (sore.date, sore.exercise_id) or not shared:
            out.append(one)
            continue
        left -= shared
        raised = _raised(one, sore)
        if raised == one or shared == _legs(one.side):
            out.append(raised)
        else:  # an entry of both legs, and pain in one of them
            out += [(raised if leg in shared else one).model_copy(update={"side": leg}) for leg in LEGS]
    if left == _legs(sore.side):
        return [*out, sore]
    return [*out, *(sore.model_copy(update={"side": leg}) for leg in LEGS if leg in left)]


def _legs(side: Side) -> frozenset[Side]:
    return frozenset[Side](LEGS if side == "both" else (side,))


def _raised(entry: LogEntry, sore: LogEntry) -> LogEntry:
    """Return an entry with the greater pain of the two and its place, and with sharp pain if either has it."""
    pains = [one.pain_during for one in (entry, sore) if one.pain_during is not None]
    worse = sore if (sore.pain_during or 0) > (entry.pain_during or 0) else entry
    site = worse.pain_site or (entry.pain_site if entry.pain_during else sore.pain_site)
    sharp = entry.sharp_or_limping or sore.sharp_or_limping
    return entry.model_copy(
        update={"pain_during": max(pains, default=None), "pain_site": site, "sharp_or_limping": sharp}
    )
