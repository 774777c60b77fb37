"""Count the taps of the ways through the app in a real browser, and write them to docs/serve.md.

`python scripts/count_taps.py`; needs Playwright and a chromium on the path. It begins without any landmarks, so that
the seconds hold the whole analysis.
"""

import os
import re
import runpy
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright
from screenshots_web import PHONE_PX, pair, serving
from take_screenshots import ROOT, chromium_arguments

HELPERS: Final = ROOT / "tests" / "web" / "browser"
DOCS: Final = ROOT / "docs" / "serve.md"
PLACE: Final = re.compile(r"(<!-- taps:begin -->\n).*?(<!-- taps:end -->)", re.DOTALL)


def main() -> None:
    """Walk, and write the table."""
    sys.path.insert(0, str(HELPERS))
    ways = runpy.run_path(str(HELPERS / "taps.py"))
    os.environ["TZ"] = runpy.run_path(str(HELPERS / "screens.py"))[
        "ZONE_NAME"
    ]  # a session needs a day that isn't Sunday
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=chromium_arguments())
        with serving(Path(name)) as link:
            walked = ways["walk"](pair(browser, link, viewport=PHONE_PX, is_mobile=True, has_touch=True))
        browser.close()
    told = ways["table"](walked)
    text = DOCS.read_text(encoding="utf-8")
    DOCS.write_text(PLACE.sub(lambda found: f"{found[1]}{told}\n{found[2]}", text), encoding="utf-8")
    print(told)


if __name__ == "__main__":
    main()
