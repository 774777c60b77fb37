"""The server itself, the movements and the exercises."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from dorsi.errors import NotStoredError
from dorsi.programme import catalogue
from dorsi.protocols import PROTOCOLS
from dorsi.protocols.guides import picture
from dorsi.version import __version__
from dorsi.web.api.views import ExerciseView, Guide, Health, guide_of
from dorsi.web.state import StateOf

router = APIRouter(prefix="/api", tags=["about"])
MovementName = Annotated[str, Path(description="as in /api/movements")]


@router.get("/health")
def show_health(state: StateOf) -> Health:
    """Show that the server runs, and how many jobs it has."""
    states = [job.state for job in state.jobs.views()]
    return Health(
        version=__version__,
        model=state.config.model,
        jobs_waiting=states.count("waiting"),
        jobs_running=states.count("running"),
    )


@router.get("/movements")
def list_movements() -> list[Guide]:
    """List what can be filmed, and how."""
    return [guide_of(protocol) for protocol in PROTOCOLS.values()]


@router.get(
    "/movements/{movement}/picture.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}},
)
def draw_movement(movement: MovementName) -> Response:
    """Give the drawing of how to film a movement."""
    if movement not in PROTOCOLS:
        raise NotStoredError(f"movement '{movement}' is not known; choose from {', '.join(PROTOCOLS)}")
    return Response(picture(PROTOCOLS[movement]), media_type="image/svg+xml")


@router.get("/exercises")
def list_exercises() -> list[ExerciseView]:
    """List the exercises that programmes and logs name."""
    return [
        ExerciseView(
            id=one.id,
            name=one.name,
            category=one.category,
            levels={number: level.text for number, level in one.levels.items()},
            cue=one.cue,
        )
        for one in catalogue().exercises.values()
    ]
