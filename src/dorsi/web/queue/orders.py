"""Turns a job into the order that a batch would have for the same clip."""

from dataclasses import replace

from dorsi import batch
from dorsi.names import fold
from dorsi.store import Store
from dorsi.store.place import clip_path
from dorsi.store.web import JobRecord
from dorsi.web.queue.job_records import JobError, JobRequest


def order_of(record: JobRecord, store: Store, model: str) -> batch.Order:
    """Return what to measure.

    Raises
    ------
    OptionError
        If an option of the job is not allowed.
    """
    path = clip_path(store.url, record.clip_sha256)
    request = replace(JobRequest.model_validate(record.request).clip(path, model=model), person=record.person)
    return batch.Order(
        name=record.clip_name,
        request=request,
        key=batch.key_of(path, request, clip_sha256=record.clip_sha256),
    )


def key_when_done(record: JobRecord, store: Store, model: str) -> str | None:
    """Return the key of the result if the same clip is stored with the same settings, for the same person and day.

    Raises
    ------
    JobError
        If it is stored for another person.
    """
    order, request = order_of(record, store, model), JobRequest.model_validate(record.request)
    stored = store.find(order.key.digest)
    if stored is None:
        return None
    if fold(stored.person) != fold(record.person):
        raise JobError(
            f"this clip is already stored for {stored.person}, measured in this way; if it is {record.person}'s, "
            "open it there and choose Correct this clip"
        )
    done = batch.is_done(order, store, stored.folder, overlay=request.overlay) and not request.blur_faces
    return order.key.digest if done else None


def ask_the_same(one: JobRecord, other: JobRecord) -> bool:
    """Return whether two jobs have the same content, options and person."""
    return _wish(one) == _wish(other)


def _wish(job: JobRecord) -> dict[str, object]:
    """Return a job's options, completed if an earlier version stored them."""
    asked = JobRequest.model_validate(job.request).model_dump()
    return asked | {"upload_id": job.clip_sha256, "person": fold(job.person)}
