"""Static files: styles, scripts, icons and exercise pictures."""

from typing import Final

from dorsi.programme.exercises import pictures

STATIC: Final = "/static"
PACKAGES: Final[list[str | tuple[str, str]]] = [
    ("dorsi.web", "static"),
    ("dorsi.report", "static"),
    ("dorsi.programme", pictures.FOLDER),
]


def picture_url(name: str) -> str:
    """Return the URL of an exercise picture, which browsers cache."""
    return f"{STATIC}/{name}"
