"""A clip with several movements on the pages: each leads to the others, and they are deleted together."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "batch"))  # folders.py: clips with landmarks to replay

import folders

from dorsi import batch
from dorsi.engines import serial
from dorsi.settings import Settings


@pytest.fixture
def records(state, tmp_path):
    """Have a clip of lunges and squats measured and stored; return its sessions, the main one first."""
    clips = tmp_path / "clips"
    folders.film_two(clips / "bea" / "both.mp4")
    row = ("bea/both.mp4", "Bea", "2026-11-20", "auto", "both", "bea/both.npz")
    found = batch.find(clips, Settings(), manifest=folders.write_manifest(clips / "clips.csv", [row]))
    batch.run(batch.plan(found, state.store, tmp_path / "out", overlay=False), state.store, serial())
    return sorted(state.store.sessions(), key=lambda one: one.session.part)


def test_each_movement_leads_to_the_other_and_both_are_deleted_together(client, records, state):
    main, further = (one.key for one in records)
    for key, other, title in ((main, further, "Lunge"), (further, main, "Squat")):
        page = client.get(f"/clips/{key}").text
        assert f'href="/clips/{other}">Also in this clip: ' in page
        assert title in page
    asked = client.get(f"/clips/{further}/delete").text
    assert "Squat" in asked
    assert "Lunge" in asked
    assert client.delete(f"/api/sessions/{further}").status_code == 204
    assert state.store.sessions() == []
