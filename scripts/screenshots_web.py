"""Pictures of the web app for the docs: a phone that is paired with a running `dorsi serve`, page by page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, ViewportSize

PHONE_PX: Final[ViewportSize] = {"width": 360, "height": 740}
#: Name of the picture, and the page; {person} and {key} stand for the person's number and a clip.
PAGES: Final = {
    "web-start": "/",
    "web-film": "/film/lunge",
    "web-report": "/clips/{key}",
    "web-questions": "/people/{person}/intake",
    "web-today": "/people/{person}/today",
    "web-progress": "/people/{person}/progress",
}


def take_web_pictures(browser: Browser, link: str, places: Mapping[str, object], folder: Path) -> list[Path]:
    """Write a picture of each page as a phone shows it, and return the files.

    Parameters
    ----------
    browser
        Chromium.
    link
        Pairs one device with the server.
    places
        "person" and "key" of what is shown.
    folder
        Where the pictures go; it exists.
    """
    base = link.partition("/pair?")[0]
    context = browser.new_context(base_url=base, viewport=PHONE_PX, device_scale_factor=2, color_scheme="light")
    tab = context.new_page()
    tab.goto(link)
    tab.get_by_role("button", name="Pair this device").click()
    tab.wait_for_url("**/")
    paths = []
    for name, page in PAGES.items():
        tab.goto(page.format(**places), wait_until="load")
        paths.append(folder / f"{name}.png")
        tab.screenshot(path=paths[-1])
    context.close()
    return paths
