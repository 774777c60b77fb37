"""The app as a whole: tells nobody, loads nothing from elsewhere, and says what is wrong in words."""

import os
import subprocess
import sys

import pytest

from dorsi.store import Store
from dorsi.store.care import check

COLLECTOR = """
import sys
from starlette.testclient import TestClient
from dorsi.web.app import create_app
from dorsi.web.config import Config
app = create_app(Config())
with TestClient(app, base_url="http://127.0.0.1:8765") as client:
    assert client.get("/pair").status_code == 200
assert not app._native_telemetry.enabled()
print(sorted(name for name in sys.modules if name.startswith("opentelemetry.sdk") or "otlp" in name))
"""


def test_requests_are_reported_to_no_collector(data):
    """FastAPI reports to whatever the environment names unless it is told not to."""
    named = {"FASTAPI_OTEL_AUTO_CONFIGURE": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    done = subprocess.run(
        [sys.executable, "-c", COLLECTOR], env=os.environ | named, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_the_description_of_the_api_names_no_other_address(client):
    assert "://" not in client.get("/api/openapi.json").text


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_pages_that_load_scripts_from_elsewhere_do_not_exist(client, path):
    assert client.get(path).status_code == 404


def test_what_is_not_there_is_told_on_a_page(client):
    answer = client.get("/nothing")
    assert answer.status_code == 404
    assert "find this page" in answer.text


def test_the_new_tables_are_what_the_store_expects(data):
    with Store():
        pass
    assert check() == []


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "bea"])
def test_a_number_that_no_person_has_is_not_found_and_no_error_of_the_server(client, number):
    assert client.get(f"/people/{number}").status_code in {404, 422}
