"""The public names carry their types: a user's program is checked against them, and its mistakes are found."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_a_user_s_program_is_checked_and_every_mistake_in_it_found(tmp_path):
    """`warn_unused_ignores` of --strict fails where a mistake that is marked is not one for mypy."""
    asked = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", str(tmp_path),
             "--follow-imports", "silent", "--python-executable", sys.executable,
             str(ROOT / "tests" / "typing" / "user_program.py")]  # fmt: skip
    done = subprocess.run(
        asked,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        env={"MYPYPATH": str(ROOT / "src"), "PATH": ""},
    )
    assert (done.returncode, done.stdout.strip()) == (0, "Success: no issues found in 1 source file")
