"""Mistakes of a coach put right: clips moved, people renamed and joined, wrong legs; and deleted means gone."""

import datetime as dt
import json
import shutil

import folders
import pytest

from dorsi import batch
from dorsi.batch.alike import alike
from dorsi.errors import OptionError
from dorsi.pose import cache
from dorsi.store import Store, changing
from dorsi.store.care import check
from dorsi.video import probe

HEAD = ("clip", "person", "date", "movement", "side", "team", "landmarks")


@pytest.fixture
def monday(tmp_path, data, monkeypatch):
    """Give a folder with one clip each of two people, and a function that runs the batch with rows of a manifest."""
    monkeypatch.setenv("DORSI_CACHE", str(tmp_path / "cache"))
    clips = tmp_path / "clips"
    for number, name in enumerate(("a", "b")):
        folders.film(clips / f"{name}.mp4", shade=10 * number, peak_deg=35.0 + number)

    def run(*rows):
        manifest = folders.write_manifest(tmp_path / "clips.csv", rows, HEAD)
        found = batch.find(clips, manifest=manifest)
        with Store() as store:
            work = batch.plan(found, store, tmp_path / "out", overlay=False)
            summary = batch.run(work, store, _here)
            batch.write_squad_report(store, tmp_path / "out")
        return summary

    return run


def _here(job, parcels):
    """Measure in this process."""
    for index, parcel in enumerate(parcels):
        yield index, job(parcel, lambda _done, _all: None)


def row(name, person, side="left", day="2026-11-20", team=""):
    return f"{name}.mp4", person, day, "lunge", side, team, f"{name}.npz"


def stored():
    with Store() as store:
        return [(one.person, str(one.recorded_on), one.session.provenance["setting_side"]) for one in store.sessions()]


def values():
    with Store() as store:
        return [one.session.measurements for one in store.sessions()]


def holding(folder, word):
    """Return every file below a folder whose name or bytes hold a word, whatever its case and coding."""
    found = []
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        codings = [word.encode(), word.casefold().encode(), word.encode("utf-16-le")]
        if word.casefold() in path.name.casefold() or any(coded in content for coded in codings):
            found.append(path.relative_to(folder).as_posix())
    return found


def test_a_clip_that_was_filed_for_somebody_else_moves_and_is_not_measured_again(monday, tmp_path):
    monday(row("a", "Anna"), row("b", "Bea"))
    before = values()
    summary = monday(row("a", "Cleo", day="2026-11-21"), row("b", "Bea"))
    assert ([(one.name, was) for one, was in summary.moved], summary.measured) == ([("a.mp4", "Anna")], ())
    assert stored() == [("Bea", "2026-11-20", "left"), ("Cleo", "2026-11-21", "left")]
    assert sorted(map(str, values())) == sorted(map(str, before))
    assert json.loads((tmp_path / "out/a/session.json").read_text())["person"] == "Cleo"
    assert "Anna" not in (tmp_path / "out/a/report.html").read_text()


def test_a_clip_in_another_folder_takes_its_results_along(monday, tmp_path):
    monday(row("a", "Anna"))
    (tmp_path / "clips/new").mkdir()
    for ending in ("mp4", "npz"):
        shutil.move(tmp_path / f"clips/a.{ending}", tmp_path / f"clips/new/a.{ending}")
    summary = monday(row("new/a", "Anna"))
    assert [(one.name, was) for one, was in summary.moved] == [("new/a.mp4", "Anna")]
    assert ((tmp_path / "out/a").exists(), (tmp_path / "out/new/a/report.html").is_file()) == (False, True)
    assert len(stored()) == 1


def test_another_leg_replaces_what_was_measured_before(monday):
    monday(row("a", "Anna"))
    summary = monday(row("a", "Anna", side="right"))
    assert (len(summary.measured), len(summary.replaced)) == (1, 1)
    assert stored() == [("Anna", "2026-11-20", "right")]


def test_what_replaces_a_result_keeps_its_note_and_its_files_in_the_same_folder(monday, tmp_path):
    monday(row("a", "Anna"))
    with Store() as store:
        batch.change_session(store, store.sessions("Anna")[0].key, batch.Changes(note="wet floor"))
    monday(row("a", "Anna", side="right"))
    with Store() as store:
        (record,) = store.sessions("Anna")
        assert record.note == "wet floor"
    assert check() == []
    assert {one.name for one in record.folder.iterdir()} >= {"session.json", "signals.csv", "report.html"}
    cached = list((tmp_path / "cache").rglob("*"))
    with Store() as store:
        batch.forget_session(store, record.key)
    assert not record.folder.exists()
    assert len(list((tmp_path / "cache").rglob("*"))) <= len(cached)


