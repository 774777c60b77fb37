"""Files that are the same for everybody: styles, scripts, icons, and the pictures of the exercises."""

from typing import Final

from dorsi.programme import pictures

STATIC: Final = "/static"
PACKAGES: Final[list[str | tuple[str, str]]] = [
    ("dorsi.web", "static"),
    ("dorsi.report", "static"),
    ("dorsi.programme", pictures.FOLDER),
]


def picture_url(name: str) -> str:
    """Return where a browser finds the picture of an exercise, which it then keeps."""
    return f"{STATIC}/{name}"
