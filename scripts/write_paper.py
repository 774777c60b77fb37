"""Write docs/paper/paper.md from docs/paper/paper.txt: `python scripts/write_paper.py`.

Each `{{name}}` in the text is a number of docs/accuracy.md, measured by `dorsi validate`, or a count of the package.
"""

import re
from pathlib import Path
from typing import Final

import dorsi
from dorsi import measures
from dorsi.detectable import PUBLISHED
from dorsi.exchange import FORMATS

ROOT: Final = Path(__file__).parents[1]
PAPER: Final = ROOT / "docs" / "paper"
ACCURACY: Final = ROOT / "docs" / "accuracy.md"
NUMBER: Final = r"([-+]?\d+(?:\.\d+)?)"
#: name -> table of docs/accuracy.md, how its row begins, and where in the row the number stands.
READ: Final = {
    "lunge_count": ("targets", "lunge, front leg", r"(\d+) of \d+: mean"),
    "lunge_mean": ("targets", "lunge, front leg", rf"mean {NUMBER}"),
    "lunge_worst": ("targets", "lunge, front leg", rf"worst {NUMBER}"),
    "squat_count": ("targets", "squat, near leg", r"(\d+) of \d+: mean"),
    "squat_mean": ("targets", "squat, near leg", rf"mean {NUMBER}"),
    "squat_worst": ("targets", "squat, near leg", rf"worst {NUMBER}"),
    "inside_share": ("targets", "95 % interval", r"\| (\d+ %) of \d+, median"),
    "inside_count": ("targets", "95 % interval", r"\| \d+ % of (\d+), median"),
    "inside_width": ("targets", "95 % interval", rf"of \d+, median half-width {NUMBER}"),
    "cadence_worst": ("targets", "run: cadence", rf"worst {NUMBER}"),
    "run_mean": ("targets", "run: peak stance", rf"mean {NUMBER}"),
    "run_worst": ("targets", "run: peak stance", rf"worst {NUMBER}"),
    "stress_clips": ("stress", "all", r"^\| all \| +\| (\d+) \|"),
    "stress_inside": ("stress", "all", r"\| (\d+ %) \|"),
    "stress_beyond": ("stress", "all", r"% \| (\d+) \|"),
    "stress_refused": ("stress", "all", r"\| (\d+) \|$"),
    "real_clips": ("real", "all", r"\d+ of (\d+) \|$"),
    "real_right": ("real", "all", r"(\d+) of \d+ \|$"),
}


def table(page: str, name: str) -> list[str]:
    """Return the lines of a table between its markers."""
    found = re.search(rf"<!-- begin: {name} -->\n(.*?)<!-- end: {name} -->", page, re.DOTALL)
    assert found is not None, f"docs/accuracy.md has no table {name}"
    return [line for line in found[1].splitlines() if line.startswith("|")]


def read(page: str, name: str, begins: str, pattern: str) -> str:
    """Return the number that a pattern finds in the one row of a table that begins so."""
    rows = [line for line in table(page, name) if line.startswith(f"| {begins}")]
    assert len(rows) == 1, f"{name}: {len(rows)} rows begin with '{begins}', one expected"
    found = re.search(pattern, rows[0])
    assert found is not None, f"{name}: no number in {rows[0]}"
    return found[1]


def facts() -> dict[str, str]:
    """Return every number and count that the paper names."""
    page = ACCURACY.read_text(encoding="utf-8")
    lunge = PUBLISHED.of("peak_shank_inclination_deg", "camera_joint_centre")
    assert lunge is not None
    return {name: read(page, *where) for name, where in READ.items()} | {
        "movements": str(len(dorsi.movements())),
        "measures": str(len(measures.measures())),
        "published_mdc": f"{lunge.mdc:g}",
        "formats": ", ".join(FORMATS),
    }


def paper() -> str:
    """Return the paper with its numbers."""
    known = facts()
    text = (PAPER / "paper.txt").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: known[found[1]], text)


if __name__ == "__main__":
    (PAPER / "paper.md").write_text(paper(), encoding="utf-8")
