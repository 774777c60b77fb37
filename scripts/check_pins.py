"""Ask pip whether the pins of constraints.txt resolve on each system and Python, with ready-made wheels only.

`python scripts/check_pins.py` prints a table; nothing is installed. pip reads a package's conditions on the system as
those of the machine that asks, so that a package needed on Windows alone is not looked for from Linux.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PYTHONS: Final = ("3.11", "3.12", "3.13")
#: System, and the tags of wheels that it takes.
SYSTEMS: Final = {
    "Linux x86-64": ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "Linux arm64": (
        "manylinux_2_28_aarch64", "manylinux_2_27_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64",
    ),
    "macOS Apple silicon": ("macosx_14_0_arm64", "macosx_13_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"),
    "macOS Intel": ("macosx_14_0_x86_64", "macosx_13_0_x86_64", "macosx_12_0_x86_64", "macosx_10_9_x86_64"),
    "Windows x86-64": ("win_amd64",),
}  # fmt: skip


def requirements() -> list[str]:
    """Return what a plain install needs."""
    found: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return found


def command(wanted: list[str], *, tags: tuple[str, ...], python: str, folder: str) -> list[str]:
    """Return pip's command that resolves requirements for another system, and installs nothing."""
    platforms = [word for tag in tags for word in ("--platform", tag)]
    return [
        sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed", "--target", folder,
        "--only-binary", ":all:", "--implementation", "cp", "--python-version", python, *platforms,
        "--constraint", str(ROOT / "constraints.txt"), *wanted,
    ]  # fmt: skip


def problem(wanted: list[str], *, tags: tuple[str, ...], python: str) -> str | None:
    """Return the line in which pip says what has no wheel, or None if the pins resolve."""
    with tempfile.TemporaryDirectory() as folder:
        asked = command(wanted, tags=tags, python=python, folder=folder)
        done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - pip, with our own words
    said = [line for line in done.stderr.splitlines() if line.startswith(("ERROR: Cannot", "ERROR: Could"))]
    return None if done.returncode == 0 else (said or ["pip ended without a word"])[0].removeprefix("ERROR: ")


def main() -> int:
    """Print a line for each system and Python; return how many don't resolve."""
    wanted, bad = requirements(), 0
    for system, tags in SYSTEMS.items():
        for python in PYTHONS:
            found = problem(wanted, tags=tags, python=python)
            bad += found is not None
            print(f"{system}, Python {python}: {found or 'resolves'}", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(min(main(), 1))
