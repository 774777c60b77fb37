"""Builds the squad's table from stored data: latest values, retest pairs with verdicts, what to film again."""

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import cast
from urllib.parse import quote

from dorsi import measures
from dorsi.analysis.compare import assess
from dorsi.batch.athletes import PAGES_NAME, with_addresses, write_pages
from dorsi.batch.refilming import refilm, who_is_it
from dorsi.batch.undated import NO_DAY, failed, measured_in, unfiled
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.errors import DataError
from dorsi.people.programme import newest_plan
from dorsi.programme.facts.bands import band_table, classify, limits_at
from dorsi.programme.facts.clip_series import ClipSeries, clip_series
from dorsi.programme.facts.tape import tape_trend
from dorsi.protocols import PROTOCOLS, name_of, report_of
from dorsi.report.clip.company import is_asked
from dorsi.report.squad.table import DatedValue, SquadPage, SquadRow, SquadSide, Unfiled, athlete_name
from dorsi.report.squad_page import write_squad
from dorsi.schema.log import Log, Trend
from dorsi.schema.plan import UNTOLD_AGE_YEARS, Plan
from dorsi.schema.sides import LEGS
from dorsi.store import SessionRecord, Store
from dorsi.store.people import note_folder
from dorsi.types import SIDES
from dorsi.vocabulary import SideName
from dorsi.wording.days import day_text, this_day
from dorsi.wording.plurals import plural

_Days = Mapping[dt.date, Sequence[SessionRecord]]


def squad_page(
    store: Store,
    folder: Path,
    *,
    pseudonyms: bool = False,
    detectable: DetectableChanges = PUBLISHED,
    skipped: Iterable[tuple[str, str]] = (),
    today: dt.date | None = None,
) -> SquadPage:
    """Return the stored squad: one row for each athlete and movement.

    Parameters
    ----------
    store
        The store.
    folder
        Folder of the page; report links are relative to it.
    pseudonyms
        Whether to show numbers instead of names; then nothing links to reports or clips, which contain names.
    detectable
        From which change on a number counts as changed.
    skipped
        Clips that a batch left out, each with the reason.
    today
        By which a retest is due or not; the computer's own day if None.
    """
    teams = {one.name: one.team for one in store.people()}
    shown = {one.name: athlete_name(one.id, one.name, pseudonyms=pseudonyms) for one in store.people()}
    programmes = {name: plan for name in shown if (plan := newest_plan(store, name))}
    groups: dict[tuple[str, str], dict[dt.date, list[SessionRecord]]] = defaultdict(lambda: defaultdict(list))
    undated = [one for one in store.sessions() if one.recorded_on is None]
    for record in store.sessions():
        days = groups[record.person, record.session.movement]
        if record.recorded_on is not None:
            days[record.recorded_on].append(record)
    tapes = {name: _tape(store.log(name), plan) for name, plan in programmes.items()}
    first = {person: min(m for who, m in groups if who == person) for person, _ in groups}
    rows = [
        _row(shown[person], movement, days, _Shown(
            folder=None if pseudonyms else folder, plan=programmes.get(person), detectable=detectable,
            team=None if pseudonyms else teams[person],
            undated=tuple(one for one in undated if (one.person, one.session.movement) == (person, movement)),
        ))
        for (person, movement), days in groups.items()
    ]  # fmt: skip
    rows = [
        _with_programme(row, tapes.get(person, {}), programmes.get(person)) if movement == first[person] else row
        for row, (person, movement) in zip(rows, groups, strict=True)
    ]
    return SquadPage(
        rows=tuple(sorted(rows, key=lambda row: (row.athlete.casefold(), row.movement))),
        failures=tuple(failed(one, shown[one.person], pseudonyms=pseudonyms) for one in store.failures()),
        undated=tuple(
            unfiled(one, shown[one.person], report=None if pseudonyms else _address(one, folder)) for one in undated
        ),
        skipped=() if pseudonyms else tuple(Unfiled(name=name, reason=reason) for name, reason in skipped),
        pseudonyms=pseudonyms,
        today=today or this_day(),
        counted=tuple(_counted(rows, detectable)),
    )


