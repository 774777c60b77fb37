"""Answers as the content of an intake file, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from dorsi.intake.answers import Answer, Answers, Pair, plain
from dorsi.intake.choices import RECORDS
from dorsi.intake.form import checked, gathered, sections, steps
from dorsi.schema.intake import months_of
from dorsi.schema.sides import LEGS

Content = dict[str, Any]  #: fields of an `Intake`, plain
Record = TypeVar("Record", bound=Mapping[str, Any])


def content_of(answers: Answers) -> Content:
    """Return the content of an intake file; skipped questions are left out."""
    out: Content = {}
    records: dict[str, Content] = {}  # by place
    for step in steps(answers):
        answer = answers.get(step.place)
        group, _, name = step.place.rpartition(".")
        if answer is None:
            continue
        if isinstance(answer, tuple) and step.place in RECORDS:
            # "None of these" is an answer, an empty list; a skipped question is not.
            out[step.place] = [{RECORDS[step.place][0]: tick} for tick in answer]
            records |= _by_place(step.place, out[step.place])
        elif isinstance(answer, Pair) and step.question.measurement:
            measured = {leg: one for leg, one in asdict(answer).items() if one is not None}
            records[step.place] = dict(step.question.measurement) | measured
            out.setdefault(group, []).append(records[step.place])
        elif group:
            inner = records[group] if group in records else out.setdefault(group, {})
            inner[name] = plain(answer)
        else:
            out[name] = plain(answer)
    return out


def answers_of(content: Mapping[str, Any]) -> dict[str, Answer]:
    """Return the answers behind an intake file, without fields that the form does not ask.

    Parameters
    ----------
    content
        As returned by `content_of`, or an `Intake` dumped without unset fields.
    """
    given: dict[str, object] = {}
    for name, value in content.items():
        if name in RECORDS:
            given |= _of_records(name, value or [])
        elif name == "equipment" and value is not None:
            given[name] = [one for one in value if one != "none"]  # the form's word for none is an empty list
        elif isinstance(value, Mapping) and not set(value) <= set(LEGS):
            given |= {f"{name}.{field}": one for field, one in value.items()}
        else:
            given[name] = value
    return gathered({place: value for place, value in given.items() if value is not None}, checked)[0]


def _of_records(group: str, records: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """Return what a list of records holds, by place; the last one of a place counts."""
    given: dict[str, object] = {group: [record[RECORDS[group][0]] for record in records]}
    for place, record in _by_place(group, records).items():
        given[place] = {leg: record.get(leg) for leg in LEGS}
        given |= {f"{place}.{field}": value for field, value in record.items()}
        if record.get("weeks_ago") is not None:
            given[f"{place}.months_ago"] = round(months_of(record["weeks_ago"]), 2)
    return given


def _place(group: str, record: Mapping[str, Any]) -> str:
    return f"{group}.{' '.join(record[field] for field in RECORDS[group])}"


def _by_place(group: str, records: Sequence[Record]) -> dict[str, Record]:
    return {_place(group, record): record for record in records}


def updated(before: Mapping[str, Any], answers: Answers) -> Content:
    """Return an intake with new answers.

    What the form doesn't ask stays as it was, and so does a record whose answers are the same: the weeks since an
    injury are not turned into months and back.
    """
    asked = {question.place for section in sections() for question in section.questions}
    content, shown = content_of(answers), content_of(answers_of(before))
    for name, value in before.items():
        if name in RECORDS:
            new, old = (_by_place(name, of.get(name, [])) for of in (content, shown))
            # Answered the same, or not in the form at all.
            kept = [one for one in value or [] if new.get(_place(name, one)) == old.get(_place(name, one))]
            kept += [one for place, one in new.items() if one != old.get(place)]
            content |= {name: kept} if kept else {}
        elif name not in asked and isinstance(value, Mapping):
            unasked = {field: one for field, one in value.items() if f"{name}.{field}" not in asked}
            content[name] = unasked | content.get(name, {})
        elif name not in asked:
            content[name] = value
    return content
