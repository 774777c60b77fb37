"""A4 pages with text in columns, line drawings, boxes to tick and a QR code; the same calls give the same bytes."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import matplotlib as mpl
import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

from dorsi.version import __version__

SCREENS: Final = "dorsi screens and informs; it is not a medical device."  #: at the foot of each page
#: The file's own day where what it shows has none; any fixed day does.
UNDATED: Final = dt.date(2000, 1, 1)
MARGIN_MM: Final = 12.0
WIDTH_MM: Final = 210.0 - 2 * MARGIN_MM
TOP_MM: Final = 11.0
#: Where the text of a page ends; below is the footer. Home printers leave 5 to 10 mm of an A4 page white.
BOTTOM_MM: Final = 297.0 - 15.0
FONT: Final = "DejaVu"  #: its licence allows it to be embedded and passed on; matplotlib brings it
#: Height of a line as a multiple of the size of its letters, and 25.4 mm in 72 points.
LINE_MM_PER_PT: Final = 1.22 * 25.4 / 72
#: DejaVu is wide: set a little narrower, the text keeps its height and fits. Percent.
STRETCH_PCT: Final = 92
BOX_MM: Final = 2.8
PITCH_MM: Final = 3.35  #: from one box to the next
#: A drawing's own title: the page carries it as its alternative text.
_TITLE: Final = re.compile(rb"<title>.*?</title>", re.DOTALL)

Colour = tuple[int, int, int]
INK: Final[Colour] = (26, 33, 37)
MUTED: Final[Colour] = (85, 98, 106)
RULE: Final[Colour] = (205, 203, 196)
WARN: Final[Colour] = (122, 75, 0)
STOP: Final[Colour] = (140, 29, 24)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A paragraph; words between ** are bold."""

    text: str
    size_pt: float = 7.6
    colour: Colour = INK
    before_mm: float = 0.5  #: space above

    @property
    def line_mm(self) -> float:
        """Height of one line."""
        return self.size_pt * LINE_MM_PER_PT


def plain(text: str) -> str:
    """Return text in which nothing counts as bold, struck out, underlined or a link, and no "%" leaves its number."""
    marked = re.sub(r"(\*\*|__|--|~~)", r"\\\1", text).replace("](", "] (")
    return re.sub(r"(?<=\d) (?=%|min\b)", "\u00a0", marked)


