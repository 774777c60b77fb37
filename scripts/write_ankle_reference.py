"""Write src/dorsi/running/ankle_reference.csv: `python scripts/write_ankle_reference.py FOLDER`.

FOLDER holds the files `*angs.txt` of BMC-RIC-running-biomechanics: 101 rows (0-100 % of a stride), a column for each
joint, axis and stride. There the ankle's Z is plantarflexion +, as its course shows: most negative at 21 % (stance),
most positive at 46 % (push-off).
"""

import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

TABLE: Final = Path(__file__).parents[1] / "src" / "dorsi" / "running" / "ankle_reference.csv"
COLUMN: Final = "Ankle_Z_"
HEAD: Final = (
    "# Ankle dorsiflexion over a running stride: mean and SD of 46 runners, each runner's mean over strides first.\n"
    "# Derived from BMC-RIC-running-biomechanics (R. Fukuchi), commit 72bc4ce, CC BY 4.0; sign: dorsiflexion +.\n"
    "percent,mean_deg,sd_deg,shape_sd_deg\n"
)


def runner(path: Path) -> NDArray[np.float64]:
    """Return one runner's mean dorsiflexion over the strides, (101,) degrees."""
    names, *rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    wanted = [i for i, name in enumerate(names) if name.startswith(COLUMN)]
    return -np.mean([[float(row[i]) for i in wanted] for row in rows], axis=1)


def table(folder: Path) -> str:
    """Return the table of all runners in a folder."""
    curves = np.array([runner(path) for path in sorted(folder.glob("*angs.txt"))])
    shapes = curves - curves.mean(axis=1, keepdims=True)
    columns = (curves.mean(axis=0), curves.std(axis=0, ddof=1), shapes.std(axis=0, ddof=1))
    lines = [f"{i},{m:.3f},{sd:.3f},{shape:.3f}" for i, (m, sd, shape) in enumerate(zip(*columns, strict=True))]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(Path(sys.argv[1])), encoding="utf-8")
