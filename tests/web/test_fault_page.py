"""Where dorsi itself goes wrong, a page says so in plain words, and what helps to mend it is kept."""

import pytest
from clients import ADDRESS, paired
from starlette.testclient import TestClient

from dorsi import faults
from dorsi.web.pages import start


@pytest.fixture
def broken(app, monkeypatch):
    """Return a paired client of an app whose list of people fails with an error that names a person."""

    def fail(*_args, **_more):
        raise KeyError("bea-at-home")

    monkeypatch.setattr(start, "last_change", fail)
    with TestClient(app, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False) as client:
        yield paired(app, client)


def test_a_page_that_fails_says_what_happened_that_nothing_is_lost_and_where_the_report_is(broken):
    answer = broken.get("/people")
    assert answer.status_code == 500
    for words in (
        "Something went wrong in dorsi",
        "Nothing that you saved is lost",
        "dorsi doctor --report",
        'href="/"',
    ):
        assert words in answer.text, words
    assert "bea-at-home" not in answer.text
    assert "Internal Server Error" not in answer.text
    assert len(faults.kept()) == 1


def test_a_program_is_told_the_same_as_a_problem(app, broken, monkeypatch):
    monkeypatch.setattr(type(app.state.dorsi.store), "people", None)
    answer = broken.get("/api/people")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "Nothing that you saved is lost" in answer.json()["detail"]
