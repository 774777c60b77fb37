"""Questions without an answer: until there is one, a safety rule limits as if it were the careful one."""

from collections.abc import Iterable, Iterator
from typing import Final

from dorsi.programme.choosing.findings import Ask
from dorsi.programme.language.actions import Action
from dorsi.programme.language.conditions import ConditionAnswer, UsedFact
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.programme.rulebook.rule import Case, Rule, Tier
from dorsi.schema.plan_remarks import NotAssessed
from dorsi.schema.sides import Leg
from dorsi.wording.plurals import listed

SAFETY_TIERS: Final[frozenset[Tier]] = frozenset({"P0", "P1", "P2"})
OPEN_FACTS: Final = ("safety_question_open", "stop_question_open", "heavy_question_open")


def is_safety_question(rule: Rule, case: Case, answer: ConditionAnswer) -> bool:
    """Whether a case without an answer is one that could stop or limit the plan."""
    limits = any(one.stop or one.exclude or one.cap or one.tag or one.pace for one in case.then)
    return answer.outcome is None and rule.tier in SAFETY_TIERS and limits


def opened_by(case: Case) -> Iterator[str]:
    """Yield the facts that become true while a safety case has no answer: what an answer to it could still do."""
    yield "safety_question_open"
    stops = any(one.stop for one in case.then)
    if stops:
        yield "stop_question_open"
    if stops or any(one.exclude and one.exclude.load_class for one in case.then):
        yield "heavy_question_open"


def careful_asks(rule: Rule, case: Case, side: Leg | None, answer: ConditionAnswer) -> Iterator[Ask[Action]]:
    """Yield what a case asks for while its question is open: its limits, never its exercises or sentences.

    A stop has no smaller form here: a rule on all open questions says what they leave out.
    """
    questions = listed(list(dict.fromkeys(question(seen) for seen in answer.seen)))
    for action in case.then if case.unknown == "careful" else ():
        careful = _limit_of(action)
        if careful is not None:
            text, until = f"not answered yet: {questions}", f"you have answered: {questions}"
            yield Ask(action=careful, side=side, rule=rule.id, text=text, unanswered=questions, until=until)


def left_open(rule: Rule, side: Leg | None, answer: ConditionAnswer) -> Iterator[NotAssessed]:
    """Yield what a rule could not answer, fact by fact."""
    for seen in answer.seen:
        label = vocabulary()[seen.name].label
        place = side if vocabulary()[seen.name].scope == "side" else None
        fact, what = seen.fact, None if seen.fact.about == label else label
        why = fact.missing or ""
        yield NotAssessed(
            rule=rule.id,
            metric=seen.name,
            side=place,
            text=f"{what}: {why}" if what else why,
            what=what,
            why=fact.of_either or why,
            lacks=fact.lacks,
            thing=fact.about if fact.lacks else None,
        )


def question(seen: UsedFact) -> str:
    """Return what was not answered, as a runner reads it: "where it hurts"."""
    return seen.fact.asks or seen.fact.missing or ""


def questions_in_words(found: dict[str, set[Leg | None]]) -> str:
    """Return the open questions in words; one that is open for a single leg names it."""
    return listed([f"{name}{_of_leg(legs)}" for name, legs in found.items()])


def _of_leg(legs: Iterable[Leg | None]) -> str:
    named = set(legs)
    return f" ({next(iter(named))})" if len(named) == 1 and None not in named else ""


def _limit_of(action: Action) -> Action | None:
    """Return the part of an action that limits, or None."""
    if action.exclude:
        return Action(exclude=action.exclude.model_copy(update={"until": None}))
    if action.cap or action.tag:
        return action
    if action.pace:  # slower steps, but not the tolerance of pain that goes with a known tendon history
        return Action(pace=action.pace.model_copy(update={"tendon_ladder": False}))
    return None