def test_a_fact_that_is_removed_is_unknown_in_store_and_files_and_stays_so(monday):
    monday(row("a", "Anna"))
    with Store() as store:
        key = store.sessions("Anna")[0].key
        batch.change_session(store, key, batch.Changes(shoes="spikes"))
        batch.change_session(store, key, batch.Changes(unknown=frozenset({"recorded_on", "shoes"})))
        (record,) = store.sessions("Anna")
    kept = json.loads((record.folder / "session.json").read_text())
    for session in (record.session.model_dump(), kept):
        assert (session["recorded_at"], session["shoes"]) == (None, None)
    monday(row("a", "Anna", day="2026-11-21"))
    assert stored() == [("Anna", "None", "left")]


def test_a_renamed_person_keeps_everything_and_the_old_name_leads_to_them(monday, tmp_path):
    monday(row("a", "Ana"))
    with Store() as store:
        batch.rename_person(store, "ana", "Anna Berg")
        assert (store.person("ANA").name, store.person("Anna Berg").aliases) == ("Anna Berg", ("Ana",))
    assert json.loads((tmp_path / "out/a/session.json").read_text())["person"] == "Anna Berg"
    assert "Anna Berg" in (tmp_path / "out/squad.html").read_text()
    summary = monday(row("a", "Ana"))
    assert (len(summary.skipped), summary.moved, len(stored())) == (1, (), 1)


def test_a_name_that_is_taken_is_refused_with_the_way_to_join_the_two(monday):
    monday(row("a", "Ana"), row("b", "Anna"))
    with Store() as store, pytest.raises(Exception, match="dorsi person merge 'Ana' 'Anna'"):
        batch.rename_person(store, "Ana", "Anna")


def test_two_people_who_are_one_are_joined(monday, tmp_path):
    monday(row("a", "Ana", team="U23"), row("b", "Anna"))
    with Store() as store:
        one = batch.merge_people(store, "Ana", "Anna")
    assert (one.sessions, one.aliases, one.team) == (2, ("Ana",), "U23")
    assert [json.loads((tmp_path / f"out/{name}/session.json").read_text())["person"] for name in "ab"] == ["Anna"] * 2


def test_a_session_is_edited_by_the_beginning_of_its_key(monday, dorsi, tmp_path):
    monday(row("a", "Anna"))
    with Store() as store:
        key = store.sessions()[0].key
    assert dorsi("session", "edit", key[:8], "--date", "2026-11-02", "--note", "new shoes")[0] == 0
    listed = dorsi("session", "list", "anna", COLUMNS="200")[1]
    assert ("2026-11-02" in listed, "new shoes" in listed) == (True, True)
    assert "2026-11-02" in (tmp_path / "out/a/session.json").read_text()
    assert dorsi("session", "move", key[:8], "--to", "Bea")[0] == 0
    assert dorsi("session", "show", key[:8])[1].startswith("Bea, 2026-11-02, new shoes")
    assert dorsi("session", "delete", key[:8], "--yes")[0] == 0
    assert (stored(), (tmp_path / "out/a").exists()) == ([], False)


def test_deleted_means_gone_after_a_rename_a_merge_and_a_move(monday, tmp_path, data):
    monday(row("a", "Xanthippe Qwertz", team="U23"), row("b", "Zebulon Ypsilon"))
    with Store() as store:
        for sha256 in {one.session.clip.sha256 for one in store.sessions("Xanthippe Qwertz")}:
            kept = cache.entry_path(tmp_path / "cache", _clip(store), "rtmlib of any version")
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(b"landmarks")
            assert cache.entries_of(tmp_path / "cache", sha256) == [kept]
        batch.rename_person(store, "Xanthippe Qwertz", "Xenia Wertvoll")
    (tmp_path / "clips/new").mkdir()
    for ending in ("mp4", "npz"):
        shutil.move(tmp_path / f"clips/a.{ending}", tmp_path / f"clips/new/a.{ending}")
    monday(row("new/a", "Xenia Wertvoll"), row("b", "Zebulon Ypsilon"))
    with Store() as store:
        gone = batch.forget(store, "Xenia Wertvoll")
    assert (gone.rows.sessions, gone.cached_landmarks, len(gone.report_folders)) == (1, 1, 1)
    words = ("Xanthippe", "Qwertz", "Xenia", "Wertvoll")
    left = [path for place in ("data", "out", "cache") for word in words for path in holding(tmp_path / place, word)]
    assert left == []
    assert holding(tmp_path / "out", "Zebulon") != []
    assert stored() == [("Zebulon Ypsilon", "2026-11-20", "left")]


