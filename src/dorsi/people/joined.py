"""The answers that stay when two people turn out to be one: the more careful ones of the two."""

from typing import Any, Final

from dorsi.people.held import stop_now, unsent, urgency
from dorsi.schema.intake import Intake
from dorsi.store import Store

#: Answers of several ticks: a sign, a medicine or a condition of either counts.
_TICKS: Final = ("red_flags", "medicines", "conditions")
#: Answers with several records, and the fields that name one.
_RECORDS: Final = {"pain": ("site", "side"), "history": ("kind", "side", "site")}
_SCORES: Final = ("at_rest", "walking", "running")  #: of one place that hurts


def careful_answers(store: Store, name: str, into: str) -> Intake | None:
    """Return the answers of two people who are one; None if neither has any.

    Those of `into` count, unless those of `name` stop a programme more urgently. What the others have of signs, pain,
    past injuries, medicines and conditions is added, also if it isn't sent yet.
    """
    both = [name, into]
    stored = {one: store.intake(one) for one in both}
    given = [one for one in (*stored.values(), *(unsent(store, one) for one in both)) if one is not None]
    answered = sorted(
        (one for one in both if stored[one] is not None), key=lambda one: (_rank(store, one), one != into)
    )
    if not answered:
        return None
    first = stored[answered[0]]
    assert first is not None
    record = _plain(first)
    for other in given:
        record = _with(record, _plain(other))
    return Intake.model_validate(record)


def _rank(store: Store, name: str) -> float:
    stop = stop_now(store, name)
    return float("inf") if stop is None else urgency(stop)


def _plain(answers: Intake) -> dict[str, Any]:
    return answers.model_dump(mode="json", exclude_unset=True)


def _with(record: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return answers with what the other ones have besides, or have worse."""
    out = dict(record)
    for field in _TICKS:
        if other.get(field):
            out[field] = list(dict.fromkeys([*(out.get(field) or []), *other[field]]))
    for field, names in _RECORDS.items():
        found = {tuple(one.get(name) for name in names): one for one in out.get(field) or []}
        for one in other.get(field) or []:
            place = tuple(one.get(name) for name in names)
            found[place] = _worse(found[place], one) if place in found else one
        if found:
            out[field] = list(found.values())
    return out


def _worse(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the greater scores of the two."""
    scores = {name: max(one.get(name, 0), other.get(name, 0)) for name in _SCORES if name in one or name in other}
    return one | scores
