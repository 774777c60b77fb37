"""Rows on a terminal: a table where it fits, and else no name broken over lines."""

import io

from rich.console import Console

from dorsi.cli.rows import print_rows

LONG = "mixed/Müller, Jan 2026-11-20 lunge left on the red mat, second try.mp4"


def printed(width, *clips, key=None):
    out = io.StringIO()
    rows = [(clip, "Müller, Jan", "2026-11-20", "lunge") for clip in clips]
    print_rows(Console(file=out, width=width), ("Clip", "Person", "Day", "Movement"), rows, apart=0, key=key)
    return out.getvalue().splitlines()


def test_rows_that_fit_are_a_table():
    assert printed(80, "a.mp4") == [
        "Clip   Person       Day         Movement",
        "a.mp4  Müller, Jan  2026-11-20  lunge",
    ]


def test_a_long_name_stands_on_a_line_of_its_own():
    assert printed(80, LONG)[2:] == [LONG, "  Müller, Jan  2026-11-20  lunge"]


def test_a_key_stays_on_the_line_of_the_name_that_is_searched_for():
    assert printed(80, LONG, key=2)[2:] == [f"2026-11-20  {LONG}", "  Müller, Jan  lunge"]
