# ruff: noqa: D102 - rules are named by what they do
"""The store against a model: whatever is saved, moved, renamed, merged, deleted and killed, both hold the same."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test
from loaders import material

from dorsi import batch
from dorsi.errors import DataError
from dorsi.names import fold
from dorsi.store import FailureRecord, Store, care, changing

NAMES = ("Anna", "anna", "Zoë", "Bea Berg", "李", "O'Neil")
CLIPS = ("a.mp4", "b.mp4", "c.mp4")
KILLED = 9
EXAMPLES = int(os.environ.get("DORSI_EXAMPLES", "4"))


class StoreModel(RuleBasedStateMachine):
    """Sessions by key: who they are of and where they lie; other names of people."""

    keys = Bundle("keys")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="store-model-"))
        self.url = f"sqlite:///{self.folder / 'data' / 'dorsi.db'}"
        self.sessions = {}  #: key: (name of its person folded, clip)
        self.aliases = {}  #: another name folded: name folded
        self.store = Store(self.url)

    def teardown(self):
        self.store.engine.dispose()
        shutil.rmtree(self.folder)

    def known(self, name):
        return self.aliases.get(fold(name), fold(name))

    @rule(target=keys, name=st.sampled_from(NAMES), clip=st.sampled_from(CLIPS), number=st.integers(0, 2))
    def save(self, name, clip, number):
        made = self.made(name, clip, number)
        self.store.save(made)
        self.written(made)
        self.sessions[made.digest] = (self.known(name), clip)
        return made.digest

    def made(self, name, clip, number):
        """Return a session whose arrays others share; each clip and number is one content."""
        return material.made(self.folder, clip=f"{number} {clip}", person=name, arrays={"landmarks.npz": clip.encode()})

    @staticmethod
    def written(made):
        made.folder.mkdir(parents=True, exist_ok=True)
        (made.folder / "session.json").write_text(made.session.model_dump_json(), encoding="utf-8")

    @rule(key=keys, day=st.dates())
    def correct(self, key, day):
        record = self.store.find(key)
        if record is not None:
            batch.change_session(self.store, key, batch.Changes(recorded_on=day, note="by hand"))

    @rule(key=keys, to=st.sampled_from(NAMES))
    def move(self, key, to):
        if key in self.sessions:
            batch.change_session(self.store, key, batch.Changes(person=to))
            self.sessions[key] = (self.known(to), self.sessions[key][1])

    @rule(name=st.sampled_from(NAMES), to=st.sampled_from(("Cleo", "Dora")))
    def rename(self, name, to):
        try:
            batch.rename_person(self.store, name, to)
        except DataError:
            return
        self._now_called(self.known(name), fold(to), extra=fold(name))

    @rule(name=st.sampled_from(NAMES), into=st.sampled_from(NAMES))
    def merge(self, name, into):
        try:
            batch.merge_people(self.store, name, into)
        except DataError:
            return
        self._now_called(self.known(name), self.known(into), extra=fold(name))

    def _now_called(self, before, now, *, extra):
        self.sessions = {key: (now if who == before else who, clip) for key, (who, clip) in self.sessions.items()}
        self.aliases = {one: now if who == before else who for one, who in self.aliases.items()}
        self.aliases |= {before: now, extra: now}
        self.aliases.pop(now, None)

    @rule(name=st.sampled_from(NAMES), clip=st.sampled_from(CLIPS))
    def fail(self, name, clip):
        (self.folder / f"bad {clip}").touch()
        self.store.save_failure(FailureRecord(clip=self.folder / f"bad {clip}", clip_sha256="f" * 64, person=name,
                                              reason="is empty"))  # fmt: skip

    @rule(key=consumes(keys))
    def forget_session(self, key):
        if key in self.sessions:
            batch.forget_session(self.store, key)
            del self.sessions[key]

    @rule(name=st.sampled_from(NAMES))
    def forget(self, name):
        if any(fold(name) in {fold(one.name), *map(fold, one.aliases)} for one in self.store.people()):
            batch.forget(self.store, name)
            self._gone(self.known(name))

    def _gone(self, who):
        self.sessions = {key: value for key, value in self.sessions.items() if value[0] != who}
        self.aliases = {one: name for one, name in self.aliases.items() if name != who}

    @rule(name=st.sampled_from(NAMES), moment=st.integers(1, 60))
    def forget_and_be_killed(self, name, moment):
        """Delete a person in a process that ends at one of its steps; the next start leaves all or nothing of them."""
        if not any(fold(name) in {fold(one.name), *map(fold, one.aliases)} for one in self.store.people()):
            return
        self.killed(moment, lambda: batch.forget(Store(self.url), name))
        self.resume()
        if not any(fold(name) in {fold(one.name), *map(fold, one.aliases)} for one in self.store.people()):
            self._gone(self.known(name))

    @rule(name=st.sampled_from(NAMES), clip=st.sampled_from(CLIPS), number=st.integers(0, 2), moment=st.integers(1, 25))
    def save_and_be_killed(self, name, clip, number, moment):
        """Save in a process that ends at one of its steps; then save again, as the next batch does."""
        made = self.made(name, clip, number)
        self.killed(moment, lambda: Store(self.url).save(made))
        self.resume()
        self.store.save(made)
        self.written(made)
        self.sessions[made.digest] = (self.known(name), clip)

    @staticmethod
    def killed(moment, work):
        """Do work in a process that is gone, without warning, at one of its steps."""
        if (child := os.fork()) == 0:
            left = [moment]

            def count(event, _arguments):
                if event in {"open", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "sqlite3.connect"}:
                    left[0] -= 1
                    if left[0] == 0:
                        os._exit(KILLED)

            try:
                sys.addaudithook(count)
                work()
            finally:
                os._exit(0 if sys.exc_info()[0] is None else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) in {0, KILLED}

    @rule()
    def resume(self):
        """End this program and start it again."""
        self.store.engine.dispose()
        self.store = Store(self.url)

    @rule()
    def another_program(self):
        """Another program reads and writes meanwhile."""
        with Store(self.url) as other:
            changing.describe(other, [changing.RosterEntry(name="Anna", team="U23")])
            assert {one.key for one in other.sessions()} == set(self.sessions)

    @invariant()
    def both_hold_the_same(self):
        held = {one.key: fold(one.person) for one in self.store.sessions()}
        assert held == {key: who for key, (who, _clip) in self.sessions.items()}

    @invariant()
    def nothing_is_lost_or_left_over(self):
        for record in self.store.sessions():
            assert record.arrays["landmarks.npz"].read_bytes()
        wrong = [line for line in care.check(self.url) if "the report of" not in line and ".part:" not in line]
        assert [line for line in wrong if "belongs to no session" not in line] == []

    @invariant()
    def results_of_the_deleted_are_gone(self):
        names = {path.parent.name for path in self.folder.rglob("session.json")}
        assert len(names) <= len({one.folder for one in self.store.sessions()})


def test_the_store_holds_what_the_model_holds(monkeypatch, tmp_path):
    monkeypatch.setenv("DORSI_CACHE", str(tmp_path))
    run_state_machine_as_test(
        StoreModel,
        settings=settings(max_examples=EXAMPLES, stateful_step_count=14, deadline=None, derandomize=True, database=None,
                          phases=[Phase.explicit, Phase.generate],  # making a failing example smaller takes minutes
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
