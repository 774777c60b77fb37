"""The first change that CONTRIBUTING walks through can be made as it says."""

import re
from pathlib import Path

from typer.testing import CliRunner

from dorsi.cli import app

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_words_to_change_are_in_one_place_and_can_be_seen():
    words, file = re.search(r'`grep -rn "([^"]+)" src`\s+gives `([^`]+)`', TEXT).groups()
    sources = [path for path in (ROOT / "src").rglob("*.yaml") if words in path.read_text(encoding="utf-8")]
    assert sources == [ROOT / file]
    assert sources[0].read_text(encoding="utf-8").count(words) == 1
    command = re.search(r"`\.venv/bin/dorsi ([^`]+)`", TEXT)[1].split()
    said = CliRunner().invoke(app, command)
    assert said.exit_code == 0, said.output
    assert words in " ".join(said.output.split())


def test_the_tests_and_pages_that_it_names_are_there():
    named = re.findall(r"(?:tests|docs|scripts|src)/[\w/.]+\.(?:py|md|yaml)", TEXT)
    assert len(named) > 5
    assert [one for one in named if not (ROOT / one).is_file()] == []
