"""The notebooks run from top to bottom, and what they show is what is kept in them."""

import json
import re
import runpy
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
BOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RUN = runpy.run_path(str(ROOT / "scripts" / "run_notebooks.py"))["run"]
LARGEST_KIB = 300
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")

pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client")]


@pytest.fixture(scope="module", params=BOOKS, ids=lambda path: path.stem)
def book(request):
    return request.param


@pytest.fixture(scope="module")
def again(book, analysed):
    if book.stem == "01_one_clip":
        analysed(ROOT / "sample_videos" / "lunge_left.mp4")
    return RUN(book)


def shown(notebook):
    """Return the words that the cells print, and the numbers among them; pictures and padding play no part."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    texts = ["".join(out.get("text") or out.get("data", {}).get("text/plain", "")) for out in outputs]
    whole = "\n".join(texts)
    return NUMBER.sub("#", whole).split(), [float(number) for number in NUMBER.findall(whole)]


def test_a_fresh_run_shows_what_is_kept(book, again):
    """Another processor may move a last digit, not more."""
    words, numbers = shown(again)
    kept_words, kept_numbers = shown(nbformat.read(book, as_version=4))
    assert words == kept_words, "run: make docs"
    assert numbers == pytest.approx(kept_numbers, rel=0.03, abs=0.3), "run: make docs"


def test_no_cell_warned(book):
    kept = nbformat.read(book, as_version=4)
    streams = [output for cell in kept.cells for output in cell.get("outputs", []) if output.output_type == "stream"]
    assert [output.text for output in streams if output.name == "stderr"] == []


def test_outputs_are_kept_and_light(book):
    kept = nbformat.read(book, as_version=4)
    nbformat.validate(kept)
    assert any(cell.get("outputs") for cell in kept.cells)
    assert book.stat().st_size < LARGEST_KIB * 1024


def test_only_sample_videos_and_made_landmarks_are_read(book):
    code = "".join("".join(cell["source"]) for cell in json.loads(book.read_text(encoding="utf-8"))["cells"])
    assert not re.findall(r"""["'](?:/|~|https?:)[^"']*["']""", code)
    assert set(re.findall(r"\.\./(\w+)", code)) <= {"sample_videos"}


def test_no_text_names_a_path_of_one_machine(book):
    assert not re.findall(r"(^|[\s('\"`])/(?:work|root|home|tmp)/", book.read_text(encoding="utf-8"))
