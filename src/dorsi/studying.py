"""A test-retest study of your own set-up: its folder, its schedule, and the table for the paper."""

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from dorsi import measures
from dorsi.errors import DataError, OptionError, check_option
from dorsi.gathering import gather_sessions
from dorsi.protocols import PROTOCOLS
from dorsi.schema.session import Session
from dorsi.stats import Components, Interval, icc, variance_components
from dorsi.types import SIDES, Array

SCHEDULE: Final = ("clip", "person", "date", "movement", "side", "day", "set_up", "repetitions")
_MANIFEST: Final = SCHEDULE[:5]  #: what `dorsi batch --manifest` reads
PROTOCOL_TEXT: Final = """# Protocol: test and retest of {movement} with one phone

Fill in what is in brackets before the first clip, and register this page with its date.

- **Question.** How far apart are two numbers of the same leg when nothing has changed: from one repetition to the next,
  from one set-up of the camera to the next, from one day to the next?
- **People.** {people} adults, [where from], without [pain or injury that changes the movement]. Each signs consent.md.
- **Set-up.** [Phone], [place], filmed by [who]. After each set-up the tripod is taken down and set up again.
- **Clips.** Each person on {days} days, {set_ups} set-ups a day, both legs, {repetitions} repetitions in each clip; see
  schedule.csv.
- **Number.** {headline} of each repetition, by dorsi {version} with default settings. Nothing is chosen by hand.
- **Left out.** Only what dorsi doesn't measure. The number of these clips, with reasons, is part of the result.
- **Analysis.** Variance of person, day, set-up and repetition (nested analysis of variance); SEM and MDC95 of one and
  of {repetitions} repetitions with 95 % intervals (chi-square, Satterthwaite); ICC(2,1) of the days' means. Left and
  right apart.
"""
CONSENT_TEXT: Final = """# Consent (template: have your ethics board look at it)

I take part in a study of how well a phone video measures the ankle. I am filmed on {days} days, about 10 minutes each.

- The videos show [my legs / all of me]. They are kept at [where] until [when] and seen only by [who].
- Results are kept under a number, not my name. The list of names and numbers is kept apart from them.
- I may stop at any time without a reason; then my videos and results are deleted.
- Nothing here is a medical examination.

Name, date, signature: ______________________________
"""


@dataclass(frozen=True, kw_only=True)
class StudyTable:
    """What a study says of one leg."""

    side: str
    shape: tuple[int, ...]  #: people, days, set-ups, repetitions that are complete
    mean: float
    components: Components
    sem: dict[int, Interval]  #: by how many repetitions are averaged
    mdc95: dict[int, Interval]
    icc: Interval | None  #: of the days' means; None with one day, or where people can't be told apart


def new_study(
    folder: Path | str,
    *,
    people: int,
    movement: str = "lunge",
    days: int = 2,
    set_ups: int = 2,
    repetitions: int = 3,
    first: dt.date,
    apart_days: int = 7,
) -> list[Path]:
    """Write the folder of a study, which must not exist yet: protocol, consent, schedule and manifest.

    Parameters
    ----------
    folder
        Where to; clips go into its folder clips, under the names of the schedule.
    people
        How many, at least 2; they are called P01, P02, ...
    movement
        What is filmed.
    days, set_ups, repetitions
        How many days, set-ups a day and repetitions a clip.
    first, apart_days
        Day of the first clips, and days until the next ones.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    OptionError
        If there are too few of anything, or the movement is not known.
    DataError
        If the folder exists or can't be written.
    """
    check_option("movement", movement, PROTOCOLS)
    for name, value, least in (
        ("people", people, 2),
        ("days", days, 1),
        ("set_ups", set_ups, 1),
        ("repetitions", repetitions, 2),
    ):
        if value < least:
            raise OptionError(f"{name}: {value} given, at least {least} needed")
    if days == set_ups == 1:
        raise OptionError("a retest needs 2 days or 2 set-ups; give more of one")
    rows = [
        {"clip": f"{person}_{movement}_{side}_day{day}_setup{set_up}.mp4", "person": person,
         "date": (first + dt.timedelta(days=apart_days * (day - 1))).isoformat(), "movement": movement, "side": side,
         "day": day, "set_up": set_up, "repetitions": repetitions}
        for person in (f"P{k:02d}" for k in range(1, people + 1))
        for day in range(1, days + 1)
        for set_up in range(1, set_ups + 1)
        for side in SIDES
    ]  # fmt: skip
    return _written(Path(folder), rows, people=people, days=days, set_ups=set_ups, repetitions=repetitions)


def _written(folder: Path, rows: Sequence[dict[str, object]], **counts: int) -> list[Path]:
    from dorsi.version import __version__  # noqa: PLC0415 - named in a text only

    movement = str(rows[0]["movement"])
    headline = measures.label_of(PROTOCOLS[movement].headline)
    told = {"movement": movement, "headline": headline, "version": __version__, **counts}
    try:
        (folder / "clips").mkdir(parents=True)
        (folder / "protocol.md").write_text(PROTOCOL_TEXT.format(**told), encoding="utf-8")
        (folder / "consent.md").write_text(CONSENT_TEXT.format(**told), encoding="utf-8")
        for name, columns in (("schedule.csv", SCHEDULE), ("manifest.csv", _MANIFEST)):
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, extrasaction="ignore")
                writer.writeheader()
                writer.writerows(rows)
    except FileExistsError as error:
        raise DataError(f"{folder}: already exists; give another folder") from error
    except OSError as error:
        raise DataError(f"{folder}: cannot be written ({error.strerror}); give another folder") from error
    return [folder / name for name in ("protocol.md", "consent.md", "schedule.csv", "manifest.csv")]


