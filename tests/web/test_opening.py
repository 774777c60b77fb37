"""`dorsi serve` opens the browser for someone who sits in front of the computer, and for no one else."""

import pytest

from dorsi.web import opening, serving
from dorsi.web.config import Config

LINK = "http://127.0.0.1:8765/pair?code=abc"


@pytest.mark.parametrize(
    ("environment", "platform", "seen"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "a 1 b 22"}, "linux", False),
        ({"DISPLAY": ":99", "CI": "true"}, "linux", False),
        ({}, "linux", False),
        ({}, "freebsd14", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"SSH_CONNECTION": "a 1 b 22"}, "darwin", False),
    ],
)
def test_a_window_is_seen_only_where_there_is_a_display(environment, platform, seen):
    assert opening.has_display(environment, platform=platform) is seen


class Window:
    """A browser that notes what it opens."""

    def __init__(self):
        self.opened = []

    def open(self, link):
        """Note a link."""
        self.opened.append(link)


class Started(Exception):  # noqa: N818 - no error: it ends the server when it would run
    """The server would run now."""


@pytest.fixture
def opened(data, monkeypatch):
    """Return what `serve` opens with a terminal or without, with a display or without."""

    def run(*, browser, terminal, display):
        links = []
        monkeypatch.setattr(serving, "has_display", lambda: display)
        monkeypatch.setattr(serving, "open_browser", links.append)
        monkeypatch.setattr(serving.sys.stdout, "isatty", lambda: terminal, raising=False)
        monkeypatch.setattr(serving.uvicorn.Server, "serve", stopped)
        with pytest.raises(Started):
            serving.serve(Config(model="lite", port=0), browser=browser)
        return links

    async def stopped(_server, sockets):
        for one in sockets:
            one.close()
        raise Started

    assert not data.exists()
    return run


def test_at_a_terminal_with_a_display_the_link_that_pairs_is_opened(opened):
    (link,) = opened(browser=True, terminal=True, display=True)
    assert link.startswith("http://127.0.0.1:0/pair?code=")


@pytest.mark.parametrize("without", ["browser", "terminal", "display"])
def test_otherwise_nothing_is_opened(opened, without):
    assert opened(**{"browser": True, "terminal": True, "display": True} | {without: False}) == []


def test_a_browser_in_the_terminal_is_left_alone(monkeypatch):
    window = Window()
    for found, expected in ((window, [LINK]), (opening.webbrowser.GenericBrowser("w3m"), [LINK])):
        monkeypatch.setattr(opening.webbrowser, "get", lambda found=found: found)
        opening.open_window(LINK)
        assert window.opened == expected


def test_a_computer_without_any_browser_serves_all_the_same(monkeypatch):
    def none():
        raise opening.webbrowser.Error("no browser")

    monkeypatch.setattr(opening.webbrowser, "get", none)
    opening.open_window(LINK)


def test_a_paired_browser_goes_on_to_start_and_a_new_one_is_asked(client, stranger, app):
    code = app.state.dorsi.devices.new_code()
    answer = client.get(f"/pair?code={code}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    stranger.cookies.clear()
    assert "Pair this device" in stranger.get(f"/pair?code={code}").text
