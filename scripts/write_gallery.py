"""Write the notebooks as pages of the docs, with their figures: `python scripts/write_gallery.py`.

Each notebook becomes docs/gallery/NAME.md with docs/gallery/figures/NAME-*.png, from the outputs that are kept in it.
Run scripts/run_notebooks.py first.
"""

import base64
import re
from pathlib import Path
from typing import Final

import nbformat

ROOT: Final = Path(__file__).parents[1]
NOTEBOOKS: Final = ROOT / "notebooks"
GALLERY: Final = ROOT / "docs" / "gallery"
FIGURES: Final = GALLERY / "figures"
NOT_RUN: Final = (
    "<!-- not run: tests/notebooks/test_notebooks.py runs the notebook that this page is written from -->\n"
)
PLACED: Final = re.compile(r"`docs/(\w+)\.md`")


def page(path: Path) -> tuple[str, dict[str, bytes]]:
    """Return a notebook as Markdown, and its figures by file name."""
    book = nbformat.read(path, as_version=4)
    parts, figures = [], dict[str, bytes]()
    for cell in book.cells:
        if cell.cell_type == "markdown":
            parts.append(_prose(cell.source))
            continue
        parts.append(f"{NOT_RUN}```python\n{cell.source}\n```")
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                name = f"{path.stem}-{len(figures) + 1}.png"
                figures[name] = base64.b64decode(data["image/png"])
                parts.append(f"![{_title(cell.source)}](figures/{name})")
            elif text := "".join(output.get("text") or data.get("text/plain", "")).rstrip():
                parts.append(f"```text\n{text}\n```")
    where = f"Written from `notebooks/{path.name}`, which you can run yourself."
    head, _, rest = parts[0].partition("\n")
    return "\n\n".join([head, where, rest.strip(), *parts[1:]]) + "\n", figures


def _prose(text: str) -> str:
    """Return a cell's prose; blocks in it are no programs of their own, and pages of the docs become links."""
    text = re.sub(r"^```python", f"{NOT_RUN}```python", text, flags=re.MULTILINE)
    return PLACED.sub(lambda found: f"[{found[1].replace('_', ' ')}](../{found[1]}.md)", text)


def _title(code: str) -> str:
    """Return what a figure is called in the code that draws it."""
    found = re.search(r"""title=f?["']([^"'{]+)""", code)
    return found[1].strip(" ,") if found else "Figure of the cell above"


def pages() -> dict[Path, bytes]:
    """Return every file of the gallery with its content."""
    found: dict[Path, bytes] = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        text, figures = page(path)
        found[GALLERY / f"{path.stem}.md"] = text.encode()
        found |= {FIGURES / name: content for name, content in figures.items()}
    return found


if __name__ == "__main__":
    written = pages()
    for old in (*GALLERY.glob("*.md"), *FIGURES.glob("*.png")):
        if old not in written:
            old.unlink()
    FIGURES.mkdir(parents=True, exist_ok=True)
    for file, content in written.items():
        file.write_bytes(content)
