"""Who is in a squad, told by a table: one row for each person."""

import re
from pathlib import Path
from typing import Final

from dorsi.batch.sheets import Row, read_sheet
from dorsi.batch.vocabulary import folded, vocabulary
from dorsi.errors import DataError
from dorsi.names import fold
from dorsi.store.changing import Roster

_COLUMNS: Final = ("person", "aliases", "team", "group", "birth_year", "injured")
_YEARS: Final = (1900, 2100)


def read_roster(path: Path) -> list[Roster]:
    """Return the people of a table, CSV or XLSX, with the facts about each.

    Raises
    ------
    DataError
        If the file can't be read, or holds what is not allowed; one line for each problem, with the number of its row.
    """
    sheet = read_sheet(path, {name: vocabulary().columns.get(name, ()) for name in _COLUMNS}, ("person",))
    problems, people = list(sheet.problems), dict[str, tuple[int, Roster]]()
    for row in sheet.rows if not problems else ():
        wrong = _wrong(row)
        name = fold(row.cells.get("person", ""))
        if name in people:
            wrong.append(f"'{row.cells['person']}' is in line {people[name][0]} already; delete one")
        elif not wrong:
            people[name] = row.number, _person(row)
        problems += [f"{path.name}, line {row.number}: {one}" for one in wrong]
    if problems:
        raise DataError("\n".join(problems))
    return [person for _, person in people.values()]


def _wrong(row: Row) -> list[str]:
    wrong = [] if "person" in row.cells else ["the name is empty; fill it in, or delete the line"]
    year, injured = row.cells.get("birth_year", ""), row.cells.get("injured", "")
    if year and not (year.isdigit() and _YEARS[0] <= int(year) <= _YEARS[1]):
        wrong.append(f"birth_year '{year}' is not a year; write it as 2004")
    if injured and folded(injured) not in vocabulary().answers:
        wrong.append(f"injured '{injured}' is not an answer; write yes or no")
    return wrong


def _person(row: Row) -> Roster:
    aliases = re.split(r"[,;/|]", row.cells.get("aliases", ""))
    year, injured = row.cells.get("birth_year"), row.cells.get("injured")
    return Roster(
        name=row.cells["person"],
        aliases=tuple(alias.strip() for alias in aliases if alias.strip()),
        team=row.cells.get("team"),
        group=row.cells.get("group"),
        birth_year=None if year is None else int(year),
        injured=None if injured is None else vocabulary().answers[folded(injured)],
    )
