"""Screens that the pages are looked at on, and where and when the server lives."""

import datetime as dt
from pathlib import Path

SAMPLES = Path(__file__).parents[3] / "sample_videos"
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
#: By how many pixels a page is too wide: a phone's page grows with what sticks out of it, its screen does not.
TOO_WIDE = "document.documentElement.scrollWidth - Math.round(visualViewport.width * visualViewport.scale)"
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
ANALYSIS_MS = 300_000
#: Every page by its name, for tests and contact sheets; what stands in braces is made first.
PAGES = {
    "start": "/",
    "film": "/film",
    "film a lunge": "/film/lunge",
    "film anything": "/film/auto",
    "analyses": "/jobs",
    "an analysis that ended": "/jobs/{failed}",
    "a clip": "/clips/{key}",
    "correct a clip": "/clips/{key}/correct",
    "delete a clip": "/clips/{key}/delete",
    "people": "/people",
    "a person": "/people/{person}",
    "delete a person": "/people/{person}/delete",
    "several clips": "/people/{person}/assessment",
    "two side by side": "/people/{person}/beside?clip={key}&clip={key_too}",
    "the player": "/people/{person}/today/play",
    "questions": "/people/{person}/intake",
    "first questions": "/people/{person}/intake?part=0",
    "later questions": "/people/{person}/intake?part=2",
    "programme": "/people/{person}/programme",
    "today": "/people/{person}/today",
    "log": "/people/{person}/log",
    "progress": "/people/{person}/progress",
    "no programme": "/people/{other}/progress",
    "squad": "/squad",
    "more": "/more",
    "settings": "/settings",
    "safety": "/safety",
    "privacy": "/privacy",
    "offline": "/offline",
    "pairing": "/pair",
    "nothing there": "/nothing",
}
#: The server lives where it is not Sunday, which is always a day of rest: somewhere on earth that is always so.
PLACES = (("WEST12", dt.timezone(dt.timedelta(hours=-12))), ("EAST-14", dt.timezone(dt.timedelta(hours=14))))
SUNDAY = 6
ZONE_NAME, ZONE = next(one for one in PLACES if dt.datetime.now(one[1]).weekday() != SUNDAY)


def today():
    """Return the day that it is for the server."""
    return dt.datetime.now(ZONE).date()
