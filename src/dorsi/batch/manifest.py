"""Who, when and what, told by a table: one row for each clip."""

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar, cast

from dorsi.batch.days import Order, Written, order_of, read_day, settled
from dorsi.batch.sheets import SheetRow, read_sheet
from dorsi.batch.vocabulary import Kind, vocabulary
from dorsi.clip_request import KINDS, ClipOptions, ClipRequest, clip_request, from_text
from dorsi.errors import DataError, OptionError, check_option
from dorsi.settings import MOVEMENTS, SIDE_CHOICES, Settings

CLIP: Final = "clip"
LANDMARKS: Final = "landmarks"  #: a file to replay, short for the backend that does so
#: Every option of a clip by its column; the day's is called "date".
COLUMNS: Final = {("date" if name == "recorded_on" else name): name for name in KINDS}
FACTS: Final = ("team", "group", "note")  #: columns that change no number
#: Columns that help whoever fills in a manifest; nothing is read from them.
QUESTION: Final = "question"
PICTURE: Final = "picture"

_Made = TypeVar("_Made")

_WITH_UNIT: Final = re.compile(r"(?P<number>\d+(?:\.\d+)?) *(?P<unit>[a-z][a-z /]*)\.?", re.IGNORECASE)
#: Units that may stand in the cells of a column, and how many of the column's own each is.
_UNITS: Final[Mapping[str, Mapping[str, float]]] = {
    "speed_kmh": {"kmh": 1, "kph": 1},
    "height_cm": {"cm": 1, "m": 100},
    "capture_fps": {"fps": 1, "hz": 1},
}
_EXCEL_START: Final = dt.date(1899, 12, 30)  #: Excel counts days from here; a cell without a format shows their number
_EXCEL_DAYS: Final = (39_814, 73_050)  #: 2009 to 2099


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Facts about a clip or its person that change no number."""

    team: str | None = None
    group: str | None = None
    note: str | None = None
    by_hand: frozenset[str] = frozenset()  #: facts that were corrected by hand since


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One row of a manifest."""

    request: ClipRequest
    facts: Facts


def read_manifest(path: Path, folder: Path, settings: Settings | None = None) -> list[ClipRequest]:
    """Return the clips of a table; see `read_rows`."""
    return [row.request for row in read_rows(path, folder, settings)]


def read_rows(
    path: Path,
    folder: Path,
    settings: Settings | None = None,
    *,
    filmed_on: Callable[[Path], Iterable[dt.date]] = lambda _clip: (),
) -> list[Listed]:
    """Return the rows of a table as Excel or another program writes it; names of files count from `folder`.

    Parameters
    ----------
    path
        Of the table, CSV or XLSX: one row for each clip, one column for each given option.
    folder
        In which the clips lie.
    settings
        What counts where a cell is empty or a column missing; a request lends a person, too.
    filmed_on
        Gives the days that a clip's file speaks for, asked where day and month could be swapped in the whole table.

    Raises
    ------
    DataError
        If the file can't be read, a column is missing or not known, a clip is named twice or is missing, or a cell
        holds what is not allowed; the message has one line for each problem, with the number of its row.
    """
    given = settings or Settings()
    needed = (CLIP,) if getattr(given, "person", None) else (CLIP, "person")
    known = dict.fromkeys((CLIP, *needed, *COLUMNS, LANDMARKS, *FACTS, QUESTION, PICTURE))
    sheet = read_sheet(path, {name: vocabulary().columns.get(name, ()) for name in known}, needed)
    days = {row.number: read_day(row.cells["date"]) for row in sheet.rows if "date" in row.cells}
    reader = _Reader(folder, given, needed, order_of(day for day in days.values() if day), filmed_on)
    clips: dict[Path, tuple[int, Listed]] = {}
    problems = list(sheet.problems)
    for row in sheet.rows if not problems else ():
        wrong, listed = reader.read(row, days.get(row.number))
        if listed is not None and listed.request.path in clips:
            first = clips[listed.request.path][0]
            wrong.append(f"'{row.cells[CLIP]}' stands in line {first} already; delete one")
        elif listed is not None:
            clips[listed.request.path] = row.number, listed
        problems += [f"{path.name}, line {row.number}: {one}" for one in wrong]
    if problems:
        raise DataError("\n".join(problems))
    return [listed for _, listed in clips.values()]


