"""The queue of clips to analyse: bounded, kept in the store, with one process for each running clip.

The store keeps every job, so a restarted server continues where it stopped. Results are stored as `dorsi batch`
stores them. A job during which the server ended twice is not tried a third time.
"""

import asyncio
import datetime as dt
import multiprocessing
import secrets
import threading
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from multiprocessing.connection import Connection
from typing import Any, Final

from anyio import to_thread

from dorsi import batch
from dorsi.detectable import detectable_changes
from dorsi.errors import DorsiError
from dorsi.names import fold, tidy
from dorsi.store import Store
from dorsi.store.place import results_folder
from dorsi.store.tables import FINAL_STATES
from dorsi.store.web import JobRecord, add_job, change_job, find_job, jobs
from dorsi.web.queue.estimates import Estimates
from dorsi.web.queue.job_records import JobProgress, JobRequest, JobView, QueueFullError, UnknownJobError, view_of
from dorsi.web.queue.orders import ask_the_same, key_when_done, order_of
from dorsi.web.queue.run import JobRun, send_stop
from dorsi.web.receiving.uploads import Uploads

_TRIES: Final = 2
_BREATH_S: Final = 0.2  #: between two checks of a job that a browser watches
_PATIENCE_S: Final = 10.0  #: for workers to clean up when the server ends


