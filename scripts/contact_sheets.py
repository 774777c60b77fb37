"""Contact sheets of every page of the web app: `python scripts/contact_sheets.py [FOLDER] [--pages DIR]`.

FOLDER is docs/images by default; `--pages` also keeps each picture at full length, to look at one by one. Every page
comes from a real server with the sample clips, at the widths of a phone, a tablet and a desktop, light and dark.
Needs Playwright and a chromium on the path.
"""

import argparse
import datetime as dt
import runpy
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright
from screenshots_web import make_programme, pair, serving
from take_screenshots import ROOT, SAMPLES, answers_of_bea, chromium_arguments, write_squad

#: Name and address of every page; {person}, {other}, {key}, {key_too}, {failed} and {waiting} stand for what is shown.
PAGES: Final[dict[str, str]] = runpy.run_path(str(ROOT / "tests/web/browser/screens.py"))["PAGES"]
WIDTHS_PX: Final = (360, 768, 1280)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
PERSON: Final = "Bea"
THUMB_PX: Final = {360: (180, 400), 768: (256, 360), 1280: (360, 360)}  #: width and greatest height on a sheet
SHEET_PX: Final = 1880
TITLE_PX: Final = 18
QUALITY: Final = 40
PIECE_BYTES: Final = 4_000_000
WEEKS: Final = 3


def send(tab: Page, name: str, *, height_cm: int) -> str:
    """Send a sample clip with a height of its own, so that it is a job of its own; return the job's id."""
    headers = {"X-CSRF-Token": tab.locator("[name=csrf]").first.get_attribute("content") or ""}
    content = (SAMPLES / name).read_bytes()
    record = {"name": name, "size_bytes": len(content)}
    upload = tab.request.post("/api/uploads", data=record, headers=headers).json()["id"]
    for start in range(0, len(content), PIECE_BYTES):
        piece = {"Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream"}
        tab.request.patch(f"/api/uploads/{upload}", data=content[start : start + PIECE_BYTES], headers=headers | piece)
    asked = {"upload_id": upload, "person": PERSON, "movement": "auto", "height_cm": height_cm}
    return str(tab.request.post("/api/jobs", data=asked, headers=headers).json()["id"])


def fill(tab: Page) -> dict[str, Any]:
    """Give the person answers, a programme and a log; return what stands in the addresses of pages."""
    today = dt.datetime.now().astimezone().date()
    start = today - dt.timedelta(weeks=WEEKS)
    places: dict[str, Any] = make_programme(tab, PERSON, answers_of_bea(start) | {"days_per_week": 7})
    headers = {"X-CSRF-Token": tab.locator("[name=csrf]").first.get_attribute("content") or ""}
    address, api = f"/api/people/{places['person']}", tab.request
    plan = api.get(f"{address}/plan").json()
    entries = [
        {"date": str(start + dt.timedelta(days=2 * n)), "exercise_id": one["exercise"], "side": one["side"],
         "level": one["level"], "pain_during": 0, "pain_next_morning": 0, "dose_done_pct": 100, "ease": 6}
        for n in range(WEEKS * 3) for one in plan["items"]
    ]  # fmt: skip
    api.post(f"{address}/log/entries", data=entries, headers=headers)
    for weeks, value in ((3, 9.0), (1, 9.5), (0, 11.0)):
        day = str(today - dt.timedelta(weeks=weeks))
        check = {"name": "wblt_cm", "scale": "tape", "left": value, "right": value + 1, "measured_on": day}
        api.post(f"{address}/log/measurements", data=check, headers=headers)
    places["other"] = api.post("/api/people", data={"name": "Carl"}, headers=headers).json()["id"]
    places["key_too"] = next(one for one in keys(tab) if one != places["key"])
    jobs = [send(tab, "run_side.mp4", height_cm=cm) for cm in (168, 169, 170)]  # enough to last, unless cancelled
    api.delete(f"/api/jobs/{jobs[2]}", headers=headers)
    return places | {"failed": jobs[2], "waiting": jobs[1]}


def keys(tab: Page) -> list[str]:
    """Return the keys of the clips on the person's page."""
    links = [one.get_attribute("href") or "" for one in tab.locator("a[href^='/clips/']").all()]
    return [one.removeprefix("/clips/") for one in links]


def shoot(browser: Browser, state: Any, places: dict[str, Any], folder: Path, look: tuple[int, str]) -> list[Path]:  # noqa: ANN401
    """Save every page in one look at full length, and return the files."""
    width, scheme = look
    context = browser.new_context(
        base_url=places["base"],
        storage_state=state,
        viewport={"width": width, "height": 740 if width < 500 else 800},
        color_scheme="light" if scheme == "light" else "dark",
        reduced_motion="reduce",
    )
    tab, paths = context.new_page(), []
    for name, address in PAGES.items():
        tab.goto(address.format(**places), wait_until="load")
        paths.append(folder / f"{name.replace(' ', '_')}_{width}_{scheme}.png")
        tab.screenshot(path=paths[-1], full_page=True)
    context.close()
    return paths


def sheet(pictures: Sequence[Path], size: tuple[int, int], file: Path, *, dark: bool) -> None:
    """Lay pictures out in rows, each cut off at the height of a row and with its name above."""
    width, height = size
    gap, font = 10, ImageFont.load_default(13)
    across = (SHEET_PX - gap) // (width + gap)
    rows = -(-len(pictures) // across)
    paper, ink = ("#202428", "#e8ecef") if dark else ("#cfd4d8", "#15191c")
    whole = Image.new("RGB", (SHEET_PX, rows * (height + TITLE_PX + gap) + gap), paper)
    pen = ImageDraw.Draw(whole)
    for i, path in enumerate(pictures):
        x, y = gap + (i % across) * (width + gap), gap + (i // across) * (height + TITLE_PX + gap)
        pen.text((x, y), list(PAGES)[i], fill=ink, font=font)
        with Image.open(path) as page:
            small = page.convert("RGB").resize((width, round(page.height * width / page.width)), Image.Resampling.BOX)
        whole.paste(small.crop((0, 0, width, min(height, small.height))), (x, y + TITLE_PX))
    whole.save(file, quality=QUALITY, method=6)
    print(f"{file.name}: {file.stat().st_size / 1024:.0f} KiB")


def main(target: Path, pages: Path | None) -> None:
    """Fill a store, then take the pictures and lay them out."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        kept = pages or folder / "pages"
        for one in (target, kept):
            one.mkdir(parents=True, exist_ok=True)
        write_squad(folder)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=chromium_arguments())
        with serving(folder / "data") as link:
            tab = pair(browser, link)
            places = fill(tab) | {"base": link.partition("/pair?")[0]}
            for width in WIDTHS_PX:
                for scheme in SCHEMES:
                    files = shoot(browser, tab.context.storage_state(), places, kept, (width, scheme))
                    named = target / f"pages_{width}_{scheme}.webp"
                    sheet(files, THUMB_PX[width], named, dark=scheme == "dark")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--pages", type=Path)
    given = parser.parse_args()
    main(given.target, given.pages)