def write_squad_report(
    store: Store,
    folder: Path,
    *,
    pseudonyms: bool = False,
    detectable: DetectableChanges = PUBLISHED,
    skipped: Iterable[tuple[str, str]] = (),
    pages: bool | None = None,
    whom: Iterable[str] | None = None,
) -> list[Path]:
    """Write squad.html, squad.csv and squad.xlsx into a folder, each whole or not at all; see `squad_page`.

    What they show stands in squad.json beside them, for writing them again. The folder is noted for everyone on the
    page, so that deleting a person finds it.

    Parameters
    ----------
    pages
        Whether to write each athlete's own page, too; None if there are such pages.
    whom
        Names of the athletes whose own pages to write; None for all.

    Raises
    ------
    DataError
        If they cannot be written.
    """
    page = squad_page(store, folder, pseudonyms=pseudonyms, detectable=detectable, skipped=skipped)
    with_pages = (folder / PAGES_NAME).is_dir() if pages is None else pages
    if with_pages:
        page = with_addresses(store, page)
    note_folder(store, folder)
    own = write_pages(store, page, folder, whom=whom) if with_pages else []
    try:
        return [*write_squad(page, folder), *own]
    except OSError as error:
        raise DataError(f"{folder}: cannot be written ({error.strerror}); free space or give another folder") from error


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """The limits for an athlete's numbers, and the folder for links."""

    folder: Path | None
    plan: Plan | None
    detectable: DetectableChanges
    team: str | None = None
    undated: tuple[SessionRecord, ...] = ()  #: of the row's athlete and movement

    def report(self, record: SessionRecord) -> str | None:
        """Return the address of a session's report, or None where nothing may lead to it."""
        return None if self.folder is None else _address(record, self.folder)

    @property
    def age_years(self) -> int:
        """The age for lowering the bands."""
        return UNTOLD_AGE_YEARS if self.plan is None else self.plan.age_years


def _row(athlete: str, movement: str, days: _Days, shown: _Shown) -> SquadRow:
    last_on = max(days, default=None)
    last = shown.undated if last_on is None else days[last_on]
    quantity = PROTOCOLS[movement].headline if movement in PROTOCOLS else "peak_shank_inclination_deg"
    left, right = (_side(movement, quantity, side, days, shown) for side in SIDES)
    asked = [one for one in last if is_asked(one.session)]
    measured = [m for r in _all_of(days, shown) for m in r.session.measurements if m.name == quantity]
    paired = next((one for one in assess([r.session for r in last]).differences if one.name == quantity), None)
    both_ever = left.value is not None and right.value is not None
    return SquadRow(
        athlete=athlete,
        movement=movement,
        quantity=quantity,
        unit=measured[-1].unit if measured else measures.stored_unit(quantity),
        scale=measured[-1].scale if measured else None,
        last_on=last_on,
        left=left,
        right=right,
        difference=paired.value if paired else None,
        difference_bound=paired.bound if paired else None,
        difference_detectable=paired.detectable if paired else None,
        difference_reason=None if paired else _why_unpaired(left, right, both_ever=both_ever),
        programme=_programme(shown.plan),
        programme_stop=shown.plan.stop.text if shown.plan and shown.plan.stop else "",
        team=shown.team,
        refilm=tuple(refilm(quantity, [one for one in last if one not in asked])),
        who=who_is_it(asked[-1], named=shown.folder is not None) if asked else None,
        who_report=shown.report(asked[-1]) if asked else None,
    )


def _tape(log: Log | None, plan: Plan) -> dict[str, Trend]:
    """Return the weekly tape trend of each leg with tape measurements (R72)."""
    found = {} if log is None else {leg: tape_trend(plan, log, leg, dt.date.max) for leg in LEGS}
    return {leg: trend for leg, trend in found.items() if trend.values}


def _with_programme(row: SquadRow, tape: Mapping[str, Trend], plan: Plan | None) -> SquadRow:
    """Return an athlete's first row with the tape values, and with the day for which the programme asks for a clip."""
    left, right = (replace(side, tape=tape.get(side.side)) for side in row.sides)
    asked = [one.date for one in plan.retests if one.condition and one.date] if plan is not None else []
    due = min((day for day in asked if row.last_on is None or day > row.last_on), default=None)
    return replace(row, left=left, right=right, retest_on=due)


