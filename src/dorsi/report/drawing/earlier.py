"""Results of version 0.1, which kept their key frames only inside their page: read, and never written again."""

import base64
import binascii
import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from dorsi.errors import DataError
from dorsi.schema.stills import StillPicture

_FACES_COVERED: Final = 'id="faces-covered"'
_TITLE: Final = re.compile(r"\w+ (?P<kind>repetition|step) (?P<number>\d+)")
_KINDS: Final = {"repetition": "rep", "step": "step"}

PagePictures = tuple[tuple[StillPicture, ...], tuple[bytes, ...], bool]


def pictures_in_page(path: Path) -> PagePictures:
    """Return the key frames of an old report, their JPEGs, and whether it says that faces are covered.

    Raises
    ------
    OSError
        If there is no such file.
    DataError
        If it is not a report of dorsi.
    """
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read(path: Path, _changed_ns: int) -> PagePictures:
    text = path.read_text(encoding="utf-8")
    reader = _StillReader()
    reader.feed(text)
    try:
        jpegs = tuple(base64.b64decode(one["src"].partition("base64,")[2], validate=True) for one in reader.found)
        return tuple(map(_picture, reader.found)), jpegs, _FACES_COVERED in text
    except (KeyError, ValueError, binascii.Error) as error:
        raise DataError(f"{path.name} of this clip is not a report of this version; analyse the clip again") from error


def _picture(found: dict[str, str]) -> StillPicture:
    title = _TITLE.fullmatch(found["title"])
    if title is None:
        raise ValueError(found["title"])
    return StillPicture.model_validate(
        {
            "file": f"{found['side']}-{title['number']}.jpg",
            "size_px": (int(found["width"]), int(found["height"])),
            "side": found["side"],
            "kind": _KINDS[title["kind"]],
            "number": int(title["number"]),
            "time_s": float(found["seek"]),
            "value_deg": float(found["value"].removesuffix("°").replace("−", "-")),
        }
    )


class _StillReader(HTMLParser):
    """Collects the key frames of a report: `figure.side-*` in `section.stills`, as version 0.1 wrote them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self._inside = False
        self._text = ""  #: which text comes next

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says of a still."""
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if tag == "section":
            self._inside = "stills" in classes
        if not self._inside:
            return
        if tag == "figure":
            self.found.append({"side": classes[0].removeprefix("side-") if classes else ""})
        elif self.found and tag == "img":
            self.found[-1] |= {name: given.get(name, "") for name in ("src", "width", "height", "alt")}
        elif self.found and tag == "strong":
            self._text = "title"
        elif self.found and "value" in classes:
            self._text = "value"
        elif self.found and "data-seek" in given:
            self.found[-1]["seek"] = given["data-seek"]

    def handle_endtag(self, tag: str) -> None:
        """Leave a part of the page."""
        self._text = ""
        if tag == "section":
            self._inside = False

    def handle_data(self, data: str) -> None:
        """Note a title or a value."""
        if self._text:
            self.found[-1][self._text] = data
