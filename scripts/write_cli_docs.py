"""Write docs/cli.md from what each command says for --help: `python scripts/write_cli_docs.py`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import typer

from dorsi.cli import app

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
INTRODUCTION = """# The command line

Written by `make docs` from each command's `--help`; do not edit by hand.

Exit codes: 0 when the work was done, even if a clip can't be measured (the report says why); 1 when `dorsi doctor`
finds something broken; 2 when a file or an option is wrong; 130 after Ctrl-C. Messages and progress go to stderr,
results to stdout. `NO_COLOR=1` switches colours off; `DORSI_CACHE` moves the folder of cached landmarks.
"""


#: Typer decides when it is loaded whether its help has colours and boxes, so another process prints it.
PRINT = """
import contextlib, io, json, sys
from dorsi.cli import app
said = []
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        app([*words, "--help"], prog_name="dorsi", standalone_mode=False)
    said.append(shown.getvalue())
print(json.dumps(said))
"""


def help_texts(commands: list[tuple[str, ...]]) -> list[str]:
    """Return what `dorsi COMMAND --help` prints for each command, without colours and boxes."""
    plain = os.environ | {"TYPER_USE_RICH": "0", "COLUMNS": "100", "NO_COLOR": "1"}
    asked = [sys.executable, "-c", PRINT, json.dumps(commands)]
    shown = subprocess.run(asked, env=plain, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return ["\n".join(line.rstrip() for line in text.strip().splitlines()) for text in json.loads(shown)]


def command_names() -> list[tuple[str, ...]]:
    """Return every command as the words that call it, such as ("log", "add")."""
    names: list[tuple[str, ...]] = []
    for name, command in typer.main.get_command(app).commands.items():
        within = getattr(command, "commands", None)
        names += [(name, inner) for inner in within] if within else [(name,)]
    return names


def page() -> str:
    """Return the whole page."""
    commands = [(), *command_names()]
    sections = [
        f"## {' '.join(('dorsi', *name))}\n\n```text\n{text}\n```\n"
        for name, text in zip(commands, help_texts(commands), strict=True)
    ]
    return "\n".join([INTRODUCTION, *sections])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
