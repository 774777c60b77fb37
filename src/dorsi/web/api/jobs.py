"""Jobs over HTTP: request, watch and cancel analyses."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from dorsi.web.queue.job_records import JobRequest, JobView
from dorsi.web.state import StateOf

router = APIRouter(prefix="/api/jobs", tags=["jobs"])
JobId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.post("", status_code=201)
def submit_job(response: Response, state: StateOf, wanted: JobRequest) -> JobView:
    """Request the analysis of an upload; 200 and done at once if it is already stored."""
    job = state.jobs.submit(wanted)
    if job.state == "done":
        response.status_code = 200
    return job


@router.get("")
def list_jobs(state: StateOf) -> list[JobView]:
    """List all jobs, the newest first."""
    return state.jobs.views()


@router.get("/{job_id}")
def show_job(state: StateOf, job_id: JobId) -> JobView:
    """Show the progress of a job."""
    return state.jobs.view(job_id)


@router.get("/{job_id}/events", response_class=EventSourceResponse)
async def watch_job(state: StateOf, job_id: JobId) -> AsyncIterator[ServerSentEvent]:
    """Stream the progress of a job; event `job`, each with a JobView."""
    async for view in state.jobs.changes(job_id):
        yield ServerSentEvent(event="job", data=view)


@router.delete("/{job_id}")
def cancel_job(state: StateOf, job_id: JobId) -> JobView:
    """Remove a job from the queue, or stop it."""
    return state.jobs.cancel(job_id)
