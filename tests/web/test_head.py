"""HEAD is answered wherever a file or a page is served, with what GET would say and no content."""

import pytest


@pytest.mark.parametrize("path", ["/sw.js", "/favicon.ico", "/manifest.webmanifest", "/safety", "/api/health"])
def test_head_says_what_get_gives(client, path):
    given, asked = client.get(path), client.head(path)
    assert asked.status_code == given.status_code == 200
    assert asked.headers["content-type"] == given.headers["content-type"]
    assert asked.headers["content-length"] == given.headers["content-length"]


def test_head_of_what_is_not_there_is_no_other_answer_than_get(client):
    path = "/api/sessions/" + "0" * 64 + "/report.html"
    assert client.head(path).status_code == client.get(path).status_code == 404


def test_a_device_that_is_not_paired_learns_nothing_by_head(stranger):
    for path in ("/squad", "/api/people"):
        assert stranger.head(path).status_code == stranger.get(path).status_code != 200


def test_head_is_no_part_of_the_described_api(client):
    assert not [path for path, ways in client.get("/api/openapi.json").json()["paths"].items() if "head" in ways]
