"""docs/architecture.md shows dorsi as it is: drawn from the imports, and each change has a place that exists."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WRITER = runpy.run_path(str(ROOT / "scripts" / "write_architecture_docs.py"))
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
RANK = {part: number for number, row in enumerate(WRITER["layers"]()) for part in row}
CHANGES = re.findall(r"^\| (\d+)\. .+? \| (.+) \|$", PAGE, re.MULTILINE)


def test_the_drawing_is_what_the_imports_say():
    assert WRITER["PICTURE"].read_text(encoding="utf-8") == WRITER["picture"](), "run: make docs"


def test_every_part_of_the_package_is_in_a_layer():
    found = {path.stem for path in (ROOT / "src" / "dorsi").iterdir() if path.suffix in {"", ".py"}}
    assert {name for name in found if not name.startswith("_")} == set(RANK)


def test_no_arrow_leads_up_or_beside():
    wrong = [(part, other) for part, others in WRITER["imports"]().items() for other in others]
    assert [(part, other) for part, other in wrong if RANK[other] <= RANK[part]] == []


def test_every_import_above_the_bottom_can_be_followed_in_the_drawing():
    arrows = {part: set() for part in RANK}
    for part, other in WRITER["drawn"]():
        arrows[part].add(other)
    upper = {part for part, rank in RANK.items() if rank < WRITER["bottom"]()}
    for part in upper:
        assert WRITER["imports"]()[part] & upper <= WRITER["reachable"](part, arrows)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from dorsi import measures, report", ["measures", "report"]),
        ("def late():\n    from dorsi.web.app import create_app", ["web"]),
        ("import dorsi.cli.log", ["cli"]),
        ("if TYPE_CHECKING:\n    from dorsi.store import Store", []),
        ("import numpy", []),
    ],
)
def test_imports_are_read_from_the_source(source, found):
    assert list(WRITER["imported"](source)) == found


def test_twenty_changes_have_their_places():
    assert [int(number) for number, _ in CHANGES] == list(range(1, 21))


@pytest.mark.parametrize(("number", "place"), CHANGES, ids=[number for number, _ in CHANGES])
def test_the_place_of_a_change_exists(number, place):
    paths = re.findall(r"`((?:src|docs|tests|pyproject)[\w/.]*)`", place) if number != "5" else ["src/dorsi/protocols"]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
