"""A copy of dorsi to which a newcomer adds one file or entry at a time, and the programs that then use it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ADDED = Path(__file__).parent / "added"


@dataclass(frozen=True)
class Copy:
    """A copy of the package, as a checkout has it: `src/dorsi` with the shipped networks beside."""

    folder: Path

    @property
    def package(self):
        """Where its code lies."""
        return self.folder / "src" / "dorsi"

    def add_file(self, name, to):
        """Put one file of `added` into a folder of the package."""
        shutil.copy(ADDED / name, self.package / to)

    def add_entries(self, name, to, *, section=""):
        """Put entries at the end of a data file, or at the end of one of its sections."""
        path = self.package / to
        if not section:
            with path.open("a", encoding="utf-8") as file:
                file.write((ADDED / name).read_text(encoding="utf-8"))
            return
        before, heading, rest = path.read_text(encoding="utf-8").partition(f"\n{section}:\n")
        assert heading, f"{to} has no section {section}"
        own, gap, after = rest.partition("\n\n")
        entries = (ADDED / name).read_text(encoding="utf-8").rstrip("\n")
        path.write_text(f"{before}{heading}{own}\n{entries}{gap}{after}", encoding="utf-8")

    def run(self, *command, check=True):
        """Run Python with this copy of dorsi, in its own folder."""
        env = os.environ | {
            "PYTHONPATH": str(self.folder / "src"),
            "DORSI_CACHE": str(self.folder / "cache"),
            "DORSI_DATA": str(self.folder / "data"),
            "COLUMNS": "200",
            "NO_COLOR": "1",
        }
        done = subprocess.run(
            [sys.executable, *command], cwd=self.folder, env=env, capture_output=True, text=True, check=False
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def told(self, code):
        """Return what a piece of code prints as JSON."""
        return json.loads(self.run("-c", code).stdout)


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """Return a copy of dorsi."""
    folder = tmp_path_factory.mktemp("dorsi")
    shutil.copytree(ROOT / "src" / "dorsi", folder / "src" / "dorsi", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "models").symlink_to(ROOT / "models", target_is_directory=True)
    return Copy(folder)


@pytest.fixture(scope="module")
def with_hop(copied):
    """Return a copy with one more movement and its two measurements."""
    copied.add_file("hop.py", "protocols/filmed")
    copied.add_entries("measures.yaml", "measures/measures.yaml", section="measurements")
    return copied


@pytest.fixture(scope="module")
def with_exercise(with_hop):
    """Return the copy with an exercise, too, and the rule that asks for it, on a fact of the new measurement."""
    with_hop.add_entries("facts.yaml", "programme/facts.yaml")
    with_hop.add_entries("catalogue.yaml", "programme/catalogue.yaml")
    with_hop.add_entries("how_to.yaml", "programme/how_to/mobility.yaml")
    with_hop.add_entries("rules.yaml", "programme/rules.yaml")
    return with_hop
