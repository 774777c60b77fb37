"""The session player: one exercise per screen, and an offline version of the page without personal data."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dorsi.people.programme import questions_of, stop_for, whole_session
from dorsi.programme import Morning
from dorsi.programme.logbook.answering import WHAT_ANSWERS_DO
from dorsi.schema.log import Log
from dorsi.web.pages.visitors import PersonOf, persons_page
from dorsi.web.playing import PlayPage
from dorsi.web.state import StateOf
from dorsi.web.templating import page
from dorsi.wording.days import this_day

router = APIRouter(include_in_schema=False)


@router.get("/people/{person_id}/today/play")
def play(request: Request, state: StateOf, person: PersonOf) -> Response:
    """Show the player with today's session."""
    if not person.plans:
        return persons_page(
            request, "no_programme.html", person, what="Today's session", stop=stop_for(state.store, person.name)
        )
    date = this_day()
    day = whole_session(state.store, person.name, date, Morning())
    asked = questions_of(state.store, person.name, date, day.items)
    shown = PlayPage(person=person.id, date=date, day=day, asked=asked, log=state.store.log(person.name) or Log())
    return persons_page(request, "play.html", person, asked_note=WHAT_ANSWERS_DO, session=shown.as_record())


@router.get("/play")
def shell(request: Request) -> Response:
    """Show the player without a session: offline, the browser loads the one it has stored."""
    return page(request, "play.html", person=None, asked_note=WHAT_ANSWERS_DO, session=None)
