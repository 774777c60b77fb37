"""The squad's page as HTML: who comes first, the table, and the clips that are in no row; and its files."""

from pathlib import Path

from dorsi import leftovers
from dorsi.measures.bands import BANDS
from dorsi.protocols import name_of
from dorsi.report.render import content_policy, environment, static_text
from dorsi.report.squad.attention import athletes_first, headline
from dorsi.report.squad.files import TABLE_NAMES, write_tables
from dorsi.report.squad.shown import SquadPageFacts, write_shown
from dorsi.report.squad.table import (
    PAGE_NAME,
    SPARK_PX,
    SquadPage,
    amount_text,
    change_text,
    due_text,
    sparkline,
    value_text,
)
from dorsi.version import __version__


def render_squad(page: SquadPage) -> str:
    """Return the page as HTML that needs nothing else and asks no one for anything."""
    style = f"{static_text('report.css')}\n{static_text('squad.css')}"
    script = static_text("squad.js")
    return (
        environment()
        .get_template("squad.html")
        .render(
            page=page,
            headline=headline(page),
            first=athletes_first(page),
            teams=sorted({row.team for row in page.rows if row.team}),
            style=style,
            script=script,
            policy=content_policy(style, script),
            version=__version__,
            movements={row.movement: name_of(row.movement).title for row in page.rows},
            spark=sparkline,
            spark_px=SPARK_PX,
            value_text=value_text,
            change_text=change_text,
            due_text=due_text,
            amount=amount_text,
            band_place=BANDS.index,
        )
    )


def write_squad(page: SquadPage, folder: Path) -> list[Path]:
    """Write page, tables and the data of what they show into a folder, and return page and tables.

    All of them are made before the first is put there. Wherever it is stopped in between, the data name no one before
    the page does. A table of before that cannot be written any more goes: it would keep what it said.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with leftovers.workshop(folder) as workshop:
        (workshop / PAGE_NAME).write_text(render_squad(page), encoding="utf-8")
        written = [workshop / PAGE_NAME, *write_tables(page, workshop)]
        data = write_shown(SquadPageFacts.of(page), workshop)
        for path in [data, *written] if page.pseudonyms else [*written, data]:
            path.replace(folder / path.name)
    for name in {*TABLE_NAMES} - {path.name for path in written}:
        (folder / name).unlink(missing_ok=True)
    return [folder / path.name for path in written]
