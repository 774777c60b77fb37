"""Write docs/data_dictionary.md from src/dorsi/exchange/dictionary.yaml: `python scripts/write_data_dictionary.py`."""

from pathlib import Path

from dorsi.exchange.dictionary import markdown

PAGE = Path(__file__).parents[1] / "docs" / "data_dictionary.md"

if __name__ == "__main__":
    PAGE.write_text(markdown(), encoding="utf-8")
