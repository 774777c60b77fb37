"""What pages say of what was just done, and of what can be done here: deleted, and a device to add."""

import pytest
from clients import ADDRESS, paired
from starlette.testclient import TestClient

from dorsi.web.app import create_app
from dorsi.web.config import Config


@pytest.fixture
def bea(client):
    """Return the address of a person with one day in the log."""
    place = f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    entries = [
        {"date": "2026-01-05", "exercise_id": "mo_wall_slide", "level": 1, "pain_during": pain, "ease": 5}
        for pain in (0, 2)
    ]
    assert client.post(f"/api{place}/log/entries", json=entries).status_code < 300
    return place


def test_after_deleting_a_person_the_list_says_deleted(client, bea):
    answer = client.post(f"{bea}/delete", data={"sure": "yes"})
    text = client.get(answer.headers["location"]).text
    assert "<strong>Deleted.</strong>" in text
    assert "Bea" not in text
    assert "Deleted." not in client.get("/people").text


def test_a_day_of_the_log_is_one_line_and_says_deleted_when_it_is_gone(client, bea):
    text = client.get(f"{bea}/log").text
    assert "2 exercises, pain up to 2 of 10, felt just right" in text
    answer = client.post(f"{bea}/log/2026-01-05/delete")
    text = client.get(answer.headers["location"]).text
    assert "<strong>Deleted.</strong>" in text
    assert "Nothing noted yet." in text


def test_a_server_for_this_computer_only_offers_no_code_to_scan(client):
    text = client.post("/settings/devices").text
    assert 'class="qr"' not in text
    assert "dorsi serve --lan" in text
    assert f"{ADDRESS}/pair?code=" in text


def test_a_server_in_the_network_has_its_address_in_the_code(data):
    assert not data.exists()
    app = create_app(Config(model="lite", addresses=("127.0.0.1", "192.168.1.20")))
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        text = paired(app, client).post("/settings/devices").text
    assert 'class="qr"' in text
    assert "http://192.168.1.20:8765/pair?code=" in text
