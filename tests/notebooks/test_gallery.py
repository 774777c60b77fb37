"""The gallery of the docs is what the notebooks show."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITER = runpy.run_path(str(ROOT / "scripts" / "write_gallery.py"))
PAGES = WRITER["pages"]()
LARGEST = 1_000_000  #: bytes, all figures together


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_file_of_the_gallery_is_what_its_notebook_shows(path):
    assert path.read_bytes() == PAGES[path], "run: python scripts/write_gallery.py"


def test_nothing_else_is_in_the_gallery():
    assert {path for path in WRITER["GALLERY"].rglob("*") if path.is_file()} == set(PAGES)


def test_every_notebook_has_a_page_with_its_figures_and_they_are_light():
    books = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {path.stem for path in PAGES if path.suffix == ".md"} == books
    said = "".join(PAGES[path].decode() for path in PAGES if path.suffix == ".md")
    shown = set(re.findall(r"figures/([\w-]+\.png)", said))
    assert shown == {path.name for path in PAGES if path.suffix == ".png"}
    assert {name.rpartition("-")[0] for name in shown} == books
    assert sum(len(content) for path, content in PAGES.items() if path.suffix == ".png") < LARGEST
