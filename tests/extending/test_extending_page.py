"""docs/howto/extend.md shows what these tests add."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "howto" / "extend.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
ADDED = sorted((Path(__file__).parent / "added").iterdir())


@pytest.mark.parametrize("path", ADDED, ids=lambda path: path.name)
def test_the_page_shows_it_to_its_end(path):
    text = path.read_text(encoding="utf-8")
    assert [block for block in BLOCKS if text.endswith(block)]
