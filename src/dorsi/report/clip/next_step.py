"""The one thing to do next, as the words and the address of a button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dorsi.protocols import PROTOCOLS, name_of
from dorsi.report.text import amounts
from dorsi.schema.plan import Plan
from dorsi.vocabulary import SIDES
from dorsi.wording.plurals import plural

FILM_PLACE: Final = "film-again"  #: of the filming guide on the page itself
AGAIN_PLACE: Final = "measure-again"
QUESTIONS_PLACE: Final = "questions"
EXERCISES_PLACE: Final = "exercises"
HELP_PLACE: Final = "help"
#: Stops that end in an examination; the text of the others says what to do.
NEEDS_HELP: Final = frozenset({"emergency", "prompt", "soon", "clinician_first"})
LeadsTo = Literal["help", "film", "questions", "session", "again"]


def on_this_page(_movement: str, _side: str) -> str:
    """Return where a page that stands alone shows how to film."""
    return f"#{FILM_PLACE}"


def measured_on_this_page(_movement: str, _side: str = "") -> str:
    """Return where a page that stands alone says how to measure the clip as another movement or leg."""
    return f"#{AGAIN_PLACE}"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What to do next."""

    verb: str  #: on the button
    href: str
    why: str  #: beside it
    leads_to: LeadsTo
    done: bool = False  #: whether nothing is left to do today, and the button only shows it
    sends: tuple[tuple[str, str], ...] = ()  #: fields that the button itself sends, where it does the work at once


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Where the button may lead, and what is known beyond the clips on the page."""

    film: Callable[[str, str], str] = on_this_page  #: address by movement and side
    questions: str = f"#{QUESTIONS_PLACE}"
    session: str = f"#{EXERCISES_PLACE}"
    asked: int = 0  #: questions a programme still needs; 0 where the number is not known
    begun: bool = False  #: whether some of them are answered
    measured: frozenset[tuple[str, str]] = frozenset()  #: movements and sides measured in other clips
    #: Where a clip is measured again, by movement and leg; without a leg as before.
    again: Callable[[str, str], str] | None = measured_on_this_page
    planned: bool = False  #: whether the person has a programme, though it is not on the page
    training: NextStep | None = None  #: what their programme has for today, where it is known


ON_THE_PAGE: Final = Ways()


@dataclass(frozen=True, kw_only=True)
class AnswerState:
    """How far a report's answer has come."""

    movement: str  #: that it is about
    measured: Sequence[str]  #: sides that have a number; empty where nothing was measured
    wanted: Sequence[str]  #: sides that the movement is measured on
    rather: str = ""  #: the movement that an unmeasured clip shows instead
    rather_side: str = ""  #: the leg that it shows instead
    asked_side: str = ""  #: the leg that was to be measured, where it is one
    stranger: bool = False  #: whether the clip surely shows a movement that dorsi doesn't measure


def next_step(state: AnswerState, plan: Plan | None, ways: Ways) -> NextStep | None:
    """Return the next step after a report, or None where a stop says all there is to do.

    Parameters
    ----------
    state
        What was measured.
    plan
        The person's programme, if there is one.
    ways
        Where the button leads.
    """
    stop = plan.stop if plan is not None else None
    if stop is not None and stop.level in NEEDS_HELP:
        why = "Read this before you train."
        return NextStep(verb="See when to get help", href=f"#{HELP_PLACE}", why=why, leads_to="help")
    if not state.measured:
        return _again(state, ways)
    found = {*state.measured, *(side for name, side in ways.measured if name == state.movement)}
    missing = [side for side in state.wanted if side not in found]
    if len(missing) == 1:
        why = "Then you can compare left and right."
        place = ways.film(state.movement, missing[0])
        return NextStep(verb=f"Film the {missing[0]} leg", href=place, why=why, leads_to="film")
    if stop is not None and stop.level != "unanswered":
        return None
    if (plan is None or stop is not None) and not ways.planned:
        why = "They make your exercise programme."
        return NextStep(verb=_to_answer(ways), href=ways.questions, why=why, leads_to="questions")
    usual = NextStep(verb="Start today's session", href=ways.session, why=_size(plan), leads_to="session")
    return ways.training or usual


def _to_answer(ways: Ways) -> str:
    """Return the words of the button to the questions."""
    if ways.begun:
        return f"Go on: {plural(ways.asked, 'question')} left" if ways.asked else "Finish the questions"
    return f"Answer {plural(ways.asked, 'question') if ways.asked else 'the questions'}"


def _again(state: AnswerState, ways: Ways) -> NextStep:
    """Return how to come to a number: as the leg or movement that the clip does show, or with another clip."""
    if state.rather_side and ways.again is not None:
        return NextStep(
            verb=f"It was the {state.rather_side} leg: measure it",
            href=ways.again(state.rather, state.rather_side),
            why="No new clip needed.",
            leads_to="again",
            sends=(("movement", state.rather), ("side", state.rather_side)),
        )
    if state.rather and ways.again is not None:
        return NextStep(
            verb=measure_as(state.rather),
            href=ways.again(state.rather, ""),
            why="No new clip needed.",
            leads_to="again",
            sends=(("movement", state.rather),),
        )
    verb = "Film a movement that dorsi measures" if state.stranger else "Film it again"
    return NextStep(verb=verb, href=ways.film(state.movement, state.asked_side), why="", leads_to="film")


def measure_as(movement: str) -> str:
    """Return the words of a button that measures a clip as another movement: "Measure as a squat"."""
    return f"Measure as {name_of(movement).one}"


def _size(plan: Plan | None) -> str:
    if plan is None or plan.stop is not None:
        return ""
    return f"{amounts.minutes(plan.minutes_per_day)} on {plural(plan.days_per_week, 'day')} a week."


def legs_of(movement: str) -> tuple[str, ...]:
    """Return the sides that a movement's headline number is measured on; none of one that dorsi doesn't measure."""
    return SIDES if movement in PROTOCOLS else ()
