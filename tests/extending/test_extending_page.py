"""docs/howto/extend.md shows what these tests add."""

import re
from pathlib import Path

import pytest
import yaml

from dorsi.programme.language.actions import Action

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "howto" / "extend.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
YAML = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
INLINE = re.findall(r"`(\{.*?\})`", PAGE)
ADDED = sorted((Path(__file__).parent / "added").iterdir())


@pytest.mark.parametrize("path", ADDED, ids=lambda path: path.name)
def test_the_page_shows_it_to_its_end(path):
    text = path.read_text(encoding="utf-8")
    assert [block for block in BLOCKS if text.endswith(block)]


@pytest.mark.parametrize("block", YAML, ids=lambda block: block.split(":")[0].strip())
def test_every_entry_on_the_page_is_one_that_the_tests_add(block):
    assert [path.name for path in ADDED if path.read_text(encoding="utf-8") == block]


@pytest.mark.parametrize("text", INLINE)
def test_what_a_sentence_shows_of_a_rule_is_read(text):
    assert Action.model_validate(yaml.safe_load(text)).move
