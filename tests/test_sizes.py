"""Parts stay small: a file can be read in one go, and a function seen at one look."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dorsi"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 300
MOST_IN_A_FUNCTION = 40  #: lines of its body, without the docstring
LISTS = "store/migrations/versions"  #: steps of the database are lists of columns, read from top to bottom


def body_lines(function):
    """Return the lines of a function's body, without docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def long_functions(source):
    functions = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {one.name: body_lines(one) for one in functions if body_lines(one) > MOST_IN_A_FUNCTION}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_is_small_and_so_are_its_functions(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MOST_LINES
    assert LISTS in path.as_posix() or long_functions(source) == {}


def test_a_long_function_is_found_and_its_docstring_does_not_count():
    lines = "\n".join("    x = 1" for _ in range(MOST_IN_A_FUNCTION))
    text = "\n".join("    a line of it" for _ in range(50))
    assert long_functions(f'def short():\n    """Say.\n\n{text}\n    """\n{lines}\n') == {}
    assert long_functions(f"def long():\n{lines}\n    return x\n") == {"long": MOST_IN_A_FUNCTION + 1}
