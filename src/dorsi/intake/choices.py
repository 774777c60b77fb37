"""Which words the intake takes for a question that offers choices."""

from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel

from dorsi.errors import RuleError
from dorsi.schema.intake import Intake
from dorsi.schema.sides import LEGS

#: Lists of records, and the fields that name a record in its place: "history.sprain", "measurements.wblt_cm tape".
RECORDS: Final = {"pain": ("site",), "history": ("kind",), "measurements": ("name", "scale")}


def choices_of(place: str, within: str = "") -> frozenset[str]:
    """Return the words that a field of the intake takes.

    Parameters
    ----------
    place
        The dotted path of the field.
    within
        The list of records that it is a field of, such as "history".

    Returns
    -------
    frozenset of str
        Empty for a field that takes no words from a list.

    Raises
    ------
    RuleError
        If there is no such field.
    """
    record: type[BaseModel] = Intake if not within else _records_in(Intake.model_fields[within].annotation)[0]
    *parts, last = place.split(".")
    for part in parts:
        [record] = _records_in(_annotation(record, part, place))
    if not within and last in RECORDS:
        [listed], last = _records_in(_annotation(record, last, place)), RECORDS[last][0]
        record = listed
    return _words_in(_annotation(record, last, place))


def _annotation(record: type[BaseModel], name: str, place: str) -> Any:  # noqa: ANN401 - any type there is
    if name not in record.model_fields:
        raise RuleError(f"'{place}' is not a field of the intake")
    return record.model_fields[name].annotation


def _records_in(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _records_in(part)]


def _words_in(annotation: Any) -> frozenset[str]:  # noqa: ANN401
    """Return the words of every choice within a type: of a list's entries, of either leg."""
    if get_origin(annotation) is Literal:
        return frozenset(map(str, get_args(annotation)))
    inner = [one.model_fields[leg].annotation for one in _records_in(annotation) for leg in LEGS]
    found = [_words_in(part) for part in (inner or get_args(annotation))]
    return frozenset().union(*found)