def _side(movement: str, quantity: str, side: SideName, days: _Days, shown: _Shown) -> SquadSide:
    filmed = [(day, one.session) for day, records in days.items() for one in records]
    series = partial(clip_series, movement, quantity, side, detectable=shown.detectable, age_years=shown.age_years)
    found = series(filmed)
    if found is None and (without_day := measured_in(shown.undated, quantity, side)):
        record, last = without_day
        return SquadSide(
            side=side,
            value=last.value,
            bound=last.bound,
            reason=NO_DAY if days else last.reason,
            band=_band(movement, series([(dt.date.min, record.session)])),
            report=shown.report(record),
        )
    if found is None:
        every = _all_of(days, shown)
        asked = [r for r in every if is_asked(r.session)]
        reasons = [m.reason for r in every if (m := r.session.measurement(quantity, side)) and m.reason]
        tried = [r for r in every if r.session.measurement(quantity, side)] or every
        reason = "several people in the clip; say who is measured" if tried[-1] in asked else None
        return SquadSide(side=side, reason=reason or (reasons[-1] if reasons else None), report=shown.report(tried[-1]))
    day, session, last = found.days[-1]
    return SquadSide(
        side=side,
        value=last.value,
        bound=last.bound,
        day=day,
        reason=last.reason,
        band=_band(movement, found),
        change=found.since_last,
        trend=tuple(
            DatedValue(day=on, value=cast("float", m.value), low=m.ci95_low, high=m.ci95_high)
            for on, _, m in found.days
        ),
        report=shown.report(next(one for one in days[day] if one.session is session)),
    )


def _all_of(days: _Days, shown: _Shown) -> list[SessionRecord]:
    """Return the sessions of a row: those without a day, then the others by day."""
    return [*shown.undated, *(record for _, records in sorted(days.items()) for record in records)]


def _address(record: SessionRecord, folder: Path) -> str:
    """Return where a session's report lies, from a folder on."""
    return quote(Path(os.path.relpath(record.folder / "report.html", folder.absolute())).as_posix())


def _band(movement: str, found: ClipSeries | None) -> str | None:
    """Return the current band: that of the first value, changed only by R71."""
    if found is None:
        return None
    known = found.known
    limits = None if known is None else band_table().dorsiflexion.scales.get(known.scale)
    if not report_of(movement).banded or known is None or limits is None or limits.metric != known.metric:
        return None
    whole = found.since_first
    return whole.band_now if whole else classify(found.points[-1].value, limits_at(known.scale, found.age_years))


def _counted(rows: Iterable[SquadRow], detectable: DetectableChanges) -> Iterator[str]:
    """Yield the smallest change that counts for each measurement, with its source if that is your own retests."""
    shown = {(row.movement, row.quantity): row for row in rows if row.scale is not None and row.movement in PROTOCOLS}
    for (movement, quantity), row in sorted(shown.items()):
        known = detectable.of_clip(movement, quantity, row.scale or "")
        if known is not None:
            what = f"{name_of(movement).title}, {measures.label_of(quantity).lower()}"
            own = "" if known.source == "published values" else f" ({known.source})"
            yield f"{what}: from {measures.unit_of(known.unit).limit(known.mdc)}{own}"


def _why_unpaired(left: SquadSide, right: SquadSide, *, both_ever: bool) -> str | None:
    if left.value is None and right.value is None:
        return "neither side measured"
    if not both_ever:
        return "one side only"
    if left.day is None or right.day is None:
        return NO_DAY
    return "on different days" if left.day != right.day else None


def _programme(plan: Plan | None) -> str:
    if plan is None or plan.stop is not None:
        return "no programme"
    since = f", since {day_text(plan.start_date)}" if plan.start_date else ""
    exercises = len({item.exercise for item in plan.items})
    return f"{'first careful week, then measure' if plan.provisional else plural(exercises, 'exercise')}{since}"
