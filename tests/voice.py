"""All strings that dorsi shows, collected for test_voice.py."""

import ast
import functools
import html
import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dorsi"
PROGRAMME = PACKAGE / "programme"
WEB_PAGES = PACKAGE / "web" / "templates"
PYTHON = sorted(
    path
    for folder in (PACKAGE, ROOT / "scripts", ROOT / "training", ROOT / "benchmarks")
    for path in folder.rglob("*.py")
)
#: Texts that are read as they are: pages, data files, scripts of the browser, docs.
PLAIN = sorted(
    [
        *(path for kind in ("*.html", "*.yaml", "*.js") for path in PACKAGE.rglob(kind) if "vendor" not in path.parts),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "README.md",
    ]
)
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: Fields of data files that a runner reads.
FIELDS = {
    *("advice", "ask", "breath", "called", "cue", "easier", "fault", "feel", "hint", "mend", "name", "phrase", "ready"),
    *("say", "sentence", "start", "steps", "stop", "task", "text", "title", "until", "what", "why", "words"),
    *("swelling_note", "after_run_note", "run_day_note", "spike_note", "race_note", "race_eve_note", "warmup_text"),
}
_JINJA = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TAGS = re.compile(r"<(script|style|svg|code)\b.*?</\1>", re.DOTALL)
_BLOCK = re.compile(r"</?(p|li|h\d|dt|dd|div|label|legend|option|button|a|summary|strong|span|section|title)\b[^>]*>")


def of_python(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments and strings of a module, docstrings included, with their lines."""
    source = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.lineno, " ".join(node.value.split())


def of_notebook(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the Markdown cells and comments of a notebook, with their places."""
    for place, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield place, text
        else:
            yield from ((place, line) for line in re.findall(r"#[^\n]*", text))


def shown(page: str) -> str:
    """Return the words of a web page, one text a line; what is filled in counts as one word."""
    text = _TAGS.sub("\n", page)
    text = _JINJA.sub("\n", re.sub(r"\{\{.*?\}\}", "X", text, flags=re.DOTALL))
    text = re.sub(r"<[^>]+>", "", _BLOCK.sub("\n", text))
    return "\n".join(line.strip() for line in html.unescape(text).splitlines() if line.strip())


@functools.cache
def data_of(path: Path) -> object:
    """Return the content of a YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def texts_of(content: object, *, field: str = "") -> Iterator[str]:
    """Yield the texts in a data file's content that a runner reads, as sentences."""
    if isinstance(content, dict):
        for name, value in content.items():
            inner = field if field in {"words", "called"} or not isinstance(name, str) else name
            yield from texts_of(value, field=inner)
    elif isinstance(content, list):
        for value in content:
            yield from texts_of(value, field=field)
    elif isinstance(content, str) and field in FIELDS and " " in content:
        yield content
