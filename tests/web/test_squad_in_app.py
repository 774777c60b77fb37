"""The squad in the web app: every number leads to its clip, whatever the clip's file is called."""

import datetime as dt
import re

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


def test_days_are_in_words(client, state, tmp_path):
    for number, day in enumerate((dt.date(2026, 10, 20), dt.date(2026, 11, 20))):
        values = [stored.number("left", 40.0 + number)]
        stored.keep(state.store, tmp_path / str(number), clip=f"{number}.mp4", on=day, measurements=values)
    page = client.get("/squad").text
    shown = re.sub(r'data-day="[^"]*"|<[^>]*href=[^>]*>', "", page)
    assert "20 Nov 2026" in shown
    assert "20 Oct 2026 to 20 Nov 2026" in shown
    assert "left: 20 Oct 2026 40.0°, 20 Nov 2026 41.0°" in shown
    assert re.findall(r"\d{4}-\d{2}-\d{2}", shown) == []
