"""Make clips of known truth worse, measure them, and print the table: `python scripts/stress.py FOLDER ...`.

FOLDERs hold clips with truth files, as for `dorsi validate`. Films and landmarks are kept in `.cache/stress`, which a
later run goes on from: after a change of the mathematics only that part is done again. `--most N` takes the first N of
the mixed variants; `--kept` only those whose landmarks are there.
"""

import argparse
import csv
import time
from collections.abc import Iterator
from pathlib import Path

from dorsi.validation.rows import COLUMNS, cells
from dorsi.validation.stress import Outcome, coverage, outcome, stress_table, variants
from dorsi.validation.writing import markdown

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".cache" / "stress"


def outcomes(folders: list[Path], kept: Path, *, most: int | None, only_kept: bool) -> Iterator[Outcome]:
    """Yield what dorsi says of each variant, telling how far it has come."""
    asked = variants(folders)[:most]
    done = {path.stem for path in kept.glob("*.done")}
    if only_kept:
        asked = [v for v in asked if v.name in done]
    for k, variant in enumerate(asked):
        began = time.monotonic()
        found = outcome(variant, kept)
        (kept / f"{variant.name}.done").touch()
        print(f"{k + 1} of {len(asked)}: {variant.name}, {found.said}, {time.monotonic() - began:.0f} s", flush=True)
        yield found


def main() -> None:
    """Print the table, and write table and numbers beside the films."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, default=KEPT)
    parser.add_argument("--most", type=int)
    parser.add_argument("--kept", action="store_true")
    asked = parser.parse_args()
    found = list(outcomes(asked.folders, asked.cache, most=asked.most, only_kept=asked.kept))
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
