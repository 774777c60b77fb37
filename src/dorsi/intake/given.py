"""Turns an existing intake back into typed answers, to fill a form."""

from collections.abc import Mapping

from dorsi.intake.form import KEY_OF, PASSED, Question, sections, steps
from dorsi.schema.intake import months_of


def typed_of(content: Mapping[str, object]) -> dict[str, str]:
    """Return the answers behind an intake file, without fields that the form does not ask.

    Parameters
    ----------
    content
        As returned by `dorsi.intake.form.answers`, or an `Intake` dumped without unset fields.
    """
    typed: dict[str, str] = {}
    for step in steps(typed):  # the answers in `typed` decide which questions follow
        value = _value(content, step.place)
        if value is not None:
            typed[step.place] = _text(step.question, value)
    return typed


def with_unasked(content: Mapping[str, object], before: Mapping[str, object]) -> dict[str, object]:
    """Return new answers with an earlier intake's fields beyond the form, such as those typed into its file."""
    asked = {one.place.split(".")[0] for section in sections() for one in section.questions}
    places = {one.place for section in sections() for one in section.questions if one.measurement}
    out = {name: value for name, value in before.items() if name not in asked} | dict(content)
    kept = [one for one in _records(before, "measurements") if _measurement_place(one) not in places]
    if kept:
        out["measurements"] = [*_records(content, "measurements"), *kept]
    return out


def _value(content: Mapping[str, object], place: str) -> object:
    """Return the value at a dotted path, or None."""
    group, _, rest = place.partition(".")
    if group in KEY_OF:
        if group not in content:
            return None
        found = {str(one[KEY_OF[group]]): one for one in _records(content, group)}
        if not rest:
            return list(found)
        name, _, field = rest.partition(".")
        return _field(found.get(name, {}), field)
    if group == "measurements":
        return _measured(_records(content, group), place)
    inner: object = content
    for name in place.split("."):
        inner = inner.get(name) if isinstance(inner, Mapping) else None
    return inner


def _measured(records: list[Mapping[str, object]], place: str) -> object:
    for one in records:
        own = _measurement_place(one)
        if place == own:
            return {leg: one.get(leg) for leg in ("left", "right")}
        if place.startswith(f"{own}."):
            return one.get(place.removeprefix(f"{own}."))
    return None


def _field(record: Mapping[str, object], field: str) -> object:
    weeks = record.get("weeks_ago")
    if field == "months_ago" and isinstance(weeks, int | float):
        return round(months_of(weeks), 2)
    return record.get(field)


def _records(content: Mapping[str, object], group: str) -> list[Mapping[str, object]]:
    listed = content.get(group, [])
    assert isinstance(listed, list)
    return listed


def _measurement_place(record: Mapping[str, object]) -> str:
    return f"measurements.{record['name']} {record['scale']}"


def _text(question: Question, value: object) -> str:
    """Return a value as typed."""
    if question.legs:
        pair = value if isinstance(value, Mapping) else {"left": value, "right": value}
        left, right = pair.get("left"), pair.get("right")
        if question.kind == "yes_no":
            return {(True, True): "both", (True, False): "left", (False, True): "right"}.get(
                (bool(left), bool(right)), PASSED if left is None and right is None else "no"
            )
        return f"{_one(left)} / {_one(right)}"
    return _one(value)


def _one(value: object) -> str:
    if value is None:
        return PASSED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(str(one) for one in value) or "0"
    return f"{value:g}" if isinstance(value, float) else str(value)
