"""Reads the package's data files and says in one line which file, entry and field does not fit."""

from functools import cache
from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dorsi.errors import RuleError


@cache
def load_mapping(name: str, package: str = "dorsi.programme") -> dict[str, object]:
    """Return the top-level mapping of a YAML file of a package; raises RuleError when it is not one."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return parse_mapping(text, name)


def parse_mapping(text: str, name: str) -> dict[str, object]:
    """Return the top-level mapping of a YAML text; `name` is the file the error names."""
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are the safe loader
    except yaml.YAMLError as error:
        raise RuleError(f"{name}: not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise RuleError(f"{name}: expected keys and values at the top, got {type(content).__name__}")
    return content


M = TypeVar("M", bound=BaseModel)


def entry(model: type[M], raw: object, *, file: str, kind: str, key: str | None = None) -> M:
    """Return one entry of a data file as `model`; the RuleError names file, entry and field."""
    label = key or (str(raw.get("id", "without id")) if isinstance(raw, dict) else "not a mapping")
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise RuleError(f"{file}: {kind} {label}: {first_problem(error)}") from error


def first_problem(error: ValidationError) -> str:
    """Return the first problem of a validation error as 'field: what is wrong (got value)'."""
    problem = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in problem["loc"])
    message = problem["msg"].removeprefix("Value error, ")
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    given = "" if isinstance(problem["input"], dict | list) else f", got {problem['input']!r}"
    return f"{place}: {message}{given}{more}".removeprefix(": ")
