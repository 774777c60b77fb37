"""What a squad's page shows is read from squad.json, never from the page; where it is missing, no one is named."""

import stat

import pytest
import written
from typer.testing import CliRunner

from dorsi import batch
from dorsi.batch.squad import squad_page
from dorsi.batch.squads import refresh_squads
from dorsi.cli import app
from dorsi.report.squad.shown import DATA_NAME, SquadPageFacts, read_shown
from dorsi.store import FailureRecord, Store

SKIPPED = [("Cleo/IMG_1.mp4", "no movement in the name")]


@pytest.fixture
def squad(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    with Store() as store:
        written.everything(store, tmp_path / "out")
        yield store, tmp_path / "out"


def test_a_page_whose_words_changed_stays_under_pseudonyms(squad):
    store, out = squad
    page = batch.write_squad_report(store, out, pseudonyms=True)[0]
    page.write_text(page.read_text(encoding="utf-8").replace("under pseudonyms", "names hidden"), encoding="utf-8")
    assert refresh_squads(store, []) == [out]
    assert "Athlete 001" in page.read_text(encoding="utf-8")
    assert written.NAME not in page.read_text(encoding="utf-8")


def test_a_name_that_reads_like_the_page_s_own_words_hides_no_one(squad):
    store, out = squad
    page = batch.write_squad_report(store, out, skipped=[("a, under pseudonyms; b.mp4", "no person in the name")])[0]
    refresh_squads(store, [])
    assert written.NAME in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"pseudonyms": "no"}', '{"skipped": [["a"]]}', "\x00"])
def test_without_readable_data_no_one_is_named(squad, content):
    store, out = squad
    page = batch.write_squad_report(store, out, skipped=SKIPPED)[0]
    (out / DATA_NAME).unlink()
    if content is not None:
        (out / DATA_NAME).write_text(content, encoding="utf-8")
    assert read_shown(out) == SquadPageFacts()
    refresh_squads(store, [])
    texts = "".join(path.read_text(encoding="utf-8") for path in (page, out / "squad.csv", out / DATA_NAME))
    assert written.NAME not in texts
    assert "Cleo" not in texts


def test_the_skipped_clips_are_kept_by_the_next_page_and_the_command(squad):
    store, out = squad
    batch.write_squad_report(store, out, skipped=SKIPPED)
    assert read_shown(out) == SquadPageFacts(pseudonyms=False, skipped=tuple(SKIPPED))
    refresh_squads(store, [])
    assert CliRunner().invoke(app, ["squad", str(out)]).exit_code == 0
    assert read_shown(out).skipped == tuple(SKIPPED)


def test_the_data_are_open_to_their_user_alone_and_name_no_one_under_pseudonyms(squad):
    store, out = squad
    batch.write_squad_report(store, out, pseudonyms=True, skipped=SKIPPED)
    assert stat.S_IMODE((out / DATA_NAME).stat().st_mode) == 0o600
    assert read_shown(out) == SquadPageFacts(pseudonyms=True, skipped=())


def test_deleting_a_person_takes_the_skipped_clips_and_every_table(squad, monkeypatch):
    store, out = squad
    skipped = [(f"{written.NAME}/IMG_1.mp4", "no movement in the name")]
    batch.write_squad_report(store, out, skipped=skipped)
    assert written.NAME in (out / DATA_NAME).read_text(encoding="utf-8")
    (out / "squad.parquet").write_text(written.NAME)
    monkeypatch.setattr("dorsi.report.squad.files.find_spec", lambda _: None)  # gone since
    batch.forget(store, written.NAME)
    assert written.found([out], written.NAME) == []
    assert not (out / "squad.parquet").exists()


def test_a_table_that_cannot_be_written_any_more_does_not_keep_names(squad, monkeypatch):
    store, out = squad
    batch.write_squad_report(store, out)
    (out / "squad.parquet").write_text(written.NAME)
    monkeypatch.setattr("dorsi.report.squad.files.find_spec", lambda _: None)
    batch.write_squad_report(store, out, pseudonyms=True)
    assert not (out / "squad.parquet").exists()


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("a_run.mp4: is cut short", "the clip: is cut short"),
        ("{place}/Unmistakable/a_run.mp4: is cut short", "the clip: is cut short"),
        ("{place}/Unmistakable: cannot be read", "can't be measured"),
        ("this shows unmistakable from behind", "can't be measured"),
    ],
)
def test_under_pseudonyms_a_reason_that_tells_who_it_is_is_not_shown(squad, tmp_path, reason, shown):
    store, _ = squad
    clip = tmp_path / "Unmistakable" / "a_run.mp4"
    clip.parent.mkdir()
    clip.touch()
    store.save_failure(
        FailureRecord(clip=clip, clip_sha256="0" * 64, person="Unmistakable", reason=reason.format(place=tmp_path))
    )
    [one] = [one for one in squad_page(store, tmp_path, pseudonyms=True).failures if one.reason != "is empty"]
    assert (one.name, one.reason) == ("a clip", shown)
