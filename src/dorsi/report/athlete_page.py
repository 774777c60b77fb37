"""One athlete on one page to print or pass on: numbers with bounds, trends, pictures of the last clip, programme."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dorsi import measures
from dorsi.measures.bands import BANDS
from dorsi.protocols import name_of
from dorsi.report.clip.page import ClipView
from dorsi.report.log.figures import LogFigure, draw_series
from dorsi.report.programme.plan_view import PlanView
from dorsi.report.render import content_policy, environment, static_text
from dorsi.report.squad.attention import AttentionReason, reasons_of
from dorsi.report.squad.table import SquadRow, SquadSide, amount_text, change_text, due_text, value_text
from dorsi.schema.log import Series
from dorsi.version import __version__
from dorsi.wording.days import day_text
from dorsi.wording.sentences import sentence


@dataclass(frozen=True, kw_only=True)
class AthletePage:
    """Everything on the page."""

    person: str  #: the name, or a pseudonym
    team: str | None
    rows: tuple[SquadRow, ...]
    clip: ClipView | None  #: the last one with pictures; None where there is none, or it would tell who it is
    clip_day: date | None
    last_on: date | None  #: day of the last clip of all
    plan: PlanView | None
    today: date  #: by which a check is due or not
    faces_covered: bool = False  #: in the pictures of the clip

    title: str = "Athlete"

    @property
    def reasons(self) -> tuple[AttentionReason, ...]:
        """What asks for something to be done, the most pressing first."""
        return reasons_of(self.rows, self.today)

    @property
    def figures(self) -> tuple[LogFigure, ...]:
        """The trend of each leg in each movement."""
        return tuple(draw_series(one) for row in self.rows for side in row.sides for one in _series(row, side))


def _series(row: SquadRow, side: SquadSide) -> Iterator[Series]:
    """Yield a leg's values over time, with what is said of the last change; nothing before the second day."""
    if len(side.trend) < 2 or row.scale is None:
        return
    change = side.change
    comparable = change is None or change.verdict != "not_comparable"
    yield Series.model_validate(
        {
            "metric": row.quantity,
            "name": f"{measures.label_of(row.quantity).lower()}, {name_of(row.movement).title.lower()}",
            "side": side.side,
            "unit": row.unit,
            "scale": row.scale,
            "days": [one.day for one in side.trend],
            "values": [one.value for one in side.trend],
            "mdc": change.mdc if change is not None and comparable else None,
            "mdc_source": change.mdc_source if change is not None and comparable else None,
            "sentence": f"Since last time: {sentence(change_text(change, row.unit))}",
            "comparable": comparable,
        }
    )


def render_athlete(page: AthletePage) -> str:
    """Return the page as one HTML file that needs nothing else; no connection is allowed."""
    style = f"{static_text('report.css')}\n{static_text('athlete.css')}"
    return (
        environment()
        .get_template("athlete.html")
        .render(
            page=page,
            style=style,
            script="",
            policy=content_policy(style, ""),
            version=__version__,
            folded=False,
            movements={row.movement: name_of(row.movement).title for row in page.rows},
            value_text=value_text,
            change_text=change_text,
            due_text=due_text,
            amount_of=amount_text,
            day=day_text,
            band_place=BANDS.index,
        )
    )
