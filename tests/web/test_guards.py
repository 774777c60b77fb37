"""Strangers, foreign sites and forged forms stay outside, whatever the route."""

import pytest
from fastapi.routing import APIRoute

from dorsi.report.render import content_policy
from dorsi.web.access.guards import COOKIE, CSRF_HEADER, POLICY, PUBLIC_PATHS, own_policy
from dorsi.web.routers import API, PAGES

ID = "0" * 32
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


def addresses():
    """Return every method and address of the app."""
    return sorted(
        (method, route.path)
        for router in (*API, *PAGES)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    )


def filled(path):
    out = path
    while "{" in out:
        start, end = out.index("{"), out.index("}")
        out = out[:start] + ID + out[end + 1 :]
    return out


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8765", "127.0.0.1", "127.0.0.1:80", ""])
def test_a_foreign_name_for_this_server_is_refused(client, host):
    """DNS rebinding: a foreign page makes its own name point here, and the browser sends that name."""
    assert client.get("/api/jobs", headers={"Host": host}).status_code == 421


def test_a_stranger_sees_nothing_of_any_route(stranger):
    seen = {}
    for method, path in addresses():
        if path not in PUBLIC_PATHS:
            seen[method, path] = stranger.request(method, filled(path)).status_code
    assert len(seen) > 10
    assert {key: status for key, status in seen.items() if status not in {303, 401}} == {}


def test_no_route_writes_without_the_token_of_its_form(client):
    del client.headers[CSRF_HEADER]
    writing = [(method, path) for method, path in addresses() if method in WRITES and path not in PUBLIC_PATHS]
    assert len(writing) > 3
    for method, path in writing:
        answer = client.request(method, filled(path))
        assert answer.status_code == 403, (method, path, answer.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_another_site_can_not_write_even_with_the_token(client, headers):
    answer = client.post("/api/uploads", json={"name": "a", "size_bytes": 1}, headers=headers)
    assert answer.status_code == 403


def test_our_own_page_can_write(client):
    own = {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/uploads", json={"name": "a", "size_bytes": 1}, headers=own).status_code == 201


def test_a_form_may_carry_the_token_in_a_field(client):
    token = client.headers.pop(CSRF_HEADER)
    answer = client.post("/api/uploads", data={"csrf": token})
    assert answer.status_code == 422  # past the guard: only that this is no JSON


def test_a_wrong_cookie_is_no_cookie(client):
    client.cookies.clear()
    client.cookies.set(COOKIE, "x" * 43)
    assert client.get("/api/jobs").status_code == 401


@pytest.mark.parametrize("path", ["/pair", "/api/jobs", "/static/report.css", "/nothing", "/api/uploads/x"])
def test_every_answer_carries_the_policy(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert POLICY.startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path", ["/static/", "/static/../config.py", "/static/%2e%2e/config.py", "/static/..%2fconfig.py", "//etc/passwd"]
)
def test_folders_are_not_listed_and_not_left(client, path):
    assert client.get(path).status_code == 404


def test_a_large_body_is_refused_where_no_file_belongs(client):
    assert client.post("/api/jobs", content=b"{" + b" " * 300_000 + b"}").status_code == 413


def test_a_report_brings_its_own_policy():
    policy = content_policy("p{color:red}", "let a=1")
    page = f'<html><meta http-equiv="Content-Security-Policy" content="{policy.replace(chr(39), "&#39;")}">'
    assert own_policy(page) == f"{policy}; frame-ancestors 'none'"


@pytest.mark.parametrize(
    "policy", ["", "script-src *", "script-src 'unsafe-inline'", "script-src https://evil.example"]
)
def test_a_report_that_allows_more_than_itself_is_not_shown(policy):
    with pytest.raises(ValueError, match="policy"):
        own_policy(f'<meta http-equiv="Content-Security-Policy" content="{policy}">')
