"""The days on which an exercise has another dose than its card states: "Mon and Thu: 8 times on each leg."."""

from collections import Counter
from collections.abc import Iterator, Sequence

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.dose_words import amount_words
from dorsi.programme.exercises.how_to import moves_of
from dorsi.schema.plan import Dose, PlanItem, SessionItem, Week
from dorsi.wording.plurals import listed, spans
from dorsi.wording.sentences import capital

Place = tuple[int, str]  #: week and weekday


def usual_item(done: Sequence[SessionItem]) -> SessionItem | None:
    """Return an exercise as on most of its days, the larger of two that are as frequent; an easier week doesn't count.

    It counts where there is no other one. None without any.
    """
    full = [item for item in done if item.sets_frac >= 1] or done
    days = Counter(item.dose.model_dump_json() for item in full)
    return max(
        full,
        key=lambda item: (days[item.dose.model_dump_json()], item.sets_frac, item.dose.sets, item.minutes),
        default=None,
    )


def other_doses(card: PlanItem, weeks: Sequence[Week]) -> list[str]:
    """Return one sentence for each dose that differs from the card's, with its days."""
    places: dict[str, list[Place]] = {}
    usual = _amount(card, card.dose, card.side)
    for place, item in _done(card, weeks):
        places.setdefault(_amount(card, item.dose, item.side), []).append(place)
    every = [place for found in places.values() for place in found]
    return [f"{_when(found, every)}: {amount}." for amount, found in places.items() if amount != usual]


def _done(card: PlanItem, weeks: Sequence[Week]) -> Iterator[tuple[Place, SessionItem]]:
    for week in weeks:
        for day in week.days:
            for item in (*day.morning, *day.items):
                if item.exercise == card.exercise and (card.side == "both" or item.side in {card.side, "both"}):
                    yield (week.number, day.weekday), item


def _amount(card: PlanItem, dose: Dose, side: str) -> str:
    """Return a dose in the words of the card; a leg of its own is named."""
    exercise = catalogue()[card.exercise]
    alone = card.side == "both" and side != "both"
    together = exercise.together(card.level) or card.side != "both" or alone
    amount = amount_words(dose, moves_of(card.exercise, card.level), together=together)
    return f"{side} {amount}" if alone else amount


def _when(found: Sequence[Place], every: Sequence[Place]) -> str:
    """Return the weekdays, with the weeks only where a weekday has another dose in other weeks."""
    days_of: dict[tuple[int, ...], list[str]] = {}
    for name in dict.fromkeys(name for _, name in found):
        here = {week for week, day in found if day == name}
        always = here == {week for week, day in every if day == name}
        days_of.setdefault(() if always else tuple(sorted(here)), []).append(name.capitalize())
    text = "; ".join(f"{_weeks(weeks)}{listed(days)}" for weeks, days in days_of.items())
    return capital(text)


def _weeks(weeks: Sequence[int]) -> str:
    return f"week{'s' if len(weeks) > 1 else ''} {spans(weeks)}, " if weeks else ""
