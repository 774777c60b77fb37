"""Several programs that save, correct and delete in one store at the same time lose nothing and leave nothing."""

import os
import random

from loaders import material

from dorsi import batch
from dorsi.store import Store, care

PROGRAMS = 3
ROUNDS = 12


def work(url, folder, who):
    """Save a clip each round; correct some, delete every third with its files; and someone who is everybody's."""
    choose = random.Random(who)  # noqa: S311 - no secret
    with Store(url, busy_s=60.0) as store:
        for number in range(ROUNDS):
            made = material.made(
                folder,
                clip=f"{who}-{number}.mp4",
                person=f"Person {who}",
                arrays={"landmarks.npz": b"%d" % (number % 2)},
            )
            made.folder.mkdir(parents=True)
            (made.folder / "session.json").write_text(made.session.model_dump_json(), encoding="utf-8")
            (made.folder / "report.html").touch()
            store.save(made)
            store.save(material.made(folder, clip="shared.mp4", person="Everybody", arrays={"landmarks.npz": b"all"}))
            if choose.random() < 0.5:
                batch.change_session(store, made.digest, batch.Changes(note=f"round {number}"))
            if number % 3 == 0:
                batch.forget_session(store, made.digest)


def test_what_several_programs_do_at_once_is_what_they_do_one_after_the_other(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_CACHE", str(tmp_path / "cache"))
    url = f"sqlite:///{tmp_path / 'data' / 'dorsi.db'}"
    Store(url)
    children = []
    for who in range(PROGRAMS):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                work(url, tmp_path, who)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * PROGRAMS
    kept = [f"{who}-{number}.mp4" for who in range(PROGRAMS) for number in range(ROUNDS) if number % 3]
    with Store(url) as store:
        assert sorted(one.session.clip.path for one in store.sessions()) == sorted([*kept, "shared.mp4"])
        assert all(one.arrays["landmarks.npz"].is_file() for one in store.sessions())
    assert [line for line in care.check(url) if "shared.mp4" not in line] == []
    assert sorted(path.parent.name for path in tmp_path.rglob("session.json")) == sorted(kept)
