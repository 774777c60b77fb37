"""A curve on paper: the chart of the page, drawn with a PDF's own lines."""

import re
from itertools import pairwise
from typing import Final

from dorsi import measures
from dorsi.report.drawing.curves import Chart
from dorsi.report.paper.sheet import INK, MUTED, RULE, Colour, PaperSheet, Words, plain

AXIS_MM: Final = 8.0  #: beside a curve, for its numbers
BELOW_MM: Final = 4.0  #: beneath it, for the seconds
TOP_PX: Final = 14.0  #: of a chart's head that is left out: on paper no values stand at the peaks
#: As on the page; the right leg is dashed besides.
COLOURS: Final[dict[str, Colour]] = {"left": (0, 114, 178), "right": (176, 74, 0), "both": INK}
DASH_MM: Final = (1.4, 0.7)
POINT: Final = re.compile(r"([ML])(-?\d+) (-?[\d.]+)")


def draw_curve(sheet: PaperSheet, chart: Chart, at_mm: tuple[float, float], size_mm: tuple[float, float]) -> None:
    """Draw the curves of one quantity with their axes and a heading; `at_mm` is the upper left corner."""
    x_mm, y_mm = at_mm
    legs = ", ".join(measures.SIDE_NAMES[line.side].lower() for line in chart.lines)
    head = Words(text=f"**{plain(chart.label)}**, {legs}; seconds of the clip", size_pt=7.4, before_mm=0)
    top_mm = sheet.column([head], x_mm, y_mm, size_mm[0])
    left_mm, wide_mm = x_mm + AXIS_MM, size_mm[0] - AXIS_MM
    scale = (y_mm + size_mm[1] - BELOW_MM - top_mm) / (chart.bottom_px - TOP_PX)

    def place(x_share: float, y_px: float) -> tuple[float, float]:
        return left_mm + x_share * wide_mm, top_mm + (y_px - TOP_PX) * scale

    _axes(sheet, chart, place(0.0, 0.0)[0], wide_mm, [place(0.0, tick.at)[1] for tick in chart.y_ticks])
    for tick in chart.x_ticks:
        seconds_mm, low_mm = place(min(tick.at / 100, 0.97), chart.bottom_px)
        sheet.column([_number(tick.text)], seconds_mm, low_mm + 0.6, AXIS_MM)
    sheet.set_line_width(0.4)
    for line in chart.lines:
        sheet.set_draw_color(*COLOURS[line.side])
        if line.side == "right":
            sheet.set_dash_pattern(*DASH_MM)
        points = [(kind, place(float(x) / chart.x_units, float(y))) for kind, x, y in POINT.findall(line.path)]
        for (_, start_mm), (kind, end_mm) in pairwise(points):
            if kind == "L":  # an M starts a new stretch after a gap
                sheet.line(*start_mm, *end_mm)
        sheet.set_dash_pattern()


def _axes(sheet: PaperSheet, chart: Chart, left_mm: float, wide_mm: float, heights_mm: list[float]) -> None:
    sheet.set_line_width(0.15)
    sheet.set_draw_color(*RULE)
    for tick, y_mm in zip(chart.y_ticks, heights_mm, strict=True):
        sheet.line(left_mm, y_mm, left_mm + wide_mm, y_mm)
        sheet.column([_number(tick.text)], left_mm - AXIS_MM, y_mm - 1.2, AXIS_MM)


def _number(text: str) -> Words:
    return Words(text=text, size_pt=6, colour=MUTED, before_mm=0)
