"""The web app's records in the store: paired devices, uploads, jobs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from dorsi.errors import DataError
from dorsi.store.rows import person_row
from dorsi.store.store import Store
from dorsi.store.tables import Device, Job, Upload


@dataclass(frozen=True, kw_only=True)
class DeviceRecord:
    """A paired phone or laptop."""

    id: str
    name: str
    token_sha256: str
    paired_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class UploadRecord:
    """A clip being sent, or sent."""

    id: str
    device_id: str | None
    name: str  #: from the browser; shown, never used as a path
    size_bytes: int
    state: str  #: receiving, checking, ready, refused
    reason: str | None = None
    sha256: str | None = None
    clip: Mapping[str, Any] | None = None
    created_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class JobRecord:
    """A clip to analyse for a person."""

    id: str
    person: str
    clip_name: str
    clip_sha256: str
    request: Mapping[str, Any]
    state: str  #: waiting, running, done, failed, cancelled
    reason: str | None = None
    session_key: str | None = None  #: of the result
    tries: int = 0
    clip_s: float | None = None  #: length of the clip
    work_s: float | None = None  #: that measuring it took
    created_at: dt.datetime


def devices(store: Store) -> list[DeviceRecord]:
    """Return the paired devices, the first one first."""
    with store.transaction(writes=False) as at:
        rows = at.scalars(select(Device).order_by(Device.paired_at, Device.id)).all()
        return [
            DeviceRecord(id=row.id, name=row.name, token_sha256=row.token_sha256, paired_at=_aware(row.paired_at))
            for row in rows
        ]


def keep_device(store: Store, record: DeviceRecord) -> None:
    """Store a paired device."""
    with store.transaction() as at:
        at.merge(Device(**asdict(record) | {"paired_at": _naive(record.paired_at)}))


def remove_device(store: Store, device_id: str) -> bool:
    """Delete a device; return whether it existed."""
    with store.transaction() as at:
        row = at.get(Device, device_id)
        if row is not None:
            at.delete(row)
        return row is not None


def uploads(store: Store) -> list[UploadRecord]:
    """Return all uploads, the oldest first."""
    with store.transaction(writes=False) as at:
        return [_upload(row) for row in at.scalars(select(Upload).order_by(Upload.created_at, Upload.id)).all()]


def find_upload(store: Store, upload_id: str) -> UploadRecord | None:
    """Return an upload, or None."""
    with store.transaction(writes=False) as at:
        row = at.get(Upload, upload_id)
        return None if row is None else _upload(row)


def keep_upload(store: Store, record: UploadRecord) -> None:
    """Store an upload's current state."""
    with store.transaction() as at:
        at.merge(Upload(**asdict(record) | {"created_at": _naive(record.created_at)}))


def remove_upload(store: Store, upload_id: str) -> None:
    """Delete an upload; its file is not touched."""
    with store.transaction() as at:
        at.execute(delete(Upload).where(Upload.id == upload_id))


def jobs(store: Store) -> list[JobRecord]:
    """Return all jobs, the newest first."""
    query = select(Job).options(selectinload(Job.person)).order_by(Job.created_at.desc(), Job.id)
    with store.transaction(writes=False) as at:
        return [_job(row) for row in at.scalars(query).all()]


def find_job(store: Store, job_id: str) -> JobRecord | None:
    """Return a job, or None."""
    with store.transaction(writes=False) as at:
        row = at.get(Job, job_id)
        return None if row is None else _job(row)


def work_of_jobs(store: Store, most: int) -> list[tuple[float, float]]:
    """Return the length of the newest measured clips and how long that took, both in seconds."""
    query = select(Job.clip_s, Job.work_s).where(Job.work_s.is_not(None), Job.clip_s > 0)
    with store.transaction(writes=False) as at:
        found = at.execute(query.order_by(Job.created_at.desc(), Job.id).limit(most)).all()
        return [(clip_s, work_s) for clip_s, work_s in found if clip_s and work_s]


def add_job(store: Store, record: JobRecord) -> None:
    """Store a new job, and its person if new."""
    with store.transaction() as at:
        fields = asdict(record) | {"created_at": _naive(record.created_at)}
        at.add(Job(**fields | {"person": person_row(at, record.person)}))


def change_job(store: Store, job_id: str, **changes: object) -> JobRecord:
    """Change fields of a job and return it.

    Raises
    ------
    DataError
        If it was deleted together with its person.
    """
    with store.transaction() as at:
        row = at.get(Job, job_id)
        if row is None:
            raise DataError(f"job {job_id}: was deleted")
        for name, value in changes.items():
            setattr(row, name, value)
        return _job(row)


def _upload(row: Upload) -> UploadRecord:
    return UploadRecord(
        id=row.id,
        device_id=row.device_id,
        name=row.name,
        size_bytes=row.size_bytes,
        state=row.state,
        reason=row.reason,
        sha256=row.sha256,
        clip=row.clip,
        created_at=_aware(row.created_at),
    )


def _job(row: Job) -> JobRecord:
    return JobRecord(
        id=row.id,
        person=row.person.name,
        clip_name=row.clip_name,
        clip_sha256=row.clip_sha256,
        request=row.request,
        state=row.state,
        reason=row.reason,
        session_key=row.session_key,
        tries=row.tries,
        clip_s=row.clip_s,
        work_s=row.work_s,
        created_at=_aware(row.created_at),
    )


def _naive(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC)
