"""The squad's page as HTML: who comes first, the table, and the clips that are in no row."""

from pathlib import Path

from dorsi.measures.bands import BANDS
from dorsi.protocols import name_of
from dorsi.report.render import content_policy, environment, static_text
from dorsi.report.squad.attention import athletes_first, headline
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
            left_out=[(one.name, one.reason) for one in page.skipped],
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


def write_squad(page: SquadPage, folder: Path) -> Path:
    """Write the page into an existing folder, and return its file."""
    path = folder / PAGE_NAME
    path.write_text(render_squad(page), encoding="utf-8")
    return path
