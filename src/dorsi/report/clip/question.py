"""The question which of two movements a clip shows, with a picture of each."""

from dataclasses import dataclass

from dorsi.protocols import PROTOCOLS
from dorsi.protocols.guides import person_picture
from dorsi.report.clip import advice
from dorsi.report.clip.next_step import measure_as
from dorsi.schema.session import Session, Warn


@dataclass(frozen=True, kw_only=True)
class MovementChoice:
    """One of the movements that a clip may show."""

    name: str
    title: str
    verb: str  #: to measure the clip as this one
    picture: str  #: SVG
    chosen: bool  #: whether the clip was measured as this one


@dataclass(frozen=True, kw_only=True)
class MovementQuestion:
    """The question which of two movements a clip shows."""

    warning: Warn
    choices: tuple[MovementChoice, ...]


def question_of(session: Session) -> MovementQuestion | None:
    """Return the question which movement it is, with a picture of each; None where only one fits."""
    asked = next((w for w in session.quality.warnings if w.code == advice.CLOSE), None)
    named = (session.movement, session.quality.movement_runner_up)
    if asked is None or not all(name in PROTOCOLS for name in named):
        return None
    protocols = [PROTOCOLS[name] for name in named if name is not None]
    choices = [
        MovementChoice(
            name=one.name,
            title=one.title,
            verb=measure_as(one.name),
            picture=person_picture(one),
            chosen=one.name == session.movement,
        )
        for one in protocols
    ]
    return MovementQuestion(warning=asked, choices=tuple(choices))
