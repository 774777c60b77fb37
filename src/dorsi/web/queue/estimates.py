"""How long a clip still takes, by what clips took on this machine."""

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from dorsi.store import Store
from dorsi.store.tables import FINAL_STATES
from dorsi.store.web import JobRecord, work_of_jobs
from dorsi.web.queue.job_records import JobProgress

LATEST: Final = 5  #: measured clips that say how fast this machine is
DRAWING_FRAC: Final = 0.3  #: of the work that comes after measuring, until this server has seen one clip
TELLING_FRAC: Final = 0.2  #: of a clip, from which on its own pace says something


class Estimates:
    """What clips took on this machine.

    Parameters
    ----------
    store
        Stores how long each clip took.
    workers
        Number of jobs that run at a time.
    clock
        Seconds that only go up.
    """

    def __init__(self, store: Store, workers: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._workers, self._clock = store, workers, clock
        self._begun: dict[str, float] = {}
        self._measured: dict[str, float] = {}  #: when a job's measuring was over
        self._drawing: list[float] = []  #: of each job, the part of its work that came after measuring
        self._lock = threading.Lock()

    def begin(self, job_id: str) -> None:
        """Note that a job starts now."""
        with self._lock:
            self._begun[job_id] = self._clock()

    def note(self, job_id: str, progress: JobProgress) -> None:
        """Note how far a running job is."""
        if progress.share >= 1:
            with self._lock:
                self._measured.setdefault(job_id, self._clock())

    def end(self, job_id: str, progress: JobProgress) -> dict[str, object]:
        """Note that a job is over; return what is kept of it: nothing where its landmarks were known before."""
        with self._lock:
            begun, measured = self._begun.pop(job_id, None), self._measured.pop(job_id, None)
            if begun is None or progress.total_s <= 0:
                return {}
            now = self._clock()
            if measured is not None:
                self._drawing = [*self._drawing, (now - measured) / max(now - begun, 1e-3)][-LATEST:]
        return {"clip_s": progress.total_s, "work_s": now - begun}

    def speed(self) -> float | None:
        """Return seconds of work for a second of a clip, the median of the latest clips; None before the first."""
        found = [work_s / clip_s for clip_s, work_s in work_of_jobs(self._store, LATEST)]
        return statistics.median(found) if found else None

    def left_s(
        self, job: JobRecord, progress: JobProgress, ahead: Sequence[tuple[JobRecord, JobProgress]]
    ) -> float | None:
        """Return the seconds until a job is over; None for one that is, or where this machine's speed isn't known.

        Parameters
        ----------
        job
            The job, waiting or running.
        progress
            Its progress.
        ahead
            The jobs before a waiting one, running or waiting, with their progress.
        """
        if job.state in FINAL_STATES:
            return None
        speed = self.speed()
        if job.state == "running":
            return self._rest(job.id, job.clip_s, progress, speed)
        if speed is None or job.clip_s is None:
            return None
        rest_s = sum((one.clip_s or 0.0) * (1 - done.share) for one, done in ahead)
        return speed * (rest_s / self._workers + job.clip_s)

    def _rest(self, job_id: str, clip_s: float | None, progress: JobProgress, speed: float | None) -> float | None:
        """Return the seconds left of a running job: its own pace counts the more, the further it is."""
        with self._lock:
            now = self._clock()
            begun = self._begun.get(job_id, now)
            measured = self._measured.get(job_id, now)
            drawing = statistics.median(self._drawing) if self._drawing else DRAWING_FRAC
        taken_s = now - begun
        length_s = progress.total_s or clip_s
        expected_s = None if speed is None or not length_s else max(speed * length_s - taken_s, 0.0)
        if progress.share < TELLING_FRAC:
            return expected_s
        whole_s = (measured - begun) / progress.share / (1 - min(drawing, 0.9))
        own_s = max(whole_s - taken_s, 0.0)
        return own_s if expected_s is None else progress.share * own_s + (1 - progress.share) * expected_s
