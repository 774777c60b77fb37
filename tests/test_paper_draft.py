"""The draft of the paper: each number in it comes from the docs or the package, and each source it cites is listed."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WRITER = runpy.run_path(str(ROOT / "scripts" / "write_paper.py"))
PAPER = ROOT / "docs" / "paper"
TEXT = (PAPER / "paper.txt").read_text(encoding="utf-8")
PROSE = TEXT.split("-->", 1)[1]
#: Names and definitions with a digit in them; anything else is a result, and is read from where it was measured.
NO_RESULT = re.compile(r"Sports2D|C3D|95 % interval|0 to 100 %|\[@\w+\]")


def test_the_paper_is_what_the_script_writes():
    assert (PAPER / "paper.md").read_text(encoding="utf-8") == WRITER["paper"](), "run: python scripts/write_paper.py"


def test_no_number_is_typed_by_hand():
    assert re.findall(r"\S*\d\S*", NO_RESULT.sub("", re.sub(r"\{\{\w+\}\}", "", PROSE))) == []


def test_every_number_that_is_read_is_used_and_the_other_way_round():
    assert set(re.findall(r"\{\{(\w+)\}\}", TEXT)) == set(WRITER["facts"]())


@pytest.mark.parametrize(
    ("row", "said"),
    [("95 % interval", "which is wider than we asked for"), ("run: peak stance", "missed its target")],
)
def test_what_the_paper_calls_missed_is_missed(row, said):
    """If a target is reached one day, the sentence has to go."""
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert WRITER["read"](page, "targets", row, r"\| (reached|missed) \|$") == "missed"
    assert said in " ".join(PROSE.split())


def test_every_source_is_cited_and_listed():
    listed = re.findall(r"^@\w+\{(\w+),", (PAPER / "paper.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(set(re.findall(r"@(\w+)", PROSE))) == sorted(listed)


def test_it_has_the_length_and_the_parts_of_a_joss_paper():
    assert 250 <= len(PROSE.split()) <= 1750
    heads = re.findall(r"^# (.+)$", PROSE, re.MULTILINE)
    assert {"Summary", "Statement of need", "State of the field", "References"} <= set(heads)


@pytest.mark.parametrize(
    ("row", "why"),
    [("| none | 1 |", "0 rows"), ("| all | 1 |\n| all | 2 |", "2 rows"), ("| all | none |", "no number")],
)
def test_a_table_that_has_changed_its_shape_is_noticed(row, why):
    page = f"<!-- begin: real -->\n{row}\n<!-- end: real -->"
    with pytest.raises(AssertionError, match=why):
        WRITER["read"](page, "real", "all", r"(\d+) of")
