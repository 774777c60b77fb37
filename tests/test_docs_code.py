"""Every code block of the README and the docs runs, page by page in one folder, and gives what stands beneath it.

A comment before a block says what a reader does not need to see: `<!-- first: COMMAND -->` prepares the folder,
`<!-- not run: REASON -->` tells why the block cannot run here. In what is shown, `...` stands for anything, and a
number may be off a little: another processor, another version of a network.
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from forked import program

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "sample_videos").glob("*.mp4"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHELLS = {"console", "sh", "bash"}
SHOWN_ONLY = {"", "text", "yaml", "csv", "json", "toml"}
FENCE = re.compile(
    r"(?P<notes>(?:^<!-- (?:first|not run): .*? -->\n)*)^```(?P<language>\w*)[^\n]*\n(?P<code>.*?)^```$"
    r"(?:\n+^```text\n(?P<shown>.*?)^```$)?",
    re.DOTALL | re.MULTILINE,
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MARK = "---- next command ----"


@dataclass(frozen=True)
class Block:
    """One fenced block, with what its notes say."""

    line: int
    language: str
    code: str
    shown: str
    first: tuple[str, ...]
    reason: str | None


def blocks(page):
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        notes = dict.fromkeys(re.findall(r"<!-- (first|not run): (.*?) -->", match["notes"]))
        found.append(
            Block(
                line=text.count("\n", 0, match.start("language")) + 1,
                language=match["language"],
                code=match["code"],
                shown=match["shown"] or "",
                first=tuple(said for kind, said in notes if kind == "first"),
                reason=next((said for kind, said in notes if kind == "not run"), None),
            )
        )
    return found


RUNNABLE = {page: [b for b in blocks(page) if b.language not in SHOWN_ONLY] for page in PAGES}
NOT_RUN = [
    pytest.param(block.reason, id=f"{page.name}:{block.line}")
    for page, of_page in RUNNABLE.items()
    for block in of_page
    if block.reason is not None
]
TOLD = [page for page, of_page in RUNNABLE.items() if any(b.reason is None for b in of_page)]


def commands(code):
    """Yield each command of a console block with the output that stands beneath it."""
    said, shown, goes_on = [], [], False
    for line in code.splitlines():
        if goes_on or line.startswith("$ "):
            if not goes_on and said:
                yield "\n".join(said), "\n".join(shown)
                said, shown = [], []
            said.append(line if goes_on else line.removeprefix("$ "))
            goes_on = line.endswith("\\")
        elif said:
            shown.append(line)
        else:
            yield line, ""
    if said:
        yield "\n".join(said), "\n".join(shown)


def alike(shown, given):
    """Tell whether two words are the same, numbers in them nearly so."""
    numbers = [[float(n) for n in NUMBER.findall(word)] for word in (shown, given)]
    return NUMBER.sub("#", shown) == NUMBER.sub("#", given) and numbers[0] == pytest.approx(
        numbers[1], rel=0.1, abs=1.0
    )


def tells(shown, given):
    """Tell whether an output is what a page shows."""
    words, at = given.split(), 0
    pieces = [piece.split() for piece in re.split(r"(?:^|(?<=\s))\.\.\.(?=\s|$)", shown)]
    for number, piece in enumerate(pieces):
        places = range(at, len(words) - len(piece) + 1) if number else [0]
        fits = (i for i in places if all(map(alike, piece, words[i : i + len(piece)])) and len(words) >= i + len(piece))
        place = next(fits, None)
        if place is None:
            return False
        at = place + len(piece)
    return at == len(words) or not pieces[-1]


@pytest.mark.parametrize(
    ("shown", "given", "same"),
    [
        ("left 41.4° ± 3.1°", "left  40.9° ±\n3.2°", True),
        ("left 41.4°", "left 31.0°", False),
        ("left 41.4°", "right 41.4°", False),
        ("one ... four", "one two three four", True),
        ("one ...", "one two", True),
        ("one", "one two", False),
        ("... two", "one two", True),
        ("one two", "one", False),
    ],
)
def test_what_counts_as_the_same_output(shown, given, same):
    assert tells(shown, given) is same


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Give a folder like the repository's, with data and settings of its own."""
    for name in ("sample_videos", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "own" / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    quick, usual = program().parent, Path(sys.executable).parent
    monkeypatch.setenv("PATH", os.pathsep.join([str(quick), str(usual), os.environ["PATH"]]))
    monkeypatch.delenv("DORSI_DB", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_shell(code):
    """Run the commands of a block and hold the output of each against what is shown."""
    told = list(commands(code))
    script = f"\necho '{MARK}'\n".join(said for said, _ in told)
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
    for (said, shown), given in zip(told, done.stdout.split(MARK), strict=True):
        assert not shown or tells(shown, given), f"{said}\nshown:\n{shown}\ngiven:\n{given}"


def run_python(block, names):
    given = io.StringIO()
    with contextlib.redirect_stdout(given):
        exec(compile(block.code, f"line {block.line}", "exec"), names)  # noqa: S102
    assert not block.shown or tells(block.shown, given.getvalue()), f"{block.code}\ngiven:\n{given.getvalue()}"


@pytest.mark.models
@pytest.mark.parametrize("page", TOLD, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_code_of_a_page_runs_and_gives_what_is_shown(page, desk, analysed):
    text = page.read_text(encoding="utf-8")
    for clip in SAMPLES:
        if clip.name in text:
            analysed(clip)
    names = {}
    for block in RUNNABLE[page]:
        for said in block.first:
            run_shell(said)
        if block.reason is None and block.language in SHELLS:
            run_shell(block.code)
        elif block.reason is None:
            run_python(block, names)


@pytest.mark.parametrize("reason", NOT_RUN)
def test_a_block_that_cannot_run_here_says_why_and_names_tests_that_exist(reason):
    assert len(reason.split()) > 1
    for name in re.findall(r"tests/[\w/]+\.py", reason):
        assert (ROOT / name).is_file(), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_block_has_a_language_that_the_tests_know(page):
    assert {block.language for block in blocks(page)} <= SHELLS | SHOWN_ONLY | {"python"}
