"""A manifest that is filled in as far as the names of clips go, for a person to complete."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final, Unpack

import xlsxwriter
from PIL import Image

from dorsi.batch.finding import clips_in, read_folder
from dorsi.batch.manifest import FACTS, PICTURE, QUESTION, cells_of
from dorsi.batch.sheets import XLSX
from dorsi.clip_request import ClipOptions, clip_request
from dorsi.errors import DataError, DorsiError
from dorsi.framing.preview import read_preview
from dorsi.report.clip.company import is_asked
from dorsi.report.pictures import STILLS_FOLDER, read_pictures
from dorsi.settings import MOVEMENTS, SIDE_CHOICES
from dorsi.store import Store
from dorsi.store.clips import is_there

COLUMNS: Final = ("clip", "person", "date", "movement", "side", "speed_kmh", "shoes", "pick", *FACTS, QUESTION)
_WIDTHS: Final = {"clip": 44, "person": 20, "date": 12, "note": 24, QUESTION: 60, PICTURE: 18}
_PICTURE_PX: Final = 96  #: height: enough to know a person by; a whole squad's file stays under a few MB
_ROW_PT: Final = 74  #: of a row with a picture in it


def make_manifest(
    folder: Path, path: Path, *, leave_out: Path | None = None, **options: Unpack[ClipOptions]
) -> dict[str, str]:
    """Write a manifest of all clips in a folder, filled in as far as names go; return what is open.

    Parameters
    ----------
    folder
        In which the clips lie.
    path
        A new file: .csv, or .xlsx with a picture of each clip and lists to choose from.
    leave_out
        A folder inside that is passed over.
    options
        For every clip whose names say nothing else.

    Returns
    -------
    dict
        The question of each clip that needs an answer, by its path in the folder.

    Raises
    ------
    DataError
        If the file exists or can't be written.
    """
    if path.exists():
        raise DataError(f"{path}: already exists; name another file, so that nothing that was filled in is lost")
    given = clip_request(folder, **options)
    clips, _ = clips_in(folder, leave_out)
    rows, whom = [], _people_asked_about()
    for clip, reading in read_folder(clips, folder, given.person).items():
        asked = "; ".join(filter(None, [reading.question, whom.get(clip.absolute())]))
        facts = {"team": reading.team, "note": reading.note, QUESTION: asked}
        own = cells_of({**options, **reading.options}) | {name: text for name, text in facts.items() if text}
        told = {name: text for name, text in own.items() if text != "auto"}
        rows.append({"clip": clip.relative_to(folder).as_posix()} | told)
    try:
        if path.suffix.casefold() == XLSX:
            _write_xlsx(path, rows, [_thumbnail(clip) for clip in clips])
        else:
            _write_csv(path, rows)
    except OSError as error:
        raise DataError(f"{path}: can't be written ({error.strerror}); name another file") from error
    return {row["clip"]: row[QUESTION] for row in rows if QUESTION in row}


def _people_asked_about() -> dict[Path, str]:
    """Return the question who is measured, with a pixel on each, for stored clips with several people."""
    if not is_there():
        return {}
    with Store() as store:
        records = [one for one in store.sessions() if is_asked(one.session) and (one.folder / STILLS_FOLDER).is_dir()]
    people = {one.clip: read_pictures(one.folder).people for one in records}
    return {
        clip: f"{len(found)} people; write one into pick: "
        + " or ".join(f"{one.pick_px[0]},{one.pick_px[1]}{' (measured)' if one.measured else ''}" for one in found)
        for clip, found in people.items()
        if len(found) > 1
    }


def _write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write CSV with the mark by which Excel knows UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _write_xlsx(path: Path, rows: Sequence[Mapping[str, str]], pictures: Sequence[BytesIO | None]) -> None:
    """Write a workbook whose rows show the clip; text is never read as a formula."""
    columns = (PICTURE, *COLUMNS)
    whole = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(whole, options) as book:
        bold, open_ = book.add_format({"bold": True}), book.add_format({"bg_color": "#fff3cd", "text_wrap": True})
        sheet = book.add_worksheet("Clips")
        sheet.write_row(0, 0, columns, bold)
        for number, (row, picture) in enumerate(zip(rows, pictures, strict=True), 1):
            for at, name in enumerate(columns):
                sheet.write_string(number, at, row.get(name, ""), *([open_] if QUESTION in row else []))
            if picture is not None:
                sheet.set_row(number, _ROW_PT)
                sheet.insert_image(number, 0, "clip.jpg", {"image_data": picture, "object_position": 1})
        for name, allowed in (("movement", MOVEMENTS), ("side", SIDE_CHOICES)):
            at = columns.index(name)
            sheet.data_validation(1, at, max(1, len(rows)), at, {"validate": "list", "source": list(allowed)})
        for at, width in _column_widths(columns):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 2)
    path.write_bytes(whole.getvalue())


def _column_widths(columns: Sequence[str]) -> Iterator[tuple[int, int]]:
    for at, name in enumerate(columns):
        yield at, _WIDTHS.get(name, 11)


def _thumbnail(clip: Path) -> BytesIO | None:
    """Return a small JPEG of a clip, or None where it can't be opened."""
    try:
        picture = Image.fromarray(read_preview(clip).pictures[-1])
    except (DorsiError, OSError):
        return None
    picture.thumbnail((2 * _PICTURE_PX, _PICTURE_PX))
    content = BytesIO()
    picture.save(content, "JPEG", quality=80)
    return content