@dataclass(frozen=True)
class _Reader:
    """What the rows of one table have in common."""

    folder: Path
    given: Settings
    needed: tuple[str, ...]
    order: Order | None
    filmed_on: Callable[[Path], Iterable[dt.date]]

    def read(self, row: SheetRow, day: Written | None) -> tuple[list[str], Listed | None]:
        """Return everything that is wrong with a row, and what it says if nothing is."""
        wrong = [f"'{name}' is empty; fill it in, or delete the line" for name in self.needed if name not in row.cells]
        told: dict[str, object] = {}
        clip = _attempt(wrong, lambda: _file(self.folder, row.cells[CLIP])) if CLIP in row.cells else None
        for column, name in COLUMNS.items():
            if text := row.cells.get(column):
                told |= _attempt(wrong, lambda: {name: self._value(name, column, text, day, clip)}) or {}  # noqa: B023
        if file := row.cells.get(LANDMARKS):
            told |= _attempt(wrong, lambda: {"backend": f"replay:{_file(self.folder, file)}"}) or {}
        if wrong or clip is None:
            return wrong, None
        request = _attempt(wrong, lambda: clip_request(clip, self.given, **cast("ClipOptions", told)))
        facts = Facts(team=row.cells.get("team"), group=row.cells.get("group"), note=row.cells.get("note"))
        return wrong, None if request is None else Listed(request=request, facts=facts)

    def _value(self, name: str, column: str, text: str, day: Written | None, clip: Path | None) -> object:
        """Return what one cell says."""
        if name == "recorded_on":
            return self._day(text, day, clip)
        if name in {"movement", "side"}:
            allowed = MOVEMENTS if name == "movement" else SIDE_CHOICES
            said = vocabulary().meaning(cast("Kind", name), text) or text.casefold()
            return check_option(column, said, allowed)
        if KINDS[name] is float:
            return from_text(name, _bare(column, text.replace(",", ".")), called=column)
        if KINDS[name] is bool:
            answer = vocabulary().answers.get(text.casefold())
            return from_text(name, text if answer is None else ("yes" if answer else "no"), called=column)
        if name == "pick":
            return from_text(name, text.replace(";", ",").replace(" ", ","), called=column)
        return from_text(name, text, called=column)

    def _day(self, text: str, day: Written | None, clip: Path | None) -> dt.date:
        if day is None and text.isdigit() and _EXCEL_DAYS[0] <= int(text) <= _EXCEL_DAYS[1]:
            day = read_day((_EXCEL_START + dt.timedelta(days=int(text))).isoformat())
        if day is None:
            raise OptionError(f"date '{text}' is not a day up to today; write it as 2026-11-20")
        open_ = settled([day], self.order, lambda: () if clip is None else self.filmed_on(clip))
        if len(open_) != 1:
            raise OptionError(f"date {day.question}")
        return next(iter(open_))


def _bare(column: str, text: str) -> str:
    """Return a number without its unit, in that of the column: "12.5 km/h", "180 cm" and "1.80 m" are understood."""
    found = _WITH_UNIT.fullmatch(text.strip())
    unit = re.sub("[ /]", "", found["unit"].casefold()) if found else ""
    factor = _UNITS.get(column, {}).get(unit)
    return text if found is None or factor is None else f"{float(found['number']) * factor:g}"


def _attempt(wrong: list[str], make: Callable[[], _Made]) -> _Made | None:
    """Return what is made, or note why it can't be."""
    try:
        return make()
    except (ValueError, OptionError) as error:
        wrong.append(str(error))
        return None


def _file(folder: Path, name: str) -> Path:
    """Return the file of a cell; the slashes of Windows, letters in another form and another case are the same name."""
    path = folder / name.replace("\\", "/")
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for names too long for any folder
        wanted = _same(path.relative_to(folder).as_posix()) if path.is_relative_to(folder) else ""
        alike = [one for one in folder.rglob("*") if _same(one.relative_to(folder).as_posix()) == wanted]
        if len(alike) != 1 or not alike[0].is_file():
            raise ValueError(f"'{name}' is not in {folder}; names count from that folder")
        path = alike[0]
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise ValueError(f"'{name}' lies outside of {folder}; give a folder that holds all clips")
    return path


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def cells_of(request: Mapping[str, object]) -> dict[str, str]:
    """Return options of a clip as the cells of a row."""
    told = {column: request.get(name) for column, name in COLUMNS.items()}
    return {column: _cell(value) for column, value in told.items() if value is not None}


def _cell(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)
