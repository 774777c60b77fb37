"""Find a question that shows each number of the rules, and write tests/data/what_shows_numbers.json.

`python scripts/find_what_shows_numbers.py`, about ten minutes on two cores. The tests try that first and everything
else after it, so an old file makes them slow, never wrong.
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parents[1] / "tests"
FILE: Final = TESTS / "data" / "what_shows_numbers.json"
sys.path.insert(0, str(TESTS / "programme"))

import test_every_number as numbers  # noqa: E402 - it lies in the folder above


def found(entry: tuple[int, tuple[str | int, ...]]) -> tuple[str, str]:
    """Return a number's label, and the question and change that show it as JSON."""
    return numbers.label(entry), json.dumps(numbers.shown_by(entry))


def main() -> None:
    """Look at every number that a test looks at."""
    entries = [one for one in numbers.EVERY if numbers.label(one) not in numbers.NOT_SEEN | numbers.LIMITS_NOT_SEEN]
    entries = [one for one in entries if {"then", "when"} & set(one[1])]
    with ProcessPoolExecutor(2) as pool:
        told = dict(pool.map(found, entries))
    lines = ",\n".join(f'"{name}": {shown}' for name, shown in sorted(told.items()))
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