class PaperSheet(FPDF):
    """The pages as they are filled; the first one is open.

    Parameters
    ----------
    title
        What the file is called inside.
    made
        The day that counts as the file's own; a fixed one makes two runs give the same bytes.
    foot
        What stands at the foot of each page, beside its number.
    """

    def __init__(self, title: str, made: dt.date, foot: str) -> None:
        super().__init__(format="A4")
        self._foot = foot
        self._counted: dict[tuple[Words, float], int] = {}  #: lines of a paragraph by width; breaking them is slow
        fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
        self.add_font(FONT, "", fonts / "DejaVuSans.ttf")
        self.add_font(FONT, "B", fonts / "DejaVuSans-Bold.ttf")
        self.set_title(title)
        self.set_lang("en")
        self.set_creator(f"dorsi {__version__}")
        self.set_creation_date(dt.datetime.combine(made, dt.time(), tzinfo=dt.UTC))
        self.set_margins(MARGIN_MM, TOP_MM)
        self.set_auto_page_break(auto=False)
        self.set_stretching(STRETCH_PCT)
        self.c_margin = 0
        self.set_font(FONT, size=8)
        self.add_page()  # text is measured on an open page

    def footer(self) -> None:
        """Write the foot of a page."""
        self._use(Words(text="", size_pt=7, colour=MUTED))
        self.set_xy(MARGIN_MM, BOTTOM_MM + 4)
        self.cell(WIDTH_MM, 4, self._foot)
        self.set_xy(MARGIN_MM, BOTTOM_MM + 4)
        self.cell(WIDTH_MM, 4, f"Page {self.page_no()} of {{nb}}", align="R")

    def _use(self, words: Words) -> None:
        self.set_font(FONT, size=words.size_pt)
        self.set_text_color(*words.colour)

    def height_mm(self, column: Sequence[Words], width_mm: float) -> float:
        """Return how high paragraphs stand in a column."""
        return sum(words.before_mm + self._lines(words, width_mm) * words.line_mm for words in column)

    def _lines(self, words: Words, width_mm: float) -> int:
        """Return how many lines a paragraph takes."""
        if (words, width_mm) not in self._counted:
            self._use(words)
            lines = self.multi_cell(
                width_mm,
                words.line_mm,
                words.text,
                align="L",
                markdown=True,
                dry_run=True,
                output=MethodReturnValue.LINES,
            )
            self._counted[words, width_mm] = len(lines) if isinstance(lines, list) else 1
        return self._counted[words, width_mm]

    def column(self, column: Sequence[Words], x_mm: float, y_mm: float, width_mm: float) -> float:
        """Write paragraphs below each other; return where they end, from the top of the page in mm."""
        self.set_xy(x_mm, y_mm)
        for words in column:
            self._use(words)
            self.set_xy(x_mm, self.get_y() + words.before_mm)
            self.multi_cell(
                width_mm, words.line_mm, words.text, align="L", markdown=True, new_x=XPos.LEFT, new_y=YPos.NEXT
            )
        return float(self.get_y())

    def rule(self, y_mm: float) -> None:
        """Draw a thin line across the page."""
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self.line(MARGIN_MM, y_mm, MARGIN_MM + WIDTH_MM, y_mm)

    def drawing(self, svg: bytes, x_mm: float, y_mm: float, width_mm: float, *, alt: str) -> None:
        """Place a line drawing, its lines made as strong as print needs them."""
        drawn = _TITLE.sub(b"", svg).replace(b"<svg ", b'<svg stroke="#26323a" stroke-width="1.4" ', 1)
        self.image(BytesIO(drawn), x=x_mm, y=y_mm, w=width_mm, alt_text=alt)

    def boxes(self, rows: Sequence[tuple[str, Sequence[bool]]], head: Sequence[str], x_mm: float, y_mm: float) -> None:
        """Draw a row of boxes for each name, under a row of short column names; a dot where nothing is to be ticked."""
        self._use(Words(text="", size_pt=6.5, colour=MUTED))
        first_mm = x_mm + row_names_mm(rows)
        self.set_font_size(6)
        for column, name in enumerate(head):
            self._centred(name, first_mm + (column + 0.5) * PITCH_MM, y_mm + PITCH_MM / 2)
        self.set_font_size(6.5)
        self.set_line_width(0.25)
        for number, (name, wanted) in enumerate(rows, start=1):
            middle_mm = y_mm + (number + 0.5) * PITCH_MM
            self.set_xy(x_mm, middle_mm - PITCH_MM / 2)
            self.cell(first_mm - x_mm, PITCH_MM, name)
            for column, box in enumerate(wanted):
                self._box(first_mm + (column + 0.5) * PITCH_MM, middle_mm, drawn=box)

    def _centred(self, text: str, x_mm: float, y_mm: float) -> None:
        self.set_xy(x_mm - PITCH_MM / 2, y_mm - PITCH_MM / 2)
        self.cell(PITCH_MM, PITCH_MM, text, align="C")

    def _box(self, x_mm: float, y_mm: float, *, drawn: bool) -> None:
        if drawn:
            self.set_draw_color(*MUTED)
            self.rect(x_mm - BOX_MM / 2, y_mm - BOX_MM / 2, BOX_MM, BOX_MM)
        else:
            self.set_fill_color(*RULE)
            self.circle(x_mm, y_mm, 0.3, style="F")

    def code(self, link: str, x_mm: float, y_mm: float, side_mm: float) -> None:
        """Draw a QR code, with the white border that scanners want inside the given side."""
        matrix = [list(row) for row in segno.make_qr(link, error="m").matrix_iter(border=4)]
        step_mm = side_mm / len(matrix)
        self.set_fill_color(0, 0, 0)
        for line, row in enumerate(matrix):
            start = 0
            for end in range(1, len(row) + 1):
                if end == len(row) or bool(row[end]) != bool(row[start]):
                    if row[start]:
                        place = (x_mm + start * step_mm, y_mm + line * step_mm)
                        self.rect(*place, (end - start) * step_mm, step_mm, style="F")
                    start = end


def row_names_mm(rows: Sequence[tuple[str, Sequence[bool]]]) -> float:
    """Return how wide the names of the rows stand: about 1.3 mm a letter at 6.5 pt, and a gap."""
    return 1.3 * max((len(name) for name, _ in rows), default=0) + 1.0


def boxes_mm(rows: Sequence[tuple[str, Sequence[bool]]], columns: int) -> tuple[float, float]:
    """Return width and height of the boxes with their names, in mm."""
    return row_names_mm(rows) + columns * PITCH_MM, (len(rows) + 1) * PITCH_MM
