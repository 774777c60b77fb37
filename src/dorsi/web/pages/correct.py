"""The page on which mistakes about a clip are put right."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from dorsi.clip_request import ClipRequest, pixel
from dorsi.datafile import first_problem
from dorsi.errors import DataError, DorsiError
from dorsi.people.clips import session_with_key
from dorsi.protocols import PROTOCOLS, at_speed, movements
from dorsi.report.drawing.stills import PersonStill, person_still
from dorsi.report.pictures import OVERLAY_NAME, read_pictures
from dorsi.settings import check_options
from dorsi.store import SessionRecord, Store
from dorsi.store.undoing import last_change
from dorsi.types import SIDES
from dorsi.web.correcting import LONGEST_NOTE, SessionChanges, correct, measure_again, take_back, upload_of
from dorsi.web.pages.forms import SentForm
from dorsi.web.pages.results_shown import headlines, person_address
from dorsi.web.pages.visitors import persons_page, saying_changed
from dorsi.web.queue.job_records import LONGEST_PERSON_NAME, duration_words
from dorsi.web.state import StateOf
from dorsi.wording.days import this_day

router = APIRouter(include_in_schema=False)

NOBODY_PICKED: Final = "nobody"  #: instead of a pixel: dorsi finds by itself who moves


@router.get("/clips/{key}/correct")
def ask(request: Request, state: StateOf, key: str, movement: str = "", side: str = "") -> HTMLResponse:
    """Show what is known about a clip, to be changed; `movement` and `side` are chosen beforehand."""
    record = session_with_key(state.store, key)
    record = state.store.movements(record.key)[0]
    return persons_page(
        request,
        "correct.html",
        state.store.person(record.person),
        clip=headlines(record),
        record=record,
        side=side if side in SIDES else record.session.provenance.get("setting_side") or "auto",
        movement=movement if movement in PROTOCOLS else record.session.movement,
        movements=movements(),
        people=state.store.people(),
        at_speed=at_speed(record.session.movement),
        again=upload_of(state, record) is not None,
        takes=_takes(state.jobs.estimates.speed(), record),
        picture=(record.folder / OVERLAY_NAME).is_file(),
        several=(record.session.quality.people or 0) > 1,
        who=_people(record),
        today=this_day(),
        longest_name=LONGEST_PERSON_NAME,
        longest_note=LONGEST_NOTE,
    )


def _takes(speed: float | None, record: SessionRecord) -> str:
    """Return how long measuring the clip again takes at most, as the page of its analysis says it."""
    return "a minute or two" if speed is None else duration_words(speed * record.session.clip.duration_s)


def _people(record: SessionRecord) -> list[PersonStill]:
    """Return pictures of the people in a clip, if there are several; none where its files are gone."""
    try:
        found = read_pictures(record.folder).people
    except DataError:
        return []
    return [person_still(one, number, person_address(record.key, number - 1)) for number, one in enumerate(found, 1)]


@router.post("/clips/{key}/correct")
def change(state: StateOf, key: str, form: SentForm) -> RedirectResponse:
    """Keep what was changed; for another movement or leg the clip is measured again.

    Raises
    ------
    DataError
        If a field can't be what was typed.
    """
    record = state.store.movements(session_with_key(state.store, key).key)[0]
    typed = {name: str(value).strip() for name, value in form.items()}
    person = typed.get("new_person") or typed.get("person") or _with_number(state.store, typed) or record.person
    told: dict[str, str | None] = {
        name: typed[name] or None for name in ("recorded_on", "speed_kmh", "shoes") if name in typed
    }
    told |= {"note": typed["note"]} if "note" in typed else {}
    before = {"movement": record.session.movement, "side": str(record.session.provenance.get("setting_side") or "auto")}
    asked = {name: typed.get(name, value) for name, value in before.items()}
    check_options(ClipRequest, asked if asked != before else {})
    chosen = typed.get("pick") or typed.get("who")
    nobody = chosen == NOBODY_PICKED  # as Undo sends it
    spot = pixel("the person", chosen) if chosen and not nobody else None
    try:
        changes = SessionChanges.model_validate({"person": person, **told})
    except ValidationError as error:
        raise DataError(first_problem(error)) from error
    last, facts = last_change(state.store), _facts_before(state.store, record, changes)
    correct(state, record.key, changes)
    if asked == before and not chosen:
        return saying_changed(f"/clips/{record.key}", state.store, last)
    try:
        job = measure_again(state, record.key, movement=asked["movement"], side=asked["side"], pick=spot, repick=nobody)
    except DorsiError:
        take_back(state, last)
        raise
    back = {"was": before["movement"], "leg": before["side"]} | facts
    if chosen:
        back["was_pick"] = str(record.session.provenance.get("setting_pick") or NOBODY_PICKED)
    query = {"undone": "true"} if "undo" in typed else back
    return RedirectResponse(f"/jobs/{job.id}?{urlencode(query)}", status_code=303)


def _with_number(store: Store, typed: Mapping[str, str]) -> str | None:
    """Return who is meant by a number, as Undo sends it: an address holds no names."""
    return next((one.name for one in store.people() if str(one.id) == typed.get("person_id")), None)


def _facts_before(store: Store, record: SessionRecord, changes: SessionChanges) -> dict[str, str]:
    """Return the facts about a clip that a correction changed, as they were, for the form that undoes it."""
    kept = {
        "recorded_on": record.recorded_on,
        "speed_kmh": record.session.speed_kmh,
        "shoes": record.session.shoes,
        "note": record.note,
    }
    given = changes.model_dump(exclude_unset=True)
    before = {f"was_{name}": str(value or "") for name, value in kept.items()
              if name in given and (given[name] or None) != (value or None)}  # fmt: skip
    return (
        before if changes.person == record.person else before | {"was_person_id": str(store.person(record.person).id)}
    )
