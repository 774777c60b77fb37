"""Receives clips piece by piece, resumes after a lost connection, and checks each file before use.

Each piece is written to disk as it comes; the file's size is the progress, so a restart loses nothing. A complete file
is hashed, checked (`sniffing`) and stored under its hash: equal content is stored once.
"""

import datetime as dt
import hashlib
import secrets
import shutil
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from anyio import to_thread

from dorsi.errors import VideoError
from dorsi.private import make_folder
from dorsi.store import Store
from dorsi.store.place import clip_path, clips_folder
from dorsi.store.removing import remove_clip
from dorsi.store.web import (
    UploadRecord,
    find_upload,
    keep_upload,
    remove_upload,
    uploads,
)
from dorsi.web.config import MEGABYTE, Limits
from dorsi.web.receiving.sniffing import look_at_clip
from dorsi.web.receiving.upload_records import (
    OffsetError,
    TooBigError,
    TooManyUploadsError,
    UnknownUploadError,
    UploadError,
    UploadView,
    shown_name,
)

_BUFFER_BYTES: Final = 512 * 1024
_INCOMING: Final = "incoming"
_OPEN_STATES: Final = frozenset({"receiving", "checking"})


class Uploads:
    """The uploads of one store."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._incoming = clips_folder(store.url) / _INCOMING
        self._busy: set[str] = set()
        self._lock = threading.Lock()
        self._beginning = threading.Lock()
        self._looking = threading.Lock()  #: one file at a time: many at once would fill the memory
        with self._beginning:
            self._tidy()
        self._throw_away_unused()

    def begin(self, name: str, size_bytes: int, *, device_id: str | None = None) -> UploadView:
        """Reserve space for a file and return the upload.

        Raises
        ------
        TooBigError, TooManyUploadsError
            If the file cannot be accepted.
        """
        most = self._limits.clip_bytes
        if not 0 < size_bytes <= most:
            raise TooBigError(f"the file has {size_bytes:,} bytes, 1 to {most:,} are allowed; film a shorter clip")
        record = UploadRecord(
            id=secrets.token_hex(16),
            device_id=device_id,
            name=shown_name(name),
            size_bytes=size_bytes,
            state="receiving",
            created_at=dt.datetime.now(dt.UTC),
        )
        with self._beginning:
            self._tidy()
            make_folder(self._incoming)
            self._refuse_too_much(record)
            self._part(record.id).touch(mode=0o600)
            keep_upload(self._store, record)
        return self._view(record)

    def _refuse_too_much(self, new: UploadRecord) -> None:
        open_ones = [one for one in uploads(self._store) if one.state in _OPEN_STATES]
        if sum(one.device_id == new.device_id for one in open_ones) >= self._limits.open_uploads:
            raise TooManyUploadsError("too many uploads are running; wait until they finish, or cancel one")
        promised_bytes = sum(one.size_bytes - self._there(one.id) for one in open_ones)
        free_bytes = shutil.disk_usage(self._incoming).free - promised_bytes - new.size_bytes
        if free_bytes < self._limits.free_bytes:
            raise TooBigError(
                f"not enough disk space for {new.size_bytes / MEGABYTE:.0f} MB; free some space and try again"
            )

    async def append(self, upload_id: str, offset_bytes: int, chunks: AsyncIterator[bytes]) -> UploadView:
        """Write a piece; after the last one, check the file and return whether it can be used.

        Bytes received before a lost connection are kept.

        Raises
        ------
        UnknownUploadError, OffsetError, TooBigError
            If the piece does not fit there.
        """
        with self._alone(upload_id):
            record = await to_thread.run_sync(self._record, upload_id)
            there = self._there(upload_id)
            if record.state == "receiving" and there < record.size_bytes:
                if offset_bytes != there:
                    raise OffsetError(f"{there:,} bytes have arrived; continue from there", there)
                await self._write(record, there, chunks)
            return await to_thread.run_sync(self._finish_if_whole, record)

    async def _write(self, record: UploadRecord, there: int, chunks: AsyncIterator[bytes]) -> None:
        most = min(record.size_bytes - there, self._limits.piece_bytes)
        taken, waiting = 0, bytearray()
        with self._part(record.id).open("ab") as file:
            try:
                async for chunk in chunks:
                    taken += len(chunk)
                    if taken > most:
                        raise TooBigError(f"a piece can have at most {most:,} bytes; send smaller pieces")
                    waiting += chunk
                    if len(waiting) >= _BUFFER_BYTES:
                        await to_thread.run_sync(file.write, bytes(waiting))
                        waiting.clear()
            finally:
                file.write(waiting)

    def view(self, upload_id: str) -> UploadView:
        """Return the current state of an upload.

        Raises
        ------
        UnknownUploadError
            If there is none.
        """
        return self._view(self._record(upload_id))

    def path(self, upload_id: str) -> Path:
        """Return the file of an upload that is ready.

        Raises
        ------
        UnknownUploadError, UploadError
            If there is none, or it is not ready.
        """
        record = self._record(upload_id)
        path = None if record.sha256 is None else clip_path(self._store.url, record.sha256)
        if record.state != "ready" or path is None or not path.is_file():
            raise UploadError(f"{record.name}: upload not complete; send the rest first")
        return path

    def drop(self, upload_id: str) -> None:
        """Delete an upload, and its content unless a session, waiting job or another upload needs it.

        Raises
        ------
        UnknownUploadError
            If there is none.
        """
        with self._alone(upload_id):
            record = self._record(upload_id)
            self._part(upload_id).unlink(missing_ok=True)
            remove_upload(self._store, upload_id)
        same = [one for one in uploads(self._store) if one.sha256 == record.sha256]
        if record.sha256 is not None and not same:
            remove_clip(self._store, record.sha256)

    def _tidy(self) -> None:
        """Delete old unfinished uploads, and files that belong to no upload."""
        known = {one.id: one for one in uploads(self._store)}
        oldest_s = time.time() - self._limits.idle_upload_s
        for part in self._incoming.glob("*.part"):
            if part.stem not in known or part.stat().st_mtime < oldest_s:
                part.unlink(missing_ok=True)
        for one in known.values():
            if one.state in _OPEN_STATES and not self._part(one.id).exists():
                remove_upload(self._store, one.id)

    def _throw_away_unused(self) -> None:
        """Delete old uploads that were never analysed."""
        newest = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=self._limits.idle_upload_s)
        for one in uploads(self._store):
            if one.created_at < newest and one.sha256 is not None:
                remove_clip(self._store, one.sha256)
            elif one.created_at < newest and one.state == "refused":
                remove_upload(self._store, one.id)

    def _finish_if_whole(self, record: UploadRecord) -> UploadView:
        if record.state in {"ready", "refused"} or self._there(record.id) < record.size_bytes:
            return self._view(record)
        part = self._part(record.id)
        keep_upload(self._store, replace(record, state="checking"))
        with part.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        try:
            with self._looking:
                facts = look_at_clip(part, self._limits)
        except VideoError as error:
            part.unlink()
            refused = replace(record, state="refused", reason=str(error).removeprefix(f"{part.name}: "))
            keep_upload(self._store, refused)
            return self._view(refused)
        place = clip_path(self._store.url, sha256)
        known = place.is_file()
        make_folder(place.parent)
        part.replace(place)
        ready = replace(record, state="ready", sha256=sha256, clip=facts.model_dump(mode="json"))
        keep_upload(self._store, ready)
        return self._view(ready, known=known)

    def _record(self, upload_id: str) -> UploadRecord:
        record = find_upload(self._store, upload_id)
        if record is None:
            raise UnknownUploadError("upload not found; it may have been deleted, so send the file again")
        return record

    def _view(self, record: UploadRecord, *, known: bool = False) -> UploadView:
        whole = record.state != "receiving"
        return UploadView.model_validate(
            {
                "id": record.id,
                "name": record.name,
                "size_bytes": record.size_bytes,
                "offset_bytes": record.size_bytes if whole else self._there(record.id),
                "state": record.state,
                "reason": record.reason,
                "sha256": record.sha256,
                "clip": record.clip,
                "known": known,
            }
        )

    def _part(self, upload_id: str) -> Path:
        return self._incoming / f"{upload_id}.part"

    def _there(self, upload_id: str) -> int:
        try:
            return self._part(upload_id).stat().st_size
        except FileNotFoundError:
            return 0

    @contextmanager
    def _alone(self, upload_id: str) -> Iterator[None]:
        """Allow one request at a time for an upload."""
        with self._lock:
            if upload_id in self._busy:
                raise OffsetError(
                    "a piece of this upload is still arriving; ask again in a second", self._there(upload_id)
                )
            self._busy.add(upload_id)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(upload_id)
