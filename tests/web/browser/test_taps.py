"""The docs tell the true number of taps and pages of each way through the app."""

import re
from pathlib import Path

import taps
from screens import PHONE

DOCS = Path(__file__).parents[3] / "docs" / "serve.md"


def test_the_docs_tell_how_many_taps_each_way_takes(chromium, empty_server):
    context = chromium.new_context(base_url=empty_server.url, **PHONE)
    page = context.new_page()
    page.goto(empty_server.link())
    page.get_by_role("button", name="Pair this device").click()
    page.wait_for_url("**/")
    walked = taps.walk(page)
    context.close()
    told = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == [(one.name, str(one.taps), str(one.pages)) for one in walked]
