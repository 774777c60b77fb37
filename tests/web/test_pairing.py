"""Who gets in: a code works once, for a while, and cannot be guessed."""

from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from dorsi.store import Store
from dorsi.web.access.guards import COOKIE
from dorsi.web.access.pairing import CODE_LIFE_S, Devices, PairingError, TooManyTriesError
from dorsi.web.config import Limits


@pytest.fixture
def clock():
    """Return a clock that the test moves."""
    return SimpleNamespace(now_s=0.0)


@pytest.fixture
def devices(data, clock):
    with Store() as store:
        yield Devices(store, Limits(pairing_tries=3, devices=3), clock=lambda: clock.now_s)


def pair(devices, code, address="192.168.1.2"):
    return devices.pair(code, name="phone", address=address)


def test_a_code_lets_one_device_in_and_no_second(devices):
    code = devices.new_code()
    device, token = pair(devices, code)
    assert devices.known(token) == device
    with pytest.raises(PairingError, match="already used"):
        pair(devices, code)


def test_a_code_ends_after_a_quarter_of_an_hour(devices, clock):
    code = devices.new_code()
    clock.now_s = CODE_LIFE_S
    with pytest.raises(PairingError, match="has expired"):
        pair(devices, code)


def test_after_wrong_codes_even_the_right_one_waits_a_minute(devices, clock):
    code = devices.new_code()
    for _ in range(3):
        with pytest.raises(PairingError, match="already used or has expired"):
            pair(devices, "wrong")
    with pytest.raises(TooManyTriesError):
        pair(devices, code)
    clock.now_s = 61.0
    assert pair(devices, code)


def test_each_further_wrong_code_doubles_the_wait(devices, clock):
    for _ in range(3):
        with pytest.raises(PairingError):
            pair(devices, "wrong")
    for wait_s, said in ((60.0, "1 minute"), (120.0, "2 minutes"), (240.0, "4 minutes")):
        with pytest.raises(TooManyTriesError, match=f"wait {said} and try again"):
            pair(devices, devices.new_code())
        clock.now_s += wait_s + 1.0
        with pytest.raises(PairingError, match="already used or has expired"):
            pair(devices, "wrong")


def test_a_guesser_locks_no_one_else_out(devices):
    for number in range(200):
        with pytest.raises(PairingError):
            pair(devices, "wrong", address=f"192.168.1.{number}")
    assert pair(devices, devices.new_code(), address="192.168.1.222")


def test_a_right_code_ends_the_count_of_wrong_ones(devices):
    for _ in range(3):
        for _ in range(2):
            with pytest.raises(PairingError, match="already used or has expired"):
                pair(devices, "wrong")
        assert pair(devices, devices.new_code())


def test_no_more_devices_than_allowed(devices):
    for _ in range(3):
        pair(devices, devices.new_code())
    with pytest.raises(PairingError, match="remove one in Settings"):
        pair(devices, devices.new_code())


def test_a_device_stays_paired_when_the_server_restarts_and_its_token_is_not_stored(devices, data):
    device, token = pair(devices, devices.new_code())
    with Store() as store:
        assert Devices(store, Limits()).known(token) == device
    assert token.encode() not in b"".join(path.read_bytes() for path in data.glob("dorsi.db*"))


def test_a_removed_device_is_known_no_more(devices):
    device, token = pair(devices, devices.new_code())
    assert devices.remove(device.id)
    assert devices.known(token) is None


def test_opening_the_link_does_not_use_the_code_up(app, stranger):
    code = app.state.dorsi.devices.new_code()
    assert stranger.get("/pair", params={"code": code}).status_code == 200
    assert stranger.post("/pair", data={"code": code}).status_code == 303


def test_the_cookie_is_for_this_site_and_no_script(app, stranger):
    answer = stranger.post("/pair", data={"code": app.state.dorsi.devices.new_code()})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "; HttpOnly" in cookie
    assert "; SameSite=strict" in cookie


def test_a_wrong_code_is_told_and_many_are_too_many(stranger):
    answers = [stranger.post("/pair", data={"code": "wrong"}).status_code for _ in range(6)]
    assert answers == [403, 403, 403, 403, 403, 429]


def test_a_program_pairs_with_a_token_for_its_header(app, stranger):
    answer = stranger.post("/api/pair", json={"code": app.state.dorsi.devices.new_code(), "name": "script"})
    assert answer.status_code == 200
    with TestClient(app, base_url=str(stranger.base_url)) as program:
        program.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        assert program.get("/api/jobs").json() == []
