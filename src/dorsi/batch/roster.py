"""Who is in a squad, told by a table: one row for each person."""

import re
from pathlib import Path
from typing import Final

from dorsi.batch.sheets import SheetRow, read_sheet
from dorsi.batch.vocabulary import folded, vocabulary
from dorsi.errors import DataError
from dorsi.names import fold
from dorsi.store.changing import RosterEntry

#: Of `contact`, nothing is read: dorsi needs no way to reach anyone.
_COLUMNS: Final = (
    "person", "first_name", "last_name", "aliases", "team", "group", "birth_year", "birth_date", "injured", "contact",
)  # fmt: skip
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS: Final = (1900, 2100)


def read_roster(path: Path) -> list[RosterEntry]:
    """Return the people of a table, CSV or XLSX, with the facts about each.

    Raises
    ------
    DataError
        If the file can't be read, or holds what is not allowed; one line for each problem, with the number of its row.
    """
    sheet = read_sheet(
        path,
        {name: vocabulary().columns.get(name, ()) for name in _COLUMNS},
        ("person",),
        instead={"person": ("first_name", "last_name")},
    )
    problems, people = list(sheet.problems), dict[str, tuple[int, RosterEntry]]()
    for row in sheet.rows if not problems else ():
        wrong, whole = _wrong(row), _name(row)
        name = fold(whole)
        if name in people:
            wrong.append(f"'{whole}' is in line {people[name][0]} already; delete one")
        elif not wrong:
            people[name] = row.number, _person(row)
        problems += [f"{path.name}, line {row.number}: {one}" for one in wrong]
    if problems:
        raise DataError("\n".join(problems))
    return [person for _, person in people.values()]


def _wrong(row: SheetRow) -> list[str]:
    wrong = [] if _name(row) else ["the name is empty; fill it in, or delete the line"]
    year, injured = row.cells.get("birth_year", ""), row.cells.get("injured", "")
    if year and not (year.isdigit() and _YEARS[0] <= int(year) <= _YEARS[1]):
        wrong.append(f"birth_year '{year}' is not a year; write it as 2004")
    day = row.cells.get("birth_date", "")
    if day and not _YEAR.search(day):
        wrong.append(f"birth_date '{day}' has no year of four digits; write it as 2004-04-03")
    if injured and folded(injured) not in vocabulary().answers:
        wrong.append(f"injured '{injured}' is not an answer; write yes or no")
    return wrong


def _name(row: SheetRow) -> str:
    """Return the whole name: of one column, or the first name and the last one."""
    return " ".join(row.cells[one] for one in ("first_name", "person", "last_name") if one in row.cells)


def _person(row: SheetRow) -> RosterEntry:
    aliases = re.split(r"[,;/|]", row.cells.get("aliases", ""))
    injured, born = row.cells.get("injured"), _YEAR.search(row.cells.get("birth_date", ""))
    year = row.cells.get("birth_year") or (born[0] if born else None)
    return RosterEntry(
        name=_name(row),
        aliases=tuple(alias.strip() for alias in aliases if alias.strip()),
        team=row.cells.get("team"),
        group=row.cells.get("group"),
        birth_year=None if year is None else int(year),
        injured=None if injured is None else vocabulary().answers[folded(injured)],
    )
