"""The programme as a PDF from the web app, with a way back to its page where other devices are answered."""

import datetime as dt
import io
from pathlib import Path

import pypdf
import pytest

from dorsi.intake.reading import read_intake
from dorsi.report.paper.plan import plan_paper
from dorsi.schema.plan import Plan
from dorsi.web.config import Config

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"


@pytest.fixture
def config(data):
    """Return a server that a home network can reach."""
    return Config(model="lite", addresses=("127.0.0.1", "192.168.1.20"))


@pytest.fixture
def person(client):
    """Return the id of a person with a plan."""
    found = client.post("/api/people", json={"name": "Bea"}).json()["id"]
    answers = read_intake(EXAMPLE).model_dump(mode="json", exclude_unset=True)
    started = answers | {"start_date": dt.date(2026, 1, 5).isoformat()}
    assert client.put(f"/api/people/{found}/intake", json=started).status_code == 200
    assert client.post(f"/api/people/{found}/plan").status_code == 201
    return found


def test_the_programme_links_to_its_pdf_with_a_code_for_the_network(client, person):
    address = f"/people/{person}/programme"
    assert f'href="{address}.pdf"' in client.get(address).text
    answer = client.get(f"{address}.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert 1 <= len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) <= 2
    plan = Plan.model_validate(client.get(f"/api/people/{person}/plan").json())
    assert answer.content == plan_paper(plan, f"http://192.168.1.20:8765{address}")


def test_only_paired_devices_get_it(stranger, client, person):
    stranger.cookies.clear()
    answer = stranger.get(f"/people/{person}/programme.pdf")
    assert (answer.status_code, answer.headers["location"]) == (303, "/pair")


def test_a_server_that_only_this_computer_reaches_has_no_link():
    assert Config().network_url("/") is None
    assert Config(addresses=("127.0.0.1", "10.0.0.7"), port=80).network_url("/x") == "http://10.0.0.7:80/x"
