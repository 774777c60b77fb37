"""From what is stored to the squad's table: last values, retest pairs with their verdicts, what to film again."""

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, cast

from dorsi.analysis.compare import assess
from dorsi.errors import DataError
from dorsi.programme.bands import band_table, classify, limits_at
from dorsi.programme.readings import SQUAT_NAMES
from dorsi.programme.trends import Point, change_of
from dorsi.protocols import PROTOCOLS
from dorsi.report.squad import DatedValue, SquadPage, SquadRow, SquadSide, write_squad
from dorsi.report.squad_tables import write_tables
from dorsi.schema.log import Change
from dorsi.schema.plan import Plan
from dorsi.schema.session import Measurement
from dorsi.store import SessionRecord, Store
from dorsi.types import SIDES
from dorsi.vocabulary import Scale, SideName

_AGE_UNKNOWN_YEARS: Final = 18  #: as in a plan without an age: bands are not lowered
_Days = Mapping[dt.date, Sequence[SessionRecord]]


def squad_page(store: Store, folder: Path, *, pseudonyms: bool = False) -> SquadPage:
    """Return the squad as it is stored: one row for each athlete and movement.

    Parameters
    ----------
    store
        What is stored.
    folder
        Where the page will lie; addresses of reports count from there.
    pseudonyms
        Whether athletes are numbers; then nothing leads to a report or a clip, since those tell names.
    """
    shown = {one.name: f"Athlete {one.id:03}" if pseudonyms else one.name for one in store.people()}
    ages = {name: plans[-1].age_years for name in shown if (plans := store.plans(name))}
    programmes = {name: plans[-1] for name in shown if (plans := store.plans(name))}
    groups: dict[tuple[str, str], dict[dt.date, list[SessionRecord]]] = defaultdict(lambda: defaultdict(list))
    undated = 0
    for record in store.sessions():
        if record.recorded_on is None:
            undated += 1
        else:
            groups[record.person, record.session.movement][record.recorded_on].append(record)
    rows = [
        _row(shown[person], movement, days, folder=None if pseudonyms else folder,
             age_years=ages.get(person, _AGE_UNKNOWN_YEARS), plan=programmes.get(person))
        for (person, movement), days in groups.items()
    ]  # fmt: skip
    failures = [(str(one.clip), one.reason) for one in store.failures()]
    hidden = [("a clip", one[1].replace(Path(one[0]).name, "the clip")) for one in failures]
    return SquadPage(
        rows=tuple(sorted(rows, key=lambda row: (row.athlete.casefold(), row.movement))),
        failures=tuple(hidden if pseudonyms else failures),
        undated=undated,
        pseudonyms=pseudonyms,
    )


def write_squad_report(store: Store, folder: Path, *, pseudonyms: bool = False) -> list[Path]:
    """Write squad.html, squad.csv, squad.parquet and squad.xlsx into a folder, each whole or not at all.

    Raises
    ------
    DataError
        If they can not be written.
    """
    page = squad_page(store, folder, pseudonyms=pseudonyms)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".dorsi-", dir=folder) as workshop:
            paths = [write_squad(page, Path(workshop)), *write_tables(page, Path(workshop))]
            return [path.replace(folder / path.name) for path in paths]
    except OSError as error:
        raise DataError(
            f"{folder}: can not be written ({error.strerror}); free space or give another folder"
        ) from error


def _row(
    athlete: str, movement: str, days: _Days, *, folder: Path | None, age_years: int, plan: Plan | None
) -> SquadRow:
    last_on = max(days)
    quantity = PROTOCOLS[movement].headline if movement in PROTOCOLS else "peak_shank_inclination_deg"
    left, right = (_side(movement, quantity, side, days, folder=folder, age_years=age_years) for side in SIDES)
    measured = [m for records in days.values() for r in records for m in r.session.measurements if m.name == quantity]
    paired = next((d for d in assess([r.session for r in days[last_on]]).differences if d.name == quantity), None)
    both_ever = left.value is not None and right.value is not None
    return SquadRow(
        athlete=athlete,
        movement=movement,
        quantity=quantity,
        unit=measured[-1].unit if measured else quantity.rsplit("_", 1)[-1],
        scale=measured[-1].scale if measured else None,
        last_on=last_on,
        left=left,
        right=right,
        difference=paired.value if paired else None,
        difference_bound=paired.bound if paired else None,
        difference_detectable=paired.detectable if paired else None,
        difference_reason=None if paired else _why_unpaired(left, right, both_ever=both_ever),
        programme=_programme(plan),
        refilm=tuple(_refilm(quantity, days[last_on])),
    )


