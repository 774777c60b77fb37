"""Build a release once, and try it as people get it.

`python scripts/release.py check` compares version, changelog and citation; `build` also builds the sdist, and the wheel
from it, once, into dist/; `try` installs that wheel into an environment of its own, away from the source, and measures
a sample clip. `make release` does all three and says how to tag. Nothing is uploaded.
"""

import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import yaml

ROOT: Final = Path(__file__).parents[1]
DIST: Final = ROOT / "dist"
CLIP: Final = ROOT / "sample_videos" / "lunge_left.mp4"
WRITTEN: Final = {"session.json", "report.html", "signals.csv", "landmarks.npz", "stills"}


def version(root: Path = ROOT) -> str:
    """Return the version in the source."""
    text = (root / "src" / "dorsi" / "version.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__[^=]*= "([^"]+)"$', text, re.MULTILINE)
    assert found is not None
    return found[1]


def problems(root: Path = ROOT) -> list[str]:
    """Return what speaks against a release of the source as it is, a line each."""
    own, found = version(root), []
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## \[([^\]]+)\](?: - (\S+))?$", changelog, re.MULTILINE)
    first, day = heads[0]
    if first == "Unreleased":
        found.append(f"CHANGELOG.md starts with [Unreleased]; name it [{own}] - YYYY-MM-DD, or raise the version first")
    elif first != own:
        found.append(f"CHANGELOG.md starts with {first}, src/dorsi/version.py says {own}; make them the same")
    elif not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        found.append(f"CHANGELOG.md: [{own}] has no day; write [{own}] - YYYY-MM-DD")
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    if str(citation["version"]) != own:
        found.append(f"CITATION.cff says {citation['version']}, src/dorsi/version.py says {own}; make them the same")
    released = str(citation.get("date-released", "no day"))
    if first == own and day and released != day:
        found.append(f"CITATION.cff has {released} as date-released, CHANGELOG.md says {day}; make them the same")
    return found


def build() -> Path:
    """Build the sdist into an empty dist/, then the wheel from it, as whoever packages dorsi does; return the wheel."""
    for old in DIST.glob("dorsi-*"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        python = _environment(Path(folder))
        pinned = ["--constraint", ROOT / "constraints.txt"]
        _run([python, "-m", "pip", "install", "--quiet", *pinned, "hatchling"])
        _run([python, "-m", "hatchling", "build", "--target", "sdist", "--directory", DIST])
        sdist = next(DIST.glob("dorsi-*.tar.gz"))
        _run([python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", DIST, sdist])
    return next(DIST.glob("dorsi-*.whl"))


def attempt(wheel: Path) -> None:
    """Install the wheel away from the source and measure a clip with it; an AssertionError says what is missing."""
    with tempfile.TemporaryDirectory() as folder:
        python = _environment(Path(folder))
        _run([python, "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel])
        command = python.with_name("dorsi")
        said = _run([command, "--version"], cwd=folder)
        assert said.split()[-1] == version(), f"the installed command says {said.strip()}"
        _run([command, "analyse", CLIP, "--no-overlay", "--out", "out"], cwd=folder)
        written = {path.name for path in (Path(folder) / "out" / CLIP.stem).iterdir()}
        assert written == WRITTEN, f"the installed command wrote {sorted(written)}"


def _environment(folder: Path) -> Path:
    """Make an environment in a folder and return its Python."""
    venv.create(folder / "venv", with_pip=True)
    return folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def _run(command: Sequence[str | Path], *, cwd: Path | str = ROOT) -> str:
    said = subprocess.run(list(map(str, command)), cwd=cwd, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return said.stdout


def main(steps: Sequence[str]) -> int:
    """Do the steps in order; return 1 at the first that fails."""
    if unknown := set(steps) - {"check", "build", "try"}:
        print(f"release: '{min(unknown)}' is not a step; give check, build or try", file=sys.stderr)
        return 2
    if "check" in steps and (found := problems()):
        print("\n".join(found), file=sys.stderr)
        return 1
    if "build" in steps:
        print(f"Built {build().relative_to(ROOT)} and its sdist")
    if "try" in steps:
        attempt(next(DIST.glob("dorsi-*.whl")))
        print("The installed wheel measures a clip")
    if "try" in steps and "check" in steps:
        print(f"Ready. Tag it:  git tag --annotate v{version()} --message 'dorsi {version()}'")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
