"""Pictures of the web app for the docs: a phone that is paired with a real `dorsi serve`, page by page."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, ViewportSize

PHONE_PX: Final[ViewportSize] = {"width": 360, "height": 740}
LINK: Final = re.compile(r"http://127\.0\.0\.1:\d+/pair\?code=[\w-]+")
#: Name of the picture, and the page; {person} and {key} stand for the person's number and a clip.
PAGES: Final = {
    "web_film": "/film/lunge",
    "web_report": "/clips/{key}",
    "web_programme": "/people/{person}/programme",
    "web_questions": "/people/{person}/intake",
}


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """Run a server on the store in the folder `data`; give the link that pairs one device."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "-m", "dorsi", "serve", "--port", str(port)]
    environment = os.environ | {"DORSI_DATA": str(data)}
    with subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        said = []
        try:
            for line in process.stdout:
                said.append(line)
                if found := LINK.search(line):
                    yield found[0]
                    return
            raise SystemExit("".join(said))
        finally:
            process.terminate()


def take_web_pictures(browser: Browser, link: str, person: str, intake: dict[str, Any], folder: Path) -> list[Path]:
    """Write a picture of each page as a phone shows it, and return the files.

    Parameters
    ----------
    browser
        Chromium.
    link
        Pairs one device with the server.
    person
        Whose pages are shown; the store has a clip of theirs.
    intake
        Their answers, from which the programme is made.
    folder
        Where the pictures go; it exists.
    """
    tab = pair(browser, link, viewport=PHONE_PX, device_scale_factor=2, color_scheme="light")
    places = make_programme(tab, person, intake)
    paths = []
    for name, page in PAGES.items():
        tab.goto(page.format(**places), wait_until="load")
        paths.append(folder / f"{name}.png")
        tab.screenshot(path=paths[-1])
    tab.context.close()
    return paths


def pair(browser: Browser, link: str, **look: Any) -> Page:  # noqa: ANN401 - whatever Playwright takes
    """Return a page of a browser that is paired with the server of the link."""
    tab = browser.new_context(base_url=link.partition("/pair?")[0], **look).new_page()
    tab.goto(link)
    tab.get_by_role("button", name="Pair this device").click()
    tab.wait_for_url("**/")
    return tab


def make_programme(tab: Page, person: str, intake: dict[str, Any]) -> dict[str, object]:
    """Give the person answers and a programme through the API; return their number and the key of a clip."""
    headers = {"X-CSRF-Token": tab.locator("[name=csrf]").first.get_attribute("content") or ""}
    api = tab.request
    found = next(one for one in api.get("/api/people").json() if one["name"] == person)
    address = f"/api/people/{found['id']}"
    for answer in (
        api.put(f"{address}/intake", data=intake, headers=headers),
        api.post(f"{address}/plan", headers=headers),
    ):
        if not answer.ok:
            raise SystemExit(f"{answer.url}: {answer.text()}")
    tab.goto(f"/people/{found['id']}")
    key = tab.locator("a[href^='/clips/']").first.get_attribute("href")
    assert key is not None
    return {"person": found["id"], "key": key.removeprefix("/clips/")}
