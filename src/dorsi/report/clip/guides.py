"""How to film a movement, for a page: its picture and its words, from the movement's own guide."""

from dataclasses import dataclass

from dorsi.protocols import PROTOCOLS, usual_movement
from dorsi.protocols.guides import picture, right_and_wrong
from dorsi.report.clip.answer import AnswerView
from dorsi.report.clip.next_step import FILM_PLACE
from dorsi.report.text import words


@dataclass(frozen=True, kw_only=True)
class FilmingGuide:
    """How to film one movement."""

    title: str
    picture: str  #: SVG
    frames: str  #: SVG: a frame as it should be beside some that don't work
    phone: str
    do: str
    wear: str


def guide_of(movement: str) -> FilmingGuide:
    """Return how to film a movement; the usual one where dorsi doesn't measure it."""
    protocol = PROTOCOLS.get(movement) or PROTOCOLS[usual_movement()]
    film = protocol.film
    return FilmingGuide(
        title=protocol.title,
        picture=picture(protocol),
        frames=right_and_wrong(protocol),
        phone=" ".join(map(words.sentence, (film.view, film.height, film.distance))),
        do=words.sentence(film.do),
        wear=words.sentence(film.clothing),
    )


def guides_for(answer: AnswerView) -> tuple[FilmingGuide, ...]:
    """Return the guide that the next step asks for, or that a clip without a number needs; or none."""
    asked = answer.next is not None and answer.next.href == f"#{FILM_PLACE}"
    return (guide_of(answer.movement),) if asked or not answer.cards else ()
