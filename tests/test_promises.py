"""Every promise of docs/promises.md names a test that is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALSO = "\n".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("asvs.md", "reliability.md"))
TESTS = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NAMED = TESTS.findall((ROOT / "docs/promises.md").read_text(encoding="utf-8"))


def test_each_line_of_the_tables_names_one():
    lines = (ROOT / "docs/promises.md").read_text(encoding="utf-8").splitlines()
    promises = [line for line in lines if line.startswith("| ") and not line.startswith("| promise")]
    assert len(promises) == len(NAMED) > 0


@pytest.mark.parametrize(("file", "name"), sorted({*NAMED, *TESTS.findall(ALSO)}), ids=lambda part: part)
def test_the_test_of_a_promise_is_there(file, name):
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")