def _clip(store):
    return probe(store.sessions("Xanthippe Qwertz")[0].clip)


def test_check_finds_results_without_a_session_and_sessions_without_results(monday, tmp_path):
    monday(row("a", "Anna"), row("b", "Bea"))
    assert check() == []
    shutil.rmtree(tmp_path / "out/a")
    shutil.copytree(tmp_path / "out/b", tmp_path / "out/copy")
    shutil.copy(tmp_path / "out/b/session.json", tmp_path / "out/copy/session.json")
    with Store() as store:
        store.remove_session(store.sessions("Bea")[0].key)
    found = "\n".join(check())
    assert "out/a: the report of Anna, 2026-11-20, is gone" in found
    assert "out/b: holds results that belong to no session" in found


def test_a_roster_is_stored(tmp_path, data, dorsi):
    path = tmp_path / "roster.csv"
    path.write_bytes("Name;Aliases;Team;Jahrgang;Verletzt\nJosé;Pepe, Jose;U23;2004;ja\n".encode("cp1252"))
    assert dorsi("person", "roster", path) == (0, "1 row of the roster stored.\n", "")
    with Store() as store:
        one = store.person("pepe")
        assert changing.known_as(store, "JOSE") == "José"
    assert (one.name, one.team, one.birth_year, one.injured) == ("José", "U23", 2004, True)


def test_what_was_corrected_by_hand_stays_when_the_batch_runs_again(monday):
    monday(row("a", "anna"), row("b", "ben"))
    with Store() as store:
        key = store.sessions("anna")[0].key
        batch.change_session(store, key, batch.Changes(person="carla", recorded_on=dt.date(2026, 11, 18), note="wet"))
        merely_noted = store.sessions("ben")[0].key
        batch.change_session(store, merely_noted, batch.Changes(note="new shoes"))
    summary = monday(row("a", "anna"), row("b", "dora"))
    assert stored() == [("carla", "2026-11-18", "left"), ("dora", "2026-11-20", "left")]
    assert not summary.measured
    again = monday(row("a", "anna", side="right"), row("b", "dora"))
    assert [one.order.request.person for one in again.measured] == ["carla"]
    assert stored() == [("carla", "2026-11-18", "right"), ("dora", "2026-11-20", "left")]


