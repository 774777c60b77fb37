"""The pages of a squad's athletes: one file each to print or pass on."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import quote

from dorsi.errors import DataError
from dorsi.exchange.signals_file import load_signals
from dorsi.people.clips import age_of
from dorsi.people.programme import newest_plan
from dorsi.portable import is_device
from dorsi.private import make_folder
from dorsi.report import Filed, Stored
from dorsi.report.athlete_page import AthletePage, render_athlete
from dorsi.report.clip.page import ClipView
from dorsi.report.folder_page import Inside, report_page
from dorsi.report.pictures import Pictures
from dorsi.report.programme.plan_view import plan_view
from dorsi.report.squad.table import SquadPage, SquadRow, athlete_name
from dorsi.store import PersonRecord, SessionRecord, Store

PAGES_NAME: Final = "athletes"  #: of their folder, beside the squad's page
_MARK: Final = '<meta name="generator" content="dorsi'


class _StillsOnly(Inside):
    """Pictures in the page, without the video: the file is sent to people."""

    def video(self, pictures: Pictures) -> str:  # noqa: ARG002 - there is none
        """Return no video."""
        return ""


def file_name(person: PersonRecord, shown: str) -> str:
    """Return the name of a person's page: theirs, where every system can hold it, and else with their number."""
    plain = re.sub(r"[^\w .,()'-]", "_", unicodedata.normalize("NFC", shown)).strip(" .")
    kept = plain == shown and plain and not is_device(plain)
    return f"{plain}.html" if kept else f"{plain or 'athlete'} {person.id:03}.html"


def is_athlete_page(path: Path) -> bool:
    """Return whether dorsi wrote a page."""
    return _MARK in path.read_text(encoding="utf-8", errors="replace")[:2000]


def athlete_page(
    store: Store, person: PersonRecord, rows: Sequence[SquadRow], *, shown: str, today: dt.date, pseudonyms: bool
) -> AthletePage:
    """Return the page of one athlete.

    Parameters
    ----------
    store
        The store.
    person
        The athlete.
    rows
        Theirs of the squad's table.
    shown
        The name on the page.
    today
        By which a check is due or not.
    pseudonyms
        Whether nothing may tell who it is: no team, and no pictures.
    """
    made = newest_plan(store, person.name)
    plan = made.model_copy(update={"person": shown}) if made else None
    dated = [one for one in store.sessions(person.name) if one.recorded_on is not None]
    newest = sorted(dated, key=age_of)[::-1]
    clip, clip_day, covered = (None, None, False) if pseudonyms else _last_clip(newest)
    return AthletePage(
        person=shown,
        team=None if pseudonyms else person.team,
        rows=tuple(rows),
        clip=clip,
        clip_day=clip_day,
        last_on=newest[0].recorded_on if newest else None,
        plan=None if plan is None else plan_view(plan),
        today=today,
        faces_covered=covered,
    )


def with_addresses(store: Store, page: SquadPage) -> SquadPage:
    """Return the squad with the way from each row to the athlete's own page."""
    shown = {athlete_name(one.id, one.name, pseudonyms=page.pseudonyms): one for one in store.people()}
    places = {name: f"{PAGES_NAME}/{quote(file_name(person, name))}" for name, person in shown.items()}
    return replace(page, rows=tuple(replace(row, page=places.get(row.athlete)) for row in page.rows))


def write_pages(store: Store, page: SquadPage, folder: Path, *, whom: Iterable[str] | None = None) -> list[Path]:
    """Write the pages of a squad's athletes into a folder beside the squad's page, and delete those of others.

    Parameters
    ----------
    store
        The store.
    page
        The squad.
    folder
        Of the squad's page.
    whom
        Names of the athletes to write; those whose page is missing are written anyway. None writes all.

    Raises
    ------
    DataError
        If they cannot be written.
    """
    place = folder / PAGES_NAME
    make_folder(place)
    wanted = None if whom is None else set(whom)
    written = []
    for person in store.people():
        shown = athlete_name(person.id, person.name, pseudonyms=page.pseudonyms)
        rows = [row for row in page.rows if row.athlete == shown]
        if person.is_empty:
            continue
        path = place / file_name(person, shown)
        written.append(path)
        if wanted is None or person.name in wanted or not path.is_file():
            made = athlete_page(store, person, rows, shown=shown, today=page.today, pseudonyms=page.pseudonyms)
            try:
                path.write_text(render_athlete(made), encoding="utf-8")
            except OSError as error:
                raise DataError(f"{path}: cannot be written ({error.strerror}); free space") from error
    kept = {path.name for path in written}
    for path in place.glob("*.html"):
        if path.name not in kept and is_athlete_page(path):
            path.unlink()
    return written


def _last_clip(records: Sequence[SessionRecord]) -> tuple[ClipView | None, dt.date | None, bool]:
    """Return the newest clip that has pictures, its day, and whether faces are covered in them."""
    for record in records:
        try:
            clip = Stored(session=record.session, signals=load_signals(record.folder / "signals.csv"))
            filed = Filed(clip=clip, folder=record.folder)
            page = report_page([filed], plan=None, with_plan=False, addresses=lambda _index: _StillsOnly())
        except DataError:  # the report's folder is gone or not connected: the page does without
            continue
        if page.clips[0].stills:
            return page.clips[0], record.recorded_on, page.faces_covered
    return None, None, False
