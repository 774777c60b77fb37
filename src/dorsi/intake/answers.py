"""Answers as values, the same for the terminal, the web app and the intake file."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from pydantic import JsonValue, TypeAdapter

One = bool | int | float | str | dt.date | tuple[str, ...]  #: yes or no, number, text or choice, date, ticks


@dataclass(frozen=True)
class Pair:
    """An answer for each leg, None for a leg that was skipped."""

    left: One | None = None
    right: One | None = None


Answer = One | Pair | None  #: None if the question was skipped
Answers = Mapping[str, Answer]  #: by place, in the order asked; a place that isn't there is not answered yet

_JSON = TypeAdapter(dict[str, JsonValue])


def said(answers: Answers, place: str) -> bool:
    """Whether a question was answered with more than no, none or 0; "history.achilles" is one tick."""
    value = answers.get(place)
    if isinstance(value, Pair):
        return bool(value.left or value.right)
    group, _, name = place.rpartition(".")
    return bool(value) or name in ticks(answers, group)


def ticks(answers: Answers, place: str) -> tuple[str, ...]:
    """Return the ticked choices."""
    value = answers.get(place)
    return value if isinstance(value, tuple) else ()


def plain(answer: Answer) -> object:
    """Return an answer as plain data for a file; dates stay dates."""
    if isinstance(answer, Pair):
        return asdict(answer)
    return list(answer) if isinstance(answer, tuple) else answer


def to_json(answers: Answers) -> str:
    """Return answers, finished or not, as JSON; `read_json` and `form.gathered` read them back."""
    content = {place: plain(answer) for place, answer in answers.items()}
    return json.dumps(content, ensure_ascii=False, default=dt.date.isoformat)


def read_json(text: str) -> dict[str, JsonValue]:
    """Return the unchecked values in JSON by place; raises ValueError if it isn't a JSON object."""
    return _JSON.validate_json(text)


def number(text: str) -> float:
    """Return the number that a person typed, with a point or a comma; raises ValueError if it isn't one."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"'{text}' is not a number; type one such as 7.5") from None
