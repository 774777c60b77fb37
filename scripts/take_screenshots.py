"""Take the pictures of the docs from real pages: `python scripts/take_screenshots.py [FOLDER]`, docs/images by default.

Every page is made by the command line from sample_videos, the squad besides from stick figures with made-up names,
since it takes more people and more days than there are samples. Needs Playwright and a chromium on the path.
"""

import csv
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from screenshots_web import serving, take_web_pictures

from dorsi import movements, synth
from dorsi.pose import save_landmarks
from dorsi.protocols.guides import picture
from dorsi.video import write_h264

ROOT: Final = Path(__file__).parents[1]
SAMPLES: Final = ROOT / "sample_videos"
FIRST_DAY: Final = dt.date(2026, 9, 28)
WEEKS: Final = 8
COLOURS: Final = 128  #: of a picture; flat pages need no more
PATIENCE_MS: Final = 120_000  #: a busy machine takes its time to draw
CHECKS_CM: Final = ((11.5, 7.4), (12.0, 7.9), (11.7, 9.3), (12.2, 9.8), (12.1, 10.9))  #: left, right, every second week
SMALL: Final = synth.Camera(size_px=(120, 160), px_per_m=65.0)
#: Athlete: peak left and right in degrees, on the first and on the second day.
SQUAD: Final = {
    "Anna": ((33.0, 38.0), (39.5, 39.0)),
    "Carla": ((41.0, 42.0), (42.5, 41.0)),
    "Dan": ((29.0, 35.0), (30.0, 36.0)),
    "Emil": ((44.0, 43.0), (38.0, 43.5)),
    "Fay": ((36.0, 35.0), (37.5, 36.0)),
}


def dorsi(*arguments: str, folder: Path) -> None:
    """Run the command line in a folder, its data apart from the user's."""
    command = [sys.executable, "-m", "dorsi", *arguments]
    subprocess.run(command, cwd=folder, env=os.environ | {"DORSI_DATA": str(folder / "data")}, check=True)  # noqa: S603


def answers_of_bea(start: dt.date) -> dict[str, Any]:
    """Return the sample answers for a programme from `start` on."""
    answers: dict[str, Any] = yaml.safe_load((SAMPLES / "intake_bea.yaml").read_text(encoding="utf-8"))
    return answers | {"start_date": str(start)}


def write_report_and_plan(folder: Path) -> None:
    """Make the report of both lunges, and the programme that follows from them."""
    (folder / "bea.yaml").write_text(yaml.safe_dump(answers_of_bea(FIRST_DAY)), encoding="utf-8")
    clips = [str(SAMPLES / f"lunge_{side}.mp4") for side in ("left", "right")]
    dorsi("analyse", *clips, "--person", "Bea", "--intake", "bea.yaml", "--out", "out", folder=folder)
    sessions = [f"out/lunge_{side}/session.json" for side in ("left", "right")]
    dorsi("plan", *sessions, "--intake", "bea.yaml", "--out", "plan", folder=folder)


