"""Reads the package's data files and says in one line which file, entry and field does not fit."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dorsi.errors import DAMAGE, RuleError

_MERGE = "tag:yaml.org,2002:merge"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # known only at run time
    """The safe loader, which also names a date that does not exist, and a key that is given twice."""


def _date(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        problem = f"'{node.value}' is not a day of the calendar; write year-month-day, such as 2026-01-05"
        raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from None


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Iterator[object]:
    """Refuse a key given twice: the later one would silently replace, say, a warning sign."""
    seen: set[str] = set()
    for key, _value in node.value:
        if key.value in seen and key.tag != _MERGE:
            problem = f"'{key.value}' is given twice; keep one"
            raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
        seen.add(str(key.value))
    return loader.construct_yaml_map(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


@cache
def load_mapping(name: str, package: str = "dorsi.programme") -> dict[str, object]:
    """Return the top-level mapping of a YAML file of a package; raises RuleError when it is not one."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return parse_mapping(text, name)


def parse_mapping(text: str, name: str) -> dict[str, object]:
    """Return the top-level mapping of a YAML text; `name` is the file the error names."""
    try:
        content = yaml.load(text, Loader=_Loader)  # noqa: S506 - made from the safe loader
    except yaml.YAMLError as error:
        told = " ".join(str(error).split()).replace('in "<unicode string>", ', "at ")
        raise RuleError(f"{name}: not valid YAML: {told}") from error
    except DAMAGE as error:  # nested too deep, a number of thousands of digits, a tag for something else
        raise RuleError(f"{name}: not YAML that dorsi reads ({error}); write plain keys and values") from error
    if content is None:
        raise RuleError(f"{name}: the file is empty")
    if not isinstance(content, dict):
        raise RuleError(f"{name}: expected keys and values at the top, got {type(content).__name__}")
    return content


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
M = TypeVar("M", bound=BaseModel)


def with_only(raw: Mapping[K, V], known: Iterable[K], *, file: str, within: str = "") -> Mapping[K, V]:
    """Return the keys and values of a data file, or of the part `within`; raises RuleError for a key nothing reads."""
    if unread := sorted(map(str, set(raw) - set(known))):
        near = get_close_matches(unread[0], list(map(str, known)), n=1)
        meant = f"; did you mean '{near[0]}'?" if near else ""
        raise RuleError(f"{file}: {f'{within}: ' if within else ''}'{unread[0]}': this key is not known here{meant}")
    return raw


#: pydantic's own words for these problems are those of a programmer.
PLAIN = {
    "extra_forbidden": "this key is not known here",
    "missing": "this key is missing",
    "too_short": "at least one entry is needed",
    "finite_number": "should be a number",
}
KINDS = {
    "float": "a number",
    "int": "a whole number",
    "bool": "true or false",
    "string": "a text",
    "tuple": "a list",
    "list": "a list",
    "dict": "keys with values",
    "model": "keys with values",
    "date": "a day such as 2026-01-05",
}
LIMITS = {
    "less_than_equal": "at most {le}",
    "less_than": "below {lt}",
    "greater_than_equal": "at least {ge}",
    "greater_than": "above {gt}",
}


def entry(model: type[M], raw: object, *, file: str, kind: str, key: str | None = None) -> M:
    """Return one entry of a data file as `model`; the RuleError names file, entry and field."""
    label = key or (str(raw.get("id", "without id")) if isinstance(raw, dict) else "not a mapping")
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise RuleError(f"{file}: {kind} {label}: {first_problem(error)}") from error


def first_problem(error: ValidationError) -> str:
    """Return the first problem of a validation error in one plain sentence, after the place of the field."""
    found = problems(error)
    place, message = found[0]
    more = len(found) - 1
    rest = f" (and {more} more problem{'s' if more > 1 else ''})" if more else ""
    return f"{'.'.join(map(str, place))}: {message}{rest}".removeprefix(": ")


def problems(error: ValidationError) -> list[tuple[tuple[int | str, ...], str]]:
    """Return the problems of a validation error in plain words, each with the place of its field."""
    found = error.errors(include_url=False)
    places = [one["loc"] for one in found]
    # A list with a faulty entry also counts as too short: that is the same mistake.
    own = [one for one in found if one["type"] != "too_short" or not _within(one["loc"], places)]
    return [(one["loc"], _said(one)) for one in own]


def _said(problem: ErrorDetails) -> str:
    """Return a problem in plain words, without its place."""
    message = _in_words(problem["type"], problem.get("ctx", {})) or problem["msg"].removeprefix("Value error, ")
    if problem["type"] in {"extra_forbidden", "missing", "too_short"}:
        return message
    # A problem of several fields gives the whole record: that says nothing to a reader.
    shown = not isinstance(problem["input"], dict | list | BaseModel) and problem["type"] != "value_error"
    given = f", not {problem['input']!r}" if shown else ""
    message = message.replace("Input should be", "should be").replace("a valid integer", "a whole number")
    message = message.replace("a valid ", "a ")
    return f"{message}{given}"


def _within(place: tuple[int | str, ...], places: Sequence[tuple[int | str, ...]]) -> bool:
    """Whether a place holds one of the other places."""
    return any(place == other[: len(place)] != other for other in places)


def _in_words(kind: str, context: Mapping[str, object]) -> str | None:
    """Return a problem of pydantic in plain words, or None for one whose own words are plain."""
    if kind in PLAIN:
        return PLAIN[kind]
    if kind in LIMITS:
        return f"should be {LIMITS[kind].format(**context)}"
    base, _, what = kind.partition("_")  # such as float_parsing, tuple_type
    return f"should be {KINDS[base]}" if what in {"type", "parsing", "from_float"} and base in KINDS else None