@pytest.mark.parametrize("name", ["", "  ", "../../evil", "a\\b", "line\nbreak\x00", "...", "--"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(OptionError, match="can't be a person's name"):
        batch.Changes(person=name)


def test_undo_puts_store_files_and_squad_page_back(monday, tmp_path, dorsi):
    monday(row("a", "Ana"), row("b", "Anna"))
    out = tmp_path / "out"
    names = ("a/session.json", "a/report.html", "b/report.html", "squad.csv")
    before = {name: (out / name).read_text() for name in names}
    with Store() as store:
        batch.merge_people(store, "Ana", "Anna")
        batch.change_session(
            store, store.sessions()[0].key, batch.Changes(person="Zoe", recorded_on=dt.date(2026, 11, 2))
        )
    assert "Zoe" in (out / "squad.csv").read_text()
    code, told, _ = dorsi("undo", "--yes")
    assert (code, "was moved from Anna to Zoe" in told) == (0, True)
    assert dorsi("undo", "--yes")[:2] == (0, "Undone: Ana was joined with Anna.\n")
    assert {name: (out / name).read_text() for name in names} == before
    assert check() == []
    code, _, told = dorsi("undo", "--yes")
    assert (code, "there is no change to undo; what was deleted or measured again stays so" in told) == (2, True)


def test_repeat_finds_the_clip_of_a_batch_by_itself_and_is_identical_also_after_corrections(
    monday, tmp_path, dorsi, monkeypatch
):
    monday(row("a", "Anna"))
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(tmp_path / "clips/a.npz", tmp_path / "elsewhere/a.npz")  # in place of a pose network
    monkeypatch.chdir(tmp_path / "elsewhere")
    with Store() as store:
        key = store.sessions("Anna")[0].key
        batch.change_session(store, key, batch.Changes(person="Bea", unknown=frozenset({"recorded_on"})))
    code, told, err = dorsi("repeat", tmp_path / "out/a/session.json")
    assert (code, told.startswith("identical: ")) == (0, True), (told, err)


def test_undo_asks_what_it_would_undo(monday, dorsi):
    monday(row("a", "Ana"))
    dorsi("person", "rename", "ana", "Anna Berg")
    code, told, _ = dorsi("undo", answers="n\n")
    assert (code, "Ana was renamed Anna Berg. Undo this?" in told) == (1, True)
    assert [one[0] for one in stored()] == ["Anna Berg"]


def test_a_correction_that_is_carried_over_is_no_change_of_its_own(monday, dorsi):
    monday(row("a", "Anna"), row("b", "Ben"))
    with Store() as store:
        batch.change_session(store, store.sessions("Anna")[0].key, batch.Changes(note="wet floor"))
    dorsi("person", "alias", "ben", "Benny")
    monday(row("a", "Anna", side="right"), row("b", "Ben"))
    assert dorsi("undo", "--yes")[1] == "Undone: Benny became another name of Ben.\n"
    with Store() as store:
        assert (store.sessions("Anna")[0].note, store.person("Ben").aliases) == ("wet floor", ())


def test_a_deleted_clip_leaves_the_squad_page_and_skipped_clips_stay_named_until_a_person_is_deleted(monday, tmp_path):
    monday(row("a", "Anna"), row("b", "Bea"))
    page = tmp_path / "out/squad.html"
    with Store() as store:
        batch.write_squad_report(store, tmp_path / "out", skipped=[("Cleo/IMG_1 <x>.mp4", "no movement in the name")])
        batch.forget_session(store, store.sessions("Anna")[0].key)
        assert ("Anna" in page.read_text(), "Cleo/IMG_1 &lt;x&gt;.mp4" in page.read_text()) == (False, True)
        batch.forget(store, "Bea")
    assert "Cleo" not in page.read_text()


def test_one_person_under_two_ways_of_writing_is_asked_about(monday):
    monday(row("a", "Zoé Berg"), row("b", "berg, ZOE"))
    with Store() as store:
        assert [set(names) for names in alike(store.people())] == [{"Zoé Berg", "berg, ZOE"}]
        batch.merge_people(store, "berg, ZOE", "Zoé Berg")
        assert alike(store.people()) == []


def test_a_file_of_someone_elses_in_a_result_folder_holds_up_that_clip_only(monday, tmp_path):
    monday(row("a", "Anna"), row("b", "Bea"))
    (tmp_path / "out/a/.DS_Store").write_bytes(b"")
    (tmp_path / "out/b/my notes.txt").write_text("wet floor")
    summary = monday(row("a", "Anna", side="right"), row("b", "Bea", side="right"))
    assert [one.order.name for one in summary.measured] == ["a.mp4"]
    assert (tmp_path / "out/b/my notes.txt").read_text() == "wet floor"
    assert stored() == [("Anna", "2026-11-20", "right"), ("Bea", "2026-11-20", "left")]


def test_what_a_computer_leaves_in_a_folder_goes_with_the_person(monday, tmp_path):
    monday(row("a", "Anna"))
    (tmp_path / "out/a/Thumbs.db").write_bytes(b"Anna")
    with Store() as store:
        batch.forget(store, "Anna")
    assert not (tmp_path / "out/a").exists()


def test_after_a_deletion_undo_takes_back_nothing_else(monday, dorsi):
    monday(row("a", "Anna"), row("b", "Bea"))
    dorsi("person", "alias", "bea", "Beatrix")
    with Store() as store:
        key = store.sessions("Anna")[0].key
    assert dorsi("session", "delete", key[:8], "--yes")[0] == 0
    assert dorsi("undo", "--yes")[0] == 2
    with Store() as store:
        assert store.person("Bea").aliases == ("Beatrix",)
