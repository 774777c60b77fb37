"""Write the table of plausible values in docs/measures.md: `python scripts/write_measures_docs.py`.

What stands between `<!-- begin: plausible -->` and `<!-- end: plausible -->` is replaced, the prose is not.
"""

import re
from pathlib import Path
from typing import Final

from dorsi import measures

PAGE: Final = Path(__file__).parents[1] / "docs" / "measures.md"
BLOCK: Final = re.compile(r"(<!-- begin: plausible -->\n).*?(<!-- end: plausible -->)", re.DOTALL)


def page(text: str) -> str:
    """Return the page with the table as the data says it."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{measures.markdown()}\n{found[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
