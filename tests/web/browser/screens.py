"""Screens that the pages are looked at on, and where and when the server lives."""

import datetime as dt
from pathlib import Path

SAMPLES = Path(__file__).parents[3] / "sample_videos"
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
ANALYSIS_MS = 300_000
#: The server lives where it is not Sunday, which is always a day of rest: somewhere on earth that is always so.
PLACES = (("WEST12", dt.timezone(dt.timedelta(hours=-12))), ("EAST-14", dt.timezone(dt.timedelta(hours=14))))
SUNDAY = 6
ZONE_NAME, ZONE = next(one for one in PLACES if dt.datetime.now(one[1]).weekday() != SUNDAY)


def today():
    """Return the day that it is for the server."""
    return dt.datetime.now(ZONE).date()
