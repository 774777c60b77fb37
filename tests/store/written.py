"""What dorsi writes of a person, all of it, as files with their name in them: no clip is measured for it."""

import datetime as dt
import json
import os

import material

from dorsi.pose.cache import default_folder
from dorsi.store import FailureRecord
from dorsi.store.place import clip_path, results_folder
from dorsi.store.web import JobRecord, UploadRecord, add_job, keep_upload

NAME = "Querida Unmistakable"
WHEN = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
CLIP = "holiday-film-of-querida.mp4"


def everything(store, out, *, name=NAME, clip=CLIP, by_web=False):
    """Store a session of a person with its files, landmarks, upload, job and failure; return the session's folder."""
    made = material.made(out.parent, clip=clip, person=name, arrays={"landmarks.npz": f"points of {name}".encode()})
    folder = results_folder(store.url, made.digest) if by_web else out / name / clip
    made = type(made)(**vars(made) | {"folder": folder})
    result(folder, made.session, name)
    store.save(made)
    sha256 = made.session.clip.sha256
    kept = default_folder() / "landmarks" / f"{sha256[:32]}-0123456789.npz"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(f"points of {name}", encoding="utf-8")
    film = clip_path(store.url, sha256)
    film.parent.mkdir(parents=True, exist_ok=True)
    film.write_text(f"film of {name}", encoding="utf-8")
    upload = UploadRecord(id=os.urandom(16).hex(), device_id=None, name=clip, size_bytes=9, state="ready",
                          sha256=sha256, created_at=WHEN)  # fmt: skip
    keep_upload(store, upload)
    job = JobRecord(id=upload.id, person=name, clip_name=clip, clip_sha256=sha256, state="done", created_at=WHEN,
                    request={"movement": "lunge", "side": "auto"}, session_key=made.digest)  # fmt: skip
    add_job(store, job)
    card = out / "card/films"  # not connected
    store.save_failure(FailureRecord(clip=card / f"bad {clip}", clip_sha256="f" * 64, person=name, reason="is empty"))
    return folder


def result(folder, session, name):
    """Write the files of a result; none is more than its name, and a word that tells whose it is."""
    (folder / "stills").mkdir(parents=True)
    (folder / "session.json").write_text(session.model_dump_json(), encoding="utf-8")
    for file in ("report.html", "overlay.mp4", "signals.csv", "landmarks.npz", "stills/left-1.jpg"):
        (folder / file).write_text(f"of {name}", encoding="utf-8")
    (folder / "stills" / "stills.json").write_text(json.dumps({"of": name}), encoding="utf-8")


def found(folders, *words):
    """Return the files, by path or content, in which one of the words is left in any writing."""
    marks = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [
        path for path in files
        if any(mark in path.read_bytes() or mark in os.fsencode(path) for mark in marks)
    ]  # fmt: skip
