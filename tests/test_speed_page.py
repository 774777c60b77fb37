"""The tables of docs/performance.md say what the runs of `make bench` took. Nothing here measures time."""

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def speed(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return import_module("speed")


@pytest.fixture
def tables(speed):
    return sys.modules[speed.page.__module__]


def made_runs(speed, *, before=None):
    """Return two rounds in which every contestant takes 10 s more than the one before it."""
    return {
        name: [speed.Run(wall_s=10.0 * k, cpu_s=20.0 * k * slower, peak_mb=300.0, first_s=8.0, second_s=0.25)
               for slower in (1.0, 1.5)]
        for k, name in enumerate(speed.contestants(before), start=1)
    }  # fmt: skip


def row(text, begin):
    (found,) = [line for line in text.splitlines() if line.startswith(f"| {begin}")]
    return [cell.strip() for cell in found.strip("|").split("|")][1:]


def test_a_ratio_is_taken_inside_a_round(speed, tables):
    """Both rounds have the same ratio, though the second one is slower: the spread is nothing."""
    table = "\n".join(tables.ratios_table(made_runs(speed)))
    assert row(table, "dorsi, clip to numbers, full, against") == ["2.00 (2.00 to 2.00)", "2.00 (2.00 to 2.00)"]
    assert "before" not in table


def test_an_earlier_checkout_is_compared_with_now(speed, tables):
    done = made_runs(speed, before=Path("src"))
    now, earlier = (done[f"{who} numbers full"][0].wall_s for who in ("dorsi", "before"))
    table = "\n".join(tables.ratios_table(done))
    assert row(table, "dorsi before, clip to numbers, full, against now")[1].startswith(f"{earlier / now:.2f} (")


def test_the_page_says_when_where_and_with_what_it_was_measured(speed):
    start = {name: [speed.Run(wall_s=0.1, cpu_s=0.1, peak_mb=9.0)] for name in ("python -c pass", "dorsi --help")}
    text = speed.page(made_runs(speed), start, clip="clip.mp4")
    assert re.search(r"Measured on \d{1,2} [A-Z][a-z]{2} 20\d\d in one go: 2 rounds", text)
    assert re.search(r"Machine: .+ cores, .+ Python 3\.\d+.+mediapipe \d", text)
    assert row(text, "`dorsi.analyse`, in one process") == [
        "8.00 (8.00 to 8.00)",
        "0.25 (0.25 to 0.25)",
        "32.0 (32.0 to 32.0)",
    ]
    assert row(text, "`dorsi --help`") == ["100 (100 to 100)", "1.0 (1.0 to 1.0)"]


def test_every_contestant_is_on_the_page(speed, tables):
    done = made_runs(speed, before=Path("src"))
    text = speed.page(done, {"python -c pass": [speed.Run(wall_s=0.1, cpu_s=0.1, peak_mb=9.0)]}, clip="clip.mp4")
    for name in done:
        assert f"| {tables.words(name)} | " in text
