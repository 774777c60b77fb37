"""Two clips side by side in the web app."""

import datetime as dt
import re
import sys
from pathlib import Path

import pytest
import stored

from dorsi import results

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))

import drawn


@pytest.fixture
def keys(state, tmp_path):
    """Return the keys of three lunges of Anna's, the newest first."""
    days = ("2026-05-04", "2026-03-02", "2026-01-05")
    found = [
        stored.keep(
            state.store,
            tmp_path / day,
            clip=f"{day}.mp4",
            on=dt.date.fromisoformat(day),
            recorded_at=day,
            measurements=[stored.number("left", value)],
        )
        for day, value in zip(days, (48.0, 40.0, 39.0), strict=True)
    ]
    for key, day in zip(found, days, strict=True):
        results.save(drawn.analysis(tmp_path / f"{day}.mp4"), None, state.store.find(key).folder, overlay=False)
    return found


def page(client, state, *keys):
    return client.get(f"/people/{state.store.person('Anna').id}/beside", params={"clip": list(keys)})


def test_the_earlier_clip_comes_first_whichever_was_ticked_first(client, state, keys):
    for ticked in (keys[:2], keys[1::-1]):
        shown = page(client, state, *ticked)
        assert shown.status_code == 200, re.findall("<p class=.lead.>(.*?)<", shown.text)
        assert re.findall(r"<figcaption><strong>(.*?)</strong>", shown.text) == ["2 Mar 2026", "4 May 2026"]


def test_another_number_of_clips_is_told(client, state, keys):
    assert "two clips of one movement" in page(client, state, *keys).text
    assert page(client, state, keys[0]).status_code == 422


def test_the_page_of_several_clips_leads_there(client, state, keys):
    person = state.store.person("Anna").id
    assert f'formaction="/people/{person}/beside"' in client.get(f"/people/{person}/assessment").text