def study_tables(folder: Path | str, results: Path | str) -> tuple[list[StudyTable], list[str]]:
    """Return what a study says of each leg, and what is missing or was not measured.

    Parameters
    ----------
    folder
        Of the study, with its schedule.csv.
    results
        The folder that `dorsi batch` wrote for its clips.

    Returns
    -------
    tuple
        A table for each leg with at least two complete people, and a line for each clip that is missing or was not
        measured. A person with such a clip is left out on that side.

    Raises
    ------
    DataError
        If there is no schedule, no result, or no leg with two complete people.
    """
    rows = _schedule(Path(folder) / "schedule.csv")
    found = {Path(one.clip.path).name: one for one in gather_sessions(results) if one.part == 1}
    values: dict[tuple[str, ...], list[float]] = {}
    missing: list[str] = []
    for row in rows:
        got = _values(found.get(row["clip"]), row)
        if isinstance(got, str):
            missing.append(f"{row['clip']}: {got}")
        else:
            values[row["person"], row["side"], row["day"], row["set_up"]] = got
    tables = [table for side in SIDES if (table := _table(side, rows, values)) is not None]
    if not tables:
        raise DataError(
            f"{results}: no two people with every clip of a leg; {len(missing)} clips are missing or not measured"
        )
    return tables, missing


def _schedule(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: cannot be read; give the folder that dorsi study new wrote") from error
    if not rows or not set(SCHEDULE) <= set(rows[0]):
        raise DataError(f"{path}: not a schedule with the columns {', '.join(SCHEDULE)}; make it with dorsi study new")
    return rows


def _values(session: Session | None, row: dict[str, str]) -> list[float] | str:
    """Return the numbers of a clip's first repetitions, or why it has none."""
    if session is None:
        return "no result"
    name, wanted = PROTOCOLS[row["movement"]].headline, int(row["repetitions"])
    measured = session.measurement(name, row["side"])
    if measured is None or measured.value is None:
        return (measured.reason if measured else None) or f"shows no {row['movement']} of the {row['side']} leg"
    own = [
        event.values.get(_of_event(name, event.values))
        for event in session.events
        if event.valid and event.side == row["side"]
    ]
    numbers = [value for value in own if value is not None]
    return numbers[:wanted] if len(numbers) >= wanted else f"{len(numbers)} repetitions count, {wanted} planned"


def _of_event(name: str, values: dict[str, float]) -> str:
    """Return a repetition's own name of a measurement: the same, or that of the curve it is read from."""
    return name if name in values else next((one for one in values if one in measures.made_from(name)), name)


def _table(side: str, rows: Sequence[dict[str, str]], values: dict[tuple[str, ...], list[float]]) -> StudyTable | None:
    ours = [row for row in rows if row["side"] == side]
    cells = sorted({(row["day"], row["set_up"]) for row in ours})
    days = len({day for day, _ in cells})
    people = sorted({row["person"] for row in ours})
    whole = [one for one in people if all((one, side, *cell) in values for cell in cells)]
    if len(whole) < 2:
        return None
    table = np.array([[values[one, side, *cell] for cell in cells] for one in whole])
    nested = table.reshape(len(whole), days, len(cells) // days, -1)
    repetitions = nested.shape[-1]
    found = variance_components(_without_single(nested))
    counts = (1, repetitions)
    return StudyTable(
        side=side,
        shape=nested.shape,
        mean=float(nested.mean()),
        components=found,
        sem={k: found.sem(repetitions=k) for k in counts},
        mdc95={k: found.mdc95(repetitions=k) for k in counts},
        icc=icc(nested.mean(axis=(2, 3))) if days > 1 else None,
    )


def _without_single(nested: Array) -> Array:
    """Return the table without an axis of one day, or of one set-up a day: then a day and its set-up are one."""
    return nested.squeeze(axis=tuple(axis for axis in (1, 2) if nested.shape[axis] == 1))


def study_markdown(tables: Sequence[StudyTable], missing: Sequence[str], *, unit: str = "deg") -> str:
    """Return the paper's table in Markdown.

    Parameters
    ----------
    tables, missing
        From `study_tables`.
    unit
        Of the numbers.

    Returns
    -------
    str
        A row for each leg; below it, every clip that is not in it.
    """
    several = max(tables[0].mdc95)
    head = (
        f"| leg | people × days × set-ups × repetitions | mean, {unit} | SD person / day / set-up / repetition "
        f"| SEM, 1 repetition | SEM, {several} | MDC95, 1 repetition | MDC95, {several} | ICC(2,1) of days |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|---|"]
    for one in tables:
        parts = one.components
        spreads = " / ".join(f"{np.sqrt(v):.2f}" for v in (parts.person, parts.day, parts.set_up, parts.repetition))
        counts = " × ".join(map(str, one.shape))
        numbers = [_with_interval(found[k], 2) for found in (one.sem, one.mdc95) for k in (1, several)]
        agreed = _with_interval(one.icc, 3) if one.icc else "-"
        lines.append(f"| {one.side} | {counts} | {one.mean:.1f} | {spreads} | {' | '.join(numbers)} | {agreed} |")
    lines += ["", "Values with 95 % intervals; SEM and MDC95 of a session's mean of that many repetitions."]
    if any(one.shape[1] > 1 and one.shape[2] == 1 for one in tables):
        lines.append("With one set-up a day, the SD of the set-up holds that of the day, too.")
    lines += ["", f"Clips not in the table: {len(missing)}.", *(f"- {line}" for line in missing)]
    return "\n".join(lines) + "\n"


def _with_interval(found: Interval, digits: int) -> str:
    return f"{found.value:.{digits}f} ({found.ci95_low:.{digits}f} to {found.ci95_high:.{digits}f})"