def _side(
    movement: str, quantity: str, side: SideName, days: _Days, *, folder: Path | None, age_years: int
) -> SquadSide:
    found = {day: best for day, records in sorted(days.items()) if (best := _best(records, quantity, side))}
    if not found:
        reasons = [m.reason for _, records in sorted(days.items()) for r in records
                   if (m := r.session.measurement(quantity, side)) and m.reason]  # fmt: skip
        return SquadSide(side=side, reason=reasons[-1] if reasons else None)
    day = max(found)
    record, last = found[day]
    metric = SQUAT_NAMES.get(quantity, quantity) if movement == "squat" else quantity
    points = [Point(day=on, value=cast("float", m.value)) for on, (_, m) in found.items() if m.scale == last.scale]
    return SquadSide(
        side=side,
        value=last.value,
        bound=last.bound,
        day=day,
        reason=last.reason,
        band=_band(movement, metric, side, last.scale, points, age_years),
        change=change_of(metric, side, last.scale, points[-2:], age_years=age_years),
        trend=tuple(
            DatedValue(day=on, value=cast("float", m.value), low=m.ci95_low, high=m.ci95_high)
            for on, (_, m) in found.items()
            if m.scale == last.scale
        ),
        report=None
        if folder is None
        else Path(os.path.relpath(record.folder / "report.html", folder.absolute())).as_posix(),
    )


def _best(records: Sequence[SessionRecord], quantity: str, side: str) -> tuple[SessionRecord, Measurement] | None:
    """Return the day's measurement of a leg with the narrowest bound, a sure one before any other."""
    found = [(r, m) for r in records if (m := r.session.measurement(quantity, side)) and m.value is not None]
    return min(found, key=lambda pair: (pair[1].status != "ok", pair[1].bound or float("inf")), default=None)


def _band(
    movement: str, metric: str, side: SideName, scale: Scale, points: Sequence[Point], age_years: int
) -> str | None:
    """Return the band that counts: that of the first value, moved only where R71 says so."""
    limits = band_table().dorsiflexion.scales.get(scale)
    if movement != "lunge" or limits is None or limits.metric != metric:
        return None
    whole: Change | None = change_of(metric, side, scale, points, age_years=age_years)
    return whole.band_now if whole else classify(points[-1].value, limits_at(scale, age_years))


def _why_unpaired(left: SquadSide, right: SquadSide, *, both_ever: bool) -> str | None:
    if not both_ever:
        return "one side only"
    return "not of one day" if left.day != right.day else None


def _programme(plan: Plan | None) -> str:
    if plan is None:
        return "no programme"
    if plan.stop is not None:
        return f"no programme: {plan.stop.text}"
    since = f", since {plan.start_date.isoformat()}" if plan.start_date else ""
    exercises = len({item.exercise for item in plan.items})
    return f"{'first careful week, then measure' if plan.provisional else f'{exercises} exercises'}{since}"


def _refilm(quantity: str, records: Sequence[SessionRecord]) -> list[str]:
    """Return why the last day should be filmed again: no leg measured, or measured with little confidence."""
    out: dict[str, None] = {}
    for side in SIDES:
        numbers = [m for r in records if (m := r.session.measurement(quantity, side))]
        if any(m.status == "ok" for m in numbers):
            continue
        valued = [m for m in numbers if m.value is not None]
        out |= dict.fromkeys(f"{side}: {m.reason}" for m in valued or numbers if m.reason and _meant(m, records))
    if not any(r.session.measurement(quantity, side) for r in records for side in SIDES):
        out |= dict.fromkeys(w.text for r in records for w in r.session.quality.warnings)
    return list(out)


def _meant(measurement: Measurement, records: Sequence[SessionRecord]) -> bool:
    """Return whether a leg was to be measured: it has a value, was the near one, or nothing at all was measured."""
    nothing = all(m.value is None for r in records for m in r.session.measurements)
    near = any(r.session.quality.near_side == measurement.side for r in records)
    return measurement.value is not None or nothing or near
