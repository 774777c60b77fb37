"""Programme and Progress say when a clip was corrected after the programme was made, with the button beside it."""

import datetime as dt
import re
from dataclasses import replace

import pytest
import stored

from dorsi.people.programme import make_programme
from dorsi.schema.intake import Intake
from dorsi.store.changing import change_sessions

SAID = "have changed since this programme was made"
ANSWERS = {"age_years": 30, "red_flags": [], "history": [], "minutes_per_day": 15, "days_per_week": 4}


@pytest.fixture
def key(state, tmp_path):
    """Keep a lunge of Anna on a day, and make her programme."""
    key = stored.keep(
        state.store, tmp_path / "kept", on=dt.date(2026, 11, 20), measurements=[stored.number("left", 40.0)]
    )
    state.store.save_intake("Anna", Intake.model_validate(ANSWERS))
    make_programme(state.store, "Anna", dt.date(2026, 11, 23))
    return key


def test_a_result_leads_to_the_update_first_while_a_careful_week_waits_for_its_clip(client, state, key, tmp_path):
    both = [stored.number(side, 40.0) for side in ("left", "right")]
    right = stored.keep(state.store, tmp_path / "right", clip="r.mp4", on=dt.date(2026, 11, 24), measurements=both)
    for page in (f"/clips/{right}", f"/people/{state.store.person('Anna').id}/assessment"):
        shown = client.get(page).text
        button = re.search(r'<form class="next-step" method="post" action="([^"]+)">.*?button">([^<]+)<', shown)
        assert button.groups() == (f"/people/{state.store.person('Anna').id}/programme", "Update your programme")
    assert ">See your exercises<" in client.get(f"/clips/{right}/report.html").text
    client.post(button[1])
    assert "Update your programme" not in client.get(f"/clips/{right}").text


def test_a_careful_week_names_the_leg_that_has_no_lunge(client, state, key):
    shown = client.get(f"/people/{state.store.person('Anna').id}/programme").text
    assert "how far your right ankle bends" in shown
    assert "Film a lunge of the right leg" in shown


@pytest.mark.parametrize("page", ["programme", "progress"])
def test_a_corrected_day_is_told_until_the_programme_is_updated(client, state, key, page):
    person = state.store.person("Anna").id
    assert SAID not in client.get(f"/people/{person}/{page}").text
    record = state.store.find(key)
    moved = record.session.model_copy(update={"recorded_at": "2026-11-06"})
    change_sessions(state.store, [replace(record, recorded_on=dt.date(2026, 11, 6), session=moved)])
    told = client.get(f"/people/{person}/{page}").text
    assert SAID in told
    assert "Update from all clips" in told.split(SAID)[1][:600]
    make_programme(state.store, "Anna", dt.date(2026, 11, 23))
    assert SAID not in client.get(f"/people/{person}/{page}").text
