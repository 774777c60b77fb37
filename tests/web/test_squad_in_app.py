"""The squad in the web app: every number leads to its clip, whatever the clip's file is called."""

import datetime as dt

import pytest
import stored


@pytest.mark.parametrize("name", ["lunge.mp4", "WhatsApp Video 2026-11-20 at 18.22.31.mp4", "Größe 100%.mp4"])
def test_a_number_leads_to_its_clip(client, state, tmp_path, name):
    key = stored.keep(
        state.store, tmp_path / "kept", clip=name, on=dt.date(2026, 11, 20), measurements=[stored.number("left", 40.0)]
    )
    page = client.get("/squad")
    assert page.status_code == 200
    assert f'href="/clips/{key}"' in page.text


def test_a_clip_without_a_day_is_there_and_leads_to_its_report(client, state, tmp_path):
    key = stored.keep(state.store, tmp_path / "kept", clip="lunge.mp4", on=None)
    page = client.get("/squad").text
    assert f'href="/clips/{key}">Anna: Lunge, lunge.mp4</a>' in page
    assert "choose Correct this clip" in page
    assert "dorsi session edit" not in page
