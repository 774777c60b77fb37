"""Days in names and tables: which day a text can mean, and what settles it where day and month could be swapped."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from dorsi.batch.vocabulary import folded, vocabulary
from dorsi.wording.days import day_text, this_day

#: How the numbers of a day stand; "year_first" is said by four digits and settles nothing else.
Order = Literal["day_first", "month_first", "short_year_first", "year_first"]
#: Before it no phone filmed in a size that can be measured: the first with 480 lines came in 2009.
FIRST_YEAR: Final = 2009
#: Hours to spare where the clock of the computer and that of the phone stand in different time zones.
_AHEAD: Final = dt.timedelta(days=1)
_ISO: Final = re.compile(r"(?<!\d)(?P<a>20\d\d)(?P<gap>[-._/ ]?)(?P<b>\d\d)(?P=gap)(?P<c>\d\d)(?=\d{6}(?!\d)|(?!\d))")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(?P<a>20\d\d)(?P<gap>[-._/])(?P<b>\d\d?)(?P=gap)(?P<c>\d\d?)(?!\d)")
_YEAR_LAST: Final = re.compile(
    r"(?<![\d.])(?P<a>\d\d?)(?P<gap>[-._/ ])(?P<b>\d\d?)(?P=gap)(?P<c>20\d\d|(?<! )\d\d)(?!\d)"
)
_EIGHT: Final = re.compile(r"(?<!\d)(?P<a>\d\d)(?P<b>\d\d)(?P<c>20\d\d)(?!\d)")
#: Six digits behind the name of a device are the number of a file.
_SIX: Final = re.compile(
    r"(?<![^\W_])(?<!img_)(?<!mvi_)(?<!dsc_)(?<!vid_)(?P<a>\d\d)(?P<b>\d\d)(?P<c>\d\d)(?!\d)", re.IGNORECASE
)
#: A time of day right behind a date goes with it: T10-15, "at 18.22.31", "um 6.22 PM".
_CLOCK: Final = re.compile(
    r"^[T,_ -]*(?:(?:at|um|à|a las|alle|ore|om|kl)[_ ]+)?(?:[01]?\d|2[0-3])[-.:_h]?[0-5]\d(?:[-.:_]?[0-5]\d)?(?:\d{3})?"
    r"(?![\d])(?:[_ ]?[ap]\.?m\b\.?|Z(?![^\W_]))?",
    re.IGNORECASE,
)
_WHOLE_YEAR: Final = 4  #: digits
_SHORT_AGES: Final = range(5)  #: years ago that "3 Nov 26" may lie; else its last number is that of a take
_ORDINAL: Final = r"(?:st|nd|rd|th|er|\.|º)?"


@dataclass(frozen=True)
class Written:
    """A day as it is written, and the days that it can mean, by the order in which its numbers would stand."""

    text: str
    meant: tuple[tuple[Order, dt.date], ...]  #: empty for a day that is still to come: the clock or the name is wrong

    @property
    def days(self) -> frozenset[dt.date]:
        """Every day that can be meant."""
        return frozenset(day for _, day in self.meant)

    @property
    def question(self) -> str:
        """What to ask where it is not settled."""
        if not self.meant:
            return f"'{self.text}' is after today; write the day of filming as 2026-11-20"
        first, *_, last = sorted(self.days)
        return f"'{self.text}' could be {day_text(first)} or {day_text(last)}; write it as {last.isoformat()}"


def find_days(text: str, *, today: dt.date | None = None) -> tuple[list[Written], str]:
    """Return the days in a text, and the text with a tab where each of them was.

    Parameters
    ----------
    text
        The name of a folder or a file.
    today
        No day after it is meant, since nothing is filmed in the future; the computer's own if None.
    """
    latest = (today or this_day()) + _AHEAD
    rest, at, found = "", 0, list[Written]()
    for start, end, meant in sorted(_spans(text, latest), key=lambda span: (span[0], -span[1])):
        if start < at:
            continue
        found.append(Written(text[start:end].strip(), meant))
        rest += text[at:start] + "\t"
        at = end
        clock = _CLOCK.match(text[at:])
        at += clock.end() if clock else 0
    return found, rest + text[at:]


def read_day(text: str, *, today: dt.date | None = None) -> Written | None:
    """Return the day that a whole text stands for, such as a cell of a table, or None if it is no day."""
    found, rest = find_days(text.strip(), today=today)
    return found[0] if len(found) == 1 and found[0].meant and rest == "\t" else None


def order_of(days: Iterable[Written]) -> Order | None:
    """Return the order that settles days: that of those which can be read in one way only, if they agree."""
    sure = {one.meant[0][0] for one in days if len(one.meant) == 1 and one.meant[0][0] != "year_first"}
    return next(iter(sure)) if len(sure) == 1 else None


def settled(
    days: Iterable[Written], order: Order | None = None, filmed_on: Callable[[], Iterable[dt.date]] = lambda: ()
) -> frozenset[dt.date]:
    """Return the days that all of the written ones can mean: one where it is settled, none where they differ.

    Parameters
    ----------
    days
        As written in one clip's folders and name.
    order
        How the other clips of the batch write theirs.
    filmed_on
        Gives the days that the file itself speaks for; asked only where nothing else settles it.
    """
    open_ = frozenset[dt.date].intersection(*(one.days for one in days))
    if len(open_) > 1 and order is not None:
        ordered = frozenset(day for one in days for how, day in one.meant if how in {order, "year_first"})
        open_ = open_ & ordered or open_
    if len(open_) > 1:
        near = frozenset(day for day in open_ for other in filmed_on() if abs((day - other).days) <= _AHEAD.days)
        open_ = near if len(near) == 1 else open_
    return open_


def _spans(text: str, latest: dt.date) -> Iterator[tuple[int, int, tuple[tuple[Order, dt.date], ...]]]:
    """Yield where days are written, and what each can mean."""
    for pattern in (_ISO, _YEAR_FIRST, _YEAR_LAST, _EIGHT, _SIX):
        for match in pattern.finditer(text):
            numbers = _readings(match["a"], match["b"], match["c"])
            meant = _meanings(numbers, latest)
            if not meant and pattern is not _SIX and "20" in match[0] and _meanings(numbers, dt.date.max):
                yield match.start(), match.end(), ()
            if len(meant) > 1 and "." in match[0]:  # 20.11.26: no one puts points behind a short year
                meant = tuple(one for one in meant if one[0] != "short_year_first")
            if meant:
                yield match.start(), match.end(), meant
    for pattern in _in_words():
        for match in pattern.finditer(text):
            number = str(vocabulary().months[folded(match["month"])])
            if len(match["year"]) < _WHOLE_YEAR and latest.year - 2000 - int(match["year"]) not in _SHORT_AGES:
                continue
            readings: list[tuple[Order, str, str, str]] = [("year_first", match["year"], number, match["day"])]
            if _meanings(readings, dt.date.max):
                yield match.start(), match.end(), _meanings(readings, latest)


def _readings(a: str, b: str, c: str) -> list[tuple[Order, str, str, str]]:
    """Return (order, year, month, day) for every way in which three numbers can be read."""
    if len(a) == _WHOLE_YEAR:
        return [("year_first", a, b, c)]
    both: list[tuple[Order, str, str, str]] = [("day_first", c, b, a), ("month_first", c, a, b)]
    return both if len(c) == _WHOLE_YEAR else [*both, ("short_year_first", a, b, c)]


def _meanings(readings: Iterable[tuple[Order, str, str, str]], latest: dt.date) -> tuple[tuple[Order, dt.date], ...]:
    """Return the readings that are days on which a clip can have been filmed, each day once."""
    found: dict[dt.date, Order] = {}
    for order, year, month, day in readings:
        try:
            meant = dt.date(int(year) + (0 if len(year) == _WHOLE_YEAR else 2000), int(month), int(day))
        except ValueError:
            continue
        if meant.year >= FIRST_YEAR and meant <= latest and len(year) > 1:
            found.setdefault(meant, order)
    return tuple((order, day) for day, order in found.items())


@cache
def _in_words() -> tuple[re.Pattern[str], ...]:
    """Return patterns for "20 Nov 2026", "20. November 2026", "Nov 20, 2026" and "20-Nov-26", their parts named."""
    month = rf"(?P<month>(?<![^\W\d_]){_any_month()}(?![^\W\d_]))\.?"
    day, year, gap = rf"(?<!\d)(?P<day>\d{{1,2}}){_ORDINAL}", r"(?P<year>20\d\d)(?!\d)", r"[ _.,-]*(?:de |di )?"
    short = r"'?(?P<year>\d\d)(?!\d)"
    orders = ((day, month, year), (month, day, year), (day, month, short))
    return tuple(re.compile(gap.join(parts), re.IGNORECASE) for parts in orders)


def _any_month() -> str:
    """Return a pattern of every word for a month, accented as it is written or not."""
    written = {"fevrier": "f[ée]vrier", "aout": "ao[uû]t", "decembre": "d[ée]cembre", "marz": "m(?:ä|a)rz"}
    words = sorted(vocabulary().months, key=len, reverse=True)
    return f"(?:{'|'.join(written.get(word, word) for word in words)})"