class Jobs:
    """The queue of one server.

    Parameters
    ----------
    store
        Stores jobs and results.
    uploads
        Source of the clips.
    model
        Pose network for every job.
    workers
        Number of jobs that run at a time.
    most_waiting
        Number of jobs that may wait.
    """

    def __init__(self, store: Store, uploads: Uploads, *, model: str, workers: int, most_waiting: int) -> None:
        self._store = store
        self._uploads = uploads
        self._model = model
        self._workers = workers
        self._most_waiting = most_waiting
        self._lock = threading.RLock()
        self._waiting: list[str] = []
        self._running: dict[str, JobRun] = {}
        self._progress: dict[str, JobProgress] = {}
        self._changes: Counter[str] = Counter()  #: number of changes of each job; watchers compare it
        self._open = False
        self.estimates = Estimates(store, workers)

    def start(self) -> None:
        """Resume the jobs of an earlier server, and start."""
        with self._lock:
            self._open = True
            for record in reversed(jobs(self._store)):
                if record.state in FINAL_STATES:
                    continue
                if record.tries >= _TRIES:
                    reason = f"the server stopped {_TRIES} times during this clip; try again, or send a shorter clip"
                    change_job(self._store, record.id, state="failed", reason=reason)
                else:
                    change_job(self._store, record.id, state="waiting")
                    self._waiting.append(record.id)
            self._start_waiting()

    def close(self) -> None:
        """Stop all work; unfinished jobs wait for the next server."""
        with self._lock:
            self._open = False
            runs = list(self._running.values())
            for run in runs:
                send_stop(run)
        for run in runs:
            run.thread.join(_PATIENCE_S)

    def submit(self, request: JobRequest) -> JobView:
        """Add a clip to the queue; a clip already stored with the same settings is done at once.

        Raises
        ------
        QueueFullError, JobError, UploadError, OptionError
            If it cannot be accepted.
        """
        upload = self._uploads.view(request.upload_id)
        self._uploads.path(request.upload_id)
        assert upload.sha256 is not None
        record = JobRecord(
            id=secrets.token_hex(16),
            person=tidy(request.person),
            clip_name=upload.name,
            clip_sha256=upload.sha256,
            request=request.model_dump(mode="json"),
            state="waiting",
            clip_s=upload.clip.duration_s if upload.clip else None,
            created_at=dt.datetime.now(dt.UTC),
        )
        key = key_when_done(record, self._store, self._model)
        if key is not None:
            done = JobRecord(**vars(record) | {"state": "done", "session_key": key})
            add_job(self._store, done)
            if request.replaces is not None:
                batch.replace_session(self._store, request.replaces, key)
            return view_of(done, JobProgress(), place=0, left_s=None)
        with self._lock:
            same = self._same(record)
            if same is not None:
                return self.view(same.id)
            if len(self._waiting) >= self._most_waiting:
                raise QueueFullError(f"{self._most_waiting} clips are waiting; try again when some are done")
            add_job(self._store, record)
            self._waiting.append(record.id)
            self._start_waiting()
        return self.view(record.id)

    def view(self, job_id: str) -> JobView:
        """Return the current state of a job.

        Raises
        ------
        UnknownJobError
            If there is none.
        """
        record = find_job(self._store, job_id)
        if record is None:
            raise UnknownJobError("there is no such job; it may have been deleted")
        return self._view(record)

    def views(self) -> list[JobView]:
        """Return all jobs, the newest first."""
        return [self._view(record) for record in jobs(self._store)]

    def cancel(self, job_id: str) -> JobView:
        """Remove a job from the queue, or stop it; a finished job does not change.

        Raises
        ------
        UnknownJobError
            If there is none.
        """
        self.view(job_id)
        with self._lock:
            run = self._running.get(job_id)
            if job_id in self._waiting:
                self._waiting.remove(job_id)
                change_job(self._store, job_id, state="cancelled")
            elif run is not None:
                run.cancelled = True
                send_stop(run)
            self._changes.update([job_id, *self._waiting])
        if run is not None:
            run.thread.join(_PATIENCE_S)
        return self.view(job_id)

    def correcting(self, key: str) -> str | None:
        """Return the job that measures a clip again to replace this result, or None."""
        active = (one for one in jobs(self._store) if one.state not in FINAL_STATES)
        return next((one.id for one in active if one.request.get("replaces") == key), None)

    def cancel_person(self, name: str) -> None:
        """Stop all jobs of a person."""
        for record in jobs(self._store):
            if fold(record.person) == fold(name) and record.state not in FINAL_STATES:
                self.cancel(record.id)

    async def changes(self, job_id: str) -> AsyncIterator[JobView]:
        """Yield a job whenever it has changed, until it is over or the server ends.

        Raises
        ------
        UnknownJobError
            If there is none.
        """
        seen = -1
        while self._open or seen < 0:
            count = self._changes[job_id]
            if count != seen:
                view = await to_thread.run_sync(self.view, job_id)
                yield view
                if view.state in FINAL_STATES:
                    return
                seen = count
            await asyncio.sleep(_BREATH_S)

    def _same(self, record: JobRecord) -> JobRecord | None:
        """Return a waiting or running job with the same request."""
        for job_id in (*self._running, *self._waiting):
            other = find_job(self._store, job_id)
            if other is not None and ask_the_same(other, record):
                return other
        return None

    def _view(self, record: JobRecord) -> JobView:
        with self._lock:
            waits = record.id in self._waiting
            first = [*self._running, *self._waiting[: self._waiting.index(record.id)]] if waits else []
        before = [
            (one, self._progress.get(name, JobProgress())) for name in first if (one := find_job(self._store, name))
        ]
        progress = self._progress.get(record.id, JobProgress())
        return view_of(record, progress, place=len(first), left_s=self.estimates.left_s(record, progress, before))

    def _start_waiting(self) -> None:
        """Start as many waiting jobs as there are free workers."""
        with self._lock:
            while self._open and self._waiting and len(self._running) < self._workers:
                job_id = self._waiting.pop(0)
                taken = {run.core for run in self._running.values()}
                core = next(core for core in range(self._workers) if core not in taken)
                hears, stop = multiprocessing.Pipe(duplex=False)
                thread = threading.Thread(
                    target=self._work, args=(job_id, hears, core), name=f"job {job_id}", daemon=True
                )
                self._running[job_id] = JobRun(thread, stop, core)
                self._changes.update([job_id, *self._waiting])
                thread.start()

    def _work(self, job_id: str, hears: "Connection[Any, Any]", core: int) -> None:
        """Do one job from start to end."""
        changes: dict[str, object] = {
            "state": "failed", "reason": "something went wrong in dorsi; details are in the server log"
        }  # fmt: skip
        try:
            changes = self._outcome(job_id, hears, core)
        except DorsiError as error:
            changes = {"state": "failed", "reason": str(error)}
        finally:
            hears.close()
            try:
                self._settle(job_id, changes)
            finally:
                with self._lock:
                    self._running.pop(job_id).stop.close()
                    self._progress.pop(job_id, None)
                    self._changes[job_id] += 1
                self._start_waiting()

    def _outcome(self, job_id: str, hears: "Connection[Any, Any]", core: int) -> dict[str, object]:
        """Analyse the clip of a job, and return the changes of its row."""
        found = find_job(self._store, job_id)
        if found is None:
            return {}
        record = change_job(self._store, job_id, state="running", tries=found.tries + 1)
        self.estimates.begin(job_id)
        self._changes[job_id] += 1
        order, request = order_of(record, self._store, self._model), JobRequest.model_validate(record.request)
        folder = results_folder(self._store.url, order.key.digest)

        def hear(_worker: str, _index: int, done_s: float, total_s: float) -> None:
            self._progress[job_id] = progress = JobProgress(done_s, total_s)
            self.estimates.note(job_id, progress)
            self._changes.update([job_id, *self._waiting])

        summary = batch.run(
            batch.BatchPlan(todo=(order,), done=(), folders={order.name: folder}),
            self._store,
            batch.apart(1, hear=hear, first_core=core, stop=hears),
            overlay=request.overlay,
            blur_faces=request.blur_faces,
            detectable=detectable_changes(),
        )
        if summary.failed:
            return {"state": "failed", "reason": summary.failed[0].reason}
        if summary.measured:
            if request.replaces is not None:
                batch.replace_session(self._store, request.replaces, order.key.digest)
            worked = self.estimates.end(job_id, self._progress.get(job_id, JobProgress()))
            return {"state": "done", "session_key": order.key.digest, **worked}
        with self._lock:
            cancelled = self._running[job_id].cancelled
        if cancelled:
            return {"state": "cancelled"}
        return {"state": "waiting", "tries": found.tries}  # the server is stopping; the next one continues

    def _settle(self, job_id: str, changes: Mapping[str, object]) -> None:
        """Store how a job ended; if its person was deleted meanwhile, delete its results too."""
        key = changes.get("session_key")
        if find_job(self._store, job_id) is not None:
            change_job(self._store, job_id, **changes)
        elif isinstance(key, str):
            record = batch.forget_session(self._store, key)
            if self._store.person(record.person).is_empty:
                batch.forget(self._store, record.person)
