"""The pain that ends a session, as the rules have it, for a browser that can't reach the server."""

from dorsi.programme.language.moves import MoveName
from dorsi.programme.rulebook.rule import Case
from dorsi.programme.rulebook.rules import rules
from dorsi.schema.intake import PainArea
from dorsi.schema.session import Finite, Strict
from dorsi.wording.sentences import sentence


class StopText(Strict):
    """What is said when pain ends the session."""

    site: PainArea | None = None  #: None: anywhere else
    text: str


class StopLimits(Strict):
    """From what pain on the session ends, and what is said then."""

    above: Finite  #: pain of 0 to 10
    sharp: bool  #: whether sharp pain or limping ends it, too
    texts: list[StopText]


def stop_limits() -> StopLimits:
    """Return the limits of one painful exercise that end a session."""
    red = [leaf for one in _cases("red") for leaf in one.when.leaves()]
    ending = [
        one for one in _cases("no_session") if any(leaf.fact == "log_red_events_7d" for leaf in one.when.leaves())
    ]
    return StopLimits(
        above=min(leaf.above for leaf in red if leaf.fact == "log_pain_during" and leaf.above is not None),
        sharp=any(leaf.fact == "log_sharp_or_limping" and leaf.equals is True for leaf in red),
        texts=[_text(one) for one in ending],
    )


def _cases(name: MoveName) -> list[Case]:
    moves = [(one, action.move) for rule in rules() for one in rule.cases for action in one.then]
    return [one for one, move in moves if move is not None and move.to == name]


def _text(case: Case) -> StopText:
    site = next((leaf.equals for leaf in case.when.leaves() if leaf.fact == "log_pain_site"), None)
    move = next(action.move for action in case.then if action.move is not None)
    return StopText.model_validate({"site": site, "text": sentence(move.fill(case.text))})