def write_progress(folder: Path) -> None:
    """Make the page of a log of some weeks, with a check every second week."""
    entries = [
        {"date": FIRST_DAY + dt.timedelta(weeks=week, days=day), "exercise_id": "mo_wall_slide", "side": "both",
         "level": min(4, 1 + week // 2), "sets": 3, "reps": 8, "tempo": "2-1-2", "dose_done_pct": 100,
         "pain_during": 0, "pain_next_morning": 0, "form": 3}
        for week in range(WEEKS) for day in (0, 2, 4)
    ]  # fmt: skip
    checks = [
        {"name": "wblt_cm", "scale": "tape", "left": left, "right": right, "heel_down_filmed": True,
         "measured_on": FIRST_DAY + dt.timedelta(weeks=2 * number)}
        for number, (left, right) in enumerate(CHECKS_CM)
    ]  # fmt: skip
    log = {"person": "Bea", "started": FIRST_DAY, "entries": entries, "measurements": checks}
    (folder / "log.yaml").write_text(yaml.safe_dump(log), encoding="utf-8")
    today = str(FIRST_DAY + dt.timedelta(weeks=WEEKS))
    dorsi("progress", "plan/plan.json", "log.yaml", "--html", "progress.html", "--day", today, folder=folder)


def write_squad(folder: Path) -> None:
    """Make the squad's page: stick figures on two days, and the sample lunges."""
    clips = folder / "clips"
    rows = []
    for shade, (name, days) in enumerate(SQUAD.items()):
        for number, peaks_deg in enumerate(days):
            for front, peak_deg in zip(("left", "right"), peaks_deg, strict=True):
                file = f"{name}_{number}_{front}.mp4"
                film(clips / file, shade=30 * shade + 10 * number + (front == "right"), peak_deg=peak_deg, front=front)
                day = FIRST_DAY + dt.timedelta(weeks=6 * number)
                rows.append((file, name, day, "lunge", front, str(Path(file).with_suffix(".npz"))))
    for side in ("left", "right"):
        shutil.copy(SAMPLES / f"lunge_{side}.mp4", clips)
        rows.append((f"lunge_{side}.mp4", "Bea", FIRST_DAY, "lunge", side, ""))
    with (folder / "clips.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("clip", "person", "date", "movement", "side", "landmarks"), *rows])
    dorsi("batch", "clips", "--manifest", "clips.csv", "--out", "squad", folder=folder)


def film(path: Path, *, shade: int, peak_deg: float, front: str) -> None:
    """Write a clip of one grey, and beside it the landmarks of a lunge to replay."""
    path.parent.mkdir(exist_ok=True)
    camera = replace(SMALL, facing=1 if front == "right" else -1)  # each leg filmed from its own side
    landmarks = synth.lunge(peak_deg=peak_deg, front=front, rate_hz=15.0, camera=camera, noise_px=0.2)
    grey = np.full((SMALL.size_px[1], SMALL.size_px[0], 3), 40 + shade, np.uint8)
    write_h264(path, ((time_s, grey) for time_s in landmarks.time_s), size_px=SMALL.size_px)
    save_landmarks(path.with_suffix(".npz"), landmarks)


#: Opens what an element is folded into.
OPEN = "(e) => { for (let at = e; at; at = at.parentElement) if (at.matches('details')) at.open = true; }"


def shoot(browser: Browser, page: Path, picture_file: Path, *, size: tuple[int, int], show: str = "body") -> None:
    """Save what a window of `size` shows of a page from the element `show` on, as a small PNG."""
    width, height = size
    window = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1.5)
    window.set_default_timeout(PATIENCE_MS)
    window.goto(page.as_uri())
    window.wait_for_timeout(1500)  # figures draw themselves
    window.locator(show).first.evaluate(OPEN)
    top = window.locator(show).first.evaluate("(e) => e.getBoundingClientRect().top + scrollY")
    top = max(0, top - 8) if show != "body" else 0
    window.screenshot(path=picture_file, full_page=True, clip={"x": 0, "y": top, "width": width, "height": height})
    window.close()
    shrink(picture_file)


def shrink(picture_file: Path) -> None:
    """Make a picture small, and say how small."""
    with Image.open(picture_file) as image:
        image.convert("RGB").quantize(COLOURS).save(picture_file, optimize=True)
    print(f"{picture_file.name}: {picture_file.stat().st_size / 1024:.0f} KiB")


def chromium_arguments() -> list[str]:
    """Return what chromium needs on this machine."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


def main(target: Path) -> None:
    """Make the pages, then the pictures."""
    target.mkdir(parents=True, exist_ok=True)
    for movement in movements():
        # Pictures in a page do not take its colour, so lines get one that shows on white and on black.
        drawing = picture(movement).replace("currentColor", "#7a868c")
        (target / f"guide_{movement.name}.svg").write_text(drawing, encoding="utf-8")
    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        write_report_and_plan(folder)
        write_progress(folder)
        write_squad(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=chromium_arguments())
        shoot(browser, folder / "out/report.html", target / "report.png", size=(1100, 760))
        shoot(browser, folder / "out/report.html", target / "report_phone.png", size=(390, 844))
        shoot(browser, folder / "out/lunge_left/report.html", target / "curves.png", size=(1100, 700), show=".player")
        shoot(browser, folder / "plan/plan.html", target / "plan.png", size=(1100, 800), show=".exercise")
        shoot(browser, folder / "progress.html", target / "progress.png", size=(1100, 760), show=".figure")
        shoot(browser, folder / "squad/squad.html", target / "squad.png", size=(1400, 760))
        with serving(folder / "data") as link:
            answers = answers_of_bea(dt.datetime.now().astimezone().date())
            for file in take_web_pictures(browser, link, "Bea", answers, target):
                shrink(file)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs" / "images")
