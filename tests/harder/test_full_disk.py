"""A disk that is full or closed at any one write: one line, nothing half-written, and the same command then works."""

import errno
import os
import sys
from pathlib import Path

import apart
import pytest
from loaders import material

from dorsi import batch
from dorsi.batch.work import MeasuredClip
from dorsi.clip_request import clip_request
from dorsi.store import Key, Store, care

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STEP = int(os.environ.get("DORSI_EVERY", "4"))  #: every how many writes one fails; 1 for each of them


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Give the folders of one try, with a clip in them."""
    for name, variable in (("data", "DORSI_DATA"), ("cache", "DORSI_CACHE"), ("temp", "TMPDIR")):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.delenv("DORSI_DB", raising=False)
    (tmp_path / "a.mp4").write_bytes(b"a clip")
    return tmp_path


def measured(place):
    """Store a clip as a batch does, with its files, its rows and the squad's table; no network is asked."""
    session = material.session("a.mp4", person="Anna")
    files = {"session.json": session.model_dump_json().encode(), "report.html": b"<p>", "landmarks.npz": b"points",
             "stills/stills.json": b"{}", "stills/left-1.jpg": b"picture"}  # fmt: skip
    request = clip_request(place / "a.mp4", person="Anna")
    key = Key(clip_sha256=session.clip.sha256, settings={"model": "lite"}, model_sha256="0" * 64)
    order = batch.Order(name="a.mp4", request=request, key=key)

    def engine(_job, _items):
        yield 0, MeasuredClip(sessions=(session,), files=files)

    with Store() as store:
        plan = batch.BatchPlan(todo=(order,), done=(), folders={"a.mp4": place / "out" / "a"})
        assert len(batch.run(plan, store, engine).measured) == 1
        batch.write_squad_report(store, place / "out")


def forgotten(_place):
    with Store() as store:
        batch.forget(store, "Anna")


def copied(place):
    care.backup(place / "backup")


def failing(work, number, code):
    """Return how work ends if one of its writes fails, counted from 1, and whether it came to that write."""
    left = [number]

    def deny(event, arguments):
        writes = event in {"os.rename", "os.mkdir", "os.remove"} or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES and own(arguments[0])
        )
        if writes:
            left[0] -= 1
            if left[0] == 0:
                raise OSError(code, os.strerror(code))

    def tried():
        sys.addaudithook(deny)
        try:
            work()
        finally:
            reached = left[0] <= 0
            left[0] = -1
            if reached:
                Path(os.environ["TMPDIR"], "reached").touch()

    told = apart.outcome(tried)
    mark = Path(os.environ["TMPDIR"], "reached")
    reached = mark.exists()
    mark.unlink(missing_ok=True)
    return told, reached


def own(path):
    return not str(path).startswith(("/dev", "/proc"))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS], ids=["full", "read-only"])
@pytest.mark.parametrize("work", [measured, forgotten, copied])
def test_a_write_that_fails_is_one_line_and_the_same_command_then_works(place, work, code):
    number = 1
    while True:
        if work is not measured:
            measured(place)
        told, reached = failing(lambda: work(place), number, code)
        assert told.startswith(("done", "refused: ")), (number, told)
        if work is not copied or not (place / "backup").exists():
            if work is forgotten:
                with Store() as store:
                    if store.people():
                        forgotten(place)
                    assert store.people() == []
                    batch.write_squad_report(store, place / "out")  # the next run sweeps what that one left
            else:
                work(place)
        left = [line for line in care.check() if work is not forgotten or "belongs to no session" not in line]
        assert left == []  # what a deletion could not remove, it has said
        assert [path for path in place.rglob("*") if path.name.startswith((".dorsi-", ".making-"))] == []
        for path in sorted((place / "backup").rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        (place / "backup").rmdir() if (place / "backup").exists() else None
        if not reached:
            break
        number += STEP
    assert number > STEP
