"""The pictures of a stored result in the web app: served one by one, in one file to keep, and gone with the clip."""

import base64
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "batch"))  # folders.py: clips with landmarks to replay

import folders

from dorsi import batch
from dorsi.engines import serial

EARLIER = Path(__file__).parents[1] / "data" / "result_of_0_1"


@pytest.fixture
def record(state, tmp_path):
    """Have a lunge measured, drawn and stored; return its session."""
    clips = tmp_path / "clips"
    folders.film(clips / "bea" / "lunge.mp4")
    row = ("bea/lunge.mp4", "Bea", "2026-11-20", "lunge", "left", "bea/lunge.npz")
    found = batch.find(clips, manifest=folders.write_manifest(clips / "clips.csv", [row]))
    work = batch.plan(found, state.store, tmp_path / "out", overlay=True)
    batch.run(work, state.store, serial(), overlay=True)
    [one] = state.store.sessions()
    return one


def test_each_key_frame_is_served_and_no_more(client, record):
    page = client.get(f"/clips/{record.key}").text
    pictures = sorted((record.folder / "stills").glob("*.jpg"))
    assert pictures
    assert page.count(f"/clips/{record.key}/stills/") == len(pictures)
    served = [client.get(f"/clips/{record.key}/stills/{i}.jpg") for i in range(len(pictures))]
    assert {one.headers["content-type"] for one in served} == {"image/jpeg"}
    assert sorted(one.content for one in served) == sorted(path.read_bytes() for path in pictures)
    assert client.get(f"/clips/{record.key}/stills/{len(pictures)}.jpg").status_code == 404


def test_the_file_to_keep_holds_every_picture_and_needs_no_other(client, record):
    kept = client.get(f"/clips/{record.key}/report.html")
    for path in (*(record.folder / "stills").glob("*.jpg"), record.folder / "overlay.mp4"):
        assert base64.b64encode(path.read_bytes()).decode() in kept.text
    assert "/clips/" not in kept.text
    assert "img-src data:" in kept.headers["content-security-policy"]


def test_the_page_and_the_file_to_keep_do_not_need_the_written_report(client, record):
    written = (record.folder / "report.html").read_text(encoding="utf-8")
    (record.folder / "report.html").unlink()
    assert client.get(f"/clips/{record.key}").status_code == 200
    kept = client.get(f"/clips/{record.key}/report.html").text
    assert kept.replace("Nothing to compare with yet; a later change", "A change") == written


def test_a_result_of_0_1_is_shown_with_its_key_frames(client, record):
    shutil.rmtree(record.folder)
    record.folder.mkdir()
    for name in ("report.html", "signals.csv"):
        shutil.copy(EARLIER / name, record.folder / name)
    assert f"/clips/{record.key}/stills/0.jpg" in client.get(f"/clips/{record.key}").text
    assert client.get(f"/clips/{record.key}/stills/0.jpg").content.startswith(b"\xff\xd8")


def test_deleting_the_clip_leaves_no_picture(client, record):
    assert client.delete(f"/api/sessions/{record.key}").status_code == 204
    assert not record.folder.exists()
