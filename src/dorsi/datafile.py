"""Reads the package's data files and says in one line which file, entry and field does not fit."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

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
}
PYDANTIC_SAYS = "Input should be "
OF_FIELD = "of_field"  #: type of the problem that `of_field` makes
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
    "finite_number": "a number",
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
    place, message = found[0].place, found[0].in_full
    more = len(found) - 1
    rest = f" (and {more} more problem{'s' if more > 1 else ''})" if more else ""
    return f"{'.'.join(map(str, place))}: {message}{rest}".removeprefix(": ")


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """One problem of a validation error, in plain words."""

    place: tuple[int | str, ...]  #: of the field
    text: str
    completes: bool = False  #: whether it completes a sentence about the field: "should be at most 7, not 9"
    field: str | None = None  #: what a check of a whole record found wrong, by its name in a file

    @property
    def in_full(self) -> str:
        """The text with the name in a file that it is about."""
        return self.text if self.field is None else f"{self.field}: {self.text}"


def of_field(name: str, text: str) -> PydanticCustomError:
    """Return the error that a check of a whole record raises about one of its fields."""
    return PydanticCustomError(OF_FIELD, "{field}: {text}", {"field": name, "text": text})


def problems(error: ValidationError) -> list[FieldProblem]:
    """Return the problems of a validation error in plain words, each with the place of its field."""
    found = error.errors(include_url=False)
    places = [one["loc"] for one in found]
    # A list with a faulty entry also counts as too short: that is the same mistake.
    own = [one for one in found if one["type"] != "too_short" or not _within(one["loc"], places)]
    return [_problem(one) for one in own]


def _problem(found: ErrorDetails) -> FieldProblem:
    """Return a problem in plain words."""
    kind, place, context = found["type"], found["loc"], found.get("ctx", {})
    if kind == OF_FIELD:
        return FieldProblem(place=place, text=context["text"], field=context["field"])
    if kind == "value_error":
        return FieldProblem(place=place, text=str(context["error"]))
    if kind in PLAIN:
        return FieldProblem(place=place, text=PLAIN[kind])
    rule = _rule(kind, context)
    if rule is None and not found["msg"].startswith(PYDANTIC_SAYS):
        return FieldProblem(place=place, text=f"{found['msg']}{_given(found)}")
    if rule is None:
        rule = found["msg"].removeprefix(PYDANTIC_SAYS)
        rule = rule.replace("a valid integer", "a whole number").replace("a valid ", "a ")
    return FieldProblem(place=place, text=f"should be {rule}{_given(found)}", completes=True)


def _given(found: ErrorDetails) -> str:
    """Return what was given; a problem of several fields gives the whole record, which says nothing to a reader."""
    return "" if isinstance(found["input"], dict | list | BaseModel) else f", not {found['input']!r}"


def _within(place: tuple[int | str, ...], places: Sequence[tuple[int | str, ...]]) -> bool:
    """Whether a place holds one of the other places."""
    return any(place == other[: len(place)] != other for other in places)


def _rule(kind: str, context: Mapping[str, object]) -> str | None:
    """Return in plain words what a value should be, or None where pydantic's own words are plain."""
    if kind in LIMITS:
        return LIMITS[kind].format(**context)
    base, _, what = kind.partition("_")  # such as float_parsing, tuple_type
    return KINDS[base] if what in {"type", "parsing", "from_float"} and base in KINDS else None
