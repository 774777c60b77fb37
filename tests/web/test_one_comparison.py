"""What changed since the clip before is the same on the result page, on Progress and in the squad."""

import datetime as dt
import re
import sys
from html import unescape
from pathlib import Path

import pytest
import stored

from dorsi import results

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))

import drawn

BEFORE, NOW = dt.date(2026, 10, 30), dt.date(2026, 11, 30)
SAID = "The change of 5.0° is less than the 7.1° this test can detect, so this is no detectable change."


@pytest.fixture
def film(state, tmp_path):
    """Return a function that stores a lunge of Anna's left leg on a day and returns its key."""

    def one(value, on):
        interval = {"ci95_low": value - 5, "ci95_high": value + 5}
        measured = stored.number("left", value).model_copy(update=interval)
        folder = tmp_path / str(on)
        key = stored.keep(
            state.store, folder, clip=f"{on}.mp4", on=on, recorded_at=on.isoformat(), measurements=[measured]
        )
        results.save(drawn.analysis(tmp_path / f"{on}.mp4"), None, state.store.find(key).folder, overlay=False)
        return key

    return one


def text_of(client, address):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", client.get(address).text)))


def with_plan(client, state):
    """Make a programme that begins on the day of the second clip; return the address of its person."""
    person = f"/api/people/{state.store.person('Anna').id}"
    client.put(f"{person}/intake", json=stored.INTAKE | {"start_date": NOW.isoformat()}).raise_for_status()
    client.post(f"{person}/plan").raise_for_status()
    return person.removeprefix("/api")


def test_a_second_clip_is_compared_with_the_first_alike_on_every_page(client, state, film):
    film(35.9, BEFORE)
    key = film(40.9, NOW)
    person = with_plan(client, state)
    result = text_of(client, f"/clips/{key}")
    assert "Since 30 Oct 2026: Left" in result
    assert SAID in result
    assert "Nothing to compare with yet" not in result
    progress = text_of(client, f"{person}/progress")
    assert SAID in progress
    assert "Measured once so far" not in progress
    assert "no detectable change (5.0°, 7.1° needed)" in text_of(client, "/squad")


def test_a_first_clip_has_nothing_to_compare_with_and_one_limit_everywhere(client, state, film):
    key = film(35.9, NOW)
    person = with_plan(client, state)
    assert "Nothing to compare with yet; a later change under 7.1° could be measuring error." in text_of(
        client, f"/clips/{key}"
    )
    assert "A change counts from 7.1°" in text_of(client, f"{person}/progress")


def test_an_older_clip_is_compared_only_with_what_came_before_it(client, state, film):
    key = film(35.9, BEFORE)
    film(40.9, NOW)
    assert "Nothing to compare with yet" in text_of(client, f"/clips/{key}")


def test_a_result_leads_to_the_clip_before_it_side_by_side_and_to_the_page_for_a_clinician(client, state, film):
    first, key = film(35.9, BEFORE), film(40.9, NOW)
    page = unescape(client.get(f"/clips/{key}").text)
    [beside] = re.findall(r'href="([^"]+)">Compare with 30 Oct 2026<', page)
    assert first in beside
    assert "/beside?" in beside
    assert client.get(beside).status_code == 200
    [paper] = re.findall(r'href="([^"]+)"[^>]*>Page for a clinician', page)
    assert client.get(paper).content.startswith(b"%PDF")


def test_the_file_to_keep_has_the_button_of_the_page(client, state, film):
    key = film(40.9, NOW)
    with_plan(client, state)
    button = r'class="next-step"><a class="button" href="([^"]+)">([^<]+)<'
    [(_, shown)] = re.findall(button, client.get(f"/clips/{key}").text)
    [(place, kept)] = re.findall(button, client.get(f"/clips/{key}/report.html").text)
    assert kept == shown
    assert place.startswith("#")
