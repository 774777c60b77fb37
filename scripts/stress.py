"""Make clips of known truth worse, measure them, and print the table: `python scripts/stress.py FOLDER ...`.

FOLDERs hold clips with truth files, as for `dorsi validate`. Films and landmarks are kept in `.cache/stress`, which a
later run goes on from: after a change of the mathematics only that part is done again. `--most N` takes the first N of
the mixed variants; `--kept` only those whose landmarks are there.
"""

import argparse
import csv
from pathlib import Path

from dorsi.validation.rows import COLUMNS, cells
from dorsi.validation.stress import coverage, kept, outcomes, stress_table, variants
from dorsi.validation.writing import markdown

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".cache" / "stress"


def main() -> None:
    """Print the table, and write table and numbers beside the films."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, default=KEPT)
    parser.add_argument("--most", type=int)
    parser.add_argument("--kept", action="store_true")
    asked = parser.parse_args()
    every = variants(asked.folders)[: asked.most]
    wanted = kept(every, asked.cache) if asked.kept else every
    found = []
    for k, one in enumerate(outcomes(wanted, asked.cache)):
        found.append(one)
        print(f"{k + 1} of {len(wanted)}: {one.clip}, {one.kind} {one.level}: {one.said}", flush=True)
    text = markdown(stress_table(found))
    with (asked.cache / "stress.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("kind", "level", *COLUMNS))
        writer.writerows((o.kind, o.level, *cells(row, COLUMNS)) for o in found for row in o.rows)
    (asked.cache / "stress.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    for row in coverage(found).beyond:
        print(f"beyond twice its bound: {row.clip} {row.side} {row.quantity} {row.measured} for {row.true}")


if __name__ == "__main__":
    main()
