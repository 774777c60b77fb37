"""What dorsi shows as an example uses public names only: those in `__all__` of modules that the reference documents."""

import ast
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

import dorsi

ROOT = Path(__file__).parents[1]
BOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = {"dorsi": dorsi} | {
    f"dorsi.{name}": getattr(dorsi, name) for name in dorsi.__all__ if isinstance(getattr(dorsi, name), ModuleType)
}
#: A block that is not run since it is a file of dorsi's own source, as tests/extending adds it: not a user's program.
PART_OF_DORSI = re.compile(r"<!-- not run: tests/extending/added/")
BLOCK = re.compile(r"(?P<notes>(?:^<!--.*?-->\n)*)^```python[^\n]*\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)


def private_names(code):
    """Return the names of dorsi in a program that are not public, in order."""
    tree, known, found = ast.parse(code), {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                if one.name.split(".")[0] == "dorsi":
                    known[one.asname or "dorsi"] = "dorsi"
                    found += [one.name] if one.name not in MODULES else []
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "dorsi":
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                if node.module not in MODULES or one.name not in MODULES[node.module].__all__:
                    found.append(whole)
                elif whole in MODULES:
                    known[one.asname or one.name] = whole
    return [*found, *private_attributes(tree, known)]


def module_of(node, known):
    """Return the public module that an expression such as `dorsi.stats` is, or None."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute):
        whole = f"{module_of(node.value, known)}.{node.attr}"
        return whole if whole in MODULES else None
    return None


def private_attributes(tree, known):
    for node in ast.walk(tree):
        owner = module_of(node.value, known) if isinstance(node, ast.Attribute) else None
        if owner is not None and node.attr not in {*MODULES[owner].__all__, "__version__", "__all__"}:
            yield f"{owner}.{node.attr}"


def code_of_book(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def code_of_page(path):
    blocks = BLOCK.finditer(path.read_text(encoding="utf-8"))
    return "\n".join(block["code"] for block in blocks if not PART_OF_DORSI.search(block["notes"]))


@pytest.mark.parametrize(
    ("code", "private"),
    [
        ("import dorsi\ndorsi.measure(dorsi.synth.lunge())", []),
        ("from dorsi.stats import sem\nfrom dorsi import stats\nstats.icc(1)", []),
        ("from dorsi.analysis import geometry", ["dorsi.analysis.geometry"]),
        ("import dorsi.cli", ["dorsi.cli"]),
        ("from dorsi import batch", ["dorsi.batch"]),
        ("from dorsi.stats import np", ["dorsi.stats.np"]),
        ("import dorsi\ndorsi.pipeline.analyse('x')", ["dorsi.pipeline"]),
        ("from dorsi import stats as s\ns.retest", ["dorsi.stats.retest"]),
    ],
)
def test_what_counts_as_private(code, private):
    assert private_names(code) == private


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_a_notebook_uses_public_names_only(book):
    code = code_of_book(book)
    assert "dorsi" in code
    assert private_names(code) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_uses_public_names_only(page):
    assert private_names(code_of_page(page)) == []


def test_every_public_module_is_in_the_reference():
    said = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "reference").glob("*.md"))
    assert {name for name in MODULES if name != "dorsi"} <= set(re.findall(r"^::: ([\w.]+)$", said, re.MULTILINE))


def test_docs_versions_names_every_public_module():
    said = (ROOT / "docs" / "versions.md").read_text(encoding="utf-8")
    assert [name for name in MODULES if f"`{name}`" not in said and f"`{name}.__all__`" not in said] == []
